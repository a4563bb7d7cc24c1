import type { CalendarDate } from './calendar-date.ts';
import type { Clause } from './policy.ts';

export type Outcome = 'full' | 'proportional' | 'none' | 'needs-info' | 'review';

/** Flags that lead to `review`. */
export const REVIEW_FLAGS = [
  'account-mismatch',
  'sender-mismatch',
  'sender-unclear',
  'authentication-failed',
  'disputed',
  'order-cancelled',
  'already-refunded',
  'invalid-order',
  'usage-exceeds-purchase',
  'purchase-in-future',
  'multiple-orders',
  'date-mismatch',
  'no-policy',
  'usage-unavailable',
  'delivery-uncertain',
] as const;

/** Flags that inform a reviewer and change nothing. */
export const INFORMATION_FLAGS = [
  'order-not-found',
  'sender-unauthenticated',
  'date-ambiguous',
  'partly-refunded',
  'reply-to-differs',
  'receipt-time-unverified',
  'amount-over-limit',
  'duplicate-request',
] as const;

export type ReviewFlag = (typeof REVIEW_FLAGS)[number];
export type Flag = ReviewFlag | (typeof INFORMATION_FLAGS)[number];

/** One rule looked at: enough to redo its arithmetic by hand. */
export interface TraceStep {
  readonly rule: string;
  readonly clause: Clause;
  readonly inputs: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
  readonly result: string | number | boolean | null;
  readonly because: string;
}

export interface Decision {
  readonly outcome: Outcome;
  /** Two decimals, plain: `"22.43"`. */
  readonly amount: string;
  readonly currency: string | null;
  readonly creditsToRemove: number;
  readonly clauses: readonly Clause[];
  readonly flags: readonly Flag[];
  readonly trace: readonly TraceStep[];
  /** The effective date of the version applied. */
  readonly policyVersion: string;
}

export interface Deadlines {
  readonly reviewBy: CalendarDate;
  /** Null unless a refund is due. */
  readonly processFrom: CalendarDate | null;
  readonly processBy: CalendarDate | null;
}
