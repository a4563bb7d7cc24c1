import { addDays, type CalendarDate, isoWeekday } from '../../domain/calendar-date.ts';
import { ALL_LANGUAGES } from '../languages/all.ts';
import type { Language } from '../languages/language.ts';
import { perLanguage } from '../per-language.ts';
import { alternativesOf } from '../word-patterns.ts';
import { calendarWordsOf } from './calendar-words.ts';
import type { DateContext, FoundDate } from './found-date.ts';
import { holidayIn } from './holidays.ts';
import { findNumeralDates, SINCE } from './numeral-dates.ts';
import { NUMERAL, readNumeral } from './numerals.ts';
import { goBack, lastWeekday, weekdayOfWeek } from './readings.ts';

/** Dates of languages whose words are not parted by spaces, in `text` whose digits are ASCII. */
export function findUnspacedDates(text: string, context: DateContext): FoundDate[] {
  const languages = context.languages.filter((language) => language.unspaced);
  const found = /[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]/.test(text) ? findNumeralDates(text, context) : [];
  for (const find of [findAgo, findDayWords, findWeekdays]) {
    // 一昨日 is one word in Japanese, and would hold another in Chinese: the longest is meant.
    const dates = languages.flatMap((language) => find(text, language, context));
    for (const date of dates.sort((a, b) => b.end - b.start - (a.end - a.start))) if (!overlapsAny(found, date)) found.push(date);
  }
  return found.sort((a, b) => a.start - b.start);
}

function overlapsAny(found: readonly FoundDate[], date: FoundDate): boolean {
  return found.some((other) => other.start < date.end && date.start < other.end);
}

/** `ago`: 3日前, 2年1か月21日前, 三天前, 3 วันก่อน; `pair`: each count and its unit in what `ago` found. */
interface AgoPatterns {
  readonly ago: RegExp;
  readonly pair: RegExp;
}

// Chinese characters are read alike, whichever language they seem to be of.
const OF_AT_END = new RegExp(`${alternativesOf(ALL_LANGUAGES.flatMap(({ possessive }) => split(possessive)))}$`);
const SPANS = ALL_LANGUAGES.flatMap(({ numeralDates }) => split(numeralDates?.spans));
const COUNT_JOIN = alternativesOf(ALL_LANGUAGES.flatMap(({ numeralDates }) => split(numeralDates?.countJoins)));
const UNIT_BEFORE = new RegExp(
  `${alternativesOf(ALL_LANGUAGES.flatMap(({ numeralDates, relative }) => (numeralDates ? [relative.year, relative.month, relative.week].flatMap(split) : [])))}(?:[ 、,]|${COUNT_JOIN})?$`,
);

const agoPatternsOf = perLanguage((language): AgoPatterns => {
  const { relative, numeralDates } = language;
  const { units, numbers } = calendarWordsOf(language);
  const counted = [relative.day, relative.week, relative.month, relative.year].join(' ');
  const roughly = alternativesOf([...SPANS, ...(numeralDates?.roughly ?? '').split(' ')]);
  const number = `${NUMERAL}|${alternativesOf([...numbers.keys()])}`;
  const count = `(?:${number})[ 　]?${alternativesOf(counted.split(' '))}`;
  return {
    ago: new RegExp(
      `(?:${count}(?:[ 　、,]|${COUNT_JOIN}){0,2}){1,4}${roughly}?${roughly}?[ 　]?${alternativesOf(relative.agoAfter)}`,
      'g',
    ),
    pair: new RegExp(`(${number})[ 　]?(${alternativesOf([...units.keys()])})`, 'g'),
  };
});

/** A count is shorter; what is longer is no date. */
const MAX_COUNTED = 60;

function findAgo(text: string, language: Language, context: DateContext): FoundDate[] {
  const found: FoundDate[] = [];
  for (const match of text.matchAll(agoPatternsOf(language).ago)) {
    // "1か月、2日前" is read whole in its own language; another knows its end alone.
    const isTail = UNIT_BEFORE.test(text.slice(Math.max(0, match.index - 2), match.index));
    if (isTail || match[0].length > MAX_COUNTED) continue;
    const dayWord = dayWordBefore(text, match.index, language);
    const reading = goBackBy(match[0], language, dayWord ? addDays(context.today, -dayWord.back) : context.today);
    const start = dayWord?.start ?? match.index;
    if (reading) found.push({ readings: [reading], form: 'relative', start, end: match.index + match[0].length });
  }
  return found;
}

/** 昨日の2日前. */
function dayWordBefore(text: string, at: number, language: Language): { back: number; start: number } | null {
  const before = text.slice(Math.max(0, at - 6), at).replace(OF_AT_END, '');
  for (const [word, back] of calendarWordsOf(language).days) {
    if (back > 0 && before.endsWith(word)) return { back, start: at - (text[at - 1] === before.at(-1) ? 0 : 1) - word.length };
  }
  return null;
}

function goBackBy(counted: string, language: Language, from: CalendarDate): CalendarDate | null {
  const { units, numbers } = calendarWordsOf(language);
  let reading = from;
  for (const [, count = '', unit = ''] of counted.matchAll(agoPatternsOf(language).pair)) {
    const value = numbers.get(count) ?? readNumeral(count);
    const kind = units.get(unit);
    if (!kind || !(value >= 1 && value < 1000)) return null;
    reading = goBack(reading, value, kind);
  }
  return reading === from ? null : reading;
}

/** 昨日, 前天, 어제, เมื่อวาน; 元旦. What is told "since" or "from" such a day happened later. */
function findDayWords(text: string, language: Language, context: DateContext): FoundDate[] {
  const found: FoundDate[] = [];
  const { days, holidays } = calendarWordsOf(language);
  const isSince = (end: number) => SINCE.some((word) => text.startsWith(word, end));
  for (const [word, back] of [...days].sort(([a], [b]) => b.length - a.length)) {
    for (const at of occurrences(text, word)) {
      const date: FoundDate = { readings: [addDays(context.today, -back)], form: 'relative', start: at, end: at + word.length };
      if (!overlapsAny(found, date) && !isSince(date.end)) found.push(date);
    }
  }
  for (const [word, rule] of holidays) {
    for (const at of occurrences(text, word)) {
      const end = at + word.length;
      if (!context.labelled && !isHappening(text, end, language)) continue;
      const reading = recentHoliday(rule, context.today);
      if (reading && !isSince(end)) found.push({ readings: [reading], form: 'day', start: at, end });
    }
  }
  return found;
}

function recentHoliday(rule: string, today: CalendarDate): CalendarDate | null {
  const year = Number(today.slice(0, 4));
  return [holidayIn(year, rule), holidayIn(year - 1, rule)].find((date) => date !== null && date <= today) ?? null;
}

/** A word that says that something happened on the day before it: に, 的, 에. */
function isHappening(text: string, end: number, language: Language): boolean {
  const after = text.slice(end, end + 6).trimStart();
  return (language.numeralDates?.onIt ?? '').split(' ').some((word) => word !== '' && after.startsWith(word));
}

/** 先週の月曜日, 上周一, 지난 금요일, 週三買的; 22日金曜日 is a day of the month and belongs to it. */
function findWeekdays(text: string, language: Language, context: DateContext): FoundDate[] {
  const found: FoundDate[] = [];
  const { weekdays, last } = calendarWordsOf(language);
  const { numeralDates } = language;
  const leads: [string, (weekday: number) => CalendarDate | null][] = [
    ...split(numeralDates?.weekBeforeLast).map((word) => lead(word, (weekday) => weekdayOfWeek(weekday, 2, context.today))),
    ...split(numeralDates?.lastWeek).map((word) => lead(word, (weekday) => weekdayOfWeek(weekday, 1, context.today))),
    ...split(numeralDates?.thisWeek).map((word) => lead(word, (weekday) => weekdayOfWeek(weekday, 0, context.today))),
    ...split(numeralDates?.ahead).map((word) => lead(word, () => null)),
    ...[...last].map((word) => lead(word, (weekday) => lastWeekday(weekday, context.today))),
  ].sort(([a], [b]) => b.length - a.length);
  for (const [name, weekday] of [...weekdays].sort(([a], [b]) => b.length - a.length)) {
    for (const at of occurrences(text, name)) {
      const end = at + name.length;
      if (found.some((date) => date.start < end && at < date.end)) continue;
      const before = text
        .slice(Math.max(0, at - 8), at)
        .replaceAll(' ', '')
        .replace(OF_AT_END, '');
      const said = leads.find(([word]) => before.endsWith(word));
      const behind = [...last].find((word) => text.startsWith(word, end));
      const from = said ? text.lastIndexOf(said[0], at) : -1;
      const start = from >= 0 && from >= at - 8 ? from : at;
      const bare = isoWeekday(context.today) !== weekday && (context.labelled || isHappening(text, end, language));
      const reading = said ? said[1](weekday) : behind || bare ? lastWeekday(weekday, context.today) : null;
      if (reading) found.push({ readings: [reading], form: 'weekday', start, end: end + (behind?.length ?? 0) });
      else found.push({ readings: [], form: 'weekday', start: at, end });
    }
  }
  return found;
}

function lead(word: string, read: (weekday: number) => CalendarDate | null): [string, (weekday: number) => CalendarDate | null] {
  return [word, read];
}

function split(words: string | undefined): string[] {
  return (words ?? '').split(' ').filter(Boolean);
}

/** More of one word are a hostile text, not a statement. */
const MOST_OCCURRENCES = 20;

function occurrences(text: string, word: string): number[] {
  const found: number[] = [];
  for (let at = text.indexOf(word); at >= 0 && found.length < MOST_OCCURRENCES; at = text.indexOf(word, at + word.length)) found.push(at);
  return found;
}
