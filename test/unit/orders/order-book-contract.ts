import { describe, expect, onTestFinished, test } from 'vitest';
import type { Order, OrderEntry } from '../../../src/domain/order.ts';
import type { OrderBook, OrderQuery } from '../../../src/ports/order-book.ts';

export type RawOrder = Readonly<Record<string, unknown>>;

/** Puts `orders` into a book of the adapter's kind and opens it. */
export type OpenBookOf = (orders: readonly RawOrder[], onUnusable: (entry: OrderEntry) => void) => Promise<OrderBook>;

export const PAID: RawOrder = {
  orderId: 'QI-1',
  accountEmail: 'mira@example.com',
  purchasedAt: '2026-03-01',
  currency: 'USD',
  total: '29.90',
  creditsPurchased: 400,
};

const WITH_DEFAULTS = {
  transactionIds: [],
  tax: '0',
  processingFee: '0',
  conversionDifference: '0',
  creditsBonus: 0,
  creditsUsed: 0,
  refunds: [],
  status: 'paid',
};

export const askFor = (...candidates: readonly string[]): OrderQuery => ({
  candidates,
  account: 'mira@example.com',
  creditConsumption: 'bonus-first',
});

/**
 * What every adapter behind the OrderBook port does alike.
 * @param reading `whole`: the book is read when it is opened, and what is unusable is told then; `live`: with each look-up
 */
export function describeOrderBook(name: string, reading: 'whole' | 'live', openBookOf: OpenBookOf): void {
  async function lookUp(orders: readonly RawOrder[], candidates: readonly string[]) {
    const unusable: OrderEntry[] = [];
    const book = await openBookOf(orders, (entry) => unusable.push(entry));
    onTestFinished(() => book.close());
    const found = await book.find(askFor(...candidates), new AbortController().signal);
    if (!found.ok) throw new Error(found.error.why);
    return { matches: found.value.matches, unusable };
  }
  const idsOf = (matches: readonly { readonly entry: OrderEntry }[]) =>
    matches.map(({ entry }) => (entry.kind === 'order' ? entry.order.orderId : `unusable ${entry.orderId}`));

  describe(`${name}: an order that is found`, () => {
    test('has every default filled in', async () => {
      const { matches, unusable } = await lookUp([PAID], ['QI-1']);
      expect(matches).toEqual([{ candidate: 'QI-1', entry: { kind: 'order', order: { ...PAID, ...WITH_DEFAULTS } } }]);
      expect(unusable).toEqual([]);
    });

    test('keeps every field that it states', async () => {
      const stated: Order = {
        orderId: 'QI-1',
        transactionIds: ['pi_1', 'ch_1'],
        accountEmail: 'Mira@Example.com',
        purchasedAt: '2026-03-01T22:15:00+09:00',
        currency: 'EUR',
        total: '59.50',
        tax: '9.50',
        processingFee: '0.30',
        conversionDifference: '1',
        creditsPurchased: 800,
        creditsBonus: 80,
        creditsUsed: 160,
        refunds: [{ amount: '5.00', at: '2026-03-02' }],
        status: 'disputed',
      };
      const { matches } = await lookUp([{ ...stated }], ['ch_1']);
      expect(matches).toEqual([{ candidate: 'ch_1', entry: { kind: 'order', order: stated } }]);
    });

    test.each([
      ['a leading # does not matter', '#QI-1', ['QI-1']],
      ['ASCII case does not matter', 'qi-1', ['QI-1']],
      ['surrounding space does not matter', '  QI-1\t', ['QI-1']],
      ['nor all of them', ' # qI-1 ', ['QI-1']],
      ['a second # does', '##QI-1', []],
      ['so do inner characters', 'QI1', []],
      ['and other scripts', 'ＱＩ-1', []],
      ['nothing names nothing', '', []],
      ['# alone names nothing', '#', []],
    ])('is found by its order number: %s', async (_, candidate, expected) => {
      expect(idsOf((await lookUp([PAID], [candidate])).matches)).toEqual(expected);
    });

    test.each([
      ['as it is', 'pi_3Oq', ['QI-1']],
      ['with surrounding space', ' pi_3Oq\n', ['QI-1']],
      ['in another case it is another one', 'PI_3OQ', []],
      ['a leading # belongs to order numbers only', '#pi_3Oq', []],
    ])('is found by its transaction ID: %s', async (_, candidate, expected) => {
      expect(idsOf((await lookUp([{ ...PAID, transactionIds: ['pi_3Oq', ' pi_other '] }], [candidate])).matches)).toEqual(expected);
    });
  });

  describe(`${name}: several candidates`, () => {
    const book = [
      { ...PAID, orderId: 'A', transactionIds: ['t1', 'shared'] },
      { ...PAID, orderId: 'B', transactionIds: ['t2', 'shared', 'A'] },
      { ...PAID, orderId: 'C', transactionIds: ['C'] },
    ];
    test.each([
      ['answers come in the order of the candidates, unknown ones left out', ['t2', 'nobody', 'a'], ['B', 'A']],
      ['a transaction ID that two orders share names both', ['shared'], ['A', 'B']],
      ['an order number that is another order’s transaction ID names both', ['A'], ['A', 'B']],
      ['a name that is both of one order names it once', ['C'], ['C']],
      ['no candidates, no answers', [], []],
      ['a mail may name very many', [...Array.from({ length: 20 }, (_, n) => `pi_none_${n}`), 't1', 'shared', 'b'], ['A', 'A', 'B', 'B']],
    ])('%s', async (_, candidates, expected) => {
      expect(idsOf((await lookUp(book, candidates)).matches)).toEqual(expected);
    });
  });

  describe(`${name}: an unusable order`, () => {
    const book = [PAID, { ...PAID, orderId: 'QI-2', transactionIds: ['pi_2'], total: '29,90', currency: 'usd' }];

    test('is named with each of its problems, and spoils no other', async () => {
      const { matches, unusable } = await lookUp(book, reading === 'whole' ? ['QI-1'] : ['QI-1', 'qi-2', 'pi_2']);
      expect(idsOf(matches)[0]).toBe('QI-1');
      expect(unusable).toMatchObject([
        {
          kind: 'unusable',
          orderId: 'QI-2',
          accountEmail: 'mira@example.com',
          problems: [{ what: 'is "usd"' }, { what: 'is "29,90"', mend: expect.stringContaining('29.90') as string }],
        },
      ]);
    });

    test.each([['qi-2'], ['pi_2']])('is found by %s', async (candidate) => {
      expect(idsOf((await lookUp(book, [candidate])).matches)).toEqual(['unusable QI-2']);
    });

    test('without an order number it is found by its transaction ID and named by its place', async () => {
      const { matches, unusable } = await lookUp([{ ...PAID, orderId: '#', transactionIds: ['pi_3'] }], ['pi_3', '#', '']);
      expect(matches.map(({ entry }) => entry)).toEqual(unusable);
      expect(unusable).toHaveLength(1);
    });

    test.each([
      ['tax above the total', { tax: '99.00' }],
      ['no credits', { creditsPurchased: 0 }],
      ['more used than bought', { creditsUsed: 900 }],
      ['refunds above the total', { refunds: [{ amount: '900', at: '2026-03-02' }] }],
    ])('%s is for the policy to judge', async (_, differs) => {
      expect(idsOf((await lookUp([{ ...PAID, ...differs }], ['QI-1'])).matches)).toEqual(['QI-1']);
    });
  });

  describe(`${name}: an order number that stands twice`, () => {
    const twice = [
      { ...PAID, transactionIds: ['pi_1'] },
      { ...PAID, orderId: 'QI-9' },
      { ...PAID, orderId: '#qi-1', transactionIds: ['pi_2'], total: '99.00' },
    ];

    test.each([['QI-1'], ['pi_1'], ['pi_2']])('is one unusable entry, by %s', async (candidate) => {
      const { matches, unusable } = await lookUp(twice, [candidate]);
      expect(idsOf(matches)).toEqual(['unusable QI-1']);
      expect(unusable).toEqual(matches.map(({ entry }) => entry));
      expect(unusable[0]).toMatchObject({ accountEmail: 'mira@example.com', problems: [{}, {}] });
    });

    test('belongs to nobody where the records name different accounts', async () => {
      const { matches } = await lookUp([PAID, { ...PAID, accountEmail: 'eve@example.com' }], ['QI-1']);
      expect(matches).toMatchObject([{ entry: { kind: 'unusable', accountEmail: null } }]);
    });
  });

  test(`${name}: an empty book holds nothing, and closing twice is harmless`, async () => {
    const book = await openBookOf([], () => {});
    expect(await book.find(askFor('QI-1'), new AbortController().signal)).toMatchObject({ ok: true, value: { matches: [] } });
    await book.close();
    await book.close();
  });

  test(`${name}: an aborted look-up does not answer`, async () => {
    const book = await openBookOf([PAID], () => {});
    onTestFinished(() => book.close());
    await expect(book.find(askFor('QI-1'), AbortSignal.abort())).rejects.toThrow('aborted');
  });

  test(`${name}: 200 look-ups at once are answered each with its own order, and with the time of the facts`, async () => {
    const before = Date.now();
    const book = await openBookOf(
      Array.from({ length: 50 }, (_, n) => ({ ...PAID, orderId: `QI-${n}`, transactionIds: [`pi_${n}`] })),
      () => {},
    );
    onTestFinished(() => book.close());
    const asked = Array.from({ length: 200 }, (_, n) => (n % 2 === 0 ? `#qi-${n % 50}` : `pi_${n % 50}`));
    const answers = await Promise.all(asked.map((candidate) => book.find(askFor(candidate), new AbortController().signal)));
    const found = answers.map((answer) => (answer.ok ? idsOf(answer.value.matches) : [answer.error.why]));
    expect(found).toEqual(asked.map((candidate) => [`QI-${/\d+/.exec(candidate)?.[0]}`]));
    const times = answers.map((answer) => (answer.ok ? answer.value.asOf.getTime() : 0));
    expect(Math.min(...times)).toBeGreaterThanOrEqual(before);
  });

  test.each([
    ['a quote', "QI-1' OR '1'='1"],
    ['a double quote', 'QI-1" OR ""="'],
    ['a percent sign', '%'],
    ['NUL', 'QI-1\0'],
    ['half a surrogate pair', 'QI-1\ud800'],
    ['a path', '../../QI-1'],
    ['dots', '..'],
    ['braces', '{id}'],
    ['a line break', 'QI-1\r\nX-Header: 1'],
    ['a very long name', 'QI-1'.repeat(5000)],
  ])(`${name}: what a mail writes is data: %s names nothing and spoils nothing`, async (_, candidate) => {
    expect(idsOf((await lookUp([PAID], [candidate, 'QI-1'])).matches)).toEqual(['QI-1']);
  });
}
