import type { OwedCopy } from '../domain/ledger.ts';
import { addEvent } from './events.ts';
import type { Database, Write } from './schema.ts';

/** Written with the reply's end, so that a process that ends in between leaves it owed. */
export async function oweCopy(write: Write, replyId: number, renamedTo: string | null): Promise<void> {
  await write.insertInto('owed_copies').values({ reply_id: replyId, renamed_to: renamedTo, next_try_at: null }).execute();
}

export async function dueCopies(database: Database, account: string, now: Date): Promise<readonly OwedCopy[]> {
  const rows = await database
    .selectFrom('owed_copies')
    .innerJoin('replies', 'replies.id', 'owed_copies.reply_id')
    .innerJoin('messages', 'messages.id', 'replies.message_row_id')
    .innerJoin('mailboxes', 'mailboxes.id', 'messages.mailbox_id')
    .select(['reply_id', 'replies.case_id', 'replies.message_id', 'renamed_to', 'tries'])
    .where('mailboxes.account', '=', account)
    .where((e) => e.or([e('next_try_at', 'is', null), e('next_try_at', '<=', now.toISOString())]))
    // Nothing is left to copy.
    .where('replies.raw_forgotten_at', 'is', null)
    .orderBy('tries')
    .orderBy('reply_id')
    .execute();
  return rows.map((row) => ({
    replyId: row.reply_id,
    caseId: row.case_id,
    messageId: row.message_id,
    renamedTo: row.renamed_to,
    tries: row.tries,
  }));
}

export async function beginCopy(database: Database, { replyId }: OwedCopy, nextTryAt: Date): Promise<void> {
  await database
    .updateTable('owed_copies')
    .set((e) => ({ tries: e('tries', '+', 1), next_try_at: nextTryAt.toISOString() }))
    .where('reply_id', '=', replyId)
    .execute();
}

export async function endCopy(database: Database, { replyId }: OwedCopy): Promise<void> {
  await database.deleteFrom('owed_copies').where('reply_id', '=', replyId).execute();
}

export async function giveUpCopy(write: Write, copy: OwedCopy, why: string, now: Date): Promise<void> {
  await endCopy(write, copy);
  await addEvent(write, { at: now, what: 'sent-copy-missing', why, caseId: copy.caseId, detail: { tries: copy.tries } });
}
