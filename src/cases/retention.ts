import type { ExpressionBuilder } from 'kysely';
import type { DraftLife } from '../domain/draft-life.ts';
import type { Database, Schema, Write } from './schema.ts';

/** A ledger of years forgets over several passes: none should stand still for it. */
const MOST_AT_ONCE = 1_000;

/** Nothing is compared with these any more. One deleted is looked for in Sent a while, by `DELETED_WATCHED_DAYS`, which is less than any retention. */
const ENDED_LIVES = ['sent-as-written', 'sent-edited', 'superseded', 'deleted'] as const satisfies readonly DraftLife[];

const DAY_MS = 86_400_000;
/** A setting of the ledger: when all that was old enough had been forgotten. */
const FORGOTTEN_AT = 'raw-forgotten-at';

/** Once a day, and again until nothing is left: so a pass with nothing to do has one row to read. */
export async function isForgettingDue(database: Database, now: Date): Promise<boolean> {
  const row = await database.selectFrom('settings').select('value').where('name', '=', FORGOTTEN_AT).executeTakeFirst();
  if (!row) return true;
  const since = now.getTime() - new Date(row.value).getTime();
  // A clock that was put back must not stop it.
  return since >= DAY_MS || since < 0;
}

/**
 * Empties whole replies with which nothing can be done any more, and forgets fingerprints of words, where both are older than `before`.
 * What was decided, from what facts, and what happened stays; so does whatever waits for a person, however old.
 */
export async function forgetRaw(write: Write, before: Date, now: Date): Promise<void> {
  const old = before.toISOString();
  const { numUpdatedRows } = await write
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
    .executeTakeFirstOrThrow();
  await write.deleteFrom('word_prints').where('received_at', '<', old).execute();
  if (numUpdatedRows < MOST_AT_ONCE) await noteForgotten(write, now.toISOString());
}

async function noteForgotten(write: Write, value: string): Promise<void> {
  await write
    .insertInto('settings')
    .values({ name: FORGOTTEN_AT, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}

function isEnded(e: ExpressionBuilder<Schema, 'replies'>) {
  const answeredOtherwise = e.and([e('life', '=', 'answered-otherwise'), e('draft_uid', 'is', null)]);
  return e.or([
    e('state', 'in', ['sent', 'refused', 'withdrawn']),
    e.and([e('state', '=', 'placed'), e.or([e('life', 'in', ENDED_LIVES), answeredOtherwise])]),
  ]);
}
