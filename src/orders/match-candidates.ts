import type { OrderEntry } from '../domain/order.ts';
import { comparableOrderId, comparableTransactionId } from '../domain/order-id.ts';
import type { OrderMatch } from '../ports/order-book.ts';
import { MAX_ID_CHARS } from './order-schema.ts';
import type { ReadOrder } from './read-order.ts';
import { setAside } from './repeated-order.ts';

/** A record of a live book that may be what a candidate names, with its place for messages. */
export interface FoundRecord extends ReadOrder {
  readonly place: string;
}

/** The names to ask a live book for, in their comparable forms, each once. */
export interface Wanted {
  readonly orderIds: readonly string[];
  readonly transactionIds: readonly string[];
}

/** Databases refuse text with it (SQLite cuts it off, PostgreSQL gives an error), and no order has it in its number. */
const NUL = '\0';

export function wantedOf(candidates: readonly string[]): Wanted {
  const sound = candidates.filter((candidate) => !candidate.includes(NUL) && candidate.trim().length <= MAX_ID_CHARS + 1);
  const orderIds = new Set(sound.map(comparableOrderId));
  const transactionIds = new Set(sound.map(comparableTransactionId));
  orderIds.delete('');
  transactionIds.delete('');
  return { orderIds: [...orderIds], transactionIds: [...transactionIds] };
}

/** Order numbers of `records` that were not asked for: a payment reference led there, and other records may share them. */
export function numbersStillUnasked(records: readonly ReadOrder[], asked: Wanted): readonly string[] {
  const known = new Set(asked.orderIds);
  return [...new Set(records.flatMap(({ key }) => (key === null || known.has(key) ? [] : [key])))];
}

/** @param records everything that a book holds under the candidates' names, and under the order numbers found by them; more does no harm */
export function matchCandidates(candidates: readonly string[], records: readonly FoundRecord[]): readonly OrderMatch[] {
  const sharing = Map.groupBy(records, (record) => record.key ?? record);
  const entries = new Map([...sharing].map(([name, group]) => [name, entryOf(group)]));
  return candidates.flatMap((candidate) => {
    const [orderId, transactionId] = [comparableOrderId(candidate), comparableTransactionId(candidate)];
    const numbered = records.filter(({ key }) => orderId !== '' && key === orderId);
    const referenced = records.filter(({ transactionIds }) => transactionIds.includes(transactionId)).toSorted(byNumber);
    const names = new Set([...numbered, ...referenced].map((record) => record.key ?? record));
    return [...names].flatMap((name) => {
      const entry = entries.get(name);
      return entry === undefined ? [] : [{ candidate, entry }];
    });
  });
}

/** Every unusable entry among those that were matched, once. */
export function unusableOf(matches: readonly OrderMatch[]): readonly OrderEntry[] {
  return [...new Set(matches.map(({ entry }) => entry))].filter(({ kind }) => kind === 'unusable');
}

/** A database gives its rows in any order; the same mail must have the same answer. */
function byNumber(a: FoundRecord, b: FoundRecord): number {
  const [first, second] = [a.key ?? '', b.key ?? ''];
  return first < second ? -1 : first > second ? 1 : 0;
}

function entryOf(group: readonly FoundRecord[]): OrderEntry {
  const [first] = group;
  if (first === undefined) throw new Error('a group without records');
  return group.length === 1
    ? first.entry
    : setAside(
        group.map(({ entry }) => entry),
        group.map(({ place }) => place),
      );
}
