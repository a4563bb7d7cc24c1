import type { OrderEntry } from './domain/order.ts';
import type { Result } from './domain/result.ts';

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

/** The record of orders and their credit usage. Read only. */
export interface OrderBook {
  /**
   * Looks up every candidate as an order number (ASCII case, a leading `#` and surrounding space do not matter)
   * and as a transaction ID (exact but for surrounding space).
   * @returns matches in the order of `candidates`; two where one names an order and is another's transaction ID
   */
  find(candidates: readonly string[], signal: AbortSignal): Promise<Result<readonly OrderMatch[], OrderBookUnavailable>>;
  close(): Promise<void>;
}
