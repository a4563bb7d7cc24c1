import type { ExpressionBuilder } from 'kysely';
import type { LedgerMessage, MessageEnd, MessageState } from '../domain/ledger.ts';
import { addEvent } from './events.ts';
import type { Database, Schema, Write } from './schema.ts';

/** What a pass could not judge. A mail whose reply may have been sent is set aside as well, and is none of these: judged again, it could be answered twice. */
export const QUARANTINED_ENDS = ['too-large', 'unreadable'] as const satisfies readonly MessageEnd[];

/** The ends at which a person must look; their bytes are kept. */
const SET_ASIDE: readonly MessageEnd[] = [...QUARANTINED_ENDS, 'delivery-uncertain'];

/** A message's next attempt has come, or it needs none to be waited for. */
export function isDue(now: Date) {
  return (e: ExpressionBuilder<Schema, 'messages'>) =>
    e.or([e('next_attempt_at', 'is', null), e('next_attempt_at', '<=', now.toISOString())]);
}

export async function dueMessages(database: Database, mailboxId: number, now: Date): Promise<readonly LedgerMessage[]> {
  const rows = await database
    .selectFrom('messages')
    .select(['id', 'uid', 'submitted_at', 'size_bytes', 'attempts'])
    .where('mailbox_id', '=', mailboxId)
    .where('state', 'in', ['seen', 'retry'])
    .where(isDue(now))
    .execute();
  // Sorted here: asked to sort, SQLite walks all messages in the order of their UIDs instead of the few that are due.
  // A mail that a process ended with comes last: the others need not wait for it, and a process that is killed as it starts is not killed with
  // the same mail in hand each time.
  rows.sort((a, b) => a.attempts - b.attempts || a.uid - b.uid);
  return rows.map((row) => ({
    id: row.id,
    uid: row.uid,
    submittedAt: row.submitted_at === null ? null : new Date(row.submitted_at),
    sizeBytes: row.size_bytes,
    attempts: row.attempts,
  }));
}

export async function beginAttempt(database: Database, rowId: number): Promise<void> {
  await database
    .updateTable('messages')
    .set((e) => ({ attempts: e('attempts', '+', 1) }))
    .where('id', '=', rowId)
    .execute();
}

export async function closeMessage(
  write: Write,
  rowId: number,
  end: MessageEnd,
  why: string,
  now: Date,
  raw: Uint8Array | undefined,
): Promise<void> {
  const state: MessageState = SET_ASIDE.includes(end) ? 'set-aside' : 'done';
  await write.updateTable('messages').set({ state, ended: end, why, next_attempt_at: null }).where('id', '=', rowId).execute();
  // What came stays, where it is here already: these may be a person's, put in its place.
  if (raw) {
    await write
      .insertInto('set_aside')
      .values({ message_row_id: rowId, raw, edited: null, at: now.toISOString() })
      .onConflict((conflict) => conflict.column('message_row_id').doNothing())
      .execute();
  }
  await addEvent(write, { at: now, what: `message-${end}`, messageRowId: rowId, detail: { why } });
}

export async function postponeMessage(
  database: Database,
  rowId: number,
  why: string,
  nextAttemptAt: Date,
  countsAsFailure: boolean,
): Promise<void> {
  await database
    .updateTable('messages')
    .set((e) => ({
      state: 'retry' as const,
      why,
      next_attempt_at: nextAttemptAt.toISOString(),
      attempts: countsAsFailure ? e.ref('attempts') : e('attempts', '-', 1),
    }))
    .where('id', '=', rowId)
    .execute();
}
