import type { CaseMove, CaseState, IllegalMove } from '../domain/case.ts';
import type { Actor, ChainedEvent } from '../domain/case-event.ts';
import type { Audit, CaseFilter, CaseRecord, CaseSummary } from '../domain/case-record.ts';
import type { DecisionRecord } from '../domain/decision-input.ts';
import type { Result } from '../domain/result.ts';
import type { DraftRecord, UncertainReply } from '../domain/sending.ts';

/** A move asked for a case that is not in the ledger. */
export interface NoSuchCase {
  readonly kind: 'no-such-case';
  readonly caseId: string;
}

/** A case cannot be opened again beside another open one of the same order: each would be answered. */
export interface AnotherOpenCase {
  readonly kind: 'another-open-case';
  /** The open one. */
  readonly caseId: string;
}

/** Why a person's move was not made. */
export type MoveRefusal = IllegalMove | NoSuchCase | AnotherOpenCase;

/** A person tells of a delivery that was never in doubt, or has been settled. */
export interface NothingUncertain {
  readonly kind: 'nothing-uncertain';
  readonly caseId: string;
}

/** What comes of a reply that was in doubt. `to-draft`: the next pass leaves it in Drafts. `withdrawn`: not even that, because the case has been declined or closed. */
export type DeliverySettled = 'sent' | 'to-draft' | 'withdrawn';

/** The ledger as people read it: what happened, why, and what they decide about a case. */
export interface CaseArchive {
  /** The most recently changed first. */
  cases(filter: CaseFilter): Promise<readonly CaseSummary[]>;
  /** Null where there is no such case. */
  readCase(caseId: string): Promise<CaseRecord | null>;
  /** The chain of events, whole or of one case, oldest first. */
  events(caseId: string | null): AsyncIterable<ChainedEvent>;
  /** Whether all that is recorded is as it was written. @param earlierHead a head noted before, or null */
  audit(earlierHead: string | null): Promise<Audit>;
  /** Every decision with the facts it was made from, or one case's, oldest first. */
  decisions(caseId: string | null): Promise<readonly DecisionRecord[]>;
  /** What people made of the drafts of each outcome, and what was sent. */
  draftRecords(): Promise<readonly DraftRecord[]>;
  /** Replies of which nobody knows whether they were sent, oldest first. */
  uncertainReplies(): Promise<readonly UncertainReply[]>;
  /** What a person has found out about one. */
  settleDelivery(
    caseId: string,
    found: 'sent' | 'not-sent',
    by: { readonly actor: Actor; readonly why: string | null },
    now: Date,
  ): Promise<Result<DeliverySettled, NothingUncertain>>;
  /** Each case's newest decision, made at `since` or later, oldest first. Holds a page of them in memory, not all. */
  newestDecisions(since: Date | null): AsyncIterable<DecisionRecord>;
  /** A person's move; the event names them and their reason. A reply that still waits to leave is withdrawn where the move ends answering. */
  move(
    caseId: string,
    move: CaseMove,
    by: { readonly actor: Actor; readonly why: string | null },
    now: Date,
  ): Promise<Result<CaseState, MoveRefusal>>;
  dispose(): Promise<void>;
}
