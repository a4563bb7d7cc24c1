import type { MailKind } from './classification.ts';
import type { Decision } from './decision.ts';
import type { DecisionBasis, DecisionRecord } from './decision-input.ts';
import type { Restraint } from './sending.ts';

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

/**
 * What became of a message that is final. `copy`: judged before under another UID. `gone`: removed by a person before it was read.
 * `delivery-uncertain`: its reply may have been sent or not, and a person must find out.
 * `follow-up`: recorded on the case that it answers, which needs no new answer.
 */
export type MessageEnd =
  | 'drafted'
  | 'sent'
  | 'held'
  | 'not-answered'
  | 'follow-up'
  | 'duplicate-request'
  | 'copy'
  | 'gone'
  | 'superseded'
  | 'delivery-uncertain'
  | 'too-large'
  | 'unreadable'
  /** By a person, from the quarantine. */
  | 'dropped';

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
  /** Of a request's own words, to find others that say nearly the same; missing where they are too few. */
  readonly wordPrint?: string;
  /** What kept the reply from going the way that was chosen for it. */
  readonly restraint?: Restraint;
}

export interface CaseFacts {
  /** One open case per key; null where the mail names nothing to tell cases apart by. */
  readonly caseKey: string | null;
  /**
   * The key of the order found, whoever wrote. A case of that order is told of this mail and never answers for it:
   * what a stranger gets must not depend on it.
   */
  readonly orderKey: string | null;
  readonly sender: string | null;
  readonly receivedAt: Date;
  readonly decision: Decision | null;
  readonly basis: DecisionBasis | null;
  /** The case that the mail answers; null for a mail that opens one of its own or attaches by its key. */
  readonly followUp: FollowUp | null;
}

export interface FollowUp {
  readonly caseId: string;
  /** The case's revision that this mail was judged against. */
  readonly revision: number;
  /** `nothing-new`: thanks, or a question after the state. `same-answer`: facts were added and the answer stands. `new-answer`: it does not. */
  readonly effect: 'nothing-new' | 'same-answer' | 'new-answer';
}

/** The case that a mail answers, as its newest decision left it. */
export interface CaseThread {
  readonly caseId: string;
  readonly revision: number;
  /** When the case's first mail came: the window counts from it. */
  readonly submittedAt: Date;
  /** Null for a case of an older ledger. */
  readonly newest: DecisionRecord | null;
  /** Message-ID of the mail that led to it. */
  readonly newestMail: string | null;
}

/** Names given to a case and its reply before anything is written: the same message always gets the same. */
export interface CaseNames {
  readonly caseId: string;
  readonly revision: number;
  /** With angle brackets; unguessable without the ledger's secret. */
  readonly replyMessageId: string;
  /** With angle brackets, as unguessable: goes into References, where it outlives servers that rewrite Message-IDs. */
  readonly caseToken: string;
}

/** `draft`: left for a person. `send`: leaves by itself. */
export type ReplyChannel = 'draft' | 'send';

/**
 * Where a reply of ours stands, written before and after each act.
 * `intended`: written down, perhaps begun. `uncertain`: begun, and its end unknown. Both are looked for before they are acted on again.
 * `placed`: lies in Drafts. `sent`: left by itself. `refused`: given up, a person must act. `withdrawn`: never left and never will.
 */
export type ReplyState = 'intended' | 'uncertain' | 'placed' | 'sent' | 'refused' | 'withdrawn';

/** A reply composed and not yet promised. */
export interface ComposedReply {
  readonly channel: ReplyChannel;
  /** The one address it goes to, in the form in which addresses are compared. */
  readonly recipient: string;
  /** The same as an envelope has it: its local part is the customer's own spelling (RFC 5321 section 2.4). */
  readonly envelopeTo: string;
  /** Whether it would have been sent if everything were switched on. */
  readonly wouldSend: boolean;
  /** The whole message, RFC 5322 with CRLF lines. */
  readonly raw: Uint8Array;
}

/** A reply that was promised and is not confirmed. */
export interface PendingReply extends ComposedReply {
  readonly id: number;
  readonly messageRowId: number;
  readonly caseId: string;
  readonly messageId: string;
  readonly state: ReplyState;
  /** Attempts begun so far, counted before each. */
  readonly attempts: number;
  /** Passes in a row that began to go on with it and did not come to an end, counted before each. */
  readonly looks: number;
  readonly intendedAt: Date;
  /** Since when it stands as it does. */
  readonly since: Date;
}

/** The copy of a sent reply that is to lie in Sent and is not known to. */
export interface OwedCopy {
  readonly replyId: number;
  readonly caseId: string;
  readonly messageId: string;
  /** The Message-ID that the server gave the mail instead of ours; null where it kept ours. */
  readonly renamedTo: string | null;
  /** Tries begun so far, counted before each. */
  readonly tries: number;
}

/** After so many looks in a row that broke off, new mail comes first and the next looks are put off: what keeps breaking the connection must hold up nobody. */
export const LOOKS_UNTIL_TROUBLE = 2;

/** A reply, or the drafts of an account, that no pass could look after. */
export interface FailingLook {
  /** Looks in a row that broke off. */
  readonly failures: number;
  /** How the latest one ended. */
  readonly why: string;
  /** Null: the next pass looks again. */
  readonly nextLookAt: Date | null;
}

/** Drafts placed together whose end was left open. */
export interface TogetherFailures {
  /** Times in a row. */
  readonly failures: number;
  /** Until then drafts are placed one by one; null: not because of this. */
  readonly notBefore: Date | null;
}

/** The reply that the caps are asked about, not written down yet. */
export interface ReplyToCount {
  /** In the form in which addresses are compared. */
  readonly recipient: string;
  readonly caseId: string;
  /** Of the order whose money it promises back; null where it promises none. */
  readonly orderKey: string | null;
  /** When the mail that it answers came in. */
  readonly receivedAt: Date;
  readonly wordPrint: string | null;
}

/** What filing a judged mail came to, decided in one transaction. */
export type Filing =
  | { readonly kind: 'copy' }
  | { readonly kind: 'duplicate-request'; readonly caseId: string }
  | { readonly kind: 'follow-up'; readonly caseId: string }
  | { readonly kind: 'not-answered' }
  | { readonly kind: 'held'; readonly caseId: string }
  | { readonly kind: 'answering'; readonly reply: PendingReply };
