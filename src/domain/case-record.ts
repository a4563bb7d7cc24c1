import type { CaseState } from './case.ts';
import type { ChainedEvent } from './case-event.ts';
import type { MailKind } from './classification.ts';
import type { Outcome } from './decision.ts';
import type { DecisionRecord } from './decision-input.ts';
import type { DraftLife } from './draft-life.ts';
import type { FailingLook, MessageEnd, MessageState, ReplyChannel, ReplyState } from './ledger.ts';

/** A case in one line. */
export interface CaseSummary {
  readonly caseId: string;
  readonly state: CaseState;
  /** Of the newest decision. */
  readonly revision: number;
  readonly sender: string | null;
  /** The order found, in comparable form. */
  readonly order: string | null;
  readonly outcome: Outcome | null;
  readonly amount: string | null;
  readonly currency: string | null;
  readonly policyVersion: string | null;
  /** When the first mail came in: the window counts from it. */
  readonly receivedAt: Date;
  readonly openedAt: Date;
  readonly updatedAt: Date;
  /** When the customer wrote, and nobody has done anything about the case since; null: there is nothing new. */
  readonly wroteAgainAt: Date | null;
  /** A reply of the case that cannot be looked after at present; null: there is none. */
  readonly failingLook: FailingLook | null;
}

/** Which cases are asked for. */
export interface CaseFilter {
  /** Any of these; empty: all. */
  readonly states: readonly CaseState[];
  /** Only those whose customer wrote again, and nobody has done anything about it since. */
  readonly wroteAgain: boolean;
}

/** A mail of a case. */
interface CaseMail {
  readonly mailbox: string;
  readonly uid: number;
  readonly messageId: string | null;
  readonly sender: string | null;
  readonly receivedAt: Date | null;
  readonly kind: MailKind | null;
  readonly state: MessageState;
  readonly ended: MessageEnd | null;
  readonly why: string | null;
}

/** A reply of a case. */
interface CaseReply {
  readonly revision: number;
  readonly channel: ReplyChannel;
  readonly state: ReplyState;
  readonly recipient: string | null;
  readonly messageId: string;
  readonly folder: string | null;
  readonly life: DraftLife | null;
  /** Of what was sent, or lies there now, to what we wrote: 0 to 1. */
  readonly similarity: number | null;
  readonly intendedAt: Date;
}

/** All that the ledger holds of a case, each list oldest first. */
export interface CaseRecord extends CaseSummary {
  readonly mails: readonly CaseMail[];
  readonly replies: readonly CaseReply[];
  readonly decisions: readonly DecisionRecord[];
  readonly events: readonly ChainedEvent[];
}

/** What was found of the whole record of what happened. */
export interface Audit {
  readonly events: number;
  readonly decisions: number;
  /** Of the newest event: noted elsewhere, it shows later that nothing before it was rewritten or cut off. */
  readonly head: string;
  /** Whether an earlier head is still in the chain; null where none was asked for. */
  readonly containsEarlierHead: boolean | null;
  readonly broken: BrokenRecord | null;
}

/** The first thing that is not as it was written. */
export type BrokenRecord =
  | { readonly kind: 'event'; readonly event: ChainedEvent }
  /** Its facts or its result are not those that its event vouches for, or no event does. */
  | { readonly kind: 'decision'; readonly caseId: string; readonly revision: number };
