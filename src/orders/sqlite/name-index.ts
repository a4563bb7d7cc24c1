import { DatabaseSync } from 'node:sqlite';
import { comparableOrderId } from '../../domain/order-id.ts';
import type { Wanted } from '../match-candidates.ts';
import { readTransactionIds } from '../read-order.ts';
import { transactionList } from '../table-columns.ts';
import type { RowNames } from './order-table.ts';

// A database named '' is SQLite's own temporary file: private to this connection, already unlinked, gone with the process.
const SCHEMA = `
  PRAGMA journal_mode = OFF;
  PRAGMA synchronous = OFF;
  CREATE TABLE numbers (key TEXT NOT NULL, row INTEGER NOT NULL) STRICT;
  CREATE TABLE refs (reference TEXT NOT NULL, row INTEGER NOT NULL) STRICT;
  BEGIN`;

const SEAL = `
  CREATE INDEX numbers_by_key ON numbers (key, row);
  CREATE INDEX refs_by_reference ON refs (reference, row);
  COMMIT`;

/**
 * Which rows of a table bear which names, in their comparable forms, for one state of its file. The facts themselves are always read
 * from the file; this only says where. It exists because hardly a shop's table has an index on such a form, or any on a list of references.
 */
export class NameIndex {
  readonly state: string;
  readonly #database = new DatabaseSync('');
  readonly #addNumber;
  readonly #addReference;

  constructor(state: string) {
    this.state = state;
    this.#database.exec(SCHEMA);
    this.#addNumber = this.#database.prepare('INSERT INTO numbers VALUES (?, ?)');
    this.#addReference = this.#database.prepare('INSERT INTO refs VALUES (?, ?)');
  }

  add({ row, orderId, transactionIds }: RowNames): void {
    const key = typeof orderId === 'string' || typeof orderId === 'bigint' ? comparableOrderId(String(orderId)) : '';
    if (key !== '') this.#addNumber.run(key, row);
    for (const reference of readTransactionIds(transactionList(transactionIds))) this.#addReference.run(reference, row);
  }

  seal(): void {
    this.#database.exec(SEAL);
  }

  rowsOf({ orderIds, transactionIds }: Wanted): readonly bigint[] {
    const rows = new Set<bigint>();
    for (const [table, column, names] of [
      ['numbers', 'key', orderIds],
      ['refs', 'reference', transactionIds],
    ] as const) {
      const statement = this.#database.prepare(`SELECT row FROM ${table} WHERE ${column} = ?`);
      statement.setReadBigInts(true);
      for (const name of names) for (const { row } of statement.all(name) as unknown as readonly { readonly row: bigint }[]) rows.add(row);
    }
    return [...rows];
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }
}
