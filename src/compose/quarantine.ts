import { existsSync } from 'node:fs';
import type { Config } from '../config/config.ts';
import type { Finding } from '../domain/finding.ts';
import type { Quarantine } from '../ports/quarantine.ts';
import { withExistingLedger } from './existing-ledger.ts';

export type { Quarantine } from '../ports/quarantine.ts';

/**
 * Works on what passes gave up.
 * @throws UnusableInput where there is no ledger yet, or it is unusable
 */
export function withQuarantine<T>({ ledgerFile }: Config, work: (quarantine: Quarantine) => Promise<T>): Promise<T> {
  return withExistingLedger(ledgerFile, async (path) => (await import('../cases/quarantine.ts')).openQuarantine(path), work);
}

/** How many mails wait there, and since when; nothing where there is no usable ledger: another finding says so. */
export async function examineQuarantine(ledgerFile: string): Promise<Finding | null> {
  if (!existsSync(ledgerFile)) return null;
  const { countQuarantined } = await import('../cases/examine-quarantine.ts');
  const count = countQuarantined(ledgerFile);
  if (count === null) return null;
  const check = 'quarantine';
  if (count === 0) return { check, state: 'ok', what: 'empty' };
  return { check, state: 'note', what: `${count} mails wait for a person`, mend: 'refund-triage quarantine list' };
}
