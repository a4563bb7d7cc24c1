import { describe, expect, test } from 'vitest';
import type { CreditAttribution } from '../../../src/domain/order.ts';
import { judge } from './eligible.ts';

const NOTHING: CreditAttribution = { purchasedUsed: 0, bonusUsed: 0, purchasedLeft: 400, bonusLeft: 0, beyond: 0 };

/** An order of a ledger: 400 credits bought, 40 bonus, as many used of either as `known` says. */
function judgeLedgerOrder(known: Partial<CreditAttribution>, order: object = {}) {
  const attribution = { ...NOTHING, ...known };
  const creditsUsed = attribution.purchasedUsed + attribution.bonusUsed + attribution.beyond;
  return judge({ order: { creditsBonus: 40, creditsUsed, attribution, ...order } });
}

describe('where a ledger knows whose credits were used, the policy splits nothing', () => {
  test.each([
    [
      'purchased credits used before the bonus came',
      { purchasedUsed: 100, purchasedLeft: 300, bonusLeft: 40 },
      'proportional',
      '22.43',
      300,
    ],
    ['bonus credits that expired unused', { purchasedUsed: 41, purchasedLeft: 359 }, 'proportional', '26.84', 359],
    ['a tenth of the purchased credits', { purchasedUsed: 40, bonusUsed: 10, purchasedLeft: 360, bonusLeft: 30 }, 'full', '29.90', 390],
    ['a gift spent in place of the order’s own', { bonusUsed: 0, purchasedLeft: 400, bonusLeft: 40 }, 'full', '29.90', 440],
    [
      'credits that a refund took back are unused, and are no more',
      { purchasedUsed: 100, purchasedLeft: 200 },
      'proportional',
      '22.43',
      200,
    ],
  ])('%s', (_, known, outcome, amount, creditsToRemove) => {
    expect(judgeLedgerOrder(known).decision).toMatchObject({ outcome, amount, creditsToRemove });
  });

  test('what a refund took back and paid comes off once', () => {
    const { decision } = judgeLedgerOrder({ purchasedUsed: 100, purchasedLeft: 200 }, { refunds: [{ amount: '7.48', at: '2026-03-03' }] });
    expect(decision).toMatchObject({
      outcome: 'proportional',
      amount: '14.95',
      flags: expect.arrayContaining(['partly-refunded']) as string[],
    });
  });

  test('use beyond all that was there leads to a person, even where the sums would hide it', () => {
    const { decision } = judgeLedgerOrder({ purchasedUsed: 400, purchasedLeft: 0, beyond: 5 });
    expect(decision).toMatchObject({ outcome: 'review', flags: expect.arrayContaining(['usage-exceeds-purchase']) as string[] });
  });

  test('the trace shows the split that is known', () => {
    const { decision } = judgeLedgerOrder({ purchasedUsed: 100, purchasedLeft: 300, bonusLeft: 40 });
    expect(decision.trace.find(({ rule }) => rule === 'credits')).toMatchObject({
      result: 100,
      because: "by the order book's single events, bonus credits first: of 100 used, 0 were bonus and 100 purchased",
    });
  });
});
