import type { Decision } from '../domain/decision.ts';
import type { DecisionInput } from '../domain/decision-input.ts';
import type { Order } from '../domain/order.ts';
import type { Policy, PolicyVersion } from '../domain/policy.ts';
import type { OrderWithUsage } from '../domain/verdict.ts';
import { ZERO } from './arithmetic.ts';
import { splitCredits } from './credits.ts';
import { type Facts, gatherFacts } from './facts.ts';
import { remarkFlags, reviewFlags } from './flags.ts';
import { type RefundDue, workOutRefund } from './refund-due.ts';
import { firstThatHolds, OUTCOME_RULES } from './rules.ts';
import { writeTrace } from './trace.ts';
import { versionInForce } from './version-in-force.ts';

export interface Judgement {
  readonly decision: Decision;
  /** The order found, its use split by the policy; null where none was found or its record is unusable. */
  readonly order: OrderWithUsage | null;
  /** The version applied: the one in force at `submittedAt`, or the first where none was yet. */
  readonly version: PolicyVersion;
}

/** Rules 1 to 8 of the contract. Total: every claim and every record gets a decision; what cannot be reckoned with goes to a person. */
export function decide(policy: Policy, input: DecisionInput): Judgement {
  const inForce = versionInForce(policy, input.submittedAt);
  return decideUnder(inForce ?? policy.versions[0], inForce !== null, input);
}

/**
 * The same under one version, whichever is in force: to try it on what happened.
 * @param inForce whether any version was in force when the request came; without one a person decides
 */
export function decideUnder(version: PolicyVersion, inForce: boolean, input: DecisionInput): Judgement {
  const facts = gatherFacts(version, inForce, input);
  const due = facts.figures && workOutRefund(facts.figures, version);
  return { decision: decideFrom(facts, due), order: facts.order && withUsage(facts.order, version), version };
}

function decideFrom(facts: Facts, due: RefundDue | null): Decision {
  const reasons = reviewFlags(facts);
  const { outcome } = firstThatHolds(OUTCOME_RULES, (row) => row.when({ facts, needsReview: reasons.length > 0, due }));
  const worked = outcome === 'needs-info' ? null : due;
  const amount = worked?.amount ?? ZERO;
  return {
    outcome,
    amount: amount.toFixed(2),
    currency: facts.order?.currency ?? null,
    creditsToRemove: creditsToRemove(facts, outcome),
    clauses: worked?.clauses ?? ['5'],
    flags: [...reasons, ...remarkFlags(facts, amount)],
    trace: writeTrace(facts, reasons, due),
    policyVersion: facts.version.effectiveFrom,
  };
}

/** Section 1: every credit that is left. Section 2: those that are paid back. */
function creditsToRemove({ credits }: Facts, outcome: Decision['outcome']): number {
  if (credits === null) return 0;
  if (outcome === 'full') return credits.purchasedLeft + credits.bonusLeft;
  return outcome === 'proportional' ? Math.min(credits.purchasedUnused, credits.purchasedLeft) : 0;
}

function withUsage(order: Order, version: PolicyVersion): OrderWithUsage {
  const { purchasedUsed, purchasedUnused } = splitCredits(order, version.creditConsumption);
  return { ...order, purchasedCreditsUsed: purchasedUsed, purchasedCreditsUnused: purchasedUnused };
}
