import { describe, expect, test } from 'vitest';
import {
  addDays,
  type CalendarDate,
  calendarDateIn,
  calendarDateOf,
  daysBetween,
  isoWeekday,
  parseCalendarDate,
} from '../../src/domain/calendar-date.ts';

const day = (text: string) => parseCalendarDate(text) as CalendarDate;

describe('a calendar date', () => {
  test.each([
    ['a leap day', '2024-02-29', '2024-02-29'],
    ['no leap day in 2026', '2026-02-29', null],
    ['no 31 April', '2026-04-31', null],
    ['month 13', '2026-13-01', null],
    ['day 0', '2026-01-00', null],
    ['a year below 100 is taken as written', '0026-01-02', '0026-01-02'],
    ['a time is no date', '2026-01-02T00:00', null],
  ])('%s', (_, text, expected) => {
    expect(parseCalendarDate(text)).toBe(expected);
  });

  test('a fraction of a year is none', () => {
    expect(calendarDateOf(2026.5, 1, 1)).toBeNull();
  });

  test.each([
    ['just before midnight in UTC', 'UTC', '2026-03-08T23:59:59.999Z', '2026-03-08'],
    ['the same instant is tomorrow in Tokyo', 'Asia/Tokyo', '2026-03-08T23:59:59.999Z', '2026-03-09'],
    ['and still yesterday in New York', 'America/New_York', '2026-03-08T03:59:59Z', '2026-03-07'],
    ['New Year in Kiritimati', 'Pacific/Kiritimati', '2025-12-31T10:00:00Z', '2026-01-01'],
  ])('%s', (_, zone, instant, expected) => {
    expect(calendarDateIn(zone, new Date(instant))).toBe(expected);
  });

  test('days are counted by the calendar, not in hours', () => {
    expect(daysBetween(day('2026-03-28'), day('2026-03-30'))).toBe(2);
    expect(daysBetween(day('2025-12-30'), day('2026-01-06'))).toBe(7);
    expect(daysBetween(day('2026-01-06'), day('2025-12-30'))).toBe(-7);
    expect(addDays(day('2026-02-27'), 2)).toBe('2026-03-01');
    expect(() => addDays(day('9999-12-31'), 1)).toThrow(RangeError);
  });

  test('Monday is 1, Sunday is 7', () => {
    expect(isoWeekday(day('2026-03-02'))).toBe(1);
    expect(isoWeekday(day('2026-03-08'))).toBe(7);
  });
});
