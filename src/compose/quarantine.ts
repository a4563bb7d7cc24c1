import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import type { Config } from '../config/config.ts';
import type { Actor } from '../domain/case-event.ts';
import type { Finding } from '../domain/finding.ts';
import { UnusableInput } from '../domain/problem.ts';
import type { Quarantine } from '../ports.ts';

export type { Quarantine } from '../ports.ts';

/**
 * Works on what passes gave up.
 * @throws UnusableInput where there is no ledger yet, or it is unusable
 */
export async function withQuarantine<T>(config: Config, work: (quarantine: Quarantine) => Promise<T>): Promise<T> {
  if (!existsSync(config.ledgerFile)) {
    const mend = 'it is made by the first poll; name the one in use in LEDGER';
    throw new UnusableInput([{ place: config.ledgerFile, what: 'there is no ledger here', mend }]);
  }
  const { openQuarantine } = await import('../cases/quarantine.ts');
  const quarantine = openQuarantine(config.ledgerFile);
  try {
    return await work(quarantine);
  } catch (error) {
    const { asLedgerFault } = await import('../cases/ledger-fault.ts');
    throw asLedgerFault(error, config.ledgerFile);
  } finally {
    await quarantine.dispose();
  }
}

/** Whoever runs this, as the operating system names them. */
export function thisPerson(): Actor {
  try {
    return `person:${userInfo().username}`;
  } catch {
    // A container may run under a number without a name.
    return `person:uid-${process.getuid?.() ?? 'unknown'}`;
  }
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
