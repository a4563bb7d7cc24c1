import type { Generated, Kysely, Transaction } from 'kysely';
import type { CaseState } from '../domain/case.ts';
import type { MailKind } from '../domain/classification.ts';
import type { Outcome } from '../domain/decision.ts';
import type { DraftLife } from '../domain/draft-life.ts';
import type { MessageEnd, MessageState, ReplyChannel, ReplyState } from '../domain/ledger.ts';

/** The ledger's tables as queries see them; `migrations.ts` makes them. */
export interface Schema {
  settings: { name: string; value: string };
  mailboxes: MailboxesTable;
  messages: MessagesTable;
  cases: CasesTable;
  replies: RepliesTable;
  decisions: DecisionsTable;
  watched_folders: WatchedFoldersTable;
  /** Of accounts whose Drafts and Sent could not be looked through the last time. */
  draft_looks: { account: string; failures: number; why: string; next_look_at: string | null };
  /** Of sent replies whose copy is not known to lie in Sent. */
  owed_copies: { reply_id: number; renamed_to: string | null; tries: Generated<number>; next_try_at: string | null };
  /** Of messages that are to get the keyword once they are final. */
  owed_keywords: { message_row_id: number; tries: Generated<number> };
  /** Of accounts whose server left it open, the last time, whether it had taken several drafts in one command. */
  together_failures: { account: string; failures: number; not_before: string | null };
  word_prints: { message_row_id: number; received_at: string; sender: string | null; print: string };
  /** `raw`: as it came; null where it was never fetched. `edited`: what a person put in its place. A row goes when its message is done. */
  set_aside: { message_row_id: number; raw: Uint8Array | null; edited: Uint8Array | null; at: string };
  events: EventsTable;
}

interface MailboxesTable {
  id: Generated<number>;
  account: string;
  path: string;
  uid_validity: string;
  listed_to: number;
  first_seen_at: string;
  /** Mail received earlier has rows only where its UID is above `window_above_uid`; null: all mail has. */
  window_from: string | null;
  window_above_uid: number;
}

interface MessagesTable {
  id: Generated<number>;
  mailbox_id: number;
  uid: number;
  submitted_at: string | null;
  size_bytes: number;
  state: MessageState;
  attempts: Generated<number>;
  next_attempt_at: string | null;
  message_id: string | null;
  content_hash: string | null;
  copy_key: string | null;
  kind: MailKind | null;
  outcome: Outcome | null;
  ended: MessageEnd | null;
  why: string | null;
  case_id: string | null;
  recorded_at: string;
  /** Comparable address of who wrote it; null until it was judged. */
  sender: string | null;
}

interface CasesTable {
  id: string;
  case_key: string | null;
  /** The order's own key, also where the case is a stranger's. */
  order_key: string | null;
  state: CaseState;
  /** Of the newest decision. */
  revision: number;
  /** Comparable address. */
  sender: string | null;
  first_received_at: string;
  outcome: Outcome | null;
  amount: string | null;
  currency: string | null;
  policy_version: string | null;
  opened_at: string;
  updated_at: string;
  /** When the customer wrote, and nobody has done anything about the case since. */
  wrote_again_at: string | null;
}

interface RepliesTable {
  id: Generated<number>;
  case_id: string;
  revision: number;
  message_row_id: number;
  channel: ReplyChannel;
  /** Comparable address. */
  recipient: string | null;
  /** As the envelope has it; null in ledgers of before sending. */
  envelope_to: string | null;
  /** 1 where it would have been sent with everything switched on. */
  would_send: number;
  /** When the server took it; null for drafts. */
  sent_at: string | null;
  message_id: string;
  state: ReplyState;
  attempts: Generated<number>;
  /** Passes in a row that began to go on with it and did not come to an end. */
  looks: Generated<number>;
  raw: Uint8Array;
  folder: string | null;
  draft_uid: number | null;
  /** Null until it is placed. */
  life: DraftLife | null;
  /** Of what was sent to what we wrote, 0 to 1; null unless it was sent edited. */
  similarity: number | null;
  life_at: string | null;
  intended_at: string;
  updated_at: string;
  /** When `raw` was emptied, because nothing can be done with the reply any more; else null. */
  raw_forgotten_at: string | null;
}

interface DecisionsTable {
  id: Generated<number>;
  case_id: string;
  revision: number;
  message_row_id: number;
  at: string;
  policy_version: string;
  /** `{ "schema": 1, "input": …, "policy": … }`: see `decision-rows.ts`. */
  facts: string;
  inputs_hash: string;
  decision: string;
}

/** How Drafts and Sent stood when they were last looked through. */
interface WatchedFoldersTable {
  account: string;
  role: 'drafts' | 'sent';
  path: string;
  uid_validity: string;
  uid_next: number | null;
  message_count: number;
  looked_at: string;
}

interface EventsTable {
  id: number;
  at: string;
  actor: string;
  what: string;
  why: string | null;
  message_row_id: number | null;
  case_id: string | null;
  policy_version: string | null;
  inputs_hash: string | null;
  detail: string;
  hash: string;
}

export type Database = Kysely<Schema>;
export type Write = Transaction<Schema>;
