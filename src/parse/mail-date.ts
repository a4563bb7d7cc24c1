const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** RFC 5322 section 4.3: the obsolete zone names that mean anything; all others count as UTC. */
const ZONE_HOURS: Readonly<Record<string, number>> = { EST: -5, EDT: -4, CST: -6, CDT: -5, MST: -7, MDT: -6, PST: -8, PDT: -7 };

const DATE =
  /^(?:[a-z]{2,9}\.?,?\s{0,4})?(\d{1,2})[\s-]{1,4}([a-z]{3})[a-z]{0,6}\.?[\s-]{1,4}(\d{2,4}),?\s{1,4}(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d{1,9})?\s{0,4}([+-]\d{4}|[a-z]{1,5})?/i;

// The first mail was sent in 1971. A year beyond 2999 is a broken clock or an attack on whoever counts days from it.
const FIRST_YEAR = 1971;
const LAST_YEAR = 2999;

/** Whether mail can have come at `instant`: a mailbox or a file system may hold any time that a client put there. */
export function isMailTime(instant: Date): boolean {
  const year = instant.getUTCFullYear();
  return year >= FIRST_YEAR && year <= LAST_YEAR;
}

/**
 * A date-time of RFC 5322 section 3.3, obsolete forms too.
 * @returns null where it is none. JavaScript's own parser is not asked: it reads dates into almost anything.
 */
export function parseMailDate(text: string): Date | null {
  const match = DATE.exec(text.trim());
  if (!match) return null;
  const [, day, monthName, yearDigits, hour, minute, second, zone] = match;
  const month = MONTHS.indexOf((monthName ?? '').toLowerCase());
  const year = fullYear(yearDigits ?? '');
  const date = Number(day);
  if (month < 0 || date < 1 || Number(hour) > 23 || Number(minute) > 59 || Number(second ?? 0) > 60) return null;
  if (year < FIRST_YEAR || year > LAST_YEAR) return null;
  const instant = new Date(Date.UTC(2000, month, date, Number(hour), Number(minute), Number(second ?? 0)));
  instant.setUTCFullYear(year, month, date);
  // 31 April rolls over to May: no such day was meant.
  if (instant.getUTCMonth() !== month) return null;
  return new Date(instant.getTime() - zoneMinutes(zone) * 60_000);
}

/** RFC 5322 section 4.3: 00 to 49 is 2000 to 2049, 50 to 99 is 1950 to 1999, three digits add 1900. */
function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length === 4) return year;
  return digits.length === 3 || year >= 50 ? 1900 + year : 2000 + year;
}

function zoneMinutes(zone: string | undefined): number {
  if (zone === undefined) return 0;
  const offset = /^([+-])(\d{2})(\d{2})$/.exec(zone);
  if (!offset) return (ZONE_HOURS[zone.toUpperCase()] ?? 0) * 60;
  const minutes = Number(offset[2]) * 60 + Number(offset[3]);
  return offset[1] === '-' ? -minutes : minutes;
}
