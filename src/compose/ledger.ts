import { existsSync } from 'node:fs';
import type { Config } from '../config/config.ts';
import { UnusableInput } from '../domain/problem.ts';
import type { CaseArchive } from '../ports.ts';

/** The ledger for people and reports. One that is not there is not made: a slip in LEDGER would read as "no cases". */
export async function openLedgerForReading(config: Config): Promise<CaseArchive> {
  if (!existsSync(config.ledgerFile)) {
    throw new UnusableInput([
      {
        place: `LEDGER (${config.ledgerFile})`,
        what: 'there is no ledger yet',
        mend: 'check LEDGER, or let `refund-triage poll` make its first pass',
      },
    ]);
  }
  const { openCaseArchive } = await import('../cases/case-archive.ts');
  return openCaseArchive(config.ledgerFile);
}
