import { expect, test } from 'vitest';
import type { CalendarDate } from '../../../src/domain/calendar-date.ts';
import { formatterFor } from '../../../src/reply/format.ts';

test.each([
  ['the first of a month is an ordinal in French', 'fr', '2026-03-01', '1er mars 2026'],
  ['no other day is', 'fr', '2026-03-11', '11 mars 2026'],
  ['nor the first in Spanish', 'es', '2026-03-01', '1 de marzo de 2026'],
  ['a closing abbreviation never starts a line', 'ru', '2026-03-01', '1 марта 2026\u00a0г.'],
  ['Japanese writes the year first', 'ja', '2026-03-01', '2026年3月1日'],
])('%s', (_, locale, date, written) => {
  expect(formatterFor(locale).date(date as CalendarDate)).toBe(written);
});
