import type { Generated, Kysely, Transaction } from 'kysely';
import type { MailKind } from '../domain/classification.ts';
import type { Outcome } from '../domain/decision.ts';
import type { MessageEnd, MessageState, ReplyState } from '../domain/ledger.ts';

/** The ledger's tables as queries see them; `migrations.ts` makes them. */
export interface Schema {
  settings: { name: string; value: string };
  mailboxes: { id: Generated<number>; account: string; path: string; uid_validity: string; listed_to: number; first_seen_at: string };
  messages: MessagesTable;
  cases: CasesTable;
  replies: RepliesTable;
  set_aside: { message_row_id: number; raw: Uint8Array; at: string };
  events: { id: Generated<number>; at: string; what: string; message_row_id: number | null; case_id: string | null; detail: string };
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
}

interface CasesTable {
  id: string;
  case_key: string | null;
  status: 'open' | 'closed';
  sender: string | null;
  first_received_at: string;
  outcome: Outcome | null;
  amount: string | null;
  currency: string | null;
  policy_version: string | null;
  opened_at: string;
}

interface RepliesTable {
  id: Generated<number>;
  case_id: string;
  revision: number;
  message_row_id: number;
  message_id: string;
  state: ReplyState;
  raw: Uint8Array;
  folder: string | null;
  draft_uid: number | null;
  updated_at: string;
}

export type Database = Kysely<Schema>;
export type Write = Transaction<Schema>;
