import { type FailingLook, LOOKS_UNTIL_TROUBLE, type PendingReply } from '../domain/ledger.ts';
import { addEvent } from './events.ts';
import type { Database, Write } from './schema.ts';

/** Counted before it is made, and put off before it is made: what ends the process is counted as well. */
export async function beginLook(write: Write, reply: PendingReply, nextLookAt: Date | null): Promise<void> {
  await write
    .updateTable('replies')
    .set((e) => ({ looks: e('looks', '+', 1) }))
    .where('id', '=', reply.id)
    .execute();
  if (nextLookAt === null) return;
  await write.updateTable('messages').set({ next_attempt_at: nextLookAt.toISOString() }).where('id', '=', reply.messageRowId).execute();
}

/** It came to an end, whatever became of the reply. */
export async function endLook(database: Database, reply: PendingReply): Promise<void> {
  await database.updateTable('replies').set({ looks: 0 }).where('id', '=', reply.id).execute();
}

/** An event only once: a server that is out of order for days would fill the record. */
export async function noteFailedLook(write: Write, reply: PendingReply, why: string, now: Date): Promise<void> {
  await write.updateTable('messages').set({ why }).where('id', '=', reply.messageRowId).execute();
  if (reply.looks !== LOOKS_UNTIL_TROUBLE) return;
  await addEvent(write, { at: now, what: 'look-put-off', why, messageRowId: reply.messageRowId, caseId: reply.caseId });
}

/** Replies whose looks keep failing, by case. */
export async function failingLooks(database: Database): Promise<ReadonlyMap<string, FailingLook>> {
  const rows = await database
    .selectFrom('replies')
    .innerJoin('messages', 'messages.id', 'replies.message_row_id')
    .select(['replies.case_id', 'replies.looks', 'messages.why', 'messages.next_attempt_at'])
    .where('replies.state', 'in', ['intended', 'uncertain'])
    .where('replies.looks', '>=', LOOKS_UNTIL_TROUBLE)
    .where('messages.state', '=', 'answering')
    .execute();
  return new Map(rows.map((row) => [row.case_id, failingLook(row.looks, row.why ?? '', row.next_attempt_at)]));
}

/** Null where the last look through an account's Drafts and Sent went well. */
export async function failingDraftLook(database: Database, account: string): Promise<FailingLook | null> {
  const row = await database.selectFrom('draft_looks').selectAll().where('account', '=', account).executeTakeFirst();
  return row ? failingLook(row.failures, row.why, row.next_look_at) : null;
}

/** Of any account whose looks keep failing, why the last one did; null where there is none. */
export async function whyDraftsAreUnseen(database: Database): Promise<string | null> {
  const row = await database
    .selectFrom('draft_looks')
    .select('why')
    .where('failures', '>=', LOOKS_UNTIL_TROUBLE)
    .limit(1)
    .executeTakeFirst();
  return row?.why ?? null;
}

export async function noteDraftLook(write: Write, account: string, failing: FailingLook | null): Promise<void> {
  await write.deleteFrom('draft_looks').where('account', '=', account).execute();
  if (failing === null) return;
  const { failures, why, nextLookAt } = failing;
  await write
    .insertInto('draft_looks')
    .values({ account, failures, why, next_look_at: nextLookAt?.toISOString() ?? null })
    .execute();
}

/** Whether nobody knows at present what people have made of the drafts of a case, which lie in the account that its mails came to. */
export async function isBlind(database: Database, caseId: string): Promise<boolean> {
  const row = await database
    .selectFrom('replies')
    .innerJoin('messages', 'messages.id', 'replies.message_row_id')
    .innerJoin('mailboxes', 'mailboxes.id', 'messages.mailbox_id')
    .innerJoin('draft_looks', 'draft_looks.account', 'mailboxes.account')
    .select('draft_looks.account')
    .where('replies.case_id', '=', caseId)
    .where('failures', '>=', LOOKS_UNTIL_TROUBLE)
    .executeTakeFirst();
  return row !== undefined;
}

function failingLook(failures: number, why: string, nextLookAt: string | null): FailingLook {
  return { failures, why, nextLookAt: nextLookAt === null ? null : new Date(nextLookAt) };
}
