import { DatabaseSync } from 'node:sqlite';
import type { OrderEntry } from '../../domain/order.ts';
import type { Problem } from '../../domain/problem.ts';
import type { LedgerEvent } from '../attribution/ledger-event.ts';
import type { FoundRecord, Wanted } from '../match-candidates.ts';
import type { ReadEvent } from './read-event.ts';

// A database named '' is SQLite's own temporary file: private to this connection, already unlinked, gone with the process.
const SCHEMA = `
  PRAGMA journal_mode = OFF;
  PRAGMA synchronous = OFF;
  PRAGMA cache_size = -16384;
  CREATE TABLE purchases (n INTEGER PRIMARY KEY, key TEXT, account TEXT, place TEXT NOT NULL, entry TEXT NOT NULL, refs TEXT NOT NULL) STRICT;
  CREATE TABLE refs (reference TEXT NOT NULL, n INTEGER NOT NULL) STRICT;
  CREATE TABLE events (account TEXT NOT NULL, event TEXT NOT NULL, refund TEXT) STRICT;
  CREATE TABLE problems (account TEXT NOT NULL, problem TEXT NOT NULL) STRICT;
  BEGIN`;

const SEAL = `
  CREATE INDEX purchases_by_key ON purchases (key) WHERE key IS NOT NULL;
  CREATE INDEX refs_by_reference ON refs (reference, n);
  CREATE INDEX events_by_account ON events (account);
  INSERT INTO problems
    SELECT account, json_object('place', place, 'what', 'an order number that stands in several records', 'mend', 'keep the one that is right')
    FROM purchases WHERE account IS NOT NULL AND key IN (SELECT key FROM purchases GROUP BY key HAVING count(*) > 1);
  CREATE INDEX problems_by_account ON problems (account);
  COMMIT`;

/** A purchase's record, before its usage is known. */
export interface PurchaseRecord extends FoundRecord {
  readonly account: string | null;
}

/** What is recorded of one account. */
export interface AccountEvents {
  readonly events: readonly LedgerEvent[];
  /** With the event that took the credits back. */
  readonly refunds: readonly { readonly event: LedgerEvent; readonly amount: string; readonly at: string }[];
  /** Why not everything that happened is known; each makes all orders of the account unusable. */
  readonly problems: readonly Problem[];
}

interface PurchaseRow {
  readonly n: number;
  readonly key: string | null;
  readonly account: string | null;
  readonly place: string;
  readonly entry: string;
  readonly refs: string;
}

/** A ledger on disk, its orders found by their names and its events by their account; memory does not grow with it. Fill it, then seal it. */
export class LedgerIndex {
  readonly #database = new DatabaseSync('');
  readonly #addPurchase;
  readonly #addReference;
  readonly #addEvent;
  readonly #addProblem;
  #purchases = 0;

  constructor() {
    this.#database.exec(SCHEMA);
    this.#addPurchase = this.#database.prepare('INSERT INTO purchases VALUES (?, ?, ?, ?, ?, ?)');
    this.#addReference = this.#database.prepare('INSERT INTO refs VALUES (?, ?)');
    this.#addEvent = this.#database.prepare('INSERT INTO events VALUES (?, ?, ?)');
    this.#addProblem = this.#database.prepare('INSERT INTO problems VALUES (?, ?)');
  }

  add({ account, events, order, refund, problems }: ReadEvent, place: string): void {
    if (order !== null) {
      this.#purchases += 1;
      const refs = JSON.stringify(order.transactionIds);
      this.#addPurchase.run(this.#purchases, order.key, account, place, JSON.stringify(order.entry), refs);
      for (const reference of order.transactionIds) this.#addReference.run(reference, this.#purchases);
    }
    if (account === null) return;
    for (const event of events) this.#addEvent.run(account, JSON.stringify(event), refund && JSON.stringify(refund));
    for (const problem of problems) this.#addProblem.run(account, JSON.stringify(problem));
  }

  seal(): void {
    this.#database.exec(SEAL);
  }

  purchasesNamed({ orderIds, transactionIds }: Wanted): readonly PurchaseRecord[] {
    const byKey = this.#database.prepare('SELECT * FROM purchases WHERE key = ? ORDER BY n');
    const byReference = this.#database.prepare('SELECT purchases.* FROM refs JOIN purchases USING (n) WHERE reference = ? ORDER BY n');
    const rows = [
      ...orderIds.flatMap((name) => byKey.all(name) as unknown as readonly PurchaseRow[]),
      ...transactionIds.flatMap((name) => byReference.all(name) as unknown as readonly PurchaseRow[]),
    ];
    return [...new Map(rows.map((row) => [row.n, row])).values()].map(recordOf);
  }

  orderIdsAsWritten(keys: readonly string[]): ReadonlyMap<string, string> {
    const records = this.purchasesNamed({ orderIds: keys, transactionIds: [] });
    return new Map(
      records.flatMap(({ key, entry }) => (key !== null && entry.kind === 'order' ? [[key, entry.order.orderId] as const] : [])),
    );
  }

  eventsOf(account: string): AccountEvents {
    const rows = this.#database.prepare('SELECT event, refund FROM events WHERE account = ?').all(account) as unknown as readonly {
      readonly event: string;
      readonly refund: string | null;
    }[];
    const parsed = rows.map(({ event, refund }) => ({ event: JSON.parse(event) as LedgerEvent, refund }));
    const refunds = parsed.flatMap(({ event, refund }) =>
      refund === null ? [] : [{ event, ...(JSON.parse(refund) as { readonly amount: string; readonly at: string }) }],
    );
    const found = this.#database.prepare('SELECT problem FROM problems WHERE account = ?').all(account) as unknown as readonly {
      readonly problem: string;
    }[];
    return { events: parsed.map(({ event }) => event), refunds, problems: found.map(({ problem }) => JSON.parse(problem) as Problem) };
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }
}

function recordOf({ key, account, place, entry, refs }: PurchaseRow): PurchaseRecord {
  return { entry: JSON.parse(entry) as OrderEntry, key, transactionIds: JSON.parse(refs) as readonly string[], place, account };
}
