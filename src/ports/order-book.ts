import type { OrderEntry } from '../domain/order.ts';
import type { CreditConsumption } from '../domain/policy.ts';
import type { Result } from '../domain/result.ts';

/** One candidate of a claim and the entry it names. Candidates that name nothing are left out. */
export interface OrderMatch {
  readonly candidate: string;
  readonly entry: OrderEntry;
}

/** The order book did not answer; may be tried again. */
export interface OrderBookUnavailable {
  readonly kind: 'unavailable';
  readonly why: string;
}

/** What one claim asks of the order book. */
export interface OrderQuery {
  /** Order numbers or transaction IDs, best first. */
  readonly candidates: readonly string[];
  /** The account that the mail states or comes from, for a book that is asked by account as well; null where none is known. */
  readonly account: string | null;
  /** Section 4, for a book that works usage out from single events. */
  readonly creditConsumption: CreditConsumption;
}

export interface OrderAnswer {
  /** In the order of the candidates; two where one names an order and is another's transaction ID. */
  readonly matches: readonly OrderMatch[];
  /** The instant at which these were the facts. */
  readonly asOf: Date;
}

/** The record of orders and their credit usage. Read only. */
export interface OrderBook {
  /**
   * Looks up every candidate as an order number (ASCII case, a leading `#` and surrounding space do not matter)
   * and as a transaction ID (exact but for surrounding space).
   * @throws UnusableInput where the book as a whole turns out to be unusable: no candidate is to blame
   */
  find(query: OrderQuery, signal: AbortSignal): Promise<Result<OrderAnswer, OrderBookUnavailable>>;
  close(): Promise<void>;
}
