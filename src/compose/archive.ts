import type { AnotherPass } from '../cases/pass-lock.ts';
import type { Result } from '../domain/result.ts';
import type { CaseArchive } from '../ports/case-archive.ts';
import { withExistingLedger } from './existing-ledger.ts';

/** @throws UnusableInput where no poll has made the ledger yet, or it is unusable */
export function withArchive<T>(ledgerFile: string, work: (archive: CaseArchive) => Promise<T>): Promise<T> {
  return withExistingLedger(ledgerFile, async (path) => (await import('../cases/case-archive.ts')).openCaseArchive(path), work);
}

/** The same while no pass is at work: it may be sending the very reply that a person decides about. */
export function withArchiveAlone<Value, Refusal>(
  ledgerFile: string,
  work: (archive: CaseArchive) => Promise<Result<Value, Refusal>>,
): Promise<Result<Value, Refusal | AnotherPass>> {
  return withArchive(ledgerFile, async (archive) => {
    const { acquirePassLock } = await import('../cases/pass-lock.ts');
    const lock = acquirePassLock(ledgerFile);
    if (!lock.ok) return lock;
    try {
      return await work(archive);
    } finally {
      lock.value();
    }
  });
}
