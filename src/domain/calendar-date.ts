/** A day of the Gregorian calendar, `YYYY-MM-DD`, without a time or a zone. Can only be built valid. */
export type CalendarDate = string & { readonly __brand: 'CalendarDate' };

// UTC has no clock changes: every day of it is this long. A library for zones would cost a third of the time of a mail full of dates.
const MS_PER_DAY = 86_400_000;

/** @returns null where there is no such day (29 February 2026) or `text` is not `YYYY-MM-DD` */
export function parseCalendarDate(text: string): CalendarDate | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return null;
  return calendarDateOf(Number(match[1]), Number(match[2]), Number(match[3]));
}

/** @param month 1 to 12 */
export function calendarDateOf(year: number, month: number, day: number): CalendarDate | null {
  if (!Number.isInteger(year) || year < 1 || year > 9999) return null;
  const date = new Date(Date.UTC(2000, month - 1, day));
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  return date.toISOString().slice(0, 10) as CalendarDate;
}

/** The day that a clock on the wall in `timeZone` (IANA name) shows at `instant`. */
export function calendarDateIn(timeZone: string, instant: Date): CalendarDate {
  const parts = formatterFor(timeZone).formatToParts(instant);
  const part = (type: string) => Number(parts.find((p) => p.type === type)?.value);
  const date = calendarDateOf(part('year'), part('month'), part('day'));
  if (date === null) throw new RangeError(`no calendar date for ${instant.toISOString()} in ${timeZone}`);
  return date;
}

/** @throws RangeError beyond the years 1 to 9999 */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  const sum = parseCalendarDate(new Date(midnight(date).getTime() + days * MS_PER_DAY).toISOString().slice(0, 10));
  if (sum === null) throw new RangeError(`no calendar date ${days} days from ${date}`);
  return sum;
}

/** Calendar days from `from` to `to`; negative where `to` is earlier. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return (midnight(to).getTime() - midnight(from).getTime()) / MS_PER_DAY;
}

/** ISO 8601: Monday is 1, Sunday is 7. */
export function isoWeekday(date: CalendarDate): number {
  return midnight(date).getUTCDay() || 7;
}

function midnight(date: CalendarDate): Date {
  return new Date(`${date}T00:00:00Z`);
}

// Building an Intl.DateTimeFormat costs about 50 µs and one policy uses one zone.
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterFor(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  formatters.set(timeZone, made);
  return made;
}
