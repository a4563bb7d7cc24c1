import { type CalendarDate, calendarDateIn, parseCalendarDate } from '../domain/calendar-date.ts';

/** ISO 8601 with an offset. Without one the time would be read in the zone of whichever machine runs this. */
const INSTANT = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2})(?::(\d{2})(?:[.,]\d+)?)?(Z|z|[+-]\d{2}(?::?\d{2})?)$/;

/** Instants of the years 1 to 9999 that have a four-digit date in every time zone. */
const EARLIEST_MS = Date.parse('0001-01-03T00:00:00Z');
const LATEST_MS = Date.parse('9999-12-29T00:00:00Z');

/**
 * The calendar date of a purchase: a plain date as it stands, an instant as the day it was in `timezone`.
 * @returns null where the record's text is neither
 */
export function purchaseDateIn(timezone: string, purchasedAt: string): CalendarDate | null {
  const text = purchasedAt.trim();
  const plain = parseCalendarDate(text);
  if (plain !== null) return plain;
  const instant = parseInstant(text);
  return instant === null ? null : calendarDateIn(timezone, instant);
}

function parseInstant(text: string): Date | null {
  const match = INSTANT.exec(text);
  if (!match) return null;
  const [, date = '', time = '', seconds = '00', offset = ''] = match;
  // Date.parse takes 30 February for 2 March.
  if (parseCalendarDate(date) === null) return null;
  const ms = Date.parse(`${date}T${time}:${seconds}${fullOffset(offset)}`);
  return ms >= EARLIEST_MS && ms <= LATEST_MS ? new Date(ms) : null;
}

/** `+0530` and `+05` as `+05:30` and `+05:00`. */
function fullOffset(offset: string): string {
  if (offset === 'Z' || offset === 'z') return 'Z';
  return `${offset.slice(0, 3)}:${offset.slice(3).replace(':', '') || '00'}`;
}
