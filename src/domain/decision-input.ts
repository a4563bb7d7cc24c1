import type { RefundClaim } from './claim.ts';
import type { Authentication } from './classification.ts';
import type { Decision } from './decision.ts';
import type { ReceivedAt } from './mail.ts';
import type { OrderFacts } from './order.ts';
import type { PolicyVersion } from './policy.ts';

/** All that one decision is made from, besides the policy. */
export interface DecisionInput {
  readonly claim: RefundClaim;
  readonly facts: OrderFacts;
  readonly sender: {
    /** Null where From is missing, several or a group. */
    readonly address: string | null;
    readonly authentication: Authentication;
    /** Reply-To names somebody else. */
    readonly replyToDiffers: boolean;
  };
  /** Of this mail. */
  readonly receivedAt: ReceivedAt;
  /** Of the case's first mail: the window counts from it, and the policy in force then applies. */
  readonly submittedAt: Date;
  /** The order has a case already. */
  readonly hasCase: boolean;
  /** Decimal string; null where nothing limits it. */
  readonly autoSendMaxAmount: string | null;
}

/** What a decision was made from, whole: decided again from it alone, it comes to the same. */
export interface DecisionBasis {
  readonly input: DecisionInput;
  /** The instant at which `input.facts` was the state of things; null where the order book was not asked or did not answer. Older records do not say. */
  readonly factsAsOf?: Date | null;
  /** The version applied: the one in force at `input.submittedAt`, or the first where none was yet. */
  readonly policy: PolicyVersion;
}

/** One decision as recorded at its instant, for `explain` and for trying another policy on what happened. */
export interface DecisionRecord extends DecisionBasis {
  readonly caseId: string;
  /** 1 for the case's first decision; one more each time a follow-up led to a new one. */
  readonly revision: number;
  readonly at: Date;
  /** SHA-256 of the basis, hex; the chain of events holds it too. */
  readonly inputsHash: string;
  readonly decision: Decision;
}
