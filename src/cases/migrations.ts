/**
 * Forward only and never edited once released: entry N takes a ledger from version N to N + 1. Times are ISO 8601 in UTC, so that text order is time order.
 * Indexes that a query relies on are whole: SQLite cannot see that a bound parameter fits a partial one.
 */
export const MIGRATIONS: readonly string[] = [
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
];
