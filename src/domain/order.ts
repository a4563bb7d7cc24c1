import type { Problem } from './problem.ts';

type OrderStatus = 'paid' | 'refunded' | 'disputed' | 'cancelled';

/** An earlier refund of the same order. */
interface PastRefund {
  /** Decimal string, in the order's currency. */
  readonly amount: string;
  /** ISO 8601. */
  readonly at: string;
}

/** Whose the used credits were, where a book knows every single use. */
export interface CreditAttribution {
  readonly purchasedUsed: number;
  readonly bonusUsed: number;
  /** Neither used nor expired, nor taken back by an earlier refund. */
  readonly purchasedLeft: number;
  readonly bonusLeft: number;
  /** Used beyond all that the account had. */
  readonly beyond: number;
}

/** One order as its book records it, defaults filled in. Money is a decimal string in `currency`. */
export interface Order {
  readonly orderId: string;
  readonly transactionIds: readonly string[];
  readonly accountEmail: string;
  /** ISO 8601 with offset, or `YYYY-MM-DD`. */
  readonly purchasedAt: string;
  /** ISO 4217. */
  readonly currency: string;
  /** What was charged, all included. */
  readonly total: string;
  readonly tax: string;
  readonly processingFee: string;
  readonly conversionDifference: string;
  /** Without bonus. */
  readonly creditsPurchased: number;
  readonly creditsBonus: number;
  /** Of purchased and bonus credits together. */
  readonly creditsUsed: number;
  readonly refunds: readonly PastRefund[];
  readonly status: OrderStatus;
  /** Only of a ledger of single events. The policy then splits nothing: it is known. */
  readonly attribution?: CreditAttribution;
}

/** What a book holds under one name. An unusable entry is kept apart, so that a request for it reaches a person. */
export type OrderEntry =
  | { readonly kind: 'order'; readonly order: Order }
  | { readonly kind: 'unusable'; readonly orderId: string; readonly accountEmail: string | null; readonly problems: readonly Problem[] };

/** What the order book answers to a claim, at one instant. */
export type OrderFacts =
  | { readonly kind: 'none-named' }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'found'; readonly candidate: string; readonly entry: OrderEntry; readonly otherOrderIds: readonly string[] }
  | { readonly kind: 'unavailable'; readonly why: string };
