import { existsSync } from 'node:fs';
import type { Finding } from '../domain/finding.ts';

/** What passes could not look after the last times; nothing where all is well, or there is no usable ledger. */
export async function* examineLooks(ledgerFile: string): AsyncIterable<Finding> {
  if (!existsSync(ledgerFile)) return;
  const { readFailingLooks } = await import('../cases/examine-looks.ts');
  const found = await readFailingLooks(ledgerFile);
  if (found === null) return;
  const { replies, drafts } = found;
  const check = 'earlier passes';
  if (drafts !== null)
    yield { check, state: 'note', what: `Drafts and Sent cannot be looked through: ${drafts}`, mend: 'look after the mail server' };
  if (replies > 0)
    yield { check, state: 'note', what: `${replies} replies cannot be looked after`, mend: 'refund-triage case list names the cases' };
}
