import type { LedgerMessage } from '../domain/ledger.ts';
import type { Database, Write } from './schema.ts';

/** A server that ends the connection at each STORE ends no more passes than this for one mail; the keyword is for people's eyes alone. */
const MAX_TRIES = 3;

/** Written before the messages are worked on: whatever ends the pass, those that became final are found by a later one. */
export async function oweKeyword(database: Database, rowIds: readonly number[]): Promise<void> {
  if (rowIds.length === 0) return;
  await database
    .insertInto('owed_keywords')
    .values(rowIds.map((id) => ({ message_row_id: id })))
    .onConflict((conflict) => conflict.column('message_row_id').doNothing())
    .execute();
}

export async function dueKeywords(database: Database, mailboxId: number): Promise<readonly Pick<LedgerMessage, 'id' | 'uid'>[]> {
  return database
    .selectFrom('owed_keywords')
    .innerJoin('messages', 'messages.id', 'owed_keywords.message_row_id')
    .select(['messages.id', 'messages.uid'])
    .where('messages.mailbox_id', '=', mailboxId)
    .where('messages.state', 'in', ['done', 'set-aside'])
    .orderBy('messages.uid')
    .execute();
}

export async function beginKeywords(write: Write, rowIds: readonly number[]): Promise<void> {
  await write
    .updateTable('owed_keywords')
    .set((e) => ({ tries: e('tries', '+', 1) }))
    .where('message_row_id', 'in', rowIds)
    .execute();
  await write.deleteFrom('owed_keywords').where('message_row_id', 'in', rowIds).where('tries', '>=', MAX_TRIES).execute();
}

export async function endKeywords(database: Database, rowIds: readonly number[]): Promise<void> {
  await database.deleteFrom('owed_keywords').where('message_row_id', 'in', rowIds).execute();
}

/** Under another UIDVALIDITY its messages are found no more. */
export async function forgetKeywords(write: Write, mailboxId: number): Promise<void> {
  await write
    .deleteFrom('owed_keywords')
    .where('message_row_id', 'in', (e) => e.selectFrom('messages').select('id').where('mailbox_id', '=', mailboxId))
    .execute();
}
