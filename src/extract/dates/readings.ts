import { addDays, type CalendarDate, calendarDateOf, daysBetween, isoWeekday } from '../../domain/calendar-date.ts';
import type { Unit } from './calendar-words.ts';

/** Ascending, distinct. */
export function sortReadings(readings: readonly (CalendarDate | null)[]): CalendarDate[] {
  return [...new Set(readings.filter((reading) => reading !== null))].sort();
}

/** A purchase lies behind the request. */
export function dropFuture(readings: readonly CalendarDate[], today: CalendarDate): CalendarDate[] {
  return readings.filter((reading) => daysBetween(reading, today) >= 0);
}

/** Of `99` and `26` the years 1999 and 2026: the latest that does not lie ahead. */
export function fullYear(twoDigits: number, today: CalendarDate): number {
  const thisYear = Number(today.slice(0, 4));
  const century = thisYear - (thisYear % 100);
  return century + twoDigits > thisYear ? century - 100 + twoDigits : century + twoDigits;
}

/** "69" is 2569, which is 2026, unless the year of the common era fits better. */
export function shortYearOf(year: number, language: string | undefined, today: CalendarDate): number {
  const buddhist = 2500 - 543 + year;
  const thisYear = Number(today.slice(0, 4));
  return language === 'th' && buddhist <= thisYear && thisYear - buddhist < 20 ? buddhist : fullYear(year, today);
}

/** How far back a 29 February may lie. */
const YEARS_BACK = 8;

/** The most recent such day that is not after today. */
export function mostRecent(month: number, day: number, today: CalendarDate): CalendarDate | null {
  const thisYear = Number(today.slice(0, 4));
  for (let back = 0; back <= YEARS_BACK; back++) {
    const date = calendarDateOf(thisYear - back, month, day);
    if (date !== null && daysBetween(date, today) >= 0) return date;
    // "31 April" exists in no year, "29 February" in some.
    if (date === null && !(month === 2 && day === 29)) return null;
  }
  return null;
}

/** The last such weekday before today. */
export function lastWeekday(weekday: number, today: CalendarDate): CalendarDate {
  return addDays(today, -((isoWeekday(today) - weekday + 7) % 7 || 7));
}

/** Where a weekday stands beside the date it settles which reading is meant; one that fits none was a slip and settles nothing. */
export function settleByWeekday(readings: readonly CalendarDate[], weekday: number | null): CalendarDate[] {
  if (weekday === null) return [...readings];
  const fitting = readings.filter((reading) => isoWeekday(reading) === weekday);
  return fitting.length > 0 ? fitting : [...readings];
}

/** The same day of an earlier month; the last one of a shorter month. */
export function addMonths(date: CalendarDate, months: number): CalendarDate {
  const index = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + months;
  const year = Math.floor(index / 12);
  const month = (index % 12) + 1;
  for (let day = Number(date.slice(8)); day > 27; day--) {
    const found = calendarDateOf(year, month, day);
    if (found !== null) return found;
  }
  return calendarDateOf(year, month, Number(date.slice(8))) ?? date;
}

/** The most recent day with this number, today included. */
export function mostRecentDay(day: number, today: CalendarDate): CalendarDate | null {
  const month = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 1;
  // Of two months in a row one has 31 days, of three with February too.
  for (let back = 0; back < 3; back++) {
    const date = calendarDateOf(Math.floor((month - back) / 12), ((month - back) % 12) + 1, day);
    if (date !== null && daysBetween(date, today) >= 0) return date;
  }
  return null;
}

/** @param nth 1 to 5, or -1 for the last one */
export function nthWeekday(year: number, month: number, weekday: number, nth: number): CalendarDate | null {
  if (nth < 0) return nthWeekday(year, month, weekday, 5) ?? nthWeekday(year, month, weekday, 4);
  const first = calendarDateOf(year, month, 1);
  if (first === null) return null;
  return calendarDateOf(year, month, 1 + ((weekday - isoWeekday(first) + 7) % 7) + 7 * (nth - 1));
}

/** A weekday of the calendar week that lies `weeks` before that of `today`. */
export function weekdayOfWeek(weekday: number, weeks: number, today: CalendarDate): CalendarDate {
  return addDays(today, weekday - isoWeekday(today) - 7 * weeks);
}

export function goBack(from: CalendarDate, count: number, unit: Unit): CalendarDate {
  switch (unit) {
    case 'day':
      return addDays(from, -count);
    case 'week':
      return addDays(from, -7 * count);
    case 'month':
      return addMonths(from, -count);
    case 'year':
      return addMonths(from, -12 * count);
    default:
      return unit satisfies never;
  }
}
