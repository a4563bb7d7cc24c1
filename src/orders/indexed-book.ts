import type { OrderEntry } from '../domain/order.ts';
import { ok } from '../domain/result.ts';
import type { OrderBook } from '../ports.ts';
import { BookIndex } from './book-index.ts';
import { readOrder } from './read-order.ts';
import type { RecordSource } from './record.ts';

/**
 * Reads a whole book once and answers from that reading: a file that changes later is seen by the next opening.
 * @param onUnusable told of every entry set aside: unusable records as they are met, then repeated order numbers
 */
export async function indexBook(source: RecordSource, onUnusable: (entry: OrderEntry) => void, signal: AbortSignal): Promise<OrderBook> {
  const asOf = new Date();
  const index = new BookIndex((position) => source.placeOf(position));
  try {
    for await (const record of source.records) {
      signal.throwIfAborted();
      const read = readOrder(record, (field) => source.placeOf(record.position, field));
      if (read.entry.kind === 'unusable') onUnusable(read.entry);
      index.add(record.position, read);
    }
    for (const entry of index.seal()) onUnusable(entry);
  } catch (error) {
    index.close();
    throw error;
  }
  return bookOf(index, asOf);
}

function bookOf(index: BookIndex, asOf: Date): OrderBook {
  return {
    find: async ({ candidates }, signal) => {
      signal.throwIfAborted();
      const matches = candidates.flatMap((candidate) => index.find(candidate).map((entry) => ({ candidate, entry })));
      return ok({ matches, asOf });
    },
    close: async () => index.close(),
  };
}
