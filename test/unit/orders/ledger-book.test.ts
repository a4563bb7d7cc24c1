import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Order, OrderEntry } from '../../../src/domain/order.ts';
import type { CreditConsumption } from '../../../src/domain/policy.ts';
import { openOrderBook } from '../../../src/orders/open-order-book.ts';
import type { OpenedBook } from '../../../src/orders/opened-book.ts';
import { askFor, PAID } from './order-book-contract.ts';
import { temporaryFile } from './temporary-book.ts';

const signal = new AbortController().signal;
const NOW = new Date('2026-03-10T00:00:00Z');

type Lists = Readonly<Partial<Record<'purchases' | 'grants' | 'usage' | 'expiries' | 'refunds' | 'orders', readonly unknown[]>>>;

const KIND_OF = { purchases: 'purchase', grants: 'grant', usage: 'usage', expiries: 'expiry', refunds: 'refund', orders: 'order' } as const;

async function openFile(name: string, text: string, unusable: OrderEntry[] = []): Promise<OpenedBook> {
  const book = await openOrderBook(temporaryFile(name, text), { onUnusable: (entry) => unusable.push(entry), signal, now: () => NOW });
  onTestFinished(() => book.close());
  return book;
}

const openLists = (lists: Lists, unusable?: OrderEntry[]) => openFile('ledger.json', JSON.stringify(lists), unusable);

const linesOf = (lists: Lists) =>
  (Object.keys(lists) as (keyof Lists)[]).flatMap((list) =>
    (lists[list] ?? []).map((fields) => JSON.stringify({ kind: KIND_OF[list], ...(fields as object) })),
  );

async function entryIn(book: OpenedBook, candidate = 'QI-1', creditConsumption: CreditConsumption = 'bonus-first') {
  const found = await book.find({ ...askFor(candidate), creditConsumption }, signal);
  if (!found.ok) throw new Error(found.error.why);
  return found.value.matches[0]?.entry ?? null;
}

async function orderIn(book: OpenedBook, candidate?: string, creditConsumption?: CreditConsumption): Promise<Order | null> {
  const entry = await entryIn(book, candidate, creditConsumption);
  return entry?.kind === 'order' ? entry.order : null;
}

const ACCOUNT = { accountEmail: 'mira@example.com' };
const BOUGHT = { ...PAID, purchasedAt: '2026-03-01T10:00:00Z' };
const used = (at: string, credits: number) => ({ ...ACCOUNT, at, credits });

describe('a ledger', () => {
  const lists: Lists = {
    purchases: [
      { ...BOUGHT, creditsBonus: 40, transactionIds: ['pi_1'] },
      { ...BOUGHT, orderId: '#QI-2', purchasedAt: '2026-03-02T10:00:00Z', creditsPurchased: 100 },
    ],
    grants: [{ ...ACCOUNT, at: '2026-03-01T12:00:00Z', grantId: 'gift', credits: 5 }],
    usage: [used('2026-03-03T00:00:00Z', 50), used('2026-03-04T00:00:00+02:00', 10)],
    refunds: [{ ...ACCOUNT, orderId: 'qi-1', at: '2026-03-05T00:00:00Z', amount: '5.00', credits: 60 }],
    expiries: [{ ...ACCOUNT, orderId: 'QI-2', at: '2026-03-06T00:00:00Z' }],
  };
  const ofFirst = {
    ...BOUGHT,
    transactionIds: ['pi_1'],
    creditsBonus: 40,
    creditsUsed: 55,
    refunds: [{ amount: '5.00', at: '2026-03-05T00:00:00Z' }],
    attribution: { purchasedUsed: 15, bonusUsed: 40, purchasedLeft: 325, bonusLeft: 0, beyond: 0 },
  };

  test.each([
    ['JSON', () => openLists(lists)],
    ['JSON, its lists the other way round', () => openLists(Object.fromEntries(Object.entries(lists).reverse()))],
    ['JSON lines', () => openFile('ledger.jsonl', linesOf(lists).join('\n'))],
    [
      'JSON lines the other way round, with empty ones, CRLF and a byte order mark',
      () => openFile('ledger.ndjson', `\ufeff${linesOf(lists).reverse().join('\r\n\r\n')}\r\n`),
    ],
  ])('in %s has the facts of each order', async (_, open) => {
    const book = await open();
    for (const name of ['QI-1', '#qi-1', 'pi_1']) expect(await orderIn(book, name)).toMatchObject(ofFirst);
    expect(await orderIn(book, 'QI-2')).toMatchObject({
      creditsUsed: 0,
      attribution: { purchasedUsed: 0, bonusUsed: 0, purchasedLeft: 0, bonusLeft: 0, beyond: 0 },
    });
    expect(await orderIn(book, 'QI-3')).toBeNull();
  });

  test('follows the order of consumption that it is asked with', async () => {
    const book = await openLists(lists);
    expect(await orderIn(book, 'QI-1', 'purchased-first')).toMatchObject({
      creditsUsed: 60,
      attribution: { purchasedUsed: 60, bonusUsed: 0 },
    });
  });

  test('gives the instant of its facts, and knows nothing of what is dated later', async () => {
    const book = await openLists({
      purchases: [BOUGHT],
      usage: [used('2026-03-09T23:59:59.999Z', 3), used('2026-03-10T00:00:00.001Z', 100)],
    });
    expect(await book.find(askFor('QI-1'), signal)).toMatchObject({ value: { asOf: NOW } });
    expect(await orderIn(book)).toMatchObject({ creditsUsed: 3 });
  });

  test('an order bought later is there, unused', async () => {
    const book = await openLists({ purchases: [{ ...BOUGHT, purchasedAt: '2026-03-11', creditsBonus: 7 }] });
    expect(await orderIn(book)).toMatchObject({ creditsPurchased: 400, creditsBonus: 7, creditsUsed: 0 });
  });

  test('accounts are compared as addresses are, and keep apart', async () => {
    const usage = [
      { accountEmail: 'Mira@Example.COM', at: '2026-03-02T00:00:00Z', credits: 3 },
      { accountEmail: 'eve@example.com', at: '2026-03-02T00:00:00Z', credits: 90 },
    ];
    expect(await orderIn(await openLists({ purchases: [BOUGHT], usage }))).toMatchObject({ creditsUsed: 3 });
  });

  test('explains each step', async () => {
    const book = await openLists(lists);
    const lines = await book.explainUsage?.('QI-1', 'bonus-first');
    const shown = lines?.map(({ at, event, what, credits, of, left }) =>
      [at, event, what, credits, of?.kind, of?.orderId ?? of?.grantId, left].join(' '),
    );
    expect(shown).toEqual([
      '2026-03-01T10:00:00Z purchase granted 400 purchased QI-1 400',
      '2026-03-01T10:00:00Z grant granted 40 bonus QI-1 40',
      '2026-03-01T12:00:00Z grant granted 5 bonus gift 5',
      '2026-03-02T10:00:00Z purchase granted 100 purchased #QI-2 100',
      '2026-03-03T00:00:00Z usage used 40 bonus QI-1 0',
      '2026-03-03T00:00:00Z usage used 5 bonus gift 0',
      '2026-03-03T00:00:00Z usage used 5 purchased QI-1 395',
      '2026-03-03T22:00:00Z usage used 10 purchased QI-1 385',
      '2026-03-05T00:00:00Z refund taken-back 60 purchased QI-1 325',
      '2026-03-06T00:00:00Z expiry expired 100 purchased #QI-2 0',
    ]);
  });
});

describe('a ledger and a book of totals', () => {
  test('that say the same give the same facts', async () => {
    const customer = fc.record({
      creditsPurchased: fc.integer({ min: 1, max: 500 }),
      creditsBonus: fc.nat({ max: 60 }),
      uses: fc.array(fc.nat({ max: 60 }), { maxLength: 8 }),
      refunds: fc.array(fc.constantFrom('1.00', '2.50'), { maxLength: 2 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(customer, { minLength: 1, maxLength: 5 }), async (customers) => {
        const bought = customers.map(({ creditsPurchased, creditsBonus }, n) => ({
          ...BOUGHT,
          orderId: `QI-${n}`,
          accountEmail: `customer${n}@example.com`,
          creditsPurchased,
          creditsBonus,
        }));
        const mine = (n: number) => ({ accountEmail: `customer${n}@example.com` });
        const minute = (n: number) => `2026-03-02T00:${String(n).padStart(2, '0')}:00Z`;
        const ledger = await openLists({
          usage: customers.flatMap(({ uses }, n) => uses.map((credits, at) => ({ ...mine(n), at: minute(at), credits }))),
          purchases: bought,
          refunds: customers.flatMap(({ refunds }, n) =>
            refunds.map((amount, at) => ({ ...mine(n), orderId: `qi-${n}`, at: minute(at), amount })),
          ),
        });
        const totals = await openLists({
          orders: bought.map((order, n) => ({
            ...order,
            creditsUsed: customers[n]?.uses.reduce((sum, credits) => sum + credits, 0),
            refunds: customers[n]?.refunds.map((amount, at) => ({ amount, at: minute(at) })),
          })),
        });
        for (const { orderId } of bought) {
          const { attribution: _attribution, ...facts } = (await orderIn(ledger, orderId)) ?? {};
          expect(facts).toEqual(await orderIn(totals, orderId));
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('what makes the orders of an account unusable:', () => {
  const purchases = [BOUGHT, { ...BOUGHT, orderId: 'EVE-1', accountEmail: 'eve@example.com' }];
  test.each([
    ['a use without its count', { usage: [{ ...ACCOUNT, at: '2026-03-02T00:00:00Z' }] }, 'ledger.json: usage[0].credits: is missing'],
    ['half a credit', { usage: [used('2026-03-02T00:00:00Z', 0.5)] }, 'ledger.json: usage[0].credits: is the number 0.5'],
    ['a time without its offset', { usage: [used('2026-03-02T00:00:00', 1)] }, 'ledger.json: usage[0].at: is "2026-03-02T00:00:00"'],
    [
      'a use exported twice',
      { usage: [1, 2].map(() => ({ ...used('2026-03-02', 1), usageId: 'u1' })) },
      'usage u1: stands twice in the ledger',
    ],
    [
      'a grant of an order that is none',
      { grants: [{ ...used('2026-03-02', 1), orderId: 'X' }] },
      'grant of order x: there is no such purchase',
    ],
    [
      'a refund of somebody else’s order',
      { refunds: [{ ...ACCOUNT, at: '2026-03-02', orderId: 'EVE-1', amount: '1' }] },
      'refund of order eve-1: there is no such purchase',
    ],
    [
      'an expiry of a grant that is none',
      { expiries: [{ ...ACCOUNT, at: '2026-03-02', grantId: 'g' }] },
      'expiry of grant g: there is no such grant',
    ],
    [
      'more than can be counted',
      { usage: [1, 2].map(() => used('2026-03-02', Number.MAX_SAFE_INTEGER)) },
      'credits: are more together than can be counted exactly',
    ],
  ])('%s', async (_, lists, expected) => {
    const book = await openLists({ ...lists, purchases });
    const entry = await entryIn(book);
    expect(entry).toMatchObject({ kind: 'unusable', orderId: 'QI-1', accountEmail: 'mira@example.com' });
    const problems =
      entry?.kind === 'unusable'
        ? entry.problems.map(({ place, what }) => `${place}: ${what}`.replace(/\S*\/ledger\.json/, 'ledger.json'))
        : [];
    expect(problems).toContain(expected);
    expect(await entryIn(book, 'EVE-1')).toMatchObject({ kind: 'order' });
  });

  test.each([
    ['totals in a purchase', { ...BOUGHT, orderId: 'QI-2', creditsUsed: 3 }, 'creditsUsed: is the number 3'],
    ['a purchase without its price', { ...BOUGHT, orderId: 'QI-2', total: undefined }, 'total: is missing'],
  ])('%s', async (_, bought, expected) => {
    const unusable: OrderEntry[] = [];
    const book = await openLists({ purchases: [...purchases, bought] }, unusable);
    expect(unusable).toMatchObject([{ orderId: 'QI-2', problems: [{ place: expect.stringContaining('purchases[2].') as string }] }]);
    expect(JSON.stringify(unusable)).toContain(expected.split(': ')[1]?.replaceAll('"', '\\"'));
    expect(await entryIn(book, 'QI-2')).toMatchObject({ kind: 'unusable', orderId: 'QI-2' });
    expect(await entryIn(book, 'QI-1')).toMatchObject({ kind: 'unusable', orderId: 'QI-1' });
    expect(await entryIn(book, 'EVE-1')).toMatchObject({ kind: 'order' });
  });

  test('an order number that stands twice', async () => {
    const book = await openLists({ purchases: [...purchases, { ...BOUGHT, orderId: '#qi-1' }, { ...BOUGHT, orderId: 'QI-9' }] });
    expect(await entryIn(book, 'QI-1')).toMatchObject({ kind: 'unusable', orderId: 'QI-1' });
    expect(await entryIn(book, 'QI-9')).toMatchObject({ kind: 'unusable', orderId: 'QI-9' });
    expect(await entryIn(book, 'EVE-1')).toMatchObject({ kind: 'order' });
  });
});

describe('totals or events', () => {
  test('lists of a ledger’s names beside orders are other members, like any', async () => {
    const unusable: OrderEntry[] = [];
    const book = await openLists({ usage: ['daily'], orders: [{ ...PAID, creditsUsed: 9 }], grants: [{}] }, unusable);
    expect(await orderIn(book)).toMatchObject({ creditsUsed: 9 });
    expect(unusable).toEqual([]);
  });

  test('both in one file are refused in words', async () => {
    await expect(openLists({ orders: [], purchases: [] })).rejects.toThrow(
      'holds both "orders" and "purchases"; keep the totals or the events',
    );
  });

  test.each([
    ['no kind', '{"credits": 1}', 'line 1: kind: is missing; expected purchase, grant, usage, expiry, refund'],
    ['another kind', '\n{"kind": "toString"}', 'line 2: kind: is "toString"'],
    ['no JSON', '{"kind": ', 'line 1: is no JSON'],
  ])('a line with %s makes the whole ledger unusable', async (_, text, expected) => {
    await expect(openFile('ledger.jsonl', text)).rejects.toThrow(expected);
  });
});
