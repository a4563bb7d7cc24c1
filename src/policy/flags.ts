import type { Decimal } from 'decimal.js';
import { comparableAddress } from '../domain/address.ts';
import { daysBetween } from '../domain/calendar-date.ts';
import type { Flag, ReviewFlag, TraceStep } from '../domain/decision.ts';
import { INFORMATION_FLAGS, REVIEW_FLAGS } from '../domain/decision.ts';
import type { Clause } from '../domain/policy.ts';
import { parseAmount } from './arithmetic.ts';
import type { Facts } from './facts.ts';

/** A customer's own time zone is no contradiction: around midnight, one day either way is the same purchase. */
const DATE_TOLERANCE_DAYS = 1;

/** Set by whoever delivers, never by the policy. */
export type DecidedFlag = Exclude<ReviewFlag, 'delivery-uncertain'>;

interface ReviewReason {
  /** The section of the policy it bears on; 5 (requests are reviewed) where there is none nearer. */
  readonly clause: Clause;
  readonly when: (facts: Facts) => boolean;
  readonly inputs: (facts: Facts) => TraceStep['inputs'];
  readonly because: string;
}

/** When a person must look, and why. Every row is looked at. */
export const REVIEW_REASONS: Readonly<Record<DecidedFlag, ReviewReason>> = {
  'account-mismatch': {
    clause: '5',
    when: ({ input, account }) => input.claim.evidence.accountEmail?.by !== 'sender' && isSomebodyElse(input.claim.accountEmail, account),
    inputs: ({ input, account }) => ({ stated: input.claim.accountEmail, order: account }),
    because: 'the account stated is not the account of the order',
  },
  'sender-mismatch': {
    clause: '5',
    when: ({ input, account }) => isSomebodyElse(input.sender.address, account),
    inputs: ({ input, account }) => ({ sender: input.sender.address, order: account }),
    because: "the sender's address is not the account of the order",
  },
  'sender-unclear': {
    clause: '5',
    when: ({ input }) => input.sender.address === null,
    inputs: () => ({}),
    because: 'From names no single mailbox that could be answered',
  },
  'authentication-failed': {
    clause: '5',
    when: ({ input }) => input.sender.authentication === 'fail',
    inputs: ({ input }) => ({ authentication: input.sender.authentication }),
    because: "the sender's address failed authentication and may be forged",
  },
  disputed: {
    clause: '5',
    when: ({ order }) => order?.status === 'disputed',
    inputs: ({ order }) => ({ status: order?.status ?? null }),
    because: 'the payment is disputed: a refund as well could pay twice',
  },
  'order-cancelled': {
    clause: '5',
    when: ({ order }) => order?.status === 'cancelled',
    inputs: ({ order }) => ({ status: order?.status ?? null }),
    because: 'the order was cancelled',
  },
  'already-refunded': {
    clause: '5',
    when: (facts) => refundedSoFar(facts) === 'all',
    inputs: ({ order, money }) => ({ status: order?.status ?? null, refunded: money?.refunded.toFixed() ?? null }),
    because: 'the order is marked as refunded, or its refunds reach its price',
  },
  'invalid-order': {
    clause: '5',
    when: ({ input, orderProblems }) => orderProblems.length > 0 || (input.facts.kind === 'found' && input.facts.entry.kind === 'unusable'),
    inputs: ({ orderProblems }) => ({ problems: orderProblems }),
    because: "the order's record cannot be reckoned with",
  },
  'usage-exceeds-purchase': {
    clause: '4',
    when: ({ order }) =>
      order !== null && (order.creditsUsed > order.creditsPurchased + order.creditsBonus || (order.attribution?.beyond ?? 0) > 0),
    inputs: ({ order }) => ({
      used: order?.creditsUsed ?? null,
      purchased: order?.creditsPurchased ?? null,
      bonus: order?.creditsBonus ?? null,
    }),
    because: 'more credits were used than were purchased and given as bonus together',
  },
  'purchase-in-future': {
    clause: '1',
    when: ({ purchasedOn, requestedOn }) => purchasedOn !== null && purchasedOn > requestedOn,
    inputs: ({ purchasedOn, requestedOn }) => ({ purchased: purchasedOn, requested: requestedOn }),
    because: "the purchase's calendar date is after the request's",
  },
  'multiple-orders': {
    clause: '5',
    when: ({ input }) => input.facts.kind === 'found' && input.facts.otherOrderIds.length > 0,
    inputs: ({ input }) => (input.facts.kind === 'found' ? { first: input.facts.candidate, others: input.facts.otherOrderIds } : {}),
    because: 'several of the orders named are in the book; this is worked out for the first',
  },
  'date-mismatch': {
    clause: '5',
    when: contradictsRecordedDate,
    inputs: ({ input, purchasedOn }) => ({ stated: input.claim.purchaseDateReadings, recorded: purchasedOn }),
    because: `no reading of the stated purchase date is within ${DATE_TOLERANCE_DAYS} day of the recorded one`,
  },
  'no-policy': {
    clause: '6',
    when: ({ policyInForce }) => !policyInForce,
    inputs: ({ requestedOn, version }) => ({ requested: requestedOn, firstVersion: version.effectiveFrom }),
    because: 'received before the first version of the policy; worked out by that version',
  },
  'usage-unavailable': {
    clause: '5',
    when: ({ input }) => input.facts.kind === 'unavailable',
    inputs: ({ input }) => (input.facts.kind === 'unavailable' ? { why: input.facts.why } : {}),
    because: 'the order book did not answer; tried again later',
  },
};

/** What a reviewer should know. None of these changes an outcome. */
const REMARKS: Readonly<Record<(typeof INFORMATION_FLAGS)[number], (facts: Facts, amount: Decimal) => boolean>> = {
  'order-not-found': ({ input }) => input.facts.kind === 'not-found',
  'sender-unauthenticated': ({ input }) => input.sender.authentication === 'none',
  'date-ambiguous': ({ input, purchasedOn }) => purchasedOn === null && input.claim.purchaseDateReadings.length > 1,
  'partly-refunded': (facts) => refundedSoFar(facts) === 'part',
  'reply-to-differs': ({ input }) => input.sender.replyToDiffers,
  'receipt-time-unverified': ({ input }) => input.receivedAt.from === 'date-header' || input.receivedAt.from === 'file-time',
  'amount-over-limit': ({ input }, amount) => isOver(input.autoSendMaxAmount, amount),
  'duplicate-request': ({ input }) => input.hasCase,
};

/** @returns the flags that lead to review, in the contract's order */
export function reviewFlags(facts: Facts): DecidedFlag[] {
  return REVIEW_FLAGS.filter((flag) => flag !== 'delivery-uncertain').filter((flag) => REVIEW_REASONS[flag].when(facts));
}

/** @param amount what the decision says */
export function remarkFlags(facts: Facts, amount: Decimal): Flag[] {
  return INFORMATION_FLAGS.filter((flag) => REMARKS[flag](facts, amount));
}

function isSomebodyElse(address: string | null, account: string | null): boolean {
  return address !== null && account !== null && comparableAddress(address) !== comparableAddress(account);
}

/** Contract, rule 6. A free order has a price of zero, which nothing has reached while nothing was refunded. */
function refundedSoFar({ order, money }: Facts): 'nothing' | 'part' | 'all' {
  if (order?.status === 'refunded') return 'all';
  if (money === null || money.refunded.isZero()) return 'nothing';
  return money.refunded.gte(money.price) ? 'all' : 'part';
}

function contradictsRecordedDate({ input, purchasedOn }: Facts): boolean {
  const readings = input.claim.purchaseDateReadings;
  if (purchasedOn === null || readings.length === 0) return false;
  return readings.every((reading) => Math.abs(daysBetween(reading, purchasedOn)) > DATE_TOLERANCE_DAYS);
}

/** A limit that is no amount lets nothing through unseen. */
function isOver(limit: string | null, amount: Decimal): boolean {
  if (limit === null) return false;
  const most = parseAmount(limit);
  return most === null || amount.gt(most);
}
