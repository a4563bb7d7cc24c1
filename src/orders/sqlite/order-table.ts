import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { UnusableInput } from '../../domain/problem.ts';
import type { FoundRecord, Wanted } from '../match-candidates.ts';
import { readOrder } from '../read-order.ts';
import { fieldsOfRow, findColumns, type TableColumns, type TableMapping } from '../table-columns.ts';

type Row = Readonly<Record<string, unknown>>;

/** What JavaScript's `trim` takes away, and the `#` before an order number. */
const SPACE =
  '\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff';
const AROUND_A_NUMBER = `#${SPACE}`;
/** Some 0.1 s more for a million rows and each reference. */
const MOST_SOUGHT_IN_TEXT = 8;
/** Under this name the number of a row comes with its columns; no shop has such a column. */
const ROW = 'row number of refund-triage';

/** A row's two searchable columns, as they are. */
export interface RowNames {
  readonly row: bigint;
  readonly orderId: unknown;
  readonly transactionIds: unknown;
}

/** The table or view of a shop's database that holds its orders. All queries read; none is built from a mail's words. */
export class OrderTable {
  readonly #place: string;
  readonly #table: string;
  readonly #columns: TableColumns;
  readonly #orderId: string;
  readonly #transactionIds: string | null;
  /** Views, and tables WITHOUT ROWID, have no row numbers. */
  readonly hasRowNumbers: boolean;

  /** @throws UnusableInput where there is no such table, or a column is missing */
  constructor(database: DatabaseSync, mapping: TableMapping, file: string) {
    this.#place = `${file}: ${mapping.table}`;
    this.#table = quote(mapping.table);
    this.#columns = findColumns(columnNames(database, mapping.table, file), mapping, this.#place);
    this.#orderId = quote(this.#columns.columns.get('orderId') ?? 'orderId');
    const transactionIds = this.#columns.columns.get('transactionIds');
    this.#transactionIds = transactionIds === undefined ? null : quote(transactionIds);
    this.hasRowNumbers = canPrepare(database, `SELECT rowid FROM ${this.#table}`);
  }

  /** Looks at every row: some 0.3 s for a million. */
  scanFor(database: DatabaseSync, wanted: Wanted): readonly FoundRecord[] {
    const { condition, values } = this.#condition(wanted);
    if (values.length === 0) return [];
    return this.#read(database, `WHERE ${condition}`, values);
  }

  /** @param rows numbers that may be gone by now */
  byRowNumber(database: DatabaseSync, rows: readonly bigint[]): readonly FoundRecord[] {
    return rows.flatMap((row) => this.#read(database, 'WHERE rowid = ?', [row]));
  }

  /** Up to `limit` orders, for a check. */
  sample(database: DatabaseSync, limit: number): readonly FoundRecord[] {
    return this.#read(database, 'LIMIT ?', [limit]);
  }

  count(database: DatabaseSync): number {
    return (database.prepare(`SELECT count(*) AS orders FROM ${this.#table}`).get() as { readonly orders: number }).orders;
  }

  /** The names of up to `limit` rows behind `row`, by row number. */
  namesAfter(database: DatabaseSync, row: bigint, limit: number): readonly RowNames[] {
    const statement = database.prepare(
      `SELECT rowid AS row, ${this.#orderId} AS orderId, ${this.#transactionIds ?? 'NULL'} AS transactionIds
       FROM ${this.#table} WHERE rowid > ? ORDER BY rowid LIMIT ?`,
    );
    statement.setReadBigInts(true);
    return statement.all(row, limit) as unknown as readonly RowNames[];
  }

  /**
   * Every row that is wanted meets it, and few others: the exact comparison follows on what is found.
   * JSON may write a character of a reference as an escape, so a list with a backslash in it is always looked at.
   */
  #condition({ orderIds, transactionIds }: Wanted): { readonly condition: string; readonly values: readonly SQLInputValue[] } {
    const numbered = `lower(trim(CAST(${this.#orderId} AS TEXT), '${AROUND_A_NUMBER}')) IN (SELECT value FROM json_each(?))`;
    const bare = orderIds.map(bareNumber);
    const conditions = bare.length === 0 ? [] : [numbered];
    const values: SQLInputValue[] = bare.length === 0 ? [] : [JSON.stringify(bare)];
    if (this.#transactionIds !== null && transactionIds.length > 0) {
      const referred = referenceCondition(this.#transactionIds, transactionIds);
      conditions.push(referred.condition);
      values.push(...referred.values);
    }
    return { condition: conditions.join(' OR '), values };
  }

  #read(database: DatabaseSync, clause: string, values: readonly SQLInputValue[]): readonly FoundRecord[] {
    const columns = [...new Set(this.#columns.columns.values())].map(quote).join(', ');
    const row = this.hasRowNumbers ? `, rowid AS "${ROW}"` : '';
    const statement = database.prepare(`SELECT ${columns}${row} FROM ${this.#table} ${clause}`);
    statement.setReadBigInts(true);
    return (statement.all(...values) as readonly Row[]).map((found) => this.#record(found));
  }

  #record(row: Row): FoundRecord {
    const fields = fieldsOfRow(row, this.#columns);
    const number = row[ROW];
    const place = typeof number === 'bigint' ? `${this.#place} row ${number}` : `${this.#place} ${JSON.stringify(fields['orderId'])}`;
    const read = readOrder({ position: 0, fields, problems: [] }, (field) => (field === undefined ? place : `${place}: ${field}`));
    return { ...read, place };
  }
}

/** Few references are soonest found in a list's text; of many, as a hostile mail may have, each would be a search of its own in every row. */
function referenceCondition(
  column: string,
  transactionIds: readonly string[],
): { readonly condition: string; readonly values: readonly string[] } {
  if (transactionIds.length <= MOST_SOUGHT_IN_TEXT) {
    const sought = transactionIds.map(() => `instr(${column}, ?)`);
    return { condition: [...sought, `instr(${column}, '\\')`].join(' OR '), values: transactionIds };
  }
  const names = JSON.stringify(transactionIds);
  const inList = `EXISTS (SELECT 1 FROM json_each(${column}) AS listed WHERE trim(listed.value, '${SPACE}') IN (SELECT value FROM json_each(?)))`;
  const alone = `trim(CAST(${column} AS TEXT), '${SPACE}') IN (SELECT value FROM json_each(?))`;
  return {
    condition: `CASE WHEN json_valid(${column}) AND json_type(${column}) = 'array' THEN ${inList} ELSE ${alone} END`,
    values: [names, names],
  };
}

/** As the condition sees it: bare of every `#` and every space at its ends. */
function bareNumber(orderId: string): string {
  let [from, to] = [0, orderId.length];
  while (from < to && AROUND_A_NUMBER.includes(orderId.charAt(from))) from += 1;
  while (to > from && AROUND_A_NUMBER.includes(orderId.charAt(to - 1))) to -= 1;
  return orderId.slice(from, to);
}

function columnNames(database: DatabaseSync, table: string, file: string): readonly string[] {
  const columns = database.prepare('SELECT name FROM pragma_table_xinfo(?)').all(table) as unknown as readonly { readonly name: string }[];
  if (columns.length > 0) return columns.map(({ name }) => name);
  const tables = database
    .prepare("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%' ORDER BY name")
    .all() as unknown as readonly { readonly name: string }[];
  const there = tables.length === 0 ? 'it has no tables' : `it has ${tables.map(({ name }) => name).join(', ')}`;
  const mend = 'name the table or view of the orders in the file that ORDERS_MAPPING names';
  throw new UnusableInput([{ place: file, what: `has no table ${table} (${there})`, mend }]);
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function canPrepare(database: DatabaseSync, sql: string): boolean {
  try {
    database.prepare(sql);
    return true;
  } catch {
    return false;
  }
}
