import { UnusableInput } from '../domain/problem.ts';
import { QUARANTINED_ENDS } from './message-rows.ts';
import { openScratchCopy } from './open-database.ts';

/** How many mails wait for a person; null where the ledger is unusable. Changes nothing. */
export function countQuarantined(path: string): number | null {
  try {
    const database = openScratchCopy(path);
    try {
      const ends = QUARANTINED_ENDS.map((end) => `'${end}'`).join();
      const row = database.prepare(`select count(*) as count from messages where state = 'set-aside' and ended in (${ends})`).get();
      return Number(row?.['count']);
    } finally {
      database.close();
    }
  } catch (error) {
    if (error instanceof UnusableInput) return null;
    throw error;
  }
}
