import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Attribution, attributeUsage } from '../../../src/orders/attribution/attribute-usage.ts';
import type { LedgerEvent } from '../../../src/orders/attribution/ledger-event.ts';
import { attributeCreditByCredit } from './credit-by-credit-oracle.ts';

const at = (minute: number) => ({ ms: minute * 60_000, nanos: 0 });
const END = at(1_000_000);

const purchase = (minute: number, orderId: string, credits: number, expires?: number): LedgerEvent => ({
  kind: 'purchase',
  at: at(minute),
  orderId,
  credits,
  expiresAt: expires === undefined ? null : at(expires),
});
const grant = (
  minute: number,
  credits: number,
  orderId: string | null = null,
  id: string | null = null,
  expires?: number,
): LedgerEvent => ({
  kind: 'grant',
  at: at(minute),
  id,
  orderId,
  credits,
  expiresAt: expires === undefined ? null : at(expires),
});
const usage = (minute: number, credits: number): LedgerEvent => ({ kind: 'usage', at: at(minute), id: null, credits });
const refund = (minute: number, orderId: string, credits: number): LedgerEvent => ({ kind: 'refund', at: at(minute), orderId, credits });
const expiry = (minute: number, credits: number | null, names: { orderId?: string; grantId?: string } = {}): LedgerEvent => ({
  kind: 'expiry',
  at: at(minute),
  orderId: names.orderId ?? null,
  grantId: names.grantId ?? null,
  credits,
});

/** `A purchased` → what of these lots was used. */
function usedOf({ lots, beyond, unattributed }: Attribution): Record<string, number> {
  const used: Record<string, number> = {};
  for (const { orderId, kind, used: credits } of lots)
    if (credits > 0) used[`${orderId ?? '-'} ${kind}`] = (used[`${orderId ?? '-'} ${kind}`] ?? 0) + credits;
  for (const [orderId, credits] of beyond) used[`${orderId} beyond`] = credits;
  return unattributed === 0 ? used : { ...used, unattributed };
}

describe('usage is attributed', () => {
  test.each([
    ['to the order that there is', [purchase(1, 'A', 100), usage(2, 30)], { 'A purchased': 30 }],
    [
      'to the oldest purchase first',
      [purchase(1, 'A', 100), purchase(2, 'B', 100), usage(3, 130)],
      { 'A purchased': 100, 'B purchased': 30 },
    ],
    [
      'to what was there at the time',
      [purchase(1, 'A', 100), usage(2, 130), purchase(3, 'B', 100)],
      { 'A purchased': 100, 'A beyond': 30 },
    ],
    [
      'to bonus credits before purchased ones',
      [purchase(1, 'A', 100), grant(1, 20, 'A'), usage(2, 50)],
      { 'A bonus': 20, 'A purchased': 30 },
    ],
    [
      'to bonus credits of a later order before purchased ones of an earlier',
      [purchase(1, 'A', 100), purchase(2, 'B', 100), grant(2, 20, 'B'), usage(3, 50)],
      { 'B bonus': 20, 'A purchased': 30 },
    ],
    [
      'to a gift that came with no order',
      [grant(1, 20, null, 'g'), purchase(2, 'A', 100), usage(3, 50)],
      { '- bonus': 20, 'A purchased': 30 },
    ],
    [
      'to purchased credits while the bonus has not come yet',
      [purchase(1, 'A', 100), usage(2, 50), grant(3, 20, 'A')],
      { 'A purchased': 50 },
    ],
    ['not to what has expired', [purchase(1, 'A', 100), grant(1, 20, 'A', 'g', 5), usage(6, 30)], { 'A purchased': 30 }],
    [
      'to what expires at this very instant',
      [purchase(1, 'A', 100), grant(1, 20, 'A', 'g', 5), usage(5, 30)],
      { 'A bonus': 20, 'A purchased': 10 },
    ],
    [
      'not to what an expiry took',
      [purchase(1, 'A', 100), purchase(2, 'B', 50), expiry(3, null, { orderId: 'A' }), usage(4, 30)],
      { 'B purchased': 30 },
    ],
    [
      'not to what part of a grant that an expiry took',
      [purchase(1, 'A', 100), grant(2, 20, null, 'g'), expiry(3, 15, { grantId: 'g' }), usage(4, 30)],
      { '- bonus': 5, 'A purchased': 25 },
    ],
    [
      'not to what an expiry of the account took, in its order',
      [purchase(1, 'A', 100), grant(2, 20, 'A'), expiry(3, 30), usage(4, 95)],
      { 'A purchased': 90, 'A beyond': 5 },
    ],
    [
      'not to credits that a refund took back',
      [purchase(1, 'A', 100), purchase(2, 'B', 100), refund(3, 'A', 90), usage(4, 30)],
      { 'A purchased': 10, 'B purchased': 20 },
    ],
    ['at the instant of the purchase to the purchase', [usage(1, 30), purchase(1, 'A', 100)], { 'A purchased': 30 }],
    ['before the refund of the same instant', [refund(2, 'A', 100), purchase(1, 'A', 100), usage(2, 30)], { 'A purchased': 30 }],
    ['to nobody where nothing was bought before', [usage(1, 5), purchase(2, 'A', 100)], { unattributed: 5 }],
    [
      'beyond everything to the order bought last',
      [purchase(1, 'A', 10), purchase(2, 'B', 10), usage(3, 25)],
      { 'A purchased': 10, 'B purchased': 10, 'B beyond': 5 },
    ],
    ['never to what is dated later', [purchase(1, 'A', 100), usage(2, 30), usage(2_000_000, 50)], { 'A purchased': 30 }],
  ])('%s', (_, events, expected) => {
    expect(usedOf(attributeUsage(events, 'bonus-first', END))).toEqual(expected);
  });

  test.each([
    ['within an order', [purchase(1, 'A', 100), grant(1, 20, 'A'), usage(2, 110)], { 'A purchased': 100, 'A bonus': 10 }],
    [
      'over all orders',
      [purchase(1, 'A', 100), grant(1, 20, 'A'), purchase(2, 'B', 100), usage(3, 150)],
      { 'A purchased': 100, 'B purchased': 50 },
    ],
  ])('to purchased credits first where the policy says so: %s', (_, events, expected) => {
    expect(usedOf(attributeUsage(events, 'purchased-first', END))).toEqual(expected);
  });
});

const minute = fc.nat({ max: 12 });
const orderId = fc.constantFrom('A', 'B', 'C');
const grantId = fc.constantFrom('g', 'h');
const credits = fc.nat({ max: 12 });
const ends = fc.option(minute, { nil: undefined });
const instant = fc.record({ ms: minute, nanos: fc.nat({ max: 2 }) });
const event = fc.oneof(
  fc.tuple(minute, orderId, credits, ends).map(([when, order, count, end]) => purchase(when, order, count, end)),
  fc
    .tuple(minute, credits, fc.option(orderId), fc.option(grantId), ends)
    .map(([when, count, order, id, end]) => grant(when, count, order, id, end)),
  fc.tuple(minute, credits).map(([when, count]) => usage(when, count)),
  fc.tuple(minute, credits).map(([when, count]) => usage(when, count)),
  fc.tuple(minute, orderId, credits).map(([when, order, count]) => refund(when, order, count)),
  fc
    .tuple(minute, fc.option(credits), fc.option(orderId, { nil: undefined }), fc.option(grantId, { nil: undefined }))
    .map(([when, count, order, id]) =>
      expiry(when, count, { ...(order === undefined ? {} : { orderId: order }), ...(id === undefined ? {} : { grantId: id }) }),
    ),
);
const timed = fc.tuple(event, instant).map(([one, when]) => ({ ...one, at: when }));
const ledger = fc.array(fc.oneof(event, timed), { maxLength: 24 });
const consumption = fc.constantFrom('bonus-first' as const, 'purchased-first' as const);
const asOf = fc.oneof(fc.constant(END), instant, minute.map(at));

function countsOf({ lots }: Attribution) {
  const counts: Record<string, { used: number; gone: number; back: number; there: number }> = {};
  for (const lot of lots.filter(({ credits: all }) => all > 0)) {
    const key = `${lot.orderId ?? '-'} ${lot.kind}`;
    const count = counts[key] ?? { used: 0, gone: 0, back: 0, there: 0 };
    counts[key] = {
      used: count.used + lot.used,
      gone: count.gone + lot.expired,
      back: count.back + lot.takenBack,
      there: count.there + lot.left,
    };
  }
  return counts;
}

describe('for every ledger', () => {
  test('an independent reckoning, credit by credit, comes to the same', () => {
    fc.assert(
      fc.property(ledger, consumption, asOf, (events, order, until) => {
        const attribution = attributeUsage(events, order, until);
        const { counts, beyond, unattributed } = attributeCreditByCredit(events, order === 'bonus-first', until);
        expect(countsOf(attribution)).toEqual(counts);
        expect(Object.fromEntries(attribution.beyond)).toEqual(beyond);
        expect(attribution.unattributed).toBe(unattributed);
      }),
      { numRuns: 5000 },
    );
  });

  test('what is attributed is what was used, and no credit has two fates', () => {
    fc.assert(
      fc.property(ledger, consumption, asOf, (events, order, until) => {
        const { lots, beyond, unattributed } = attributeUsage(events, order, until);
        const past = events.filter(({ at: { ms, nanos } }) => ms < until.ms || (ms === until.ms && nanos <= until.nanos));
        const used = past.reduce((sum, one) => sum + (one.kind === 'usage' ? one.credits : 0), 0);
        const attributed = lots.reduce((sum, lot) => sum + lot.used, 0) + [...beyond.values()].reduce((sum, count) => sum + count, 0);
        expect(attributed + unattributed).toBe(used);
        for (const lot of lots) {
          expect(lot.used + lot.expired + lot.takenBack + lot.left).toBe(lot.credits);
          expect(Math.min(lot.used, lot.expired, lot.takenBack, lot.left)).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('the order of the file does not matter', () => {
    const shuffled = ledger.chain((events) => fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })));
    fc.assert(
      fc.property(shuffled, consumption, asOf, ([events, others], order, until) => {
        const [lines, otherLines]: [unknown[], unknown[]] = [[], []];
        const attribution = attributeUsage(events, order, until, (line) => lines.push({ ...line, lot: line.lot && { ...line.lot } }));
        const other = attributeUsage(others, order, until, (line) => otherLines.push({ ...line, lot: line.lot && { ...line.lot } }));
        expect(other).toEqual(attribution);
        expect(otherLines).toEqual(lines);
      }),
      { numRuns: 2000 },
    );
  });

  test('the lines add up to the attribution', () => {
    fc.assert(
      fc.property(ledger, consumption, asOf, (events, order, until) => {
        const told: Record<string, number> = {};
        const { lots } = attributeUsage(events, order, until, ({ what, credits: count }) => {
          told[what] = (told[what] ?? 0) + count;
        });
        const sum = (what: 'credits' | 'used' | 'expired' | 'takenBack') => lots.reduce((total, lot) => total + lot[what], 0);
        expect([told['granted'] ?? 0, told['used'] ?? 0, told['expired'] ?? 0, told['taken-back'] ?? 0]).toEqual([
          sum('credits'),
          sum('used'),
          sum('expired'),
          sum('takenBack'),
        ]);
      }),
      { numRuns: 1000 },
    );
  });
});
