import { expect, test } from 'vitest';
import { versionInForce } from '../../../src/policy/version-in-force.ts';
import { day, policyOf } from './eligible.ts';

const berlin = { effectiveFrom: day('2026-02-04'), timezone: 'Europe/Berlin' };
const kiritimati = { effectiveFrom: day('2026-07-01'), timezone: 'Pacific/Kiritimati' };

test.each([
  ['before the first version there is none', '2026-02-03T22:59:59Z', null],
  ['it begins with its day in its own zone', '2026-02-03T23:00:00Z', '2026-02-04'],
  ['it lasts until its successor begins', '2026-06-30T09:59:59Z', '2026-02-04'],
  ['the successor begins by its own clocks, fourteen hours ahead', '2026-06-30T10:00:00Z', '2026-07-01'],
  ['the last one stays', '2030-01-01T00:00:00Z', '2026-07-01'],
])('%s', (_, instant, effectiveFrom) => {
  const version = versionInForce(policyOf(berlin, kiritimati), new Date(instant));
  expect(version?.effectiveFrom ?? null).toBe(effectiveFrom);
});

test('a later version that begins sooner, by its zone, is in force already', () => {
  const policy = policyOf(
    { effectiveFrom: day('2026-07-01'), timezone: 'Pacific/Pago_Pago' },
    { ...kiritimati, effectiveFrom: day('2026-07-02') },
  );
  expect(versionInForce(policy, new Date('2026-07-01T10:30:00Z'))?.effectiveFrom).toBe('2026-07-02');
});
