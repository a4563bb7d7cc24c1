import type { OrderEntry } from '../domain/order.ts';
import { ok } from '../domain/result.ts';
import type { OrderBook } from '../ports/order-book.ts';
import { BookIndex } from './book-index.ts';
import { readOrder } from './read-order.ts';
import type { RawRecord } from './record.ts';

/** Takes a whole book in once, and answers from that reading: a file that changes later is seen by the next opening. */
export class BookFiller {
  readonly #placeOf: (position: number, field?: string) => string;
  readonly #index: BookIndex;
  readonly #unusable: OrderEntry[] = [];

  constructor(placeOf: (position: number, field?: string) => string) {
    this.#placeOf = placeOf;
    this.#index = new BookIndex(placeOf);
  }

  add(record: RawRecord): void {
    const read = readOrder(record, (field) => this.#placeOf(record.position, field));
    if (read.entry.kind === 'unusable') this.#unusable.push(read.entry);
    this.#index.add(record.position, read);
  }

  /** @param onUnusable told of every entry set aside: unusable records in their order, then repeated order numbers */
  finish(asOf: Date, onUnusable: (entry: OrderEntry) => void): OrderBook {
    for (const entry of [...this.#unusable, ...this.#index.seal()]) onUnusable(entry);
    return {
      find: async ({ candidates }, signal) => {
        signal.throwIfAborted();
        const matches = candidates.flatMap((candidate) => this.#index.find(candidate).map((entry) => ({ candidate, entry })));
        return ok({ matches, asOf });
      },
      close: async () => this.#index.close(),
    };
  }

  abandon(): void {
    this.#index.close();
  }
}
