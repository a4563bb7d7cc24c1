import { expect, test } from 'vitest';
import { parseInstant } from '../../../src/cli/parse-options.ts';

test.each([
  ['a point in time', '2026-03-05T09:30:00Z', '2026-03-05T09:30:00.000Z'],
  ['with an offset', '2026-03-05T09:30:00+09:00', '2026-03-05T00:30:00.000Z'],
  ['a day', '2026-03-05', '2026-03-05T00:00:00.000Z'],
  ['the first second', '1970-01-01T00:00:00Z', '1970-01-01T00:00:00.000Z'],
  ['the last', '2999-12-31T23:59:59Z', '2999-12-31T23:59:59.000Z'],
])('--now as %s', (_, text, instant) => {
  expect(parseInstant('--now', text).toISOString()).toBe(instant);
});

test.each([
  ['a second too early', '1969-12-31T23:59:59Z'],
  ['deadlines would leave the calendar', '9999-12-30'],
  ['beyond it by its offset', '9999-12-31T23:59:59-14:00'],
  ['before the calendar', '0001-01-01'],
  ['no such day', '2026-02-30'],
  ['no zone', '2026-03-05T09:30:00'],
  ['no time at all', 'soon'],
])('--now is refused: %s', (_, text) => {
  expect(() => parseInstant('--now', text)).toThrow(/^--now: /);
});
