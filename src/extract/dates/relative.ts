import { addDays, type CalendarDate, daysBetween, isoWeekday } from '../../domain/calendar-date.ts';
import type { Language } from '../languages/language.ts';
import type { Token } from '../words.ts';
import { calendarWordsOf, isLink, isOrdinalSuffix, monthOf, numberOf, weekdayOf } from './calendar-words.ts';
import type { DateContext, FoundDate } from './found-date.ts';
import { addMonths, lastWeekday } from './readings.ts';

type Unit = 'day' | 'week' | 'month' | 'year';

/** "the day before yesterday" and its kin. */
const LONGEST_DAY_PHRASE = 5;
/** Nobody counts further back in days, weeks or months. */
const LARGEST_COUNT = 1000;

/** "yesterday", "3 days ago", "vor drei Tagen", "last Monday", beginning at token `at`. */
export function readRelativeDate(tokens: readonly Token[], at: number, context: DateContext): { date: FoundDate; next: number } | null {
  if (tokens[at]?.kind === 'mark') return null;
  for (const language of context.languages) {
    const found = readDayPhrase(tokens, at, language, context.today) ?? readAgo(tokens, at, language, context);
    if (found) return toDate(tokens, at, found.next, found.reading, 'relative');
  }
  const weekday = readWeekday(tokens, at, context);
  return weekday ? toDate(tokens, weekday.from, weekday.next, weekday.reading, 'weekday') : null;
}

function toDate(tokens: readonly Token[], from: number, next: number, reading: CalendarDate, form: FoundDate['form']) {
  const first = tokens[from];
  const last = tokens[next - 1];
  if (!first || !last || daysBetween(reading, reading) !== 0) return null;
  return { date: { readings: [reading], form, start: first.start, end: last.end }, next };
}

function wordsAt(tokens: readonly Token[], at: number, length: number): string | null {
  const words = tokens.slice(at, at + length);
  return words.length === length && words.every((word) => word.kind !== 'mark' || word.norm === '-' || word.norm === "'")
    ? words
        .filter((word) => word.kind !== 'mark')
        .map((word) => word.norm)
        .join(' ')
    : null;
}

function readDayPhrase(tokens: readonly Token[], at: number, language: Language, today: CalendarDate) {
  const { days } = calendarWordsOf(language);
  for (let length = LONGEST_DAY_PHRASE; length > 0; length--) {
    const words = wordsAt(tokens, at, length);
    const back = words === null ? undefined : days.get(words);
    if (back !== undefined) return { reading: addDays(today, -back), next: at + length };
  }
  return null;
}

function readAgo(tokens: readonly Token[], at: number, language: Language, context: DateContext) {
  const words = calendarWordsOf(language);
  for (const phrase of words.agoBefore) {
    const length = phrase.split(' ').length;
    if (wordsAt(tokens, at, length) !== phrase) continue;
    const counted = readCounts(tokens, at + length, language, context);
    if (counted) return counted;
  }
  const counted = readCounts(tokens, at, language, context);
  if (!counted) return null;
  for (const phrase of words.agoAfter) {
    const length = phrase.split(' ').length;
    if (wordsAt(tokens, counted.next, length) === phrase) return { reading: counted.reading, next: counted.next + length };
  }
  return null;
}

/** "1 month and 21 days": at most this many counts in a row. */
const MOST_COUNTS = 4;
const COUNT_JOINERS = new Set([',', 'and', 'und', 'et', 'y', 'e', 'en', 'i', 'и', 'і', 've']);

function readCounts(
  tokens: readonly Token[],
  at: number,
  language: Language,
  context: DateContext,
): { reading: CalendarDate; next: number } | null {
  let reading = context.today;
  let next = at;
  for (let counts = 0; counts < MOST_COUNTS; counts++) {
    const from = counts > 0 && COUNT_JOINERS.has(tokens[next]?.norm ?? '') ? next + 1 : next;
    const counted = readCount(tokens, from, language, context);
    if (!counted) break;
    reading = goBack(reading, counted.count, counted.unit);
    next = counted.next;
  }
  return next === at ? null : { reading, next };
}

function readCount(
  tokens: readonly Token[],
  at: number,
  language: Language,
  context: DateContext,
): { count: number; unit: Unit; next: number } | null {
  const { units } = calendarWordsOf(language);
  const token = tokens[at];
  if (!token) return null;
  const dual = units.get(token.norm);
  if (dual && calendarWordsOf(language).agoBefore.length > 0 && /[\u0600-\u06ff]/.test(token.norm))
    return { count: /(ين|ان)$/.test(token.norm) ? 2 : 1, unit: dual, next: at + 1 };
  const pair = wordsAt(tokens, at, 2);
  const twoWords = pair !== null && token.kind === 'word' ? numberOf(pair, context.languages) : null;
  const count = token.kind === 'number' ? Number(token.norm) : (twoWords ?? singleCount(token.norm, language, context));
  if (count === null || count < 1 || count > LARGEST_COUNT) return null;
  const unitAt = at + (twoWords === null ? 1 : 2);
  const unit = units.get(tokens[unitAt]?.norm ?? '');
  return unit ? { count, unit, next: unitAt + 1 } : null;
}

/** The article counts as one: "a week ago", "vor einem Tag". */
const ONE = new Set([
  'a',
  'an',
  'one',
  'einem',
  'einer',
  'ein',
  'un',
  'una',
  'uno',
  'um',
  'uma',
  'une',
  'een',
  'jeden',
  'en',
  'ett',
  'bir',
  'yksi',
]);

function singleCount(word: string, _language: Language, context: DateContext): number | null {
  return ONE.has(word) ? 1 : numberOf(word, context.languages);
}

export function goBack(today: CalendarDate, count: number, unit: Unit): CalendarDate {
  switch (unit) {
    case 'day':
      return addDays(today, -count);
    case 'week':
      return addDays(today, -7 * count);
    case 'month':
      return addMonths(today, -count);
    case 'year':
      return addMonths(today, -12 * count);
    default:
      return unit satisfies never;
  }
}

function readWeekday(tokens: readonly Token[], at: number, context: DateContext) {
  const token = tokens[at];
  const weekday = token?.kind === 'word' ? weekdayOf(token.norm, context.languages) : null;
  if (weekday === null) return null;
  const has = (index: number, pick: 'last' | 'on') => {
    const norm = tokens[index]?.norm;
    return norm !== undefined && context.languages.some((language) => calendarWordsOf(language)[pick].has(norm));
  };
  const dayBeside = readDayBeside(tokens, at, weekday, context);
  if (dayBeside) return dayBeside;
  const inLastWeek = lastWeekPhrase(tokens, at, context);
  if (inLastWeek) return { reading: addDays(lastWeekday(1, addDays(context.today, 1)), weekday - 8), ...inLastWeek };
  if (has(at - 1, 'last')) return { reading: lastWeekday(weekday, context.today), from: at - 1, next: at + 1 };
  if (has(at + 1, 'last')) return { reading: lastWeekday(weekday, context.today), from: at, next: at + 2 };
  const follower = tokens[at + 1];
  const dayFollows = follower?.kind === 'number' || (follower?.kind === 'word' && numberOf(follower.norm, context.languages) !== null);
  if (!has(at - 1, 'on') || dayFollows) return null;
  // "on Monday", written on a Monday, leaves open whether today is meant.
  if (isoWeekday(context.today) === weekday) return null;
  return { reading: lastWeekday(weekday, context.today), from: at - 1, next: at + 1 };
}

/** "Monday last week", "letzte Woche Montag". */
function lastWeekPhrase(tokens: readonly Token[], at: number, context: DateContext): { from: number; next: number } | null {
  for (const language of context.languages) {
    const words = calendarWordsOf(language);
    const isLast = (index: number) => words.last.has(tokens[index]?.norm ?? '');
    const isWeek = (index: number) => words.units.get(tokens[index]?.norm ?? '') === 'week';
    const pairAt = (index: number) => (isLast(index) && isWeek(index + 1)) || (isWeek(index) && isLast(index + 1));
    for (const skip of [1, 2, 3])
      if (pairAt(at + skip) && tokens.slice(at + 1, at + skip).every((t) => words.links.has(t.norm) || words.on.has(t.norm)))
        return { from: at, next: at + skip + 2 };
    for (const skip of [2, 3])
      if (pairAt(at - skip) && (skip === 2 || words.links.has(tokens[at - 1]?.norm ?? '') || words.on.has(tokens[at - 1]?.norm ?? '')))
        return { from: at - skip, next: at + 1 };
  }
  return null;
}

/** "Friday the 22nd", "lunes 21": the most recent such day. More than a year back nobody means it. */
const DAYS_BACK = 366;

function readDayBeside(tokens: readonly Token[], at: number, weekday: number, context: DateContext) {
  let index = at + 1;
  while (index < at + 4 && (tokens[index]?.norm === ',' || isLink(tokens[index]?.norm ?? ''))) index += 1;
  const token = tokens[index];
  const spelt = token?.kind === 'word' ? numberOf(token.norm, context.languages) : null;
  const day = token?.kind === 'number' && token.norm.length <= 2 ? Number(token.norm) : spelt;
  if (!token || day === null || day < 1 || day > 31) return null;
  const suffixed = isOrdinalSuffix(tokens[index + 1]?.norm ?? '') && tokens[index + 1]?.start === token.end;
  const next = suffixed ? index + 2 : index + 1;
  const follower = tokens[next];
  let behind = next;
  while (behind < next + 3 && (tokens[behind]?.norm === '.' || isLink(tokens[behind]?.norm ?? ''))) behind += 1;
  const goesOn =
    follower && ([':', '/', '.', '-'].includes(follower.norm) ? tokens[next + 1]?.kind === 'number' : follower.kind === 'number');
  if (goesOn || monthOf(tokens[behind]?.norm ?? '', context.languages) !== null) return null;
  for (let back = 0; back <= DAYS_BACK; back++) {
    const reading = addDays(context.today, -back);
    if (Number(reading.slice(8)) === day && isoWeekday(reading) === weekday) return { reading, from: at, next };
  }
  return null;
}
