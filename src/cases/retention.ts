import type { ExpressionBuilder } from 'kysely';
import type { DraftLife } from '../domain/draft-life.ts';
import type { Schema, Write } from './schema.ts';

/** A ledger of years forgets over several passes: none should stand still for it. */
const MOST_AT_ONCE = 1_000;

/** Nothing is compared with these any more. One deleted is looked for in Sent a while, by `DELETED_WATCHED_DAYS`, which is less than any retention. */
const ENDED_LIVES = ['sent-as-written', 'sent-edited', 'superseded', 'deleted'] as const satisfies readonly DraftLife[];

/**
 * Empties whole replies with which nothing can be done any more, and forgets fingerprints of words, where both are older than `before`.
 * What was decided, from what facts, and what happened stays; so does whatever waits for a person, however old.
 */
export async function forgetRaw(write: Write, before: Date, now: Date): Promise<void> {
  const old = before.toISOString();
  await write
    .updateTable('replies')
    .set({ raw: new Uint8Array(), raw_forgotten_at: now.toISOString() })
    .where('id', 'in', (e) =>
      e
        .selectFrom('replies')
        .select('id')
        .where('raw_forgotten_at', 'is', null)
        .where('updated_at', '<', old)
        .where(isEnded)
        .orderBy('updated_at')
        .limit(MOST_AT_ONCE),
    )
    .execute();
  await write.deleteFrom('word_prints').where('received_at', '<', old).execute();
}

function isEnded(e: ExpressionBuilder<Schema, 'replies'>) {
  const answeredOtherwise = e.and([e('life', '=', 'answered-otherwise'), e('draft_uid', 'is', null)]);
  return e.or([
    e('state', 'in', ['sent', 'refused', 'withdrawn']),
    e.and([e('state', '=', 'placed'), e.or([e('life', 'in', ENDED_LIVES), answeredOtherwise])]),
  ]);
}
