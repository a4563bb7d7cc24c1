import { type MailboxIdentity, UNFINISHED_STATES } from '../domain/ledger.ts';
import type { Backlog, MailboxAccounts, MailboxRecord, Recorded } from '../ports/case-store.ts';
import type { MailboxListing } from '../ports/mailbox.ts';
import { addEvent } from './events.ts';
import { forgetKeywords } from './keyword-rows.ts';
import { failingDraftLook, failingLooks } from './looks.ts';
import { isDue, QUARANTINED_ENDS } from './message-rows.ts';
import { pendingReplies } from './reply-rows.ts';
import type { Database, Write } from './schema.ts';

/** SQLite takes 32,766 parameters in one statement; a row has six. */
const ROWS_PER_INSERT = 1_000;

export async function lookUpMailbox(database: Database, mailbox: MailboxIdentity, now: Date): Promise<MailboxRecord | null> {
  const row = await database
    .selectFrom('mailboxes')
    .select(['id', 'listed_to'])
    .where('account', '=', mailbox.account)
    .where('path', '=', mailbox.path)
    .where('uid_validity', '=', mailbox.uidValidity)
    .executeTakeFirst();
  return row ? { id: row.id, listedTo: row.listed_to, hasWorkDue: await hasWorkDue(database, row.id, now) } : null;
}

/** Whether a message of this mailbox, or a reply from any, waits and its time has come. */
async function hasWorkDue(database: Database, mailboxId: number, now: Date): Promise<boolean> {
  const message = await database
    .selectFrom('messages')
    .select('id')
    .where('mailbox_id', '=', mailboxId)
    .where('state', 'in', ['seen', 'retry'])
    .where(isDue(now))
    .limit(1)
    .executeTakeFirst();
  return message !== undefined || (await pendingReplies(database, now)).length > 0;
}

/** Under another UIDVALIDITY: the time from which mail may have been missed. Undefined where the mailbox was never seen. */
export async function resumePoint(database: Database, { account, path }: MailboxIdentity): Promise<Date | null | undefined> {
  const earlier = await database.selectFrom('mailboxes').select('id').where('account', '=', account).where('path', '=', path).execute();
  if (earlier.length === 0) return undefined;
  const ofMailbox = database
    .selectFrom('messages')
    .where(
      'mailbox_id',
      'in',
      earlier.map(({ id }) => id),
    )
    .where('submitted_at', 'is not', null);
  const oldestWaiting = await ofMailbox
    .select((e) => e.fn.min('submitted_at').as('at'))
    .where('state', 'in', UNFINISHED_STATES)
    .executeTakeFirst();
  const newest = await ofMailbox.select((e) => e.fn.max('submitted_at').as('at')).executeTakeFirst();
  const at = oldestWaiting?.at ?? newest?.at;
  return at ? new Date(at) : null;
}

/** Opens a record. What waits to be read under an older UIDVALIDITY can no longer be fetched there: it comes again under this one. */
export async function registerMailbox(
  write: Write,
  mailbox: MailboxIdentity,
  listing: MailboxListing,
  now: Date,
  from: Date | null,
): Promise<Recorded> {
  const { account, path, uidValidity } = mailbox;
  const older = await write.selectFrom('mailboxes').select('id').where('account', '=', account).where('path', '=', path).execute();
  for (const { id } of older) {
    // A person has put it back in line, and the mailbox may not have it any more: it waits for a person again.
    await write
      .updateTable('messages')
      .set({ state: 'set-aside', ended: 'unreadable', why: `put back, and then UIDVALIDITY became ${uidValidity}`, next_attempt_at: null })
      .where('mailbox_id', '=', id)
      .where('state', 'in', ['seen', 'retry'])
      .where('id', 'in', (e) => e.selectFrom('set_aside').select('message_row_id'))
      .execute();
    await write
      .updateTable('messages')
      .set({ state: 'done', ended: 'superseded', why: `UIDVALIDITY became ${uidValidity}` })
      .where('mailbox_id', '=', id)
      .where('state', 'in', ['seen', 'retry'])
      .execute();
    await forgetKeywords(write, id);
  }
  const { id } = await write
    .insertInto('mailboxes')
    .values({
      account,
      path,
      uid_validity: uidValidity,
      listed_to: 0,
      first_seen_at: now.toISOString(),
      window_from: from?.toISOString() ?? null,
      window_above_uid: from === null ? 0 : listing.listedTo,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await addEvent(write, { at: now, what: 'mailbox-registered', detail: { ...mailbox, olderLives: older.length } });
  return recordListing(write, id, listing, now);
}

/** Never narrower than before. */
export async function widenWindow(database: Database, mailboxId: number, from: Date): Promise<void> {
  const at = from.toISOString();
  await database.updateTable('mailboxes').set({ window_from: at }).where('id', '=', mailboxId).where('window_from', '>', at).execute();
}

export async function readAccounts(database: Database, mailboxId: number): Promise<MailboxAccounts> {
  const { window_from, window_above_uid } = await database
    .selectFrom('mailboxes')
    .select(['window_from', 'window_above_uid'])
    .where('id', '=', mailboxId)
    .executeTakeFirstOrThrow();
  const rows = await database
    .selectFrom('messages')
    .leftJoin('set_aside', 'set_aside.message_row_id', 'messages.id')
    .select(['messages.id', 'uid', 'submitted_at', 'state'])
    .select((e) => e.or([e('set_aside.raw', 'is not', null), e('set_aside.edited', 'is not', null)]).as('is_kept'))
    .where('mailbox_id', '=', mailboxId)
    .execute();
  return {
    window: { from: window_from === null ? null : new Date(window_from), aboveUid: window_above_uid },
    messages: rows.map(({ id, uid, submitted_at, state, is_kept }) => ({
      rowId: id,
      uid,
      submittedAt: submitted_at === null ? null : new Date(submitted_at),
      state,
      isKept: Boolean(is_kept),
    })),
  };
}

/** Rows and `listed_to` move in one transaction: what is passed by has a row. */
export async function recordListing(write: Write, mailboxId: number, listing: MailboxListing, now: Date): Promise<Recorded> {
  let added = 0n;
  for (let from = 0; from < listing.entries.length; from += ROWS_PER_INSERT) {
    const rows = listing.entries.slice(from, from + ROWS_PER_INSERT).map((entry) => ({
      mailbox_id: mailboxId,
      uid: entry.uid,
      submitted_at: entry.internalDate?.toISOString() ?? null,
      size_bytes: entry.sizeBytes,
      state: 'seen' as const,
      recorded_at: now.toISOString(),
    }));
    const result = await write
      .insertInto('messages')
      .values(rows)
      .onConflict((conflict) => conflict.columns(['mailbox_id', 'uid']).doNothing())
      .executeTakeFirst();
    added += result.numInsertedOrUpdatedRows ?? 0n;
  }
  await write
    .updateTable('mailboxes')
    .set({ listed_to: listing.listedTo })
    .where('id', '=', mailboxId)
    .where('listed_to', '<', listing.listedTo)
    .execute();
  return { mailboxId, added: Number(added) };
}

export async function readBacklog(database: Database, mailboxId: number): Promise<Backlog> {
  const waiting = await database
    .selectFrom('messages')
    .select((e) => [
      e.fn.countAll<number>().as('count'),
      e.fn.min('uid').as('lowest'),
      e.fn.min((m) => m.fn.coalesce('submitted_at', 'recorded_at')).as('oldest'),
    ])
    .where('mailbox_id', '=', mailboxId)
    .where('state', 'in', UNFINISHED_STATES)
    .executeTakeFirstOrThrow();
  const setAside = await database
    .selectFrom('messages')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('mailbox_id', '=', mailboxId)
    .where('state', '=', 'set-aside')
    .where('ended', 'in', QUARANTINED_ENDS)
    .executeTakeFirstOrThrow();
  const uncertain = await database
    .selectFrom('replies')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('state', '=', 'uncertain')
    .where('channel', '=', 'send')
    .executeTakeFirstOrThrow();
  const { listed_to, account } = await database
    .selectFrom('mailboxes')
    .select(['listed_to', 'account'])
    .where('id', '=', mailboxId)
    .executeTakeFirstOrThrow();
  return {
    waiting: waiting.count,
    oldestWaiting: waiting.oldest ? new Date(waiting.oldest) : null,
    setAside: setAside.count,
    uncertain: uncertain.count,
    failingLooks: (await failingLooks(database)).size,
    failingDraftLook: await failingDraftLook(database, account),
    mark: waiting.lowest === null ? listed_to : Math.min(listed_to, waiting.lowest - 1),
  };
}
