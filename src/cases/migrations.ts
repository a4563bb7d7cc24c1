import type { DatabaseSync } from 'node:sqlite';
import { type CaseEvent, CHAIN_START, chainHash } from '../domain/case-event.ts';

/** SQL, or work that SQL cannot do. Runs in one transaction with foreign keys unchecked; they are checked at its end. */
type Migration = string | ((database: DatabaseSync) => void);

/**
 * Forward only and never edited once released: entry N takes a ledger from version N to N + 1. Times are ISO 8601 in UTC, so that text order is time order.
 * Indexes that a query relies on are whole: SQLite cannot see that a bound parameter fits a partial one.
 */
export const MIGRATIONS: readonly Migration[] = [
  `
  create table settings (name text primary key, value text not null) strict;

  create table mailboxes (
    id integer primary key,
    account text not null,
    path text not null,
    uid_validity text not null,
    listed_to integer not null,
    first_seen_at text not null,
    unique (account, path, uid_validity)
  ) strict;

  create table messages (
    id integer primary key,
    mailbox_id integer not null references mailboxes (id),
    uid integer not null,
    submitted_at text,
    size_bytes integer not null,
    state text not null check (state in ('seen', 'retry', 'answering', 'done', 'set-aside')),
    attempts integer not null default 0,
    next_attempt_at text,
    message_id text,
    content_hash text,
    copy_key text,
    kind text,
    outcome text,
    ended text,
    why text,
    case_id text references cases (id),
    recorded_at text not null,
    unique (mailbox_id, uid)
  ) strict;
  create index messages_by_state on messages (mailbox_id, state, uid);
  create index messages_by_copy_key on messages (copy_key) where copy_key is not null;

  create table cases (
    id text primary key,
    case_key text,
    status text not null check (status in ('open', 'closed')),
    sender text,
    first_received_at text not null,
    outcome text,
    amount text,
    currency text,
    policy_version text,
    opened_at text not null
  ) strict;
  create index cases_by_key on cases (case_key, status);
  create unique index cases_one_open_per_key on cases (case_key) where status = 'open';

  create table replies (
    id integer primary key,
    case_id text not null references cases (id),
    revision integer not null,
    message_row_id integer not null references messages (id),
    message_id text not null unique,
    state text not null check (state in ('intended', 'uncertain', 'placed', 'refused')),
    raw blob not null,
    folder text,
    draft_uid integer,
    updated_at text not null,
    unique (case_id, revision)
  ) strict;
  create index replies_by_state on replies (state);

  create table set_aside (
    message_row_id integer primary key references messages (id),
    raw blob not null,
    at text not null
  ) strict;

  create table events (
    id integer primary key,
    at text not null,
    what text not null,
    message_row_id integer references messages (id),
    case_id text references cases (id),
    detail text not null
  ) strict;
  create trigger events_are_never_changed before update on events begin select raise(abort, 'events are append-only'); end;
  create trigger events_are_never_removed before delete on events begin select raise(abort, 'events are append-only'); end;
  `,
  (database) => {
    database.exec(`
      create table new_cases (
        id text primary key,
        case_key text,
        order_key text,
        state text not null check (state in (
          'received', 'waiting-for-customer', 'drafted', 'held', 'approved', 'sent', 'answered', 'declined',
          'refund-handed-over', 'paid', 'failed', 'closed', 'quarantined', 'ignored'
        )),
        revision integer not null,
        sender text,
        first_received_at text not null,
        outcome text,
        amount text,
        currency text,
        policy_version text,
        opened_at text not null,
        updated_at text not null
      ) strict;
      insert into new_cases
        select id, case_key, iif(case_key like 'order:%', case_key, null),
          case
            when status = 'closed' then 'closed'
            when exists (select 1 from replies where case_id = cases.id and state = 'placed') then 'drafted'
            when exists (select 1 from replies where case_id = cases.id) then 'received'
            else 'held'
          end,
          1, sender, first_received_at, outcome, amount, currency, policy_version, opened_at, opened_at
        from cases;
      drop table cases;
      alter table new_cases rename to cases;
      create index cases_by_key on cases (case_key, state);
      create index cases_by_order on cases (order_key, state);
      create unique index cases_one_open_per_key on cases (case_key) where state not in ('closed', 'quarantined', 'ignored');

      create table new_replies (
        id integer primary key,
        case_id text not null references cases (id),
        revision integer not null,
        message_row_id integer not null references messages (id),
        channel text not null check (channel in ('draft', 'send')),
        recipient text,
        message_id text not null unique,
        state text not null check (state in ('intended', 'uncertain', 'placed', 'sent', 'refused', 'withdrawn')),
        attempts integer not null default 0,
        raw blob not null,
        folder text,
        draft_uid integer,
        life text check (life in ('untouched', 'edited', 'sent-as-written', 'sent-edited', 'answered-otherwise', 'deleted', 'superseded')),
        similarity real,
        life_at text,
        intended_at text not null,
        updated_at text not null,
        unique (case_id, revision)
      ) strict;
      insert into new_replies
        select id, case_id, revision, message_row_id, 'draft', (select sender from cases where id = case_id), message_id, state, 0, raw,
          folder, draft_uid, iif(state = 'placed', 'untouched', null), null, iif(state = 'placed', updated_at, null), updated_at, updated_at
        from replies;
      drop table replies;
      alter table new_replies rename to replies;
      create index replies_by_state on replies (state, life);
      create index replies_by_recipient on replies (recipient, intended_at);

      create table decisions (
        id integer primary key,
        case_id text not null references cases (id),
        revision integer not null,
        message_row_id integer not null references messages (id),
        at text not null,
        policy_version text not null,
        facts text not null,
        inputs_hash text not null,
        decision text not null,
        unique (case_id, revision)
      ) strict;

      create table watched_folders (
        account text not null,
        role text not null check (role in ('drafts', 'sent')),
        path text not null,
        uid_validity text not null,
        uid_next integer,
        message_count integer not null,
        looked_at text not null,
        primary key (account, path)
      ) strict;

      alter table messages add column sender text;
      create index messages_by_case on messages (case_id);

      create table new_events (
        id integer primary key,
        at text not null,
        actor text not null,
        what text not null,
        why text,
        message_row_id integer references messages (id),
        case_id text references cases (id),
        policy_version text,
        inputs_hash text,
        detail text not null,
        hash text not null
      ) strict;
    `);
    chainOldEvents(database);
    database.exec(`
      drop table events;
      alter table new_events rename to events;
      create index events_by_case on events (case_id);
      create trigger events_are_never_changed before update on events begin select raise(abort, 'events are append-only'); end;
      create trigger events_are_never_removed before delete on events begin select raise(abort, 'events are append-only'); end;
    `);
  },
  `
  alter table replies add column envelope_to text;
  alter table replies add column would_send integer not null default 0;
  alter table replies add column sent_at text;
  create index replies_by_channel on replies (channel, intended_at);

  create table word_prints (
    message_row_id integer primary key references messages (id),
    received_at text not null,
    sender text,
    print text not null
  ) strict;
  create index word_prints_by_time on word_prints (received_at);
  `,
  // Where a first poll began was not kept before: from the oldest mail that it took.
  `
  alter table mailboxes add column window_from text;
  alter table mailboxes add column window_above_uid integer not null default 0;
  update mailboxes set
    window_from = coalesce((select min(submitted_at) from messages where mailbox_id = mailboxes.id), first_seen_at),
    window_above_uid = listed_to;
  `,
  `
  create table new_set_aside (
    message_row_id integer primary key references messages (id),
    raw blob,
    edited blob,
    at text not null
  ) strict;
  insert into new_set_aside select message_row_id, raw, null, at from set_aside;
  drop table set_aside;
  alter table new_set_aside rename to set_aside;
  `,
  `
  alter table replies add column looks integer not null default 0;

  create table draft_looks (
    account text primary key,
    failures integer not null,
    why text not null,
    next_look_at text
  ) strict;
  `,
  'alter table cases add column wrote_again_at text',
  // By the database, so that no way to a mail's end forgets to forget.
  `
  delete from set_aside where message_row_id in (select id from messages where state = 'done');
  create trigger set_aside_until_done after update of state on messages when new.state = 'done' begin
    delete from set_aside where message_row_id = new.id;
  end;
  alter table replies add column raw_forgotten_at text;
  create index replies_by_age on replies (raw_forgotten_at, updated_at);
  `,
  // What nobody has judged may be the only copy.
  `
  drop trigger set_aside_until_done;
  create trigger set_aside_until_done after update of state on messages
    when new.state = 'done' and new.ended not in ('gone', 'superseded') begin
    delete from set_aside where message_row_id = new.id;
  end;
  `,
  // Of replies sent before, nobody knows any more which have their copy.
  `
  create table owed_copies (
    reply_id integer primary key references replies (id),
    renamed_to text,
    tries integer not null default 0,
    next_try_at text
  ) strict;
  `,
  `
  create table owed_keywords (
    message_row_id integer primary key references messages (id),
    tries integer not null default 0
  ) strict;
  `,
  `
  create table together_failures (
    account text primary key,
    failures integer not null,
    not_before text
  ) strict;
  `,
];

/** Events of version 1 had no chain: theirs begins now, in the order in which they were written. */
function chainOldEvents(database: DatabaseSync): void {
  const insert = database.prepare('insert into new_events values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  let previous = { id: 0, hash: CHAIN_START };
  for (const row of database.prepare('select at, what, message_row_id, case_id, detail from events order by id').iterate()) {
    const detail = String(row['detail']);
    const event: CaseEvent = {
      id: previous.id + 1,
      at: String(row['at']),
      actor: 'poll',
      what: String(row['what']),
      why: null,
      messageRowId: row['message_row_id'] === null ? null : Number(row['message_row_id']),
      caseId: row['case_id'] === null ? null : String(row['case_id']),
      policyVersion: null,
      inputsHash: null,
      detail: JSON.parse(detail) as CaseEvent['detail'],
    };
    const hash = chainHash(previous.hash, event);
    insert.run(event.id, event.at, event.actor, event.what, null, event.messageRowId, event.caseId, null, null, detail, hash);
    previous = { id: event.id, hash };
  }
}
