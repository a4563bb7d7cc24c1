import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openOrderBook } from '../../../src/orders/open-order-book.ts';
import { askFor } from './order-book-contract.ts';
import { temporaryFile } from './temporary-book.ts';

const open = (uri: string, signal = new AbortController().signal) => openOrderBook(uri, { onUnusable: () => {}, signal });

test.each([
  [
    'another kind of file',
    'orders.xlsx',
    'orders.xlsx: is no order book that can be read; expected one of: a path to .json, a path to .jsonl, a path to .csv, a path to .sqlite',
  ],
  ['a SQLite file that is not there', '/nowhere/orders.sqlite', '/nowhere/orders.sqlite: there is no such file'],
  ['another database, without its password', 'mysql://shop:secret@db.example/orders', 'mysql://db.example: is no order book'],
  ['an address that ends like a file', 'ftp://u:secret@shop.example/orders.json?key=secret', 'ftp://shop.example: is no order book'],
  ['an address that cannot be read', 'postgres://u:secret@:bad:/x', 'ORDERS: is no address of a database'],
  ['another that cannot', 'mysql://u:secret@:bad:/x', 'mysql://…: is no order book'],
  ['a file that is not there', '/nowhere/orders.json', '/nowhere/orders.json: there is no such file'],
  ['no name', '', 'is no order book'],
])('%s is refused in words', async (_, uri, expected) => {
  const refusal = await open(uri).then(
    () => new Error('opened'),
    (error: unknown) => error as Error,
  );
  expect(refusal).toMatchObject({ name: 'UnusableInput', message: expect.stringContaining(expected) as string });
  expect(refusal.message).not.toContain('secret');
});

test.each(['orders.json', 'orders.csv', 'orders.sqlite'])('a directory named %s is refused in words', async (name) => {
  const folder = join(temporaryFile('x', ''), '..', name);
  await import('node:fs/promises').then(({ mkdir }) => mkdir(folder));
  await expect(open(folder)).rejects.toThrow(`${folder}: is a directory, not a file`);
});

test.each([
  ['orders.JSON', '{"orders": []}'],
  ['orders.CSV', 'orderId,accountEmail,purchasedAt,currency,total,creditsPurchased\n'],
])('the ending may be written large: %s', async (name, text) => {
  const book = await open(temporaryFile(name, text));
  expect(await book.find(askFor('x'), new AbortController().signal)).toMatchObject({ ok: true, value: { matches: [] } });
  await book.close();
});

test.each(['orders.json', 'orders.csv'])('opening %s stops with its signal', async (name) => {
  await expect(open(temporaryFile(name, '{"orders": []}'), AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
});
