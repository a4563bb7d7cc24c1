import { existsSync } from 'node:fs';
import { UnusableInput } from '../domain/problem.ts';
import type { CaseArchive } from '../ports.ts';

/** @throws UnusableInput where no poll has made the ledger yet */
export async function withArchive<T>(ledgerFile: string, work: (archive: CaseArchive) => Promise<T>): Promise<T> {
  if (!existsSync(ledgerFile)) {
    throw new UnusableInput([{ place: ledgerFile, what: 'there is no ledger yet', mend: 'the first poll makes it' }]);
  }
  const { openCaseArchive } = await import('../cases/case-archive.ts');
  const archive = openCaseArchive(ledgerFile);
  try {
    return await work(archive);
  } finally {
    await archive.dispose();
  }
}
