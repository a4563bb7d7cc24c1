import type { CaseNames, ComposedReply, PendingReply, ReplyFilter } from '../domain/ledger.ts';
import type { DraftPlace } from '../ports.ts';
import { moveCaseRow } from './case-rows.ts';
import { addEvent } from './events.ts';
import type { Database, Schema, Write } from './schema.ts';

/** Writes down a reply before anyone tries to place or send it. */
export async function intendReply(
  write: Write,
  rowId: number,
  names: CaseNames,
  { channel, recipient, raw }: ComposedReply,
  now: Date,
): Promise<PendingReply> {
  const { id } = await write
    .insertInto('replies')
    .values({
      case_id: names.caseId,
      revision: names.revision,
      message_row_id: rowId,
      channel,
      recipient,
      message_id: names.replyMessageId,
      state: 'intended',
      raw,
      folder: null,
      draft_uid: null,
      life: null,
      similarity: null,
      life_at: null,
      intended_at: now.toISOString(),
      updated_at: now.toISOString(),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { caseId, revision } = names;
  await addEvent(write, { at: now, what: `${channel}-intended`, messageRowId: rowId, caseId, detail: { revision } });
  return {
    id,
    messageRowId: rowId,
    caseId,
    messageId: names.replyMessageId,
    channel,
    recipient,
    raw,
    state: 'intended',
    attempts: 0,
  };
}

/** Replies that are not confirmed, whatever mailbox asked for them, oldest first. */
export async function pendingReplies(database: Database, now: Date): Promise<readonly PendingReply[]> {
  const rows = await database
    .selectFrom('replies')
    .innerJoin('messages', 'messages.id', 'replies.message_row_id')
    .select(['replies.id', 'replies.message_row_id', 'replies.case_id', 'replies.message_id', 'replies.raw'])
    .select(['replies.channel', 'replies.recipient', 'replies.state', 'replies.attempts'])
    .where('replies.state', 'in', ['intended', 'uncertain'])
    .where((e) => e.or([e('next_attempt_at', 'is', null), e('next_attempt_at', '<=', now.toISOString())]))
    .orderBy('replies.id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    messageRowId: row.message_row_id,
    caseId: row.case_id,
    messageId: row.message_id,
    channel: row.channel,
    recipient: row.recipient ?? '',
    state: row.state,
    attempts: row.attempts,
    raw: row.raw,
  }));
}

/** Counts an attempt before it is made. */
export async function beginReply(database: Database, reply: PendingReply): Promise<void> {
  await database
    .updateTable('replies')
    .set((e) => ({ attempts: e('attempts', '+', 1) }))
    .where('id', '=', reply.id)
    .execute();
}

export async function markUncertain(write: Write, reply: PendingReply, why: string, now: Date): Promise<void> {
  await setReply(write, reply, { state: 'uncertain' }, now);
  await noteReply(write, reply, `${reply.channel}-uncertain`, why, {}, now);
}

export async function markPlaced(write: Write, reply: PendingReply, place: DraftPlace, now: Date): Promise<void> {
  const lies = { folder: place.folder, draft_uid: place.uid, life: 'untouched', life_at: now.toISOString() } as const;
  await setReply(write, reply, { state: 'placed', ...lies }, now);
  await finishMessage(write, reply, 'drafted');
  await noteReply(write, reply, 'draft-placed', null, { folder: place.folder, uid: place.uid }, now);
  await moveCaseRow(write, reply.caseId, 'draft', { messageRowId: reply.messageRowId }, now);
}

export async function markSent(write: Write, reply: PendingReply, why: string | null, now: Date): Promise<void> {
  await setReply(write, reply, { state: 'sent' }, now);
  await finishMessage(write, reply, 'sent');
  await noteReply(write, reply, 'reply-sent', why, {}, now);
  await moveCaseRow(write, reply.caseId, 'send', { messageRowId: reply.messageRowId }, now);
}

export async function markRefused(write: Write, reply: PendingReply, why: string, nextAttemptAt: Date, now: Date): Promise<void> {
  await write
    .updateTable('messages')
    .set({ why, next_attempt_at: nextAttemptAt.toISOString() })
    .where('id', '=', reply.messageRowId)
    .execute();
  await noteReply(write, reply, `${reply.channel}-refused`, why, {}, now);
}

/**
 * A newer answer takes the place of those that no server has taken in (refused for now, over quota): they never leave.
 * One whose end is unknown may lie in Drafts; it is looked for and superseded like one that does.
 */
export async function withdrawUnplaced(write: Write, caseId: string, newRevision: number, now: Date): Promise<void> {
  const unplaced = await write
    .selectFrom('replies')
    .select(['id', 'message_row_id', 'revision'])
    .where('case_id', '=', caseId)
    .where('revision', '<', newRevision)
    .where('state', '=', 'intended')
    .execute();
  for (const { id, message_row_id, revision } of unplaced) {
    await write.updateTable('replies').set({ state: 'withdrawn', updated_at: now.toISOString() }).where('id', '=', id).execute();
    await write
      .updateTable('messages')
      .set({ state: 'done', ended: 'superseded', next_attempt_at: null })
      .where('id', '=', message_row_id)
      .execute();
    const why = `a follow-up led to revision ${newRevision}`;
    await addEvent(write, { at: now, what: 'reply-withdrawn', why, messageRowId: message_row_id, caseId, detail: { revision } });
  }
}

/** Replies that a cap counts: those that left, may have left, or wait to leave. */
export async function countReplies(database: Database, { channel, recipient, caseId, since }: ReplyFilter): Promise<number> {
  const counted = database
    .selectFrom('replies')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('intended_at', '>=', since.toISOString())
    .where('state', 'not in', ['refused', 'withdrawn'])
    .$if(channel !== undefined, (query) => query.where('channel', '=', channel ?? 'send'))
    .$if(recipient !== undefined, (query) => query.where('recipient', '=', recipient ?? ''))
    .$if(caseId !== undefined, (query) => query.where('case_id', '=', caseId ?? ''));
  return (await counted.executeTakeFirstOrThrow()).count;
}

async function finishMessage(write: Write, reply: PendingReply, ended: 'drafted' | 'sent'): Promise<void> {
  await write.updateTable('messages').set({ state: 'done', ended }).where('id', '=', reply.messageRowId).execute();
}

async function setReply(write: Write, reply: PendingReply, set: Partial<Omit<Schema['replies'], 'id' | 'attempts'>>, now: Date) {
  await write
    .updateTable('replies')
    .set({ ...set, updated_at: now.toISOString() })
    .where('id', '=', reply.id)
    .execute();
}

async function noteReply(
  write: Write,
  reply: PendingReply,
  what: string,
  why: string | null,
  detail: Readonly<Record<string, string | number | null>>,
  now: Date,
): Promise<void> {
  await addEvent(write, { at: now, what, why, messageRowId: reply.messageRowId, caseId: reply.caseId, detail });
}
