import { setImmediate } from 'node:timers/promises';
import type { Finding } from '../../domain/finding.ts';
import { UnusableInput } from '../../domain/problem.ts';
import { ok, refuse } from '../../domain/result.ts';
import type { OrderBookUnavailable } from '../../ports/order-book.ts';
import { type FoundRecord, matchCandidates, numbersStillUnasked, unusableOf, type Wanted, wantedOf } from '../match-candidates.ts';
import type { OpenedBook, OrderBookOptions } from '../opened-book.ts';
import type { TableMapping } from '../table-columns.ts';
import { NameIndex } from './name-index.ts';
import { OrderTable } from './order-table.ts';
import { SqliteFile } from './sqlite-file.ts';

/** Looking at every row is cheaper than an index for a file that changes between two mails; one that lies still gets an index. */
const SCANS_BEFORE_INDEX = 3;
/** Some 20 ms of reading: a writer of the shop's never waits longer for the index. */
const INDEX_CHUNK_ROWS = 20_000;
/** Enough for `doctor` to meet a systematic mistake. */
const SAMPLE_ORDERS = 1000;

/** A shop's own SQLite file, opened read-only. Each look-up sees the file as it is then. */
export function openSqliteBook(path: string, mapping: TableMapping, { onUnusable }: OrderBookOptions): OpenedBook {
  const file = new SqliteFile(path);
  const names = new NamesOfStillFile(file, mapping);
  const explained = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw explainMisuse(error, path);
    }
  };
  // Mistakes of the mapping end the start, not the first mail; a file that is locked now may be free then.
  try {
    explained(() => file.read((database) => new OrderTable(database, mapping, path)));
  } catch (error) {
    if (resultCode(error) === null) throw error;
  }
  return {
    find: async ({ candidates }, signal) => {
      signal.throwIfAborted();
      try {
        const { records, asOf } = explained(() => names.find(wantedOf(candidates)));
        const matches = matchCandidates(candidates, records);
        for (const entry of unusableOf(matches)) onUnusable(entry);
        await names.indexIfStill(signal);
        return ok({ matches, asOf });
      } catch (error) {
        const unavailable = whyUnavailable(error, path);
        if (unavailable === null) throw error;
        return refuse(unavailable);
      }
    },
    examine: async () => explained(() => file.read((database) => examineTable(new OrderTable(database, mapping, path), database, path))),
    close: async () => {
      names.close();
      file.close();
    },
  };
}

type Database = Parameters<OrderTable['count']>[0];

function examineTable(table: OrderTable, database: Database, path: string): readonly Finding[] {
  const sample = table.sample(database, SAMPLE_ORDERS);
  const unusable = sample.filter(({ entry }) => entry.kind === 'unusable');
  const found = `${path}: ${table.count(database)} orders, opened read-only`;
  if (unusable.length === 0) return [{ check: 'order book', state: 'ok', what: found }];
  const [first] = unusable.flatMap(({ entry }) => (entry.kind === 'unusable' ? entry.problems : []));
  const example = first === undefined ? '' : `, such as ${first.place}: ${first.what}`;
  const what = `${found}; ${unusable.length} of ${sample.length} looked at are unusable${example}`;
  return [{ check: 'order book', state: 'note', what, ...(first?.mend === undefined ? {} : { mend: first.mend }) }];
}

/** Finds by looking at every row, and by an index once the file has lain still for a few look-ups. */
class NamesOfStillFile {
  readonly #file: SqliteFile;
  readonly #mapping: TableMapping;
  #index: NameIndex | null = null;
  #isBuilding = false;
  #still: { readonly state: string | null; scans: number } = { state: null, scans: 0 };

  constructor(file: SqliteFile, mapping: TableMapping) {
    this.#file = file;
    this.#mapping = mapping;
  }

  find(wanted: Wanted): { readonly records: readonly FoundRecord[]; readonly asOf: Date } {
    return this.#file.read((database, state) => {
      const asOf = new Date();
      const table = new OrderTable(database, this.#mapping, this.#file.path);
      const index = this.#indexOf(state);
      const look = (names: Wanted) => (index ? table.byRowNumber(database, index.rowsOf(names)) : table.scanFor(database, names));
      const records = look(wanted);
      const sharing = numbersStillUnasked(records, wanted);
      return { records: sharing.length === 0 ? records : merge(records, look({ orderIds: sharing, transactionIds: [] })), asOf };
    });
  }

  /** In pieces, each a read of its own, so that neither a writer nor other mails wait for the whole of it. */
  async indexIfStill(signal: AbortSignal): Promise<void> {
    const { state, scans } = this.#still;
    if (state === null || scans < SCANS_BEFORE_INDEX || this.#index !== null || this.#isBuilding) return;
    const index = new NameIndex(state);
    this.#isBuilding = true;
    try {
      let last: bigint | null = -(2n ** 63n);
      while (last !== null && !signal.aborted) {
        last = this.#indexAfter(index, last);
        await setImmediate();
      }
      if (last === null) {
        index.seal();
        this.#index = index;
      }
    } catch {
      // Nothing was asked for: the next look-up meets the same fault where it can be told.
    } finally {
      if (this.#index !== index) index.close();
      this.#isBuilding = false;
      this.#still = { state: null, scans: 0 };
    }
  }

  close(): void {
    this.#index?.close();
    this.#index = null;
  }

  /** @returns the last row taken in; null at the end. @throws where the file has changed */
  #indexAfter(index: NameIndex, last: bigint): bigint | null {
    return this.#file.read((database, state) => {
      if (state !== index.state) throw new Error('the file has changed');
      const table = new OrderTable(database, this.#mapping, this.#file.path);
      if (!table.hasRowNumbers) throw new Error('nothing to index by');
      const rows = table.namesAfter(database, last, INDEX_CHUNK_ROWS);
      for (const row of rows) index.add(row);
      return rows.at(-1)?.row ?? null;
    });
  }

  #indexOf(state: string | null): NameIndex | null {
    if (this.#index !== null && this.#index.state === state) return this.#index;
    this.close();
    this.#still = { state, scans: this.#still.state === state && state !== null ? this.#still.scans + 1 : 1 };
    return null;
  }
}

/** A row that is found by both its names is one record. */
function merge(records: readonly FoundRecord[], others: readonly FoundRecord[]): readonly FoundRecord[] {
  const keys = new Set(others.map(({ key }) => key));
  return [...records.filter(({ key }) => key === null || !keys.has(key)), ...others];
}

/** Primary result codes, https://www.sqlite.org/rescode.html */
const MISUSE = { 1: 'cannot be read as its mapping has it', 11: 'is damaged', 26: 'is no SQLite database' } as const;
const TRANSIENT = [5, 6, 8, 10, 14, 17];

function resultCode(error: unknown): number | null {
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : null;
}

function explainMisuse(error: unknown, path: string): unknown {
  const what = MISUSE[resultCode(error) as keyof typeof MISUSE];
  return what === undefined ? error : new UnusableInput([{ place: path, what: `${what}: ${(error as Error).message}` }]);
}

/** Locked for longer than we wait, or gone for the moment in which it is replaced. */
function whyUnavailable(error: unknown, path: string): OrderBookUnavailable | null {
  const code = resultCode(error);
  const isGone = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  if (!isGone && (code === null || !TRANSIENT.includes(code))) return null;
  return { kind: 'unavailable', why: `${path}: ${(error as Error).message}` };
}
