import { describe, expect, test } from 'vitest';
import { diffPolicies } from '../../../src/policy/diff-policies.ts';
import { day, policyOf } from './eligible.ts';

const told = (before: Parameters<typeof policyOf>, after: Parameters<typeof policyOf>) =>
  diffPolicies(policyOf(...before), policyOf(...after)).map(
    ({ version, change, field, before: old, after: young }) => `${version} ${change} ${field}: ${old} → ${young}`,
  );

describe('what a policy says otherwise than another', () => {
  test.each([
    ['nothing', [{}], [{}], []],
    [
      'a value of a version that both have',
      [{}],
      [{ windowDays: 14 }],
      ['2026-02-04 changed windowDays: 7 calendar days after the purchase → 14 calendar days after the purchase'],
    ],
    [
      'an added version is held against the one it follows',
      [{}],
      [{}, { effectiveFrom: day('2026-12-01'), fullRefundMaxUsedPercent: '20' }],
      [
        '2026-12-01 added effectiveFrom: 2026-02-04 00:00, UTC → 2026-12-01 00:00, UTC',
        '2026-12-01 added fullRefundMaxUsedPercent: up to 10% of the purchased credits used → up to 20% of the purchased credits used',
      ],
    ],
    [
      'a removed version leaves the one before it in force',
      [{}, { effectiveFrom: day('2026-12-01'), holidays: [day('2026-12-25')] }],
      [{}],
      ['2026-12-01 removed effectiveFrom: 2026-12-01 00:00, UTC → 2026-02-04 00:00, UTC', '2026-12-01 removed holidays: 2026-12-25 → none'],
    ],
  ] satisfies [string, Parameters<typeof policyOf>, Parameters<typeof policyOf>, string[]][])('%s', (_, before, after, changes) => {
    expect(told(before, after)).toEqual(changes);
  });

  test('a first version that comes before all others brings every value', () => {
    const changes = diffPolicies(policyOf({ effectiveFrom: day('2026-12-01') }), policyOf({}, { effectiveFrom: day('2026-12-01') }));
    expect(changes).toHaveLength(12);
    expect(changes.every(({ before, after }) => before === null && after !== null)).toBe(true);
  });
});
