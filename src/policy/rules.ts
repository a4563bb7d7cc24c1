import type { Decimal } from 'decimal.js';
import type { Outcome } from '../domain/decision.ts';
import type { Clause, PolicyVersion } from '../domain/policy.ts';
import { type Fraction, fraction, isAtMost, parseAmount, ZERO } from './arithmetic.ts';
import type { Credits } from './credits.ts';
import type { Facts, Figures } from './facts.ts';

/** What is due by sections 1 to 3, before earlier refunds come off. */
export interface RefundRule {
  readonly rule: 'no-refund' | 'full' | 'proportional';
  readonly section: Clause;
  readonly when: (figures: Figures, version: PolicyVersion) => boolean;
  readonly due: (figures: Figures) => Fraction;
}

/** Sections as published on 2026-02-04. The first row that holds says what is due. */
export const REFUND_RULES: readonly [...RefundRule[], RefundRule] = [
  { rule: 'no-refund', section: '3', when: (f, version) => f.days > version.windowDays, due: () => fraction(ZERO) },
  {
    rule: 'full',
    section: '1',
    when: (f, version) => isUsedLittle(f.credits, version),
    due: (f) => fraction(f.money.price),
  },
  {
    rule: 'proportional',
    section: '2',
    when: () => true,
    due: (f) => fraction(f.money.price.times(f.credits.purchasedUnused), f.credits.purchased),
  },
];

/** What an outcome is chosen by. */
interface Findings {
  readonly facts: Facts;
  /** A flag that leads to review is set. */
  readonly needsReview: boolean;
  /** Null where the order's figures are unknown or unusable; then a flag is set, or the order is not found. */
  readonly due: { readonly rule: RefundRule['rule']; readonly amount: Decimal } | null;
}

interface OutcomeRule {
  readonly outcome: Outcome;
  readonly when: (findings: Findings) => boolean;
}

/** Contract, rule 1. The first row that holds decides. `none` is what remains: the window is closed, or the amount is 0.00 (rule 6). */
export const OUTCOME_RULES: readonly [...OutcomeRule[], OutcomeRule] = [
  { outcome: 'needs-info', when: ({ facts }) => asksForMore(facts) },
  { outcome: 'review', when: ({ needsReview }) => needsReview },
  { outcome: 'full', when: ({ due }) => due?.rule === 'full' && due.amount.gt(0) },
  { outcome: 'proportional', when: ({ due }) => due?.rule === 'proportional' && due.amount.gt(0) },
  { outcome: 'none', when: () => true },
];

/** Contract, rule 2: a required field is missing, or no candidate is an order in the book. */
function asksForMore({ missing, input }: Facts): boolean {
  return missing.length > 0 || input.facts.kind === 'none-named' || input.facts.kind === 'not-found';
}

/** Section 1: purchased credits used, of those purchased, in per cent. */
export function usedPercent(credits: Credits): Fraction {
  return fraction(ZERO.plus(credits.purchasedUsed).times(100), credits.purchased);
}

/** Section 1, compared as used × 100 against percent × purchased: nothing is divided. */
export function isUsedLittle(credits: Credits, { fullRefundMaxUsedPercent }: PolicyVersion): boolean {
  return isAtMost(usedPercent(credits), parseAmount(fullRefundMaxUsedPercent) ?? ZERO);
}

/** The first row that holds. The last row of each table always does. */
export function firstThatHolds<Row>(table: readonly [...Row[], Row], holds: (row: Row) => boolean): Row {
  const found = table.find(holds);
  if (found === undefined) throw new Error('the last row of a rule table holds always');
  return found;
}
