import { LOOKS_UNTIL_TROUBLE } from '../domain/ledger.ts';
import { UnusableInput } from '../domain/problem.ts';
import { openScratchCopy } from './open-database.ts';

/** What passes cannot look after at present. */
export interface FailingLooks {
  /** Replies of which it is not known whether they lie in Drafts or were sent. */
  readonly replies: number;
  /** Why Drafts and Sent cannot be looked through; null: they can. */
  readonly drafts: string | null;
}

/** Null where the ledger is unusable. Changes nothing. */
export function readFailingLooks(path: string): FailingLooks | null {
  try {
    const database = openScratchCopy(path);
    try {
      const replies = database
        .prepare(
          `select count(*) as count from replies join messages on messages.id = replies.message_row_id
           where replies.state in ('intended', 'uncertain') and replies.looks >= ? and messages.state = 'answering'`,
        )
        .get(LOOKS_UNTIL_TROUBLE);
      const drafts = database.prepare('select why from draft_looks where failures >= ? limit 1').get(LOOKS_UNTIL_TROUBLE);
      return { replies: Number(replies?.['count']), drafts: drafts ? String(drafts['why']) : null };
    } finally {
      database.close();
    }
  } catch (error) {
    if (error instanceof UnusableInput) return null;
    throw error;
  }
}
