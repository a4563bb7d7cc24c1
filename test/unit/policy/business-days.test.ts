import { expect, test } from 'vitest';
import { workOutDeadlines } from '../../../src/policy/business-days.ts';
import { day, published } from './eligible.ts';

const at = (text: string) => new Date(text);

test("the contract's sample: received on a Thursday, decided the same day", () => {
  const received = at('2026-03-05T09:30:00Z');
  expect(workOutDeadlines(published, received, received, true)).toEqual({
    reviewBy: '2026-03-09',
    processFrom: '2026-03-12',
    processBy: '2026-03-19',
  });
});

test('nothing is processed where no refund is due', () => {
  const received = at('2026-03-05T09:30:00Z');
  expect(workOutDeadlines(published, received, received, false)).toEqual({ reviewBy: '2026-03-09', processFrom: null, processBy: null });
});

test.each([
  ['Friday: over the weekend to Tuesday', {}, '2026-03-06T12:00:00Z', '2026-03-10'],
  ['Saturday and Sunday do not count: Tuesday', {}, '2026-03-07T12:00:00Z', '2026-03-10'],
  ['Monday to Wednesday', {}, '2026-03-09T12:00:00Z', '2026-03-11'],
  ['a holiday is no business day', { holidays: [day('2026-03-10')] }, '2026-03-09T12:00:00Z', '2026-03-12'],
  ['a holiday on a weekend changes nothing', { holidays: [day('2026-03-07')] }, '2026-03-06T12:00:00Z', '2026-03-10'],
  ['a weekend on Friday and Saturday', { weekend: [5, 6] }, '2026-03-05T12:00:00Z', '2026-03-09'],
  ['no weekend at all', { weekend: [] }, '2026-03-06T12:00:00Z', '2026-03-08'],
  ['over New Year', { holidays: [day('2026-01-01')] }, '2025-12-31T12:00:00Z', '2026-01-05'],
  ['over a leap day', {}, '2028-02-28T12:00:00Z', '2028-03-01'],
  ["the day of receipt is the policy's: Friday in Tokyo", { timezone: 'Asia/Tokyo' }, '2026-03-05T15:00:00Z', '2026-03-10'],
  ['at once', { reviewBusinessDays: 0 }, '2026-03-07T12:00:00Z', '2026-03-07'],
])('%s', (_, differs, received, reviewBy) => {
  expect(workOutDeadlines({ ...published, ...differs }, at(received), at('2026-03-05T00:00:00Z'), false).reviewBy).toBe(reviewBy);
});

test("processing counts from the decision, in the policy's zone", () => {
  const version = { ...published, timezone: 'Pacific/Kiritimati', processingBusinessDays: [1, 3] as const };
  const deadlines = workOutDeadlines(version, at('2026-03-02T00:00:00Z'), at('2026-03-05T11:00:00Z'), true);
  expect(deadlines).toMatchObject({ processFrom: '2026-03-09', processBy: '2026-03-11' });
});
