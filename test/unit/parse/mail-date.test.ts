import { describe, expect, test } from 'vitest';
import { parseMailDate } from '../../../src/parse/mail-date.ts';

describe("a mail's date", () => {
  test.each([
    ['as RFC 5322 has it', 'Thu, 05 Mar 2026 09:30:00 +0000', '2026-03-05T09:30:00.000Z'],
    ['with an offset', 'Thu, 5 Mar 2026 01:30:00 -0800', '2026-03-05T09:30:00.000Z'],
    ['without a weekday or seconds', '5 Mar 2026 09:30 GMT', '2026-03-05T09:30:00.000Z'],
    ['an obsolete zone and a two-digit year', '5 Mar 26 04:30:00 EST', '2026-03-05T09:30:00.000Z'],
    ['the last plausible year', 'Wed, 31 Dec 2999 23:59:59 +0000', '2999-12-31T23:59:59.000Z'],
    ['a year that would overflow the calendar', 'Fri, 31 Dec 9999 23:59:59 +0000', null],
    ['before there was mail', 'Thu, 31 Dec 1970 23:59:59 +0000', null],
    ['no such day', '31 Apr 2026 09:30:00 +0000', null],
    ['no date at all', 'yesterday', null],
  ])('%s', (_, text, expected) => {
    expect(parseMailDate(text)?.toISOString() ?? null).toBe(expected);
  });
});
