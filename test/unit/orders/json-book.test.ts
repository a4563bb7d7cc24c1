import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutElements } from '../../../src/orders/json-elements.ts';
import { askFor, describeOrderBook, PAID } from './order-book-contract.ts';
import { openText, problemsIn } from './temporary-book.ts';

describeOrderBook('JSON', 'whole', (orders, onUnusable) => openText('orders.json', JSON.stringify({ orders }), onUnusable));

const book = (...orders: readonly unknown[]) => JSON.stringify({ orders });

describe('a JSON book that is unusable as a whole', () => {
  test.each([
    ['an empty file', '', 'unusable: orders.json line 1, column 1: is no JSON: expected a value'],
    [
      'no JSON in an order',
      '{"orders": [\n  {"orderId": nope}\n]}',
      'unusable: orders.json line 2, column 15: is no JSON: expected a value',
    ],
    ['a comma forgotten', '{"orders": [\n  {}\n  {}\n]}', "unusable: orders.json line 3, column 3: is no JSON: expected ','"],
    ['a comma too many', '{"orders": [\n  {},\n]}', "unusable: orders.json line 3, column 1: is no JSON: unexpected token ']'"],
    ['cut off', '{"orders": [\n  {"orderId": "Q', 'unusable: orders.json line 2, column 17: is no JSON'],
    ['something behind it', '{"orders": []} x', 'unusable: orders.json line 1, column 16: is no JSON'],
    ['brackets that do not match', '{"orders": [{]}]}', 'unusable: orders.json line 1, column 14: is no JSON'],
    ['a list at the top', '[]', 'unusable: orders.json: holds no list "orders"; expected { "orders": [ … ] }'],
    ['another member', '{"order": []}', 'unusable: orders.json: holds no list "orders"'],
    ['no list', '{"orders": {"a": 1}}', 'unusable: orders.json: holds no list "orders"'],
    ['two lists', '{"orders": [{}], "orders": [{}]}', 'holds several lists "orders"'],
    ['a quote never closed', `{"orders": [{"orderId": "${'x'.repeat(2_000_000)}`, 'unusable: orders.json: orders[0] is too long'],
  ])('%s', async (_, text, expected) => {
    const lines = await problemsIn('orders.json', text);
    expect(lines.at(-1)).toContain(expected);
  });
});

describe('an order in JSON', () => {
  test.each([
    ['money as a number', { total: 29.9 }, ['orders.json: orders[0].total: is the number 29.9']],
    ['a negative total', { total: '-1' }, ['orders.json: orders[0].total: is "-1"']],
    ['an exponent', { tax: '1e3' }, ['orders.json: orders[0].tax: is "1e3"']],
    ['a thousands separator', { total: '1,000.00' }, ['orders.json: orders[0].total: is "1,000.00"']],
    ['an endless decimal', { total: '9'.repeat(33) }, [`orders.json: orders[0].total: is "${'9'.repeat(33)}"`]],
    ['credits as text', { creditsUsed: '5' }, ['orders.json: orders[0].creditsUsed: is "5"']],
    ['half a credit', { creditsUsed: 0.5 }, ['orders.json: orders[0].creditsUsed: is the number 0.5']],
    ['negative credits', { creditsBonus: -1 }, ['orders.json: orders[0].creditsBonus: is the number -1']],
    ['29 February 2026', { purchasedAt: '2026-02-29' }, ['orders.json: orders[0].purchasedAt: is "2026-02-29"']],
    ['29 February 2024', { purchasedAt: '2024-02-29' }, []],
    ['a time that is none', { purchasedAt: '2026-03-01T25:00:00Z' }, ['orders.json: orders[0].purchasedAt: is "2026-03-01T25:00:00Z"']],
    ['no offset', { purchasedAt: '2026-03-01T22:15:00' }, ['orders.json: orders[0].purchasedAt: is "2026-03-01T22:15:00"']],
    ['a fraction and an offset', { purchasedAt: '2026-03-01T22:15:00.123456-08:00' }, []],
    ['the year 0', { purchasedAt: '0000-01-01' }, ['orders.json: orders[0].purchasedAt: is "0000-01-01"']],
    ['an unknown status', { status: 'Paid' }, ['orders.json: orders[0].status: is "Paid"']],
    ['no address', { accountEmail: 'mira' }, ['orders.json: orders[0].accountEmail: is "mira"']],
    ['no list', { transactionIds: 'pi_1' }, ['orders.json: orders[0].transactionIds: is "pi_1"']],
    ['an empty reference', { transactionIds: ['a', ' '] }, ['orders.json: orders[0].transactionIds[1]: is " "']],
    ['a refund without its time', { refunds: [{ amount: '1' }] }, ['orders.json: orders[0].refunds[0].at: is missing']],
    ['null is no default', { tax: null }, ['orders.json: orders[0].tax: is null']],
    ['fields that nobody knows', { note: 'x', __proto__x: 1 }, []],
  ])('%s', async (_, differs, expected) => {
    expect(await problemsIn('orders.json', book({ ...PAID, ...differs }))).toEqual(expected);
  });

  test('that is no object at all is named by its place', async () => {
    const text = book(PAID, 7, 'x', null, ['y'], {});
    expect((await problemsIn('orders.json', text)).filter((line) => !line.includes('.json: orders[5].'))).toEqual([
      'orders.json: orders[4]: is ["y"]',
      'orders.json: orders[1]: is the number 7',
      'orders.json: orders[2]: is "x"',
      'orders.json: orders[3]: is null',
    ]);
  });

  test('with a number for its order number is still found', async () => {
    const opened = await openText('orders.json', book({ ...PAID, orderId: 10482 }));
    const found = await opened.find(askFor('#10482'), new AbortController().signal);
    expect(found).toMatchObject({ value: { matches: [{ entry: { kind: 'unusable', orderId: '10482' } }] } });
    await opened.close();
  });

  test('is found in a file with a byte order mark and other members', async () => {
    const text = `\ufeff{ "exported": {"by": "ü [x]", "orders": [1]}, "orders" :\r\n [ ${JSON.stringify(PAID)} ], "n": [2] }`;
    expect(await problemsIn('orders.json', text)).toEqual([]);
  });
});

describe('cutting a list into its elements', () => {
  async function cut(text: string, chunkBytes: number): Promise<readonly unknown[]> {
    const bytes = Buffer.from(text);
    async function* chunks() {
      for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
    }
    const values: unknown[] = [];
    for await (const { position, value } of cutElements(chunks(), ['orders'])) values[position] = value;
    return values;
  }

  test('gives what JSON.parse gives, however the file is read', async () => {
    const lists = fc.array(fc.jsonValue({ maxDepth: 4 }));
    await fc.assert(
      fc.asyncProperty(lists, fc.jsonValue({ maxDepth: 2 }), fc.integer({ min: 1, max: 40 }), async (orders, other, chunkBytes) => {
        const text = JSON.stringify({ other, orders, more: other }, null, chunkBytes % 3);
        const whole = JSON.parse(text) as { readonly orders: readonly unknown[] };
        expect(await cut(text, chunkBytes)).toEqual(whole.orders);
      }),
    );
  });

  test('refuses what JSON.parse refuses', async () => {
    const sound = book({ a: 'x"[{\\', b: [1, { c: 2 }] }, { d: 'é' });
    const pieces = fc.constantFrom('{', '}', '[', ']', ',', '"', ':', '\\', 'x', ' ', '"orders":', '');
    await fc.assert(
      fc.asyncProperty(pieces, fc.nat(sound.length), fc.nat(2), async (inserted, at, dropped) => {
        const text = sound.slice(0, at) + inserted + sound.slice(at + dropped);
        const answer = await cut(text, 7).then(
          () => 'read',
          (error: unknown) => (error instanceof SyntaxError ? 'refused' : 'broken'),
        );
        expect(isRefused(text) ? ['refused'] : ['refused', 'read']).toContain(answer);
      }),
      { numRuns: 500 },
    );
  });
});

function isRefused(text: string): boolean {
  try {
    JSON.parse(text);
    return false;
  } catch {
    return true;
  }
}
