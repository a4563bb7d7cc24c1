import { fc } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import type { PolicyVersion } from '../../../src/domain/policy.ts';
import { BacktestTally, type PastDecision, type Trial } from '../../../src/policy/backtest.ts';
import { decide } from '../../../src/policy/decide.ts';
import { type Differs, day, inputOf, policyOf, published } from './eligible.ts';

/** A request as it was decided by the published policy, unless another one is given. */
function past(id: string, differs: Differs, policy = policyOf({})): PastDecision {
  const input = inputOf(differs);
  const { decision, version } = decide(policy, input);
  return { id, basis: { input, policy: version }, decision };
}

/** Bought on 1 March 2026, asked for `days` calendar days later. */
function afterDays(days: number, creditsUsed = 0): PastDecision {
  const submittedAt = new Date(Date.UTC(2026, 2, 1 + days, 12));
  return past(`day-${String(days).padStart(2, '0')}`, { submittedAt: submittedAt.toISOString(), order: { creditsUsed } });
}

function tryOn(cases: readonly PastDecision[], trial: Trial) {
  const tally = new BacktestTally(trial);
  for (const each of cases) tally.add(each);
  return tally.result();
}

const under = (differs: Partial<PolicyVersion>): Trial => ({ kind: 'one', version: { ...published, ...differs } });
const THREE_WEEKS = Array.from({ length: 21 }, (_, days) => afterDays(days));

describe('a version tried on what happened', () => {
  test('a window of 14 days changes exactly the requests of days 8 to 14', () => {
    const { cases, changed, outcomesChanged, amountsChanged } = tryOn(THREE_WEEKS, under({ windowDays: 14 }));
    expect(cases).toBe(21);
    expect(changed.map(({ id }) => id)).toEqual(['day-08', 'day-09', 'day-10', 'day-11', 'day-12', 'day-13', 'day-14']);
    expect([outcomesChanged, amountsChanged]).toEqual([7, 7]);
    expect(changed[0]).toEqual({
      id: 'day-08',
      orderId: 'QI-1',
      requestedOn: '2026-03-09',
      currency: 'USD',
      before: { outcome: 'none', amount: '0.00', section: '3' },
      after: { outcome: 'full', amount: '29.90', section: '1' },
    });
  });

  test('what would be paid is summed by currency, before and after', () => {
    const cases = [...THREE_WEEKS, past('euro', { order: { currency: 'EUR', total: '10.00', creditsUsed: 100 } })];
    const { paid } = tryOn(cases, under({ windowDays: 14, fullRefundMaxUsedPercent: '25' }));
    expect(paid).toEqual({
      EUR: { before: '7.50', after: '10.00', difference: '2.50' },
      USD: { before: '239.20', after: '448.50', difference: '209.30' },
    });
  });

  test('moves tell how many went where, those that stayed included', () => {
    const { moves } = tryOn(THREE_WEEKS, under({ windowDays: 14 }));
    expect(moves).toEqual([
      { before: { outcome: 'full', section: '1' }, after: { outcome: 'full', section: '1' }, cases: 8 },
      { before: { outcome: 'none', section: '3' }, after: { outcome: 'full', section: '1' }, cases: 7 },
      { before: { outcome: 'none', section: '3' }, after: { outcome: 'none', section: '3' }, cases: 6 },
    ]);
  });

  test('a shorter window takes back', () => {
    const { paid } = tryOn(THREE_WEEKS, under({ windowDays: 6 }));
    expect(paid).toEqual({ USD: { before: '239.20', after: '209.30', difference: '-29.90' } });
  });

  test('an amount that changes with its outcome alike is a changed amount alone', () => {
    const tried = tryOn([past('taxed', { order: { tax: '4.90', creditsUsed: 100 } })], under({ nonRefundable: [] }));
    expect(tried).toMatchObject({ outcomesChanged: 0, amountsChanged: 1, paid: { USD: { before: '18.75', after: '22.43' } } });
  });

  test('what a person must look at is not paid, before or after', () => {
    const tried = tryOn([past('disputed', { order: { status: 'disputed' } })], under({ windowDays: 14 }));
    expect(tried).toMatchObject({ changed: [], paid: { USD: { before: '0.00', after: '0.00', difference: '0.00' } } });
  });

  test('a request that came before any policy stays with a person', () => {
    const early = past('early', { submittedAt: '2026-01-05T00:00:00Z', order: { purchasedAt: '2026-01-01' } });
    expect(tryOn([early], under({ windowDays: 14 })).changed).toEqual([]);
  });

  test('dated: each request by the version in force on its own day', () => {
    const policy = policyOf({}, { effectiveFrom: day('2026-03-12'), windowDays: 14 });
    const { changed } = tryOn(THREE_WEEKS, { kind: 'dated', policy });
    expect(changed.map(({ id }) => id)).toEqual(['day-11', 'day-12', 'day-13', 'day-14']);
  });
});

test('the same version changes nothing, whatever happened', () => {
  const requests = fc.array(fc.record({ days: fc.integer({ min: -3, max: 30 }), used: fc.nat(450) }), { maxLength: 30 });
  const law = fc.property(requests, (asked) => {
    const cases = asked.map(({ days, used }) => afterDays(days, used));
    const { changed, moves, paid } = tryOn(cases, under({}));
    expect(changed).toEqual([]);
    expect(moves.every(({ before, after }) => before.outcome === after.outcome && before.section === after.section)).toBe(true);
    expect(Object.values(paid).every(({ difference }) => difference === '0.00')).toBe(true);
  });
  fc.assert(law);
});
