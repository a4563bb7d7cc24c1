import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { Secret } from '../../../src/domain/secret.ts';
import { openOrderBook } from '../../../src/orders/open-order-book.ts';
import type { OpenedBook } from '../../../src/orders/opened-book.ts';
import { ORDER_FIELDS } from '../../../src/orders/order-schema.ts';
import { askFor, describeOrderBook, type RawOrder } from '../../unit/orders/order-book-contract.ts';
import { temporaryFile } from '../../unit/orders/temporary-book.ts';
import { CERTIFICATE, PASSWORD, type PostgresServer, startPostgres } from '../postgres/postgres-server.ts';

const signal = new AbortController().signal;
const ONLY_TEXT = ORDER_FIELDS.map((field) => `"${field}" ${field.startsWith('credits') ? 'integer' : 'text'}`).join(', ');
const ENOUGH = `order_id text, account_email text, purchased_at timestamptz, currency char(3), total numeric, credits_purchased bigint`;

let server: PostgresServer;
let databases = 0;

beforeAll(async () => {
  server = await startPostgres();
}, 600_000);
afterAll(() => server?.stop());

/** A database of its own with what `sql` puts into it. */
async function databaseOf(...sql: readonly string[]): Promise<string> {
  databases += 1;
  const name = `shop${databases}`;
  await server.execute('postgres', `CREATE DATABASE ${name}`);
  for (const statement of sql) await server.execute(name, statement);
  return name;
}

async function insert(database: string, orders: readonly RawOrder[]): Promise<void> {
  for (const order of orders) {
    const columns = Object.keys(order).map((name) => `"${name}"`);
    const values = Object.values(order).map((value) => (typeof value === 'object' ? JSON.stringify(value) : value));
    const places = values.map((_, at) => `$${at + 1}`);
    await server.execute(database, `INSERT INTO orders (${columns.join(', ')}) VALUES (${places.join(', ')})`, values);
  }
}

type Settings = NonNullable<Parameters<typeof openOrderBook>[1]['settings']>;

async function open(uri: string, settings: Settings = {}): Promise<OpenedBook> {
  const book = await openOrderBook(uri, { onUnusable: () => {}, signal, settings });
  onTestFinished(() => book.close());
  return book;
}

async function orderIn(book: OpenedBook, candidate: string, account = 'mira@example.com') {
  const found = await book.find({ ...askFor(candidate), account }, signal);
  if (!found.ok) return found.error;
  const [match] = found.value.matches;
  return match?.entry.kind === 'order' ? match.entry.order : (match?.entry ?? null);
}

describeOrderBook('PostgreSQL, every column text', 'live', async (orders, onUnusable) => {
  const database = await databaseOf(`CREATE TABLE orders (${ONLY_TEXT})`);
  await insert(database, orders);
  return openOrderBook(server.address(database), { onUnusable, signal });
});

describeOrderBook('PostgreSQL by a query of the shop’s own', 'live', async (orders, onUnusable) => {
  const database = await databaseOf(`CREATE TABLE orders (${ONLY_TEXT})`);
  await insert(database, orders);
  const query = 'SELECT * FROM orders WHERE lower("orderId") = ANY ($1) OR "transactionIds"::jsonb ?| $2';
  return openOrderBook(server.address(database), { onUnusable, signal, settings: { query } });
});

describe('PostgreSQL types', () => {
  const TYPED = `CREATE TABLE orders (order_id varchar(40), transaction_ids text[], account_email text, purchased_at timestamptz, currency char(3),
    total numeric(20,6), tax numeric, credits_purchased bigint, credits_used integer, refunds jsonb, status varchar)`;
  const VALUES = `INSERT INTO orders VALUES ('QI-1', '{pi_1,"a b"}', 'a@example.com', '2026-03-01 23:15:00.123456+09', 'USD',
    12345678901234.567890, 0.1, 9007199254740991, 3, '[{"amount": "5.00", "at": "2026-03-02"}]', 'paid')`;

  test('arrive exactly: no number through a double, no time through a time zone', async () => {
    const book = await open(server.address(await databaseOf(TYPED, VALUES)));
    for (const name of ['qi-1', 'pi_1', 'a b'])
      expect(await orderIn(book, name)).toMatchObject({
        orderId: 'QI-1',
        transactionIds: ['pi_1', 'a b'],
        purchasedAt: '2026-03-01T14:15:00.123456Z',
        total: '12345678901234.567890',
        tax: '0.1',
        creditsPurchased: 9007199254740991,
        creditsUsed: 3,
        refunds: [{ amount: '5.00', at: '2026-03-02' }],
      });
  });

  test.each([
    ['a day', 'purchased_at', 'date', "'2026-03-01'", { purchasedAt: '2026-03-01' }],
    ['a time without its offset', 'purchased_at', 'timestamp', "'2026-03-01 22:15:00'", { kind: 'unusable' }],
    ['infinity', 'purchased_at', 'timestamptz', "'infinity'", { kind: 'unusable' }],
    ['a double with the digits of an amount', 'total', 'double precision', '29.9', { total: '29.9' }],
    ['a sum of doubles', 'total', 'double precision', '0.1::float8 + 0.2::float8', { kind: 'unusable' }],
    ['no number', 'total', 'numeric', "'NaN'", { kind: 'unusable' }],
    ['money by locale', 'total', 'money', '29.90::numeric::money', { kind: 'unusable' }],
    ['more credits than can be counted', 'credits_purchased', 'bigint', '9007199254740993', { kind: 'unusable' }],
    ['half a credit', 'credits_purchased', 'numeric', '0.5', { kind: 'unusable' }],
    ['an order number that is a number', 'order_id', 'integer', '1', { orderId: '1' }],
    ['null for a default', 'credits_used', 'integer', 'NULL', { creditsUsed: 0 }],
    ['one reference as text', 'transaction_ids', 'text', "'1'", { transactionIds: ['1'] }],
    ['references as json', 'transaction_ids', 'json', `'["1"]'`, { transactionIds: ['1'] }],
    ['references as varchar[]', 'transaction_ids', 'varchar[]', "'{1}'", { transactionIds: ['1'] }],
    ['a reference that is a number', 'transaction_ids', 'bigint', '1', { transactionIds: ['1'] }],
  ])('%s', async (_, column, type, value, expected) => {
    const columns = {
      order_id: 'text',
      account_email: 'text',
      purchased_at: 'text',
      currency: 'text',
      total: 'text',
      credits_purchased: 'text',
    };
    const values = {
      order_id: "'1'",
      account_email: "'a@b'",
      purchased_at: "'2026-03-01'",
      currency: "'USD'",
      total: "'1'",
      credits_purchased: "'5'",
    };
    const table = Object.entries({ ...columns, [column]: type }).map(([name, kind]) => `${name} ${kind}`);
    const database = await databaseOf(
      `CREATE TABLE orders (${table.join(', ')})`,
      `INSERT INTO orders VALUES (${Object.values({ ...values, [column]: value }).join(', ')})`,
    );
    expect(await orderIn(await open(server.address(database)), '1')).toMatchObject(expected);
  });
});

describe('a PostgreSQL book', () => {
  test('may be a view in another schema with names of its own', async () => {
    const database = await databaseOf(
      'CREATE SCHEMA shop',
      `CREATE TABLE shop."Sales" (no integer, mail text, bought timestamptz, cents bigint, credits integer)`,
      `INSERT INTO shop."Sales" VALUES (10482, 'a@example.com', '2026-03-01 22:15Z', 2990, 400)`,
      `CREATE VIEW shop.refundable AS SELECT *, (cents / 100.0)::numeric(12,2) AS gross FROM shop."Sales"`,
    );
    const columns = { orderId: 'no', accountEmail: 'mail', purchasedAt: 'bought', total: 'gross', creditsPurchased: 'credits' };
    const mapping = { table: 'shop.refundable', columns, constants: { currency: 'USD' } };
    const mappingFile = temporaryFile('mapping.json', JSON.stringify(mapping));
    const book = await open(server.address(database), { mappingFile });
    expect(await orderIn(book, '#10482')).toMatchObject({ orderId: '10482', total: '29.90', currency: 'USD' });
  });

  test('gives the account to a query that asks for it', async () => {
    const database = await databaseOf(
      `CREATE TABLE orders (${ENOUGH})`,
      "INSERT INTO orders VALUES ('A', 'a@example.com', now(), 'USD', 1, 1)",
    );
    const query = 'SELECT * FROM orders WHERE lower(order_id) = ANY ($1) AND ($2::text[] IS NOT NULL) AND account_email = lower($3)';
    const book = await open(server.address(database), { query });
    expect(await orderIn(book, 'a', 'a@example.com')).toMatchObject({ orderId: 'A' });
    expect(await orderIn(book, 'a', 'eve@example.com')).toBeNull();
  });

  test('sees what was written since', async () => {
    const database = await databaseOf(
      `CREATE TABLE orders (${ENOUGH}, credits_used int)`,
      "INSERT INTO orders VALUES ('A', 'a@b', now(), 'USD', 1, 9, 0)",
    );
    const book = await open(server.address(database));
    expect(await orderIn(book, 'A')).toMatchObject({ creditsUsed: 0 });
    await server.execute(database, 'UPDATE orders SET credits_used = 7');
    expect(await orderIn(book, 'A')).toMatchObject({ creditsUsed: 7 });
  });

  test('cannot write: not by its query, not as superuser', async () => {
    const database = await databaseOf(`CREATE TABLE orders (${ENOUGH})`, "INSERT INTO orders VALUES ('A', 'a@b', now(), 'USD', 1, 9)");
    const query = 'WITH gone AS (DELETE FROM orders RETURNING *) SELECT * FROM gone WHERE $1::text[] IS NOT NULL';
    await expect(open(server.address(database), { query })).rejects.toThrow(/^ORDERS_QUERY: cannot execute \w+ in a read-only transaction/);
    expect(await server.execute(database, 'SELECT * FROM orders')).toHaveLength(1);
  });

  test('is unavailable where the query takes too long, and the connection is not kept', async () => {
    const database = await databaseOf(`CREATE TABLE orders (${ENOUGH})`);
    const query =
      'SELECT orders.* FROM orders, pg_sleep(CASE WHEN cardinality($1::text[]) > 0 THEN 20 ELSE 0 END) WHERE order_id = ANY ($1)';
    const book = await open(server.address(database), { query, timeoutMs: 300 });
    expect(await orderIn(book, 'A')).toEqual({ kind: 'unavailable', why: 'ORDERS_QUERY: canceling statement due to statement timeout' });
  });

  test('an abort does not wait for the server', async () => {
    const database = await databaseOf(`CREATE TABLE orders (${ENOUGH})`);
    const query =
      'SELECT orders.* FROM orders, pg_sleep(CASE WHEN cardinality($1::text[]) > 0 THEN 2 ELSE 0 END) WHERE order_id = ANY ($1)';
    const book = await open(server.address(database), { query });
    const abort = new AbortController();
    const asked = book.find(askFor('A'), abort.signal);
    abort.abort(new Error('ended by SIGTERM'));
    await expect(asked).rejects.toThrow('ended by SIGTERM');
  });

  test('is unavailable while the server is down, and answers when it is back', async () => {
    const database = await databaseOf(`CREATE TABLE orders (${ENOUGH})`, "INSERT INTO orders VALUES ('A', 'a@b', now(), 'USD', 1, 9)");
    const book = await open(server.address(database));
    expect(await orderIn(book, 'A')).toMatchObject({ orderId: 'A' });
    await server.crash();
    expect(await orderIn(book, 'A')).toMatchObject({ kind: 'unavailable' });
    const openedWhileDown = await open(server.address(database));
    await server.start();
    expect(await orderIn(book, 'A')).toMatchObject({ orderId: 'A' });
    expect(await orderIn(openedWhileDown, 'A')).toMatchObject({ orderId: 'A' });
  });

  test('is asked no more for a while after many failures in a row, and says so', async () => {
    const book = await open('postgres://shop:secret@127.0.0.1:9/shop');
    const answers = [];
    for (let n = 0; n < 6; n += 1) answers.push(await orderIn(book, 'A'));
    expect(answers.at(-1)).toMatchObject({ kind: 'unavailable', why: expect.stringContaining('not asked again for 10 s') as string });
    expect(JSON.stringify(answers)).not.toContain('secret');
  });

  test('takes its password from its setting', async () => {
    const database = await databaseOf(`CREATE TABLE orders (${ENOUGH})`);
    const uri = server.address(database).replace(`:${PASSWORD}@`, '@');
    const book = await open(uri, { password: new Secret(PASSWORD) });
    expect(await orderIn(book, 'A')).toBeNull();
  });
});

describe('TLS to PostgreSQL is by sslmode:', () => {
  const at = (parameters: string) => `${server.address('postgres').replace('127.0.0.1', 'localhost')}?${parameters}`;
  const query = 'SELECT * FROM orders WHERE order_id = ANY ($1)';
  beforeAll(() => server.execute('postgres', `CREATE TABLE orders (${ENOUGH})`));

  test.each([
    ['a certificate that is known', `sslmode=verify-full&sslrootcert=${CERTIFICATE}`, 'TLS'],
    ['an authority that is known', `sslmode=verify-ca&sslrootcert=${CERTIFICATE}`, 'TLS'],
    ['any certificate', 'sslmode=require', 'TLS'],
    ['none', 'sslmode=disable', 'no TLS'],
    ['none on this machine by default', '', 'no TLS'],
  ])('%s', async (_, parameters, expected) => {
    const [finding] = await (await open(at(parameters), { query })).examine(signal);
    expect(finding?.what).toContain(` as postgres, ${expected}, read-only session`);
  });

  test('a certificate that is not known is refused in words', async () => {
    await expect(open(at('sslmode=verify-full'), { query })).rejects.toThrow("name the server's certificate authority in ORDERS");
  });
});

describe('a PostgreSQL book that is unusable as a whole is refused in words:', () => {
  test.each([
    ['no such table', '', {}, 'has no table orders; name the table in ORDERS_MAPPING'],
    [
      'a required column is missing',
      `CREATE TABLE orders (${ENOUGH.replace('total numeric, ', '')})`,
      {},
      'orders: has no column for total (it has order_id, ',
    ],
    [
      'the query names no such column',
      `CREATE TABLE orders (${ENOUGH})`,
      { query: 'SELECT nope FROM orders WHERE $1::text[] IS NULL' },
      'ORDERS_QUERY: column "nope" does not exist; correct the query',
    ],
    [
      'the query gives no total',
      `CREATE TABLE orders (${ENOUGH})`,
      { query: 'SELECT order_id FROM orders WHERE order_id = ANY ($1)' },
      'ORDERS_QUERY: has no column for total (it has order_id)',
    ],
    ['the query is no SQL', '', { query: 'SELEKT $1' }, 'ORDERS_QUERY: syntax error'],
    ['the query takes nothing', '', { query: 'SELECT 1' }, 'ORDERS_QUERY: does not use $1'],
    ['the query takes too much', '', { query: 'SELECT $1, $4' }, 'ORDERS_QUERY: uses $4'],
  ])('%s', async (_, sql, settings, expected) => {
    const database = await databaseOf(...(sql === '' ? [] : [sql]));
    const refusal = await open(server.address(database), settings).then(
      () => null,
      (error: unknown) => error,
    );
    expect(refusal).toMatchObject({ name: 'UnusableInput', message: expect.stringContaining(expected) as string });
    expect(String(refusal)).not.toContain(PASSWORD);
  });

  test.each([
    [
      'a wrong password',
      (uri: string) => uri.replace(PASSWORD, 'wrong-secret'),
      'password authentication failed for user "postgres"; check the user in ORDERS',
    ],
    ['no password', (uri: string) => uri.replace(`:${PASSWORD}`, ''), 'give the password in ORDERS_PASSWORD'],
    [
      'no such user',
      (uri: string) => uri.replace('postgres:open', 'nobody_here:open'),
      'password authentication failed for user "nobody_here"',
    ],
    ['no such database', (uri: string) => uri.replace(/\/postgres$/, '/none'), 'database "none" does not exist; check the name'],
  ])('%s', async (_, change, expected) => {
    const refusal = await open(change(server.address('postgres'))).then(
      () => null,
      (error: unknown) => error,
    );
    expect(refusal).toMatchObject({ name: 'UnusableInput', message: expect.stringContaining(expected) as string });
    expect(String(refusal)).not.toMatch(/open-sesame|wrong-secret/);
  });

  test('what may not be read', async () => {
    const database = await databaseOf(`CREATE TABLE orders (${ENOUGH})`);
    await server.execute(database, `CREATE ROLE reader${databases} LOGIN PASSWORD '${PASSWORD}'`);
    await expect(open(server.address(database, `reader${databases}`))).rejects.toThrow('permission denied for table orders; GRANT SELECT');
  });
});

describe('doctor', () => {
  test('names server, user and TLS, and notes a superuser', async () => {
    const database = await databaseOf(`CREATE TABLE orders (${ENOUGH})`);
    const findings = await (await open(server.address(database))).examine(signal);
    expect(findings).toMatchObject([
      {
        state: 'ok',
        what: expect.stringMatching(
          /^postgres:\/\/127\.0\.0\.1:\d+\/shop\d+: PostgreSQL \d+\S* .*as postgres, no TLS, read-only/,
        ) as string,
      },
      { state: 'note', what: 'postgres is a superuser; a role that may only read is enough' },
    ]);
    expect(JSON.stringify(findings)).not.toContain(PASSWORD);
  });

  test('notes a large table that each look-up reads whole, until it has an index', async () => {
    const database = await databaseOf(
      `CREATE TABLE orders (${ENOUGH})`,
      "INSERT INTO orders SELECT 'QI-' || n, 'a@b', now(), 'USD', 1, 1 FROM generate_series(1, 60000) n",
      'ANALYZE orders',
    );
    const book = await open(server.address(database));
    const notes = async () => (await book.examine(signal)).filter(({ what }) => what.includes('reads orders whole'));
    expect(await notes()).toHaveLength(1);
    await server.execute(database, 'CREATE INDEX ON orders (lower(order_id))');
    expect(await notes()).toEqual([]);
    expect(await orderIn(book, '#qi-59999')).toMatchObject({ orderId: 'QI-59999' });
  });

  test('says where the server is down', async () => {
    const findings = await (await open('postgres://shop:secret@127.0.0.1:9/shop')).examine(signal);
    expect(findings).toMatchObject([{ state: 'wrong', what: expect.stringContaining('does not answer') as string }]);
    expect(JSON.stringify(findings)).not.toContain('secret');
  });
});

test.each([
  ['an unknown parameter', 'postgres://u:secret@db.example/shop?ssl_mode=require', 'has the parameter ssl_mode, which is not known here'],
  [
    'a mode that may fall back to none',
    'postgres://u:secret@db.example/shop?sslmode=prefer',
    'sslmode: is prefer; expected one of disable',
  ],
  ['no database', 'postgres://u:secret@db.example', 'names no database'],
  ['a stray percent sign', 'postgres://u:secret%zz@db.example/shop', 'has a % that escapes nothing'],
  ['no certificate file', 'postgres://u:secret@db.example/shop?sslrootcert=/nowhere/ca.pem', '/nowhere/ca.pem: could not be read (ENOENT)'],
])('an address with %s is refused in words', async (_, uri, expected) => {
  const refusal = await open(uri).then(
    () => null,
    (error: unknown) => error,
  );
  expect(refusal).toMatchObject({ name: 'UnusableInput', message: expect.stringContaining(expected) as string });
  expect(String(refusal)).not.toContain('secret');
});
