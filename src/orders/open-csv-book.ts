import { csvRecords } from './csv-records.ts';
import { BookFiller } from './indexed-book.ts';
import type { OpenedBook, OrderBookOptions } from './opened-book.ts';
import { totalsBook } from './totals-book.ts';

/** A CSV order book, read whole. */
export async function openCsvBook(file: string, { onUnusable, signal, now = () => new Date() }: OrderBookOptions): Promise<OpenedBook> {
  const asOf = now();
  const source = csvRecords(file, signal);
  const filler = new BookFiller((position, field) => source.placeOf(position, field));
  try {
    for await (const record of source.records) {
      signal.throwIfAborted();
      filler.add(record);
    }
    return totalsBook(filler, file, asOf, onUnusable);
  } catch (error) {
    filler.abandon();
    throw error;
  }
}
