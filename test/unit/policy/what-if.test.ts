import { describe, expect, test } from 'vitest';
import type { PolicyVersion } from '../../../src/domain/policy.ts';
import { decide } from '../../../src/policy/decide.ts';
import { decideAgain, findTurns, suppose } from '../../../src/policy/what-if.ts';
import { type Differs, inputOf, policyOf } from './eligible.ts';

function basisOf(differs: Differs, version: Partial<PolicyVersion> = {}) {
  const input = inputOf(differs);
  const { decision, version: policy } = decide(policyOf(version), input);
  return { basis: { input, policy }, decision };
}

function turns(differs: Differs, version: Partial<PolicyVersion> = {}): string[] {
  const { basis, decision } = basisOf(differs, version);
  return findTurns(basis, decision).map(({ what, decision: d }) => `${what}: ${d.outcome} ${d.amount} §${d.clauses[0]}`);
}

const on = (date: string) => ({ submittedAt: `${date}T23:30:00Z` });

// $29.90 for 400 credits on 1 March 2026; 10 % are 40 credits.
describe('the least that would have changed it', () => {
  test.each([
    ['day 4, nothing used', on('2026-03-05'), {}, ['4 days later: none 0.00 §3', '41 credits more used: proportional 26.84 §2']],
    ['day 7, the last', on('2026-03-08'), {}, ['1 day later: none 0.00 §3', '41 credits more used: proportional 26.84 §2']],
    ['day 8, the first too late', on('2026-03-09'), {}, ['1 day earlier: full 29.90 §1']],
    ['too late with much used', { ...on('2026-03-11'), order: { creditsUsed: 100 } }, {}, ['3 days earlier: proportional 22.43 §2']],
    ['40 used, a tenth', { order: { creditsUsed: 40 } }, {}, ['4 days later: none 0.00 §3', '1 credit more used: proportional 26.84 §2']],
    ['41 used', { order: { creditsUsed: 41 } }, {}, ['4 days later: none 0.00 §3', '1 credit fewer used: full 29.90 §1']],
    [
      'bonus credits go first',
      { order: { creditsBonus: 50, creditsUsed: 150 } },
      {},
      ['4 days later: none 0.00 §3', '60 credits fewer used: full 29.90 §1'],
    ],
    [
      'purchased credits go first',
      { order: { creditsBonus: 50, creditsUsed: 100 } },
      { creditConsumption: 'purchased-first' as const },
      ['4 days later: none 0.00 §3', '60 credits fewer used: full 29.90 §1'],
    ],
    ['everything used', { order: { creditsUsed: 400 } }, {}, ['360 credits fewer used: full 29.90 §1']],
    [
      'a third of a per cent is exact',
      { order: { creditsPurchased: 300, creditsUsed: 1 } },
      { fullRefundMaxUsedPercent: '0.3333333333' },
      ['4 days later: none 0.00 §3', '1 credit fewer used: full 29.90 §1'],
    ],
    [
      'a day in a zone whose clocks change in between',
      { submittedAt: '2026-03-28T23:30:00Z', order: { purchasedAt: '2026-03-29' } },
      { timezone: 'Europe/Berlin' },
      ['8 days later: none 0.00 §3', '41 credits more used: proportional 26.84 §2'],
    ],
    [
      'a person decides: neither days nor credits settle it',
      { order: { status: 'disputed' as const } },
      {},
      ['4 days later: review 0.00 §3', '41 credits more used: review 26.84 §2'],
    ],
    ['no order found: nothing to turn', { facts: { kind: 'not-found' as const } }, {}, []],
  ])('%s', (_, differs, version, expected) => {
    expect(turns(differs, version)).toEqual(expected);
  });
});

test('supposing nothing decides the same', () => {
  const { basis, decision } = basisOf({ order: { creditsUsed: 133 } });
  expect(decideAgain(suppose(basis, {}), true)).toEqual(decision);
});

test('supposing credits where no order was found changes nothing', () => {
  const { basis, decision } = basisOf({ facts: { kind: 'none-named' } });
  expect(decideAgain(suppose(basis, { creditsUsed: 5 }), true)).toEqual(decision);
});
