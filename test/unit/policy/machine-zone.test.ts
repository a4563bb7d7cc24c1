import { afterEach, expect, test, vi } from 'vitest';
import { purchaseDateIn } from '../../../src/policy/purchase-date.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

test.each(['2026-03-01T22:15:00Z', '2026-03-01t22:15:00z', '2026-03-01T22:15:00+00'])(
  "the machine's own zone has no say: %s",
  (recorded) => {
    vi.stubEnv('TZ', 'Pacific/Kiritimati');
    expect(new Date('2026-03-01T00:00:00').getTimezoneOffset()).toBe(-14 * 60);
    expect(purchaseDateIn('UTC', recorded)).toBe('2026-03-01');
  },
);
