import type { OrderEntry } from '../domain/order.ts';
import type { BookFiller } from './indexed-book.ts';
import type { OpenedBook } from './opened-book.ts';

/** A book that was read whole, and what `doctor` says of it. */
export function totalsBook(filler: BookFiller, where: string, asOf: Date, onUnusable: (entry: OrderEntry) => void): OpenedBook {
  const unusable: OrderEntry[] = [];
  const book = filler.finish(asOf, (entry) => unusable.push(entry));
  for (const entry of unusable) onUnusable(entry);
  const what = unusable.length === 0 ? where : `${where}; ${unusable.length} unusable orders are set aside, triage names them`;
  return { ...book, examine: async () => [{ check: 'order book', state: 'ok', what }] };
}
