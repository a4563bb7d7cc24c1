import { expect, test } from 'vitest';
import { purchaseDateIn } from '../../../src/policy/purchase-date.ts';

test.each([
  ['a plain date stands as it is, in any zone', 'Pacific/Kiritimati', '2026-03-01', '2026-03-01'],
  ['space around it does not matter', 'UTC', ' 2026-03-01 ', '2026-03-01'],
  ['an instant is a day in the zone', 'UTC', '2026-03-01T22:15:00Z', '2026-03-01'],
  ['the next day in Berlin', 'Europe/Berlin', '2026-03-01T23:00:00Z', '2026-03-02'],
  ['a second before it is not', 'Europe/Berlin', '2026-03-01T22:59:59Z', '2026-03-01'],
  ['its own offset counts, not its own date', 'UTC', '2026-03-02T01:00:00+02:00', '2026-03-01'],
  ['west of Greenwich', 'UTC', '2026-03-01T23:30:00-05:00', '2026-03-02'],
  ['half-hour zones', 'Asia/Kolkata', '2026-03-01T18:30:00Z', '2026-03-02'],
  ['without seconds', 'UTC', '2026-03-01T22:15Z', '2026-03-01'],
  ['with fractions of them', 'UTC', '2026-03-01T23:59:59.999999999Z', '2026-03-01'],
  ['fractions with a comma', 'UTC', '2026-03-01T23:59:59,5Z', '2026-03-01'],
  ['a space in place of the T', 'UTC', '2026-03-01 22:15:00+00:00', '2026-03-01'],
  ['small letters', 'UTC', '2026-03-01t22:15:00z', '2026-03-01'],
  ['an offset without its colon', 'UTC', '2026-03-02T01:00:00+0530', '2026-03-01'],
  ['an offset of hours only', 'UTC', '2026-03-02T01:00:00+02', '2026-03-01'],
  ['no offset: which zone would it be?', 'UTC', '2026-03-01T22:15:00', null],
  ['30 February', 'UTC', '2026-02-30T10:00:00Z', null],
  ['30 February without a time', 'UTC', '2026-02-30', null],
  ['25 hours', 'UTC', '2026-03-01T25:00:00Z', null],
  ['no date', 'UTC', 'yesterday', null],
  ['something before it', 'UTC', 'on 2026-03-01T22:15:00Z', null],
  ['something after it', 'UTC', '2026-03-01T22:15:00Z or so', null],
  ['no time', 'UTC', '2026-03-01Z', null],
  ['the first instant that has a date in every zone', 'America/New_York', '0001-01-03T00:00:00Z', '0001-01-02'],
  ['before it', 'UTC', '0001-01-02T23:59:59Z', null],
  ['the last one', 'Pacific/Kiritimati', '9999-12-29T00:00:00Z', '9999-12-29'],
  ['after it', 'Pacific/Kiritimati', '9999-12-29T00:00:01Z', null],
])('%s', (_, zone, recorded, date) => {
  expect(purchaseDateIn(zone, recorded)).toBe(date);
});
