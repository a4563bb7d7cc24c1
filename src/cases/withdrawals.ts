import type { Selectable } from 'kysely';
import { hasEndedAnswering } from '../domain/case.ts';
import type { Actor } from '../domain/case-event.ts';
import type { Decision } from '../domain/decision.ts';
import type { PendingReply } from '../domain/ledger.ts';
import { stateOf } from './case-rows.ts';
import { addEvent } from './events.ts';
import type { Schema, Write } from './schema.ts';

/** What leads to a reply's never leaving. */
interface Withdrawal {
  readonly why: string;
  /** Default: this program by itself. */
  readonly actor?: Actor;
}

/**
 * Replies that no server has taken in (refused for now, over quota, put off) never leave, because a newer answer takes their place or a
 * person has ended the case. One whose end is unknown may lie in Drafts; it is looked for and superseded like one that does.
 */
export async function withdrawUnplaced(write: Write, caseId: string, by: Withdrawal, now: Date): Promise<void> {
  const unplaced = await write
    .selectFrom('replies')
    .select(['id', 'message_row_id', 'revision'])
    .where('case_id', '=', caseId)
    .where('state', '=', 'intended')
    .execute();
  for (const reply of unplaced) await withdrawReply(write, { ...reply, case_id: caseId }, by, now);
}

/**
 * After a look that has not found it in Drafts: a reply whose case a person has ended meanwhile, or of which a later decision says otherwise,
 * is not placed any more.
 * @returns whether it was withdrawn
 */
export async function withdrawIfOutdated(write: Write, { id, caseId, messageRowId }: PendingReply, now: Date): Promise<boolean> {
  const state = await stateOf(write, caseId);
  const { revision } = await write.selectFrom('replies').select('revision').where('id', '=', id).executeTakeFirstOrThrow();
  const why = hasEndedAnswering(state) ? `case ${state}` : await whatSaysOtherwise(write, caseId, revision);
  if (why === null) return false;
  await withdrawReply(write, { id, case_id: caseId, message_row_id: messageRowId, revision }, { why }, now);
  return true;
}

/** A later decision with another answer than the one that was, or was not yet, made then; null where the newest says the same. */
async function whatSaysOtherwise(write: Write, caseId: string, revision: number): Promise<string | null> {
  const decided = await write
    .selectFrom('decisions')
    .select(['revision', 'decision'])
    .where('case_id', '=', caseId)
    .orderBy('id')
    .execute();
  const own = decided.findLast((each) => each.revision === revision);
  const newest = decided.at(-1);
  if (!newest || newest.revision <= revision) return null;
  return own && answerOf(own.decision) === answerOf(newest.decision) ? null : `revision ${newest.revision} says otherwise`;
}

function answerOf(decision: string): string {
  const { outcome, amount, currency } = JSON.parse(decision) as Decision;
  return `${outcome} ${amount} ${currency}`;
}

export async function withdrawReply(
  write: Write,
  { id, case_id, message_row_id, revision }: Pick<Selectable<Schema['replies']>, 'id' | 'case_id' | 'message_row_id' | 'revision'>,
  by: Withdrawal,
  now: Date,
): Promise<void> {
  await write.updateTable('replies').set({ state: 'withdrawn', updated_at: now.toISOString() }).where('id', '=', id).execute();
  await write
    .updateTable('messages')
    .set({ state: 'done', ended: 'superseded', next_attempt_at: null })
    .where('id', '=', message_row_id)
    .execute();
  await addEvent(write, { at: now, ...by, what: 'reply-withdrawn', messageRowId: message_row_id, caseId: case_id, detail: { revision } });
}
