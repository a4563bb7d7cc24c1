import type { Problem } from '../domain/problem.ts';

/** One record of a book, before anything in it is believed. */
export interface RawRecord {
  /** Unique in its book, ascending: the line of a CSV file, the index in a JSON list. */
  readonly position: number;
  /** An object with the contract's field names; anything else is an unusable record. */
  readonly fields: unknown;
  /** What is wrong with the record as a whole. */
  readonly problems: readonly Problem[];
}

/** A book's records in its own order, and how to name their places to a person. */
export interface RecordSource {
  readonly records: AsyncIterable<RawRecord>;
  /** `orders.csv line 17: total`, `orders.json: orders[16].total`; without a field the record itself. */
  placeOf(position: number, field?: string): string;
}
