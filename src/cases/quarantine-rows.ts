import type { QuarantinedMail, QuarantineRefusal } from '../domain/quarantine.ts';
import { ok, type Result, refuse } from '../domain/result.ts';
import type { ByPerson } from '../ports/quarantine.ts';
import { addEvent } from './events.ts';
import { QUARANTINED_ENDS } from './message-rows.ts';
import type { Database, Write } from './schema.ts';

/** Everything in quarantine, or the one mail named, oldest first. */
export async function readQuarantine(database: Database, id: number | null): Promise<readonly QuarantinedMail[]> {
  const all = database
    .selectFrom('messages as m')
    .innerJoin('mailboxes as b', 'b.id', 'm.mailbox_id')
    .leftJoin('set_aside as s', 's.message_row_id', 'm.id')
    .select(['m.id', 'b.account', 'b.path', 'm.uid', 'm.submitted_at', 'm.size_bytes', 'm.ended', 'm.why', 'm.attempts'])
    .select((e) => [
      e('s.raw', 'is not', null).as('kept'),
      e('s.edited', 'is not', null).as('edited'),
      e
        .selectFrom('events as v')
        .select((v) => v.fn.max('v.at').as('at'))
        .whereRef('v.message_row_id', '=', 'm.id')
        .where('v.what', 'in', ['message-too-large', 'message-unreadable'])
        .as('set_aside_at'),
      e
        .exists(
          e
            .selectFrom('mailboxes as later')
            .select('later.id')
            .whereRef('later.account', '=', 'b.account')
            .whereRef('later.path', '=', 'b.path')
            .whereRef('later.id', '>', 'b.id'),
        )
        .as('stale'),
    ])
    .where('m.state', '=', 'set-aside')
    .where('m.ended', 'in', QUARANTINED_ENDS)
    .orderBy('m.id');
  const rows = await (id === null ? all : all.where('m.id', '=', id)).execute();
  return rows.map((row) => ({
    id: row.id,
    account: row.account,
    path: row.path,
    uid: row.uid,
    submittedAt: dateOf(row.submitted_at),
    sizeBytes: row.size_bytes,
    end: row.ended === 'too-large' ? 'too-large' : 'unreadable',
    why: row.why ?? '',
    attempts: row.attempts,
    setAsideAt: dateOf(row.set_aside_at),
    bytes: row.edited ? 'edited' : row.kept ? 'kept' : 'none',
    isStale: Boolean(row.stale),
  }));
}

/** The bytes that it came with; null where they were never fetched. */
export async function quarantinedBytes(database: Database, id: number): Promise<Uint8Array | null> {
  const row = await database.selectFrom('set_aside').select('raw').where('message_row_id', '=', id).executeTakeFirst();
  return row?.raw ?? null;
}

/** Of messages that wait: what a person put in a message's place, or else what was kept of it. */
export async function keptBytes(database: Database, rowIds: readonly number[]): Promise<ReadonlyMap<number, Uint8Array>> {
  if (rowIds.length === 0) return new Map();
  const rows = await database
    .selectFrom('set_aside')
    .select((e) => ['message_row_id', e.fn.coalesce('edited', 'raw').as('bytes')])
    .where('message_row_id', 'in', rowIds)
    .execute();
  return new Map(rows.flatMap((row) => (row.bytes === null ? [] : [[row.message_row_id, row.bytes] as const])));
}

/** Puts it back in line, as if it had just come; its receipt and its UID stay. */
export async function retryQuarantined(
  write: Write,
  id: number,
  maxMailBytes: number,
  by: ByPerson,
): Promise<Result<QuarantinedMail, QuarantineRefusal>> {
  const found = await findQuarantined(write, id);
  if (!found.ok) return found;
  const { isStale, sizeBytes } = found.value;
  if (isStale) return refuse({ kind: 'stale', id });
  if (sizeBytes > maxMailBytes) return refuse({ kind: 'above-limit', id, sizeBytes, maxMailBytes });
  await putBackInLine(write, found.value, 'quarantine-retried', by);
  return found;
}

/** Puts `edited` in its place and back in line. What came is kept beside it. */
export async function replaceQuarantined(
  write: Write,
  id: number,
  edited: Uint8Array,
  by: ByPerson,
): Promise<Result<QuarantinedMail, QuarantineRefusal>> {
  const found = await findQuarantined(write, id);
  if (!found.ok) return found;
  if (found.value.isStale) return refuse({ kind: 'stale', id });
  const row = { message_row_id: id, raw: null, edited, at: by.at.toISOString() };
  await write
    .insertInto('set_aside')
    .values(row)
    .onConflict((conflict) => conflict.column('message_row_id').doUpdateSet({ edited }))
    .execute();
  await write.updateTable('messages').set({ size_bytes: edited.length }).where('id', '=', id).execute();
  await putBackInLine(write, found.value, 'quarantine-replaced', by);
  return found;
}

/** Closes it for good; its bytes are forgotten here, and stay in the mailbox. */
export async function dropQuarantined(write: Write, id: number, by: ByPerson): Promise<Result<QuarantinedMail, QuarantineRefusal>> {
  const found = await findQuarantined(write, id);
  if (!found.ok) return found;
  await write.updateTable('messages').set({ state: 'done', ended: 'dropped' }).where('id', '=', id).execute();
  await addEvent(write, { at: by.at, actor: by.actor, what: 'quarantine-dropped', messageRowId: id, detail: detailOf(found.value) });
  return found;
}

async function findQuarantined(write: Write, id: number): Promise<Result<QuarantinedMail, QuarantineRefusal>> {
  const [mail] = await readQuarantine(write, id);
  return mail ? ok(mail) : refuse({ kind: 'no-such-mail', id });
}

async function putBackInLine(write: Write, mail: QuarantinedMail, what: string, by: ByPerson): Promise<void> {
  await write
    .updateTable('messages')
    .set({ state: 'retry', ended: null, attempts: 0, next_attempt_at: null })
    .where('id', '=', mail.id)
    .execute();
  await addEvent(write, { at: by.at, actor: by.actor, what, messageRowId: mail.id, detail: detailOf(mail) });
}

function detailOf({ end, why, attempts }: QuarantinedMail) {
  return { end, was: why, attempts };
}

function dateOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
