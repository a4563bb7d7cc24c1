import { readdirSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openOrderBook } from '../../../src/orders/open-order-book.ts';
import type { OpenedBook } from '../../../src/orders/opened-book.ts';
import { ORDER_FIELDS } from '../../../src/orders/order-schema.ts';
import { askFor, describeOrderBook, PAID, type RawOrder } from './order-book-contract.ts';
import { temporaryFile } from './temporary-book.ts';

const signal = new AbortController().signal;

/** A database made by `sql`, closed again, with nothing beside it. */
function databaseOf(...sql: readonly string[]): string {
  const file = temporaryFile('orders.sqlite', '');
  const database = new DatabaseSync(file);
  for (const statement of sql) database.exec(statement);
  database.close();
  return file;
}

const TABLE = `CREATE TABLE orders (${ORDER_FIELDS.map((field) => `"${field}"`).join(', ')})`;

function insert(file: string, orders: readonly RawOrder[], table = 'orders'): void {
  const database = new DatabaseSync(file, { timeout: 5000 });
  for (const order of orders) {
    const columns = Object.keys(order).map((name) => `"${name}"`);
    const values = Object.values(order).map((value) => (typeof value === 'object' ? JSON.stringify(value) : (value as string | number)));
    database.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`).run(...values);
  }
  database.close();
}

async function openBook(file: string, mapping?: object): Promise<OpenedBook> {
  const settings = mapping === undefined ? {} : { mappingFile: temporaryFile('mapping.json', JSON.stringify(mapping)) };
  const book = await openOrderBook(file, { onUnusable: () => {}, signal, settings });
  onTestFinished(() => book.close());
  return book;
}

async function orderIn(book: OpenedBook, candidate: string) {
  const found = await book.find(askFor(candidate), signal);
  if (!found.ok) return found.error;
  const [match] = found.value.matches;
  return match?.entry.kind === 'order' ? match.entry.order : (match?.entry ?? null);
}

for (const [name, journal] of [
  ['SQLite', 'delete'],
  ['SQLite in WAL mode', 'wal'],
] as const) {
  describeOrderBook(name, 'live', async (orders, onUnusable) => {
    const file = databaseOf(`PRAGMA journal_mode = ${journal}`, TABLE);
    insert(file, orders);
    return openOrderBook(file, { onUnusable, signal });
  });
}

describeOrderBook('SQLite with its index', 'live', async (orders, onUnusable) => {
  const file = databaseOf(TABLE);
  insert(file, orders);
  utimesSync(file, new Date('2026-03-01'), new Date('2026-03-01'));
  const book = await openOrderBook(file, { onUnusable, signal });
  for (let n = 0; n < 4; n += 1) await book.find(askFor('nobody'), signal);
  return book;
});

describeOrderBook('a SQLite view', 'live', async (orders, onUnusable) => {
  const file = databaseOf(TABLE.replace('orders', 'sold'), 'CREATE VIEW orders AS SELECT * FROM sold');
  insert(file, orders, 'sold');
  return openOrderBook(file, { onUnusable, signal });
});

describe('a SQLite book', () => {
  test('sees what was written since, however it was written', async () => {
    const file = databaseOf(TABLE);
    insert(file, [PAID]);
    const book = await openBook(file);
    for (let n = 0; n < 5; n += 1) expect(await orderIn(book, 'QI-1')).toMatchObject({ creditsUsed: 0 });
    const writer = new DatabaseSync(file);
    onTestFinished(() => writer.close());
    writer.exec('UPDATE orders SET creditsUsed = 7');
    expect(await orderIn(book, 'QI-1')).toMatchObject({ creditsUsed: 7 });
    insert(file, [{ ...PAID, orderId: 'QI-2' }]);
    expect(await orderIn(book, 'QI-2')).toMatchObject({ orderId: 'QI-2' });
    const other = databaseOf(TABLE);
    insert(other, [{ ...PAID, orderId: 'QI-3' }]);
    renameSync(other, file);
    expect(await orderIn(book, 'QI-3')).toMatchObject({ orderId: 'QI-3' });
    expect(await orderIn(book, 'QI-1')).toBeNull();
  });

  test('in WAL mode sees what stands in the log only, and each commit', async () => {
    const file = databaseOf('PRAGMA journal_mode = wal', TABLE);
    const writer = new DatabaseSync(file);
    onTestFinished(() => writer.close());
    writer.exec(`INSERT INTO orders (orderId, accountEmail, purchasedAt, currency, total, creditsPurchased, creditsUsed)
      VALUES ('QI-1', 'a@example.com', '2026-03-01', 'USD', '29.90', 400, 0)`);
    const book = await openBook(file);
    for (let used = 1; used < 10; used += 1) {
      writer.exec(`UPDATE orders SET creditsUsed = ${used}`);
      expect(await orderIn(book, 'QI-1')).toMatchObject({ creditsUsed: used });
    }
  });

  test.each(['delete', 'wal'])('leaves nothing beside the file (journal_mode = %s)', async (journal) => {
    const file = databaseOf(`PRAGMA journal_mode = ${journal}`, TABLE);
    insert(file, [PAID]);
    const book = await openBook(file);
    for (let n = 0; n < 6; n += 1) expect(await orderIn(book, 'QI-1')).toMatchObject({ orderId: 'QI-1' });
    expect(readdirSync(dirname(file))).toEqual([basename(file)]);
    await book.close();
    expect(readdirSync(dirname(file))).toEqual([basename(file)]);
  });

  test('holds no lock between look-ups', async () => {
    const file = databaseOf(TABLE);
    insert(file, [PAID]);
    const book = await openBook(file);
    expect(await orderIn(book, 'QI-1')).toMatchObject({ orderId: 'QI-1' });
    const writer = new DatabaseSync(file, { timeout: 0 });
    onTestFinished(() => writer.close());
    writer.exec('BEGIN EXCLUSIVE; UPDATE orders SET creditsUsed = 1; COMMIT');
    expect(await orderIn(book, 'QI-1')).toMatchObject({ creditsUsed: 1 });
  });

  test('does not answer while a writer holds the file, and answers after', async () => {
    const file = databaseOf(TABLE);
    insert(file, [PAID]);
    const book = await openBook(file);
    const writer = new DatabaseSync(file);
    onTestFinished(() => writer.close());
    writer.exec('BEGIN EXCLUSIVE');
    expect(await orderIn(book, 'QI-1')).toEqual({ kind: 'unavailable', why: `${file}: database is locked` });
    writer.exec('ROLLBACK');
    expect(await orderIn(book, 'QI-1')).toMatchObject({ orderId: 'QI-1' });
  });

  test('does not answer while the file is away, and answers when it is back', async () => {
    const file = databaseOf(TABLE);
    insert(file, [PAID]);
    const book = await openBook(file);
    renameSync(file, `${file}.old`);
    expect(await orderIn(book, 'QI-1')).toMatchObject({ kind: 'unavailable' });
    renameSync(`${file}.old`, file);
    expect(await orderIn(book, 'QI-1')).toMatchObject({ orderId: 'QI-1' });
  });

  test('finds a reference that JSON writes with escapes, and an order number with space around it', async () => {
    const file = databaseOf(TABLE);
    insert(file, [{ ...PAID, orderId: '\u00a0 # qi-1\t' }]);
    const database = new DatabaseSync(file);
    database.exec(`UPDATE orders SET transactionIds = '["pay\\/1", "\\u0070i_2"]'`);
    database.close();
    const book = await openBook(file);
    for (const name of ['pay/1', 'pi_2', 'QI-1']) expect(await orderIn(book, name)).toMatchObject({ orderId: '# qi-1' });
  });

  test('takes names, a constant and plain references from its mapping', async () => {
    const file = databaseOf(
      'CREATE TABLE "sales of 2026" (no INTEGER, mail TEXT, bought TEXT, gross DECIMAL(10,2), credits INTEGER, used_credits INTEGER, payment TEXT)',
      "INSERT INTO \"sales of 2026\" VALUES (10482, 'a@example.com', '2026-03-01', 29.90, 400, 12, 'pi_1')",
    );
    const mapping = {
      table: 'sales of 2026',
      columns: {
        orderId: 'no',
        accountEmail: 'mail',
        purchasedAt: 'bought',
        total: 'gross',
        creditsPurchased: 'credits',
        creditsUsed: 'used_credits',
        transactionIds: 'payment',
      },
      constants: { currency: 'USD' },
    };
    const book = await openBook(file, mapping);
    for (const name of ['#10482', 'pi_1'])
      expect(await orderIn(book, name)).toMatchObject({
        orderId: '10482',
        total: '29.9',
        currency: 'USD',
        creditsUsed: 12,
        transactionIds: ['pi_1'],
      });
  });

  test.each([
    ['a double with the digits of an amount is that amount', '29.9', 'REAL', '29.9'],
    ['an integer is one', '30', 'INTEGER', '30'],
    ['a sum of doubles is none', '0.1 + 0.2', 'REAL', null],
    ['nor is a negative one', '-1.5', 'REAL', null],
    ['nor a blob', "x'3239'", 'BLOB', null],
  ])('money: %s', async (_, value, type, expected) => {
    const file = databaseOf(
      `CREATE TABLE orders (order_id, account_email, purchased_at, currency, total ${type}, credits_purchased)`,
      `INSERT INTO orders VALUES ('QI-1', 'a@example.com', '2026-03-01', 'USD', ${value}, 400)`,
    );
    expect(await orderIn(await openBook(file), 'QI-1')).toMatchObject(expected === null ? { kind: 'unusable' } : { total: expected });
  });
});

describe('a SQLite book that is unusable as a whole is refused in words:', () => {
  const ENOUGH = 'CREATE TABLE orders (orderId, accountEmail, purchasedAt, currency, total, creditsPurchased)';
  test.each([
    ['no such table', ['CREATE TABLE shop (a)'], undefined, 'has no table orders (it has shop); name the table or view'],
    ['a required column is missing', [ENOUGH.replace(', total', '')], undefined, 'orders: has no column for total (it has orderId, '],
    ['a mapped column is missing', [ENOUGH], { columns: { tax: 'vat' } }, 'orders: has no column vat'],
    ['a mapping of something else', [ENOUGH], { columns: { price: 'x' } }, 'columns: has a key that is none; expected the names orderId'],
    ['a mapping with another key', [ENOUGH], { tables: 'x' }, 'mapping: has a key that is none; expected table, columns and constants'],
    ['a mapping of another shape', [ENOUGH], { table: 7 }, 'table: cannot be used; expected the name of a table or view'],
  ])('%s', async (_, sql, mapping, expected) => {
    await expect(openBook(databaseOf(...sql), mapping)).rejects.toThrow(expected);
    await expect(openBook(databaseOf(...sql), mapping)).rejects.toMatchObject({ name: 'UnusableInput' });
  });

  test('no database', async () => {
    await expect(openBook(temporaryFile('orders.db', 'no database at all '.repeat(100)))).rejects.toThrow('is no SQLite database');
  });

  test('a mapping that is not there, or is no JSON', async () => {
    const file = databaseOf(ENOUGH);
    const open = (mappingFile: string) => openOrderBook(file, { onUnusable: () => {}, signal, settings: { mappingFile } });
    await expect(open(join(dirname(file), 'none.json'))).rejects.toThrow('none.json: there is no such file');
    const broken = join(dirname(file), 'broken.json');
    writeFileSync(broken, '{ "table": ');
    await expect(open(broken)).rejects.toThrow('broken.json: is no JSON');
  });
});

test('doctor counts the orders, and says what is wrong with some', async () => {
  const file = databaseOf(TABLE);
  insert(file, [PAID, { ...PAID, orderId: 'QI-2', total: '29,90' }]);
  const [finding] = await (await openBook(file)).examine(signal);
  expect(finding).toMatchObject({ check: 'order book', state: 'note', mend: expect.stringContaining('29.90') as string });
  expect(finding?.what).toBe(
    `${file}: 2 orders, opened read-only; 1 of 2 looked at are unusable, such as ${file}: orders row 2: total: is "29,90"`,
  );
});
