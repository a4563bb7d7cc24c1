import type { CaseNames, ComposedReply, OwedCopy, PendingReply } from '../domain/ledger.ts';
import type { DraftPlace } from '../ports/drafts.ts';
import { moveCaseRow } from './case-rows.ts';
import { addEvent } from './events.ts';
import type { Database, Schema, Write } from './schema.ts';
import { oweCopy } from './sent-copies.ts';

/** Writes down a reply before anyone tries to place or send it. */
export async function intendReply(
  write: Write,
  rowId: number,
  names: CaseNames,
  composed: ComposedReply,
  now: Date,
): Promise<PendingReply> {
  const { channel, recipient, envelopeTo, wouldSend, raw } = composed;
  const { id } = await write
    .insertInto('replies')
    .values({
      case_id: names.caseId,
      revision: names.revision,
      message_row_id: rowId,
      channel,
      recipient,
      envelope_to: envelopeTo,
      would_send: wouldSend ? 1 : 0,
      sent_at: null,
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
      raw_forgotten_at: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { caseId, revision } = names;
  await addEvent(write, {
    at: now,
    what: `${channel}-intended`,
    messageRowId: rowId,
    caseId,
    detail: { revision, wouldSend: wouldSend ? 1 : 0 },
  });
  return {
    ...composed,
    id,
    messageRowId: rowId,
    caseId,
    messageId: names.replyMessageId,
    state: 'intended',
    attempts: 0,
    looks: 0,
    intendedAt: now,
    since: now,
  };
}

/** Whenever it is looked for next. */
export async function hasUnclearDraft(database: Database): Promise<boolean> {
  const row = await database
    .selectFrom('replies')
    .innerJoin('messages', 'messages.id', 'replies.message_row_id')
    .select('replies.id')
    .where('replies.channel', '=', 'draft')
    .where('replies.state', '=', 'uncertain')
    .where('messages.state', '=', 'answering')
    .executeTakeFirst();
  return row !== undefined;
}

/** Replies that are not confirmed, whatever mailbox asked for them, oldest first. */
export async function pendingReplies(database: Database, now: Date): Promise<readonly PendingReply[]> {
  const rows = await database
    .selectFrom('replies')
    .innerJoin('messages', 'messages.id', 'replies.message_row_id')
    .select(['replies.id', 'replies.message_row_id', 'replies.case_id', 'replies.message_id', 'replies.raw'])
    .select(['replies.intended_at', 'replies.updated_at'])
    .select([
      'replies.channel',
      'replies.recipient',
      'replies.envelope_to',
      'replies.would_send',
      'replies.state',
      'replies.attempts',
      'replies.looks',
    ])
    .where('replies.state', 'in', ['intended', 'uncertain'])
    // One whose message is final is a person's to decide.
    .where('messages.state', '=', 'answering')
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
    envelopeTo: row.envelope_to ?? row.recipient ?? '',
    wouldSend: row.would_send === 1,
    state: row.state,
    attempts: row.attempts,
    looks: row.looks,
    intendedAt: new Date(row.intended_at),
    since: new Date(row.updated_at),
    raw: row.raw,
  }));
}

/**
 * Counts an attempt at each before it is made; tells which are still to leave. A draft may lie there from now on: until its end is written down
 * it is looked for, and never taken for one that no server has seen.
 */
export async function beginReplies(write: Write, replies: readonly PendingReply[]): Promise<readonly PendingReply[]> {
  const begun = await write
    .updateTable('replies')
    .set((e) => ({
      attempts: e('attempts', '+', 1),
      state: e
        .case()
        .when('channel', '=', 'draft')
        .then('uncertain' as const)
        .else(e.ref('state'))
        .end(),
    }))
    .where(
      'id',
      'in',
      replies.map(({ id }) => id),
    )
    .where('state', 'in', ['intended', 'uncertain'])
    .returning('id')
    .execute();
  const ids = new Set(begun.map(({ id }) => id));
  return replies.filter(({ id }) => ids.has(id));
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

export async function markSent(
  write: Write,
  reply: PendingReply,
  why: string | null,
  now: Date,
  copy: Pick<OwedCopy, 'renamedTo'> | null,
): Promise<void> {
  await setReply(write, reply, { state: 'sent', sent_at: now.toISOString() }, now);
  if (copy) await oweCopy(write, reply.id, copy.renamedTo);
  await finishMessage(write, reply, 'sent');
  await noteReply(write, reply, 'reply-sent', why, {}, now);
  await moveCaseRow(write, reply.caseId, 'send', { messageRowId: reply.messageRowId }, now);
}

/** Certainly not taken, whatever was said before: intended, and due at `nextAttemptAt`. */
export async function putOffReply(write: Write, reply: PendingReply, why: string, nextAttemptAt: Date, now: Date): Promise<void> {
  await setReply(write, reply, { state: 'intended' }, now);
  await lookAgain(write, reply, why, nextAttemptAt);
  if (reply.channel === 'draft') await noteReply(write, reply, 'draft-refused', why, {}, now);
  else await noteReply(write, reply, 'send-deferred', why, { attempts: reply.attempts }, now);
}

/** Null where it is not to leave any more. */
export async function turnIntoDraft(write: Write, reply: PendingReply, why: string, now: Date): Promise<PendingReply | null> {
  const { state } = await write.selectFrom('replies').select('state').where('id', '=', reply.id).executeTakeFirstOrThrow();
  if (state === 'withdrawn') return null;
  await setReply(write, reply, { state: 'intended', channel: 'draft' }, now);
  await write.updateTable('messages').set({ why, next_attempt_at: null }).where('id', '=', reply.messageRowId).execute();
  await noteReply(write, reply, 'send-became-draft', why, {}, now);
  return { ...reply, state: 'intended', channel: 'draft' };
}

export async function lookAgain(database: Database, reply: PendingReply, why: string, nextLookAt: Date): Promise<void> {
  const set = { why, next_attempt_at: nextLookAt.toISOString() };
  await database.updateTable('messages').set(set).where('id', '=', reply.messageRowId).execute();
}

/** Final for the message; the reply stays `uncertain`, and counts as one that may have left. */
export async function leaveUncertain(write: Write, reply: PendingReply, why: string, now: Date): Promise<void> {
  const final = { state: 'set-aside', ended: 'delivery-uncertain', why } as const;
  await write.updateTable('messages').set(final).where('id', '=', reply.messageRowId).execute();
  await noteReply(write, reply, 'delivery-uncertain', why, {}, now);
  await moveCaseRow(write, reply.caseId, 'hold', { messageRowId: reply.messageRowId, why: 'delivery-uncertain' }, now);
}

async function finishMessage(write: Write, reply: PendingReply, ended: 'drafted' | 'sent'): Promise<void> {
  await write.updateTable('messages').set({ state: 'done', ended }).where('id', '=', reply.messageRowId).execute();
}

async function setReply(write: Write, reply: PendingReply, set: Partial<Omit<Schema['replies'], 'id' | 'attempts' | 'looks'>>, now: Date) {
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
