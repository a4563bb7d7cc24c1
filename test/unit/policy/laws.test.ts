import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, calendarDateIn } from '../../../src/domain/calendar-date.ts';
import { REVIEW_FLAGS } from '../../../src/domain/decision.ts';
import type { Order } from '../../../src/domain/order.ts';
import { decide } from '../../../src/policy/decide.ts';
import { day, inputOf, judge, policyOf } from './eligible.ts';
import { cents, oracle } from './exact-fraction-oracle.ts';

const REQUESTED_ON = '2026-03-05';
const MOST_BONUS = 100;

const money = (mostCents: number) => fc.integer({ min: 0, max: mostCents }).map((n) => (n / 100).toFixed(2));
const dayBefore = fc.integer({ min: -2, max: 12 }).map((days) => addDays(day(REQUESTED_ON), -days));
/** Small packs meet every edge; large and prime ones never come out even. */
const credits = fc.oneof(
  fc.integer({ min: 0, max: 60 }),
  fc.constantFrom(400, 997, 1000, 9973),
  fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER - MOST_BONUS }),
);
const share = fc.oneof(fc.constantFrom(0, 0.1, 0.5, 1, 1.1), fc.double({ min: 0, max: 1.2, noNaN: true }));

const order: fc.Arbitrary<Partial<Order>> = fc
  .record({
    purchasedAt: dayBefore,
    total: money(20_000),
    tax: fc.oneof({ weight: 3, arbitrary: fc.constant('0') }, { weight: 1, arbitrary: money(4_000) }),
    processingFee: fc.oneof({ weight: 3, arbitrary: fc.constant('0') }, { weight: 1, arbitrary: money(300) }),
    creditsPurchased: credits,
    creditsBonus: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: MOST_BONUS })),
    used: share,
    off: fc.integer({ min: -1, max: 1 }),
    refunds: fc.oneof(
      { weight: 3, arbitrary: fc.constant<string[]>([]) },
      { weight: 1, arbitrary: fc.array(money(9_000), { maxLength: 3 }) },
    ),
    status: fc.oneof(
      { weight: 9, arbitrary: fc.constant('paid' as const) },
      { weight: 1, arbitrary: fc.constantFrom('refunded', 'disputed', 'cancelled') },
    ),
  })
  .map(({ used, off, refunds, ...rest }) => ({
    ...rest,
    creditsUsed: Math.min(Number.MAX_SAFE_INTEGER, Math.max(0, Math.floor(rest.creditsPurchased * used) + off)),
    refunds: refunds.map((amount) => ({ amount, at: '2026-03-04' })),
  }));

describe('laws of every decision', () => {
  test('exact fractions agree on outcome, amount and first section', () => {
    const law = fc.property(order, (differs) => {
      const { decision, order: found } = judge({ order: differs });
      if (found === null) throw new Error('the order is known');
      const { outcome, amount, clauses } = decision;
      expect({ outcome, amount, firstClause: clauses[0] }).toEqual(oracle(found, REQUESTED_ON));
    });
    fc.assert(law, { numRuns: 5000 });
  });

  test('never less than nothing, never more than the price less what was refunded', () => {
    const law = fc.property(order, (differs) => {
      const { decision, order: found } = judge({ order: differs });
      if (found === null) throw new Error('the order is known');
      const price = cents(found.total) - cents(found.tax) - cents(found.processingFee);
      const left = price - found.refunds.reduce((sum, refund) => sum + cents(refund.amount), 0n);
      expect(cents(decision.amount) >= 0n).toBe(true);
      expect(cents(decision.amount) <= (left < 0n ? 0n : left)).toBe(true);
    });
    fc.assert(law, { numRuns: 1000 });
  });

  const consumption = fc.constantFrom('bonus-first' as const, 'purchased-first' as const);
  test('more use never pays more', () => {
    const law = fc.property(order, fc.nat({ max: 500 }), consumption, (differs, more, creditConsumption) => {
      const policy = { creditConsumption };
      const usedMore = { ...differs, creditsUsed: (differs.creditsUsed ?? 0) + more };
      expect(Number(judge({ policy, order: usedMore }).decision.amount)).toBeLessThanOrEqual(
        Number(judge({ policy, order: differs }).decision.amount),
      );
    });
    fc.assert(law, { numRuns: 1000 });
  });

  test('the same input gets the same answer, to the last word', () => {
    const law = fc.property(order, (differs) => {
      expect(judge({ order: structuredClone(differs) })).toEqual(judge({ order: differs }));
    });
    fc.assert(law, { numRuns: 200 });
  });

  test('review is decided exactly where a flag leads to it, and the trace says why', () => {
    const law = fc.property(order, (differs) => {
      const { flags, outcome, trace } = judge({ order: differs }).decision;
      const reasons = flags.filter((flag) => REVIEW_FLAGS.some((known) => known === flag));
      expect(outcome === 'review').toBe(reasons.length > 0);
      expect(trace.map((step) => step.rule).slice(0, reasons.length)).toEqual(reasons);
    });
    fc.assert(law, { numRuns: 500 });
  });

  test('credits are removed only where money goes back, and never more than are left', () => {
    const law = fc.property(order, (differs) => {
      const { decision, order: found } = judge({ order: differs });
      if (found === null) throw new Error('the order is known');
      expect(decision.creditsToRemove > 0).toBe(decision.outcome === 'full' || decision.outcome === 'proportional');
      expect(decision.creditsToRemove).toBeLessThanOrEqual(Math.max(0, found.creditsPurchased + found.creditsBonus - found.creditsUsed));
    });
    fc.assert(law, { numRuns: 500 });
  });
});

describe('nothing that a mail says can raise an amount (rule 8)', () => {
  const words = fc.record({
    accountEmail: fc.oneof(fc.constant('mira@example.com'), fc.emailAddress()),
    orderIds: fc.array(fc.string(), { minLength: 1 }),
    purchaseDateReadings: fc.array(dayBefore, { maxLength: 2 }),
    reason: fc.option(fc.string()),
    language: fc.constantFrom('en', 'de', 'xx'),
  });
  test('two claims with the same order and flags are paid the same', () => {
    const law = fc.property(order, words, words, (differs, one, other) => {
      const [a, b] = [judge({ order: differs, claim: one }).decision, judge({ order: differs, claim: other }).decision];
      expect(a.amount).toBe(b.amount);
      expect(a.flags.join() !== b.flags.join() || a.outcome === b.outcome).toBe(true);
    });
    fc.assert(law, { numRuns: 1000 });
  });

  test('no claim is paid more than one that says only what it must', () => {
    const law = fc.property(order, words, (differs, said) => {
      const plain = judge({ order: differs }).decision;
      const asked = judge({ order: differs, claim: { ...said, missing: [] } }).decision;
      expect(asked.amount).toBe(plain.amount);
      expect([plain.outcome, 'review']).toContain(asked.outcome);
    });
    fc.assert(law, { numRuns: 500 });
  });
});

describe('day 7 and day 8 in every sort of zone', () => {
  const ZONES = [
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'America/St_Johns',
    'Asia/Kolkata',
    'Asia/Kathmandu',
    'Australia/Lord_Howe',
    'Pacific/Chatham',
    'Pacific/Kiritimati',
    'Pacific/Pago_Pago',
    'Africa/Casablanca',
    'America/Santiago',
  ];
  const instant = fc.date({ min: new Date('2026-02-06T00:00:00Z'), max: new Date('2031-01-01T00:00:00Z'), noInvalidDate: true });
  const outcomeOf = (timezone: string, purchasedAt: string, submittedAt: Date) =>
    decide(policyOf({ timezone }), inputOf({ order: { purchasedAt }, submittedAt: submittedAt.toISOString() })).decision.outcome;

  test('seven calendar dates are inside, eight are not', () => {
    const law = fc.property(fc.constantFrom(...ZONES), instant, (timezone, submittedAt) => {
      const requestedOn = calendarDateIn(timezone, submittedAt);
      expect(outcomeOf(timezone, addDays(requestedOn, -7), submittedAt)).toBe('full');
      expect(outcomeOf(timezone, addDays(requestedOn, -8), submittedAt)).toBe('none');
    });
    fc.assert(law, { numRuns: 1500 });
  });

  /** The instant at which a date begins, found by looking: independent of the way the program goes. */
  function startOf(timezone: string, date: string): Date {
    let [before, at] = [Date.parse(`${date}T00:00:00Z`) - 26 * 3_600_000, Date.parse(`${date}T00:00:00Z`) + 26 * 3_600_000];
    while (at - before > 1) {
      const middle = Math.floor((before + at) / 2);
      if (new Intl.DateTimeFormat('sv-SE', { timeZone: timezone }).format(middle) < date) before = middle;
      else at = middle;
    }
    return new Date(at);
  }
  const CHANGES = [
    ['clocks go forward in Europe', 'Europe/Berlin', '2026-03-27'],
    ['clocks go back in Europe', 'Europe/Berlin', '2026-10-20'],
    ['clocks go forward in America', 'America/New_York', '2026-03-05'],
    ['clocks go back in America', 'America/New_York', '2026-10-28'],
    ['a change of half an hour', 'Australia/Lord_Howe', '2026-04-01'],
    ['a change at midnight: the day begins at one', 'America/Santiago', '2026-09-01'],
    ['half an hour off, and a change', 'America/St_Johns', '2026-03-03'],
    ['year end, fourteen hours ahead', 'Pacific/Kiritimati', '2026-12-28'],
    ['year end, eleven hours behind', 'Pacific/Pago_Pago', '2026-12-28'],
    ['year end, half an hour off', 'Asia/Kolkata', '2026-12-27'],
    ['a leap day inside', 'UTC', '2028-02-25'],
  ] as const;
  test.each(CHANGES)('%s: the last moment of day 7 is inside, the next is not', (_, timezone, purchased) => {
    const dayEight = startOf(timezone, addDays(day(purchased), 8));
    const lastMoment = new Date(dayEight.getTime() - 1);
    expect(outcomeOf(timezone, purchased, lastMoment)).toBe('full');
    expect(outcomeOf(timezone, purchased, dayEight)).toBe('none');
    const purchaseBegins = startOf(timezone, purchased);
    expect(outcomeOf(timezone, purchaseBegins.toISOString(), lastMoment)).toBe('full');
    expect(outcomeOf(timezone, new Date(purchaseBegins.getTime() - 1).toISOString(), lastMoment)).toBe('none');
  });
});
