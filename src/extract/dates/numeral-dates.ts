import { type CalendarDate, calendarDateOf } from '../../domain/calendar-date.ts';
import { ALL_LANGUAGES } from '../languages/all.ts';
import { alternativesOf } from '../word-patterns.ts';
import type { DateContext, FoundDate } from './found-date.ts';
import { NUMERAL, readNumeral } from './numerals.ts';
import { addMonths, fullYear, mostRecent, mostRecentDay, sortReadings } from './readings.ts';

const WRITTEN = ALL_LANGUAGES.flatMap((language) => language.numeralDates ?? []);

/** The words of every language with such dates, longest first: Chinese characters are read alike in all of them. */
function wordsOf(pick: (dates: (typeof WRITTEN)[number]) => string | undefined): string[] {
  const words = WRITTEN.flatMap((dates) => (pick(dates) ?? '').split(' ')).filter(Boolean);
  return [...new Set(words)].sort((a, b) => b.length - a.length);
}

const ERAS = new Map(WRITTEN.flatMap((dates) => Object.entries(dates.eras ?? {})));
const ERA = alternativesOf([...ERAS.keys()].sort((a, b) => b.length - a.length));
const YEAR = alternativesOf(wordsOf((dates) => dates.year));
const MONTH = alternativesOf(wordsOf((dates) => dates.month));
const DAY = alternativesOf(wordsOf((dates) => dates.day));
const [LAST_YEAR, THIS_YEAR, LAST_MONTH, THIS_MONTH] = [
  wordsOf((dates) => dates.lastYear),
  wordsOf((dates) => dates.thisYear),
  wordsOf((dates) => dates.lastMonth),
  wordsOf((dates) => dates.thisMonth),
];
/** Behind a day: from it on. Chinese characters are read alike, whichever language they seem to be of. */
export const SINCE: readonly string[] = wordsOf((dates) => dates.since);
const ON_IT = wordsOf((dates) => dates.onIt);
const AHEAD = wordsOf((dates) => dates.ahead);

const OF = alternativesOf(ALL_LANGUAGES.flatMap(({ possessive }) => (possessive ?? '').split(' ')).filter(Boolean));
const NO_DAY = wordsOf((dates) => `${dates.spans ?? ''} ${dates.limits ?? ''}`);

// Every repetition is bounded and every part begins with another class: linear whatever the text.
const FULL = new RegExp(
  `(${ERA})?[ 　]?(${NUMERAL})[ 　]?${YEAR}[ 　]?(${NUMERAL})[ 　]?${MONTH}${OF}?[ 　]?(${NUMERAL})[ 　]?(?:${DAY}|(?![\\d一二三四五六七八九十]))`,
  'g',
);
const WITHOUT_YEAR = new RegExp(
  `(${alternativesOf([...LAST_YEAR, ...THIS_YEAR])}?)${OF}?[ 　]?(${NUMERAL}|正)[ 　]?${MONTH}${OF}?[ 　]?(${NUMERAL})(?:[ 　]?${DAY}|$)`,
  'g',
);
const WITHOUT_MONTH = new RegExp(`(${alternativesOf([...LAST_MONTH, ...THIS_MONTH])}?)${OF}?[ 　]?(${NUMERAL})[ 　]?${DAY}`, 'g');

/** Ample for a space and the longest word that may stand directly behind a day. */
const REACH_BEHIND = 24;
const BEHIND_YEAR = new RegExp(`${YEAR}[ 　]?$`);
const GOES_ON = new RegExp(
  `(?:${MONTH}${OF}?|${YEAR}|${alternativesOf(wordsOf((dates) => dates.ordinal))}|[\\d./-]|${alternativesOf(AHEAD)}${OF}?)$`,
);
const IS_NO_DAY = new RegExp(`^(?:${alternativesOf(NO_DAY)}|${alternativesOf(SINCE)})`);

/** Dates with 年月日 or 년월일 and eras, in `text` whose digits are ASCII. */
export function findNumeralDates(text: string, context: DateContext): FoundDate[] {
  const found: FoundDate[] = [];
  for (const match of text.matchAll(FULL)) {
    const year = readYear(match[1], match[2] ?? '', context);
    add(found, match, year === null ? null : calendarDateOf(year, readNumeral(match[3]), readNumeral(match[4])), 'year');
  }
  for (const match of text.matchAll(WITHOUT_YEAR)) {
    if (isTaken(found, match) || BEHIND_YEAR.test(text.slice(Math.max(0, match.index - 3), match.index))) continue;
    const year = yearOf(match[1] ?? '', context.today);
    const [month, day] = [match[2] === '正' ? 1 : readNumeral(match[2]), readNumeral(match[3])];
    add(found, match, year === null ? mostRecent(month, day, context.today) : calendarDateOf(year, month, day), 'day');
  }
  for (const match of text.matchAll(WITHOUT_MONTH)) {
    if (!isTaken(found, match)) add(found, match, readDay(match, text, context), 'day');
  }
  return found;
}

function add(found: FoundDate[], match: RegExpExecArray, reading: CalendarDate | null, form: FoundDate['form']): void {
  if (reading) found.push({ readings: sortReadings([reading]), form, start: match.index, end: match.index + match[0].length });
}

function isTaken(found: readonly FoundDate[], match: RegExpExecArray): boolean {
  return found.some((date) => date.start < match.index + match[0].length && match.index < date.end);
}

/** 27日, 先月28日, 上个月3号. A bare count of days is as long: only a word that says so makes it a day of the month. */
function readDay(match: RegExpExecArray, text: string, context: DateContext): CalendarDate | null {
  const [whole, month = '', digits] = match;
  const day = readNumeral(digits);
  if (!(day >= 1 && day <= 31)) return null;
  if (month !== '') {
    const other = addMonths(calendarDateOf(Number(context.today.slice(0, 4)), Number(context.today.slice(5, 7)), 1) ?? context.today, -1);
    const base = LAST_MONTH.includes(month) ? other : context.today;
    return calendarDateOf(Number(base.slice(0, 4)), Number(base.slice(5, 7)), day);
  }
  const before = text.slice(Math.max(0, match.index - 6), match.index).trimEnd();
  const after = text.slice(match.index + whole.length, match.index + whole.length + REACH_BEHIND).trimStart();
  // "2026年2月29日", which is no day, leaves no 29th behind; "第3日", "No. 5日" and "来月の3日" are none either.
  if (GOES_ON.test(before) || IS_NO_DAY.test(after)) return null;
  const onIt = ON_IT.some((word) => after.startsWith(word));
  return onIt || context.labelled ? mostRecentDay(day, context.today) : null;
}

function readYear(era: string | undefined, text: string, context: DateContext): number | null {
  const year = readNumeral(text);
  const base = era === undefined ? undefined : ERAS.get(era);
  if (base !== undefined) return base + year;
  // A year of the Republic of China without its name.
  if (/^\d{3}$/.test(text)) return year >= 90 && year <= 150 ? 1911 + year : null;
  return text.length <= 2 ? fullYear(year, context.today) : year;
}

function yearOf(word: string, today: CalendarDate): number | null {
  if (LAST_YEAR.includes(word)) return Number(today.slice(0, 4)) - 1;
  return THIS_YEAR.includes(word) ? Number(today.slice(0, 4)) : null;
}
