import { DatabaseSync } from 'node:sqlite';
import type { Order, OrderEntry } from '../domain/order.ts';
import { comparableOrderId, comparableTransactionId } from '../domain/order-id.ts';
import { ORDER_FIELDS } from './order-schema.ts';
import type { ReadOrder } from './read-order.ts';
import { setAside } from './repeated-order.ts';

/** Pages of the index kept in memory, in KiB. More is no faster: building sorts on disk, a look-up touches a few pages. */
const CACHE_KIB = 16_384;

// A database named '' is SQLite's own temporary file: private to this connection, already unlinked, gone with the process.
const SCHEMA = `
  PRAGMA journal_mode = OFF;
  PRAGMA synchronous = OFF;
  PRAGMA cache_size = -${CACHE_KIB};
  CREATE TABLE entries (position INTEGER PRIMARY KEY, key TEXT, entry TEXT NOT NULL) STRICT;
  CREATE TABLE transactions (reference TEXT NOT NULL, position INTEGER NOT NULL) STRICT;
  BEGIN`;

// After the rows: sorting once is several times faster than keeping a tree in order a million times.
const SEAL = `
  CREATE INDEX entries_by_key ON entries (key) WHERE key IS NOT NULL;
  CREATE INDEX transactions_by_reference ON transactions (reference, position);
  COMMIT`;

interface Row {
  readonly position: number;
  readonly key: string | null;
  readonly entry: string;
}

/**
 * The entries of one book on disk, found by comparable order number and transaction ID; memory does not grow with the book.
 * Fill it with `add`, then `seal` it, then look up.
 */
export class BookIndex {
  readonly #database = new DatabaseSync('');
  readonly #placeOf: (position: number) => string;
  readonly #addEntry;
  readonly #addTransaction;
  #byKey: ReturnType<DatabaseSync['prepare']> | null = null;
  #byTransaction: ReturnType<DatabaseSync['prepare']> | null = null;

  constructor(placeOf: (position: number) => string) {
    this.#placeOf = placeOf;
    this.#database.exec(SCHEMA);
    this.#addEntry = this.#database.prepare('INSERT INTO entries VALUES (?, ?, ?)');
    this.#addTransaction = this.#database.prepare('INSERT INTO transactions VALUES (?, ?)');
  }

  add(position: number, { entry, key, transactionIds }: ReadOrder): void {
    this.#addEntry.run(position, key, pack(entry));
    for (const reference of transactionIds) this.#addTransaction.run(reference, position);
  }

  /** @returns the order numbers that the book gives to several records, each as the one unusable entry they now are */
  seal(): readonly OrderEntry[] {
    this.#database.exec(SEAL);
    this.#byKey = this.#database.prepare('SELECT position, key, entry FROM entries WHERE key = ? ORDER BY position');
    this.#byTransaction = this.#database.prepare(
      'SELECT position, key, entry FROM transactions JOIN entries USING (position) WHERE reference = ? ORDER BY position',
    );
    const doubled = this.#database
      .prepare('SELECT key FROM entries WHERE key IS NOT NULL GROUP BY key HAVING count(*) > 1 ORDER BY min(position)')
      .all() as unknown as readonly { readonly key: string }[];
    return doubled.map(({ key }) => this.#entryOf(this.#rowsByKey(key)));
  }

  /** Every entry that `candidate` names, as an order number or as a transaction ID, each once. */
  find(candidate: string): readonly OrderEntry[] {
    const found = new Map<string | number, OrderEntry>();
    const numbered = this.#rowsByKey(comparableOrderId(candidate));
    const referenced = this.#byTransaction?.all(comparableTransactionId(candidate)) as unknown as readonly Row[];
    for (const row of [...numbered, ...referenced]) {
      const name = row.key ?? row.position;
      if (!found.has(name)) found.set(name, this.#entryOf(row.key === null ? [row] : this.#rowsByKey(row.key)));
    }
    return [...found.values()];
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }

  #rowsByKey(key: string): readonly Row[] {
    return this.#byKey?.all(key) as unknown as readonly Row[];
  }

  #entryOf(rows: readonly Row[]): OrderEntry {
    const entries = rows.map((row) => unpack(row.entry));
    const [first] = entries;
    if (first === undefined) throw new Error('an order number was looked up that no record has');
    return entries.length === 1
      ? first
      : setAside(
          entries,
          rows.map((row) => this.#placeOf(row.position)),
        );
  }
}

/** An order as the bare list of its values: field names would be half of a million rows. */
function pack(entry: OrderEntry): string {
  return JSON.stringify(entry.kind === 'order' ? ORDER_FIELDS.map((field) => entry.order[field]) : entry);
}

function unpack(text: string): OrderEntry {
  const stored = JSON.parse(text) as OrderEntry | readonly unknown[];
  if (!isPackedOrder(stored)) return stored;
  return { kind: 'order', order: Object.fromEntries(ORDER_FIELDS.map((field, at) => [field, stored[at]])) as unknown as Order };
}

function isPackedOrder(stored: OrderEntry | readonly unknown[]): stored is readonly unknown[] {
  return Array.isArray(stored);
}
