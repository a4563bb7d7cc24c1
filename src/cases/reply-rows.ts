import type { PendingReply } from '../domain/ledger.ts';
import type { DraftPlace } from '../ports.ts';
import { addEvent } from './events.ts';
import type { Database, Write } from './schema.ts';

/** Replies whose draft is not confirmed, whatever mailbox asked for them, oldest first. */
export async function pendingReplies(database: Database, now: Date): Promise<readonly PendingReply[]> {
  const rows = await database
    .selectFrom('replies')
    .innerJoin('messages', 'messages.id', 'replies.message_row_id')
    .select(['replies.id', 'replies.message_row_id', 'replies.case_id', 'replies.message_id', 'replies.raw'])
    .where('replies.state', 'in', ['intended', 'uncertain'])
    .where((e) => e.or([e('next_attempt_at', 'is', null), e('next_attempt_at', '<=', now.toISOString())]))
    .orderBy('replies.id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    messageRowId: row.message_row_id,
    caseId: row.case_id,
    messageId: row.message_id,
    raw: row.raw,
  }));
}

export async function markUncertain(write: Write, reply: PendingReply, why: string, now: Date): Promise<void> {
  await write.updateTable('replies').set({ state: 'uncertain', updated_at: now.toISOString() }).where('id', '=', reply.id).execute();
  await noteReply(write, reply, 'draft-uncertain', { why }, now);
}

export async function markPlaced(write: Write, reply: PendingReply, place: DraftPlace, now: Date): Promise<void> {
  await write
    .updateTable('replies')
    .set({ state: 'placed', folder: place.folder, draft_uid: place.uid, updated_at: now.toISOString() })
    .where('id', '=', reply.id)
    .execute();
  await write.updateTable('messages').set({ state: 'done', ended: 'drafted' }).where('id', '=', reply.messageRowId).execute();
  await noteReply(write, reply, 'draft-placed', { folder: place.folder, uid: place.uid }, now);
}

export async function markRefused(write: Write, reply: PendingReply, why: string, nextAttemptAt: Date, now: Date): Promise<void> {
  await write
    .updateTable('messages')
    .set({ why, next_attempt_at: nextAttemptAt.toISOString() })
    .where('id', '=', reply.messageRowId)
    .execute();
  await noteReply(write, reply, 'draft-refused', { why }, now);
}

async function noteReply(
  write: Write,
  reply: PendingReply,
  what: string,
  detail: Readonly<Record<string, string | number | null>>,
  now: Date,
): Promise<void> {
  await addEvent(write, { at: now, what, messageRowId: reply.messageRowId, caseId: reply.caseId, detail });
}
