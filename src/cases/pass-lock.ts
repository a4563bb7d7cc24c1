import { DatabaseSync } from 'node:sqlite';
import { ok, type Result, refuse } from '../domain/result.ts';
import { createOwnerOnly, isBusy } from './open-database.ts';

export interface AnotherPass {
  readonly kind: 'another-pass';
  readonly what: string;
}

/** Lets the next pass in. */
export type ReleaseLock = () => void;

/**
 * Holds `<ledger>.lock` for one pass, so that two never work on one ledger at a time.
 * The lock is SQLite's on an empty database: the operating system lets go of it when the process ends, however it ends.
 */
export function acquirePassLock(ledgerPath: string): Result<ReleaseLock, AnotherPass> {
  const path = `${ledgerPath}.lock`;
  createOwnerOnly(path);
  const lock = new DatabaseSync(path, { timeout: 0 });
  try {
    // Not `exclusive`: two that ask for it at the same moment refuse each other, and nobody would work.
    lock.exec('begin immediate');
    return ok(() => lock.close());
  } catch (error) {
    lock.close();
    if (!isBusy(error)) throw error;
    return refuse({ kind: 'another-pass', what: `another pass is at work on ${ledgerPath}` });
  }
}
