import type { Finding } from '../domain/finding.ts';
import type { OrderEntry } from '../domain/order.ts';
import type { CreditConsumption } from '../domain/policy.ts';
import type { Secret } from '../domain/secret.ts';
import type { UsageLine } from '../domain/usage-explanation.ts';
import type { OrderBook } from '../ports/order-book.ts';

export interface OrderBookOptions {
  /** Told of every order that is set aside, with its problems: at once where a book is read whole, else when a mail names it. */
  readonly onUnusable: (entry: OrderEntry) => void;
  readonly signal: AbortSignal;
  /** The clock: what a ledger dates later has not happened. Default: the system's. */
  readonly now?: () => Date;
  /** Default: nothing is set. */
  readonly settings?: Partial<OrderBookSettings>;
}

/** What the kinds of books need besides their address. */
interface OrderBookSettings {
  /** A JSON file that says which table and columns hold the orders. */
  readonly mappingFile: string | null;
  /** A query of the shop's own, for PostgreSQL; null: on the mapped table. */
  readonly query: string | null;
  /** Where the address of a database has none. */
  readonly password: Secret | null;
  /** For one attempt at one look-up. */
  readonly timeoutMs: number;
  /** For a web service: RFC 6750, and a signature of ours. */
  readonly token: Secret | null;
  readonly hmacSecret: Secret | null;
  readonly hmacHeader: string;
  /** A PEM file of further certificate authorities. */
  readonly caFile: string | null;
}

/** An order book that can say how it is. */
export interface OpenedBook extends OrderBook {
  /** For `doctor`. Asks the source, changes nothing. */
  examine(signal: AbortSignal): Promise<readonly Finding[]>;
  /** Only of a ledger: every step of the attribution of the usage of the account that `orderId` belongs to. */
  explainUsage?(orderId: string, consumption: CreditConsumption): Promise<readonly UsageLine[]>;
}
