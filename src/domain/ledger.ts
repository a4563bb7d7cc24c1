import type { MailKind } from './classification.ts';
import type { Outcome } from './decision.ts';

/** One life of a mailbox: UIDs mean something only together with its UIDVALIDITY (RFC 9051 section 2.3.1.1). */
export interface MailboxIdentity {
  /** `user@host`, so that two accounts may share a ledger. */
  readonly account: string;
  readonly path: string;
  /** A 32-bit number on most servers, kept as the string it came as. */
  readonly uidValidity: string;
}

/**
 * Where a message stands.
 * `seen`: listed, nothing done. `retry`: failed or postponed, tried again at `nextAttemptAt`. `answering`: judged, its draft intended but not confirmed.
 * `done` and `set-aside` are final: nothing will be done with it again, except by a person.
 */
export type MessageState = 'seen' | 'retry' | 'answering' | 'done' | 'set-aside';

export const UNFINISHED_STATES = ['seen', 'retry', 'answering'] as const satisfies readonly MessageState[];

/** What became of a message that is final. `copy`: judged before under another UID. `gone`: removed by a person before it was read. */
export type MessageEnd =
  | 'drafted'
  | 'held'
  | 'not-answered'
  | 'duplicate-request'
  | 'copy'
  | 'gone'
  | 'superseded'
  | 'too-large'
  | 'unreadable';

/** A message of the ledger that waits to be worked on. */
export interface LedgerMessage {
  readonly id: number;
  readonly uid: number;
  /** INTERNALDATE as it was at first sight; null where a source has none. */
  readonly submittedAt: Date | null;
  readonly sizeBytes: number;
  /** Attempts begun so far, counted before each: a mail that ends the process is counted too. */
  readonly attempts: number;
}

/** What one judged mail leaves in the ledger. */
export interface Judgement {
  readonly messageId: string | null;
  readonly contentHash: string;
  /** Equal for copies of one mail and for nothing else: see `copyKey`. */
  readonly copyKey: string;
  readonly kind: MailKind;
  readonly why: string;
  /** Null for mail that asks for nothing. */
  readonly caseFacts: CaseFacts | null;
}

export interface CaseFacts {
  /** One open case per key; null where the mail names nothing to tell cases apart by. */
  readonly caseKey: string | null;
  /** A case that this request attaches to as well, if it is open: the order's own. Null for everybody but its owner. */
  readonly ownerKey: string | null;
  readonly sender: string | null;
  readonly receivedAt: Date;
  readonly outcome: Outcome | null;
  readonly amount: string | null;
  readonly currency: string | null;
  readonly policyVersion: string | null;
}

/** Names given to a case and its reply before anything is written: the same message always gets the same. */
export interface CaseNames {
  readonly caseId: string;
  readonly revision: number;
  /** With angle brackets; unguessable without the ledger's secret. */
  readonly replyMessageId: string;
}

/** `intended`: written down, perhaps begun. `uncertain`: begun, and its end unknown. Both are looked for before they are placed again. */
export type ReplyState = 'intended' | 'uncertain' | 'placed' | 'refused';

/** A reply that was promised and is not confirmed. */
export interface PendingReply {
  readonly id: number;
  readonly messageRowId: number;
  readonly caseId: string;
  readonly messageId: string;
  /** The whole message as composed at first, so that a repetition is the same to the byte. */
  readonly raw: Uint8Array;
}

/** What filing a judged mail came to, decided in one transaction. */
export type Filing =
  | { readonly kind: 'copy' }
  | { readonly kind: 'duplicate-request'; readonly caseId: string }
  | { readonly kind: 'not-answered' }
  | { readonly kind: 'held'; readonly caseId: string }
  | { readonly kind: 'answering'; readonly reply: PendingReply };
