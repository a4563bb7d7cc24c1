import { type CalendarDate, parseCalendarDate } from '../domain/calendar-date.ts';
import { UnusableInput } from '../domain/problem.ts';

// RFC 3339 with a zone: a time without one would mean something else on every machine.
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

// A clock beyond these is broken, and deadlines counted from it would leave the calendar.
const FIRST_YEAR = 1970;
const LAST_YEAR = 2999;

export function parseInstant(option: string, text: string): Date {
  const day = parseCalendarDate(text);
  const instant = new Date(day ?? text);
  const year = instant.getUTCFullYear();
  if (year < FIRST_YEAR || year > LAST_YEAR) {
    throw new UnusableInput([
      { place: option, what: `${text} is no year that a clock can show`, mend: `write a time of the years ${FIRST_YEAR} to ${LAST_YEAR}` },
    ]);
  }
  if ((day === null && (!INSTANT.test(text) || parseCalendarDate(text.slice(0, 10)) === null)) || Number.isNaN(instant.getTime())) {
    throw new UnusableInput([
      { place: option, what: `${text} is no point in time`, mend: 'write it like 2026-03-05T09:30:00Z or 2026-03-05' },
    ]);
  }
  return instant;
}

export function parseDay(option: string, text: string): CalendarDate {
  const day = parseCalendarDate(text);
  if (day === null) throw new UnusableInput([{ place: option, what: `${text} is no date`, mend: 'write it like 2026-03-05' }]);
  return day;
}
