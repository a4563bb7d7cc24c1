import { existsSync } from 'node:fs';
import { UnusableInput } from '../domain/problem.ts';

/**
 * Opens the ledger that polls have made, for people, works with it and lets go of it.
 * @throws UnusableInput where no poll has made the ledger yet, or it is unusable
 */
export async function withExistingLedger<Opened extends { dispose(): Promise<void> }, T>(
  path: string,
  open: (path: string) => Promise<Opened>,
  work: (opened: Opened) => Promise<T>,
): Promise<T> {
  if (!existsSync(path)) {
    const mend = 'the first poll makes it; LEDGER names the one in use';
    throw new UnusableInput([{ place: path, what: 'there is no ledger yet', mend }]);
  }
  try {
    const opened = await open(path);
    try {
      return await work(opened);
    } finally {
      await opened.dispose();
    }
  } catch (error) {
    const { asLedgerFault } = await import('../cases/ledger-fault.ts');
    throw asLedgerFault(error, path);
  }
}
