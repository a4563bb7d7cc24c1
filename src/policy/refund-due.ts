import type { Decimal } from 'decimal.js';
import type { Clause, PolicyVersion } from '../domain/policy.ts';
import { type Fraction, roundHalfUp, subtract } from './arithmetic.ts';
import type { Figures } from './facts.ts';
import { firstThatHolds, REFUND_RULES, type RefundRule } from './rules.ts';

/** What the policy makes of an order, step by step. */
export interface RefundDue {
  readonly rule: RefundRule['rule'];
  readonly section: Clause;
  /** By sections 1 to 3 alone. */
  readonly beforeRefunds: Fraction;
  /** Less what was refunded already; never below zero. */
  readonly exact: Fraction;
  /** Rounded, the one time. */
  readonly amount: Decimal;
  /** The section that led there first, then 4 where it made a difference. */
  readonly clauses: readonly Clause[];
}

export function workOutRefund(figures: Figures, version: PolicyVersion): RefundDue {
  const { rule, section, due } = firstThatHolds(REFUND_RULES, (row) => row.when(figures, version));
  const beforeRefunds = due(figures);
  const exact = subtract(beforeRefunds, figures.money.refunded);
  const amount = roundHalfUp(exact, version.rounding.decimals);
  const worked = { rule, section, beforeRefunds, exact, amount };
  return { ...worked, clauses: sectionFourMattered(figures, worked) ? [section, '4'] : [section] };
}

/**
 * Section 4 is named where a non-refundable part came off, where bonus credits changed the reckoning (some of the use fell on them, or they add
 * nothing to a proportional refund), and where nothing is left to pay. Past the window it has no say: section 3 decides alone.
 */
function sectionFourMattered({ money, credits }: Figures, { rule, amount }: Pick<RefundDue, 'rule' | 'amount'>): boolean {
  if (rule === 'no-refund') return false;
  const bonusMattered = credits.bonusUsed > 0 || (rule === 'proportional' && credits.bonus > 0);
  return amount.isZero() || money.nonRefundable.gt(0) || bonusMattered;
}
