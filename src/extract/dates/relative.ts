import { addDays, type CalendarDate, isoWeekday } from '../../domain/calendar-date.ts';
import { isOneSlip } from '../slips.ts';
import { collectWords, holdsWord } from '../word-lists.ts';
import type { Token } from '../words.ts';
import { calendarWordsOf, isOneOf, unitOf } from './calendar-words.ts';
import { readAgo, readHoursAgo } from './counted.ts';
import { readDayOfMonth, readDayOfThisMonth } from './days-of-month.ts';
import type { DateContext, DateHit, FoundDate } from './found-date.ts';
import { readHoliday } from './holidays.ts';
import { lastWeekday, sortReadings, weekdayOfWeek } from './readings.ts';
import { phrasesAt } from './token-phrases.ts';
import { readNthWeekday, readWeekday, weekdayAt } from './weekdays.ts';

/** "yesterday", "3 days ago", "last Monday", "on the 27th", "on Christmas Day", beginning at token `at`. */
export function readRelativeDate(tokens: readonly Token[], at: number, context: DateContext): DateHit | null {
  if (!tokens[at] || tokens[at].kind === 'mark') return null;
  const day = readDayPhrase(tokens, at, context);
  if (day) return toHit(tokens, at, day.next, day.reading, 'relative');
  const adjective = readAdjective(tokens, at, context);
  if (adjective !== null) return toHit(tokens, at, at + 1, adjective, 'relative');
  for (const language of context.languages) {
    const ago = readAgo(tokens, at, language, context);
    if (!ago) continue;
    const weeks = ago.counts.length === 1 && ago.counts[0]?.unit === 'week' ? ago.counts[0].count : null;
    const weekday = weeks === null ? null : weekdayAt(tokens, skipOn(tokens, ago.next, context), context);
    if (!weekday || weeks === null) return toHit(tokens, at, ago.next, ago.reading, 'relative');
    const reading = weeksAgo(weekday.weekday, weeks, context.today);
    return reading === null ? null : toHit(tokens, at, weekday.next, reading, 'relative');
  }
  const hoursAgo = readHoursAgo(tokens, at, context);
  if (hoursAgo) return toHit(tokens, at, hoursAgo.next, hoursAgo.reading, 'relative');
  const lastDay = readLastDay(tokens, at, context);
  if (lastDay) return lastDay;
  const nth = readNthWeekday(tokens, at, context);
  if (nth) return toHit(tokens, nth.from, nth.next, nth.reading, 'relative');
  const weekdayBefore = readWeekdayAgo(tokens, at, context);
  if (weekdayBefore) return weekdayBefore;
  const weekday = readWeekday(tokens, at, context);
  if (weekday) {
    const hit = toHit(tokens, weekday.from, weekday.next, weekday.reading, 'weekday');
    const readings = sortReadings([weekday.reading, weekday.orElse ?? null]);
    return hit && { ...hit, date: { ...hit.date, readings, ...(weekday.isBare && { isBare: true }) } };
  }
  const named = readHoliday(tokens, at, context) ?? readDayOfThisMonth(tokens, at, context) ?? readDayOfMonth(tokens, at, context);
  return named ? toHit(tokens, named.from, named.next, named.reading, 'day') : null;
}

function toHit(tokens: readonly Token[], from: number, next: number, reading: CalendarDate, form: FoundDate['form']): DateHit | null {
  const first = tokens[from];
  const last = tokens[next - 1];
  return first && last ? { date: { readings: [reading], form, start: first.start, end: last.end }, next } : null;
}

function skipOn(tokens: readonly Token[], at: number, context: DateContext): number {
  return isOneOf('on', tokens[at]?.norm, context.languages) ? at + 1 : at;
}

function readDayPhrase(tokens: readonly Token[], at: number, context: DateContext): { reading: CalendarDate; next: number } | null {
  const phrases = phrasesAt(tokens, at).reverse();
  for (const language of context.languages) {
    const { days } = calendarWordsOf(language);
    for (const { text, next } of phrases) {
      const back = days.get(text);
      if (back !== undefined) return { reading: addDays(context.today, -back), next };
    }
  }
  const misspelt = misspeltDayOf(tokens[at]?.norm ?? '', context);
  return misspelt === null ? null : { reading: addDays(context.today, -misspelt), next: at + 1 };
}

/** A shorter word may be any other. */
const SHORTEST_MISSPELT = 7;

/** "yesteday", "vorgesten", "przedwczroaj": one word with one slip of the finger, in the mail's own language. */
function misspeltDayOf(word: string, context: DateContext): number | null {
  const [language] = context.languages;
  if (word.length < SHORTEST_MISSPELT || language === undefined) return null;
  const { days, common, weekdays } = calendarWordsOf(language);
  if (common.has(word) || weekdays.has(word)) return null;
  const near = new Set(
    [...days].flatMap(([name, back]) => (name.length >= SHORTEST_MISSPELT && !name.includes(' ') && isOneSlip(word, name) ? [back] : [])),
  );
  return near.size === 1 ? ([...near][0] ?? null) : null;
}

/** Words between "yesterday's" and what was bought. */
const ADJECTIVE_REACH = 2;
const BOUGHT = collectWords(
  (language) => `${language.purchaseWords} ${language.orderWords} ${language.paymentWords} ${language.goodsWords ?? ''}`,
);

/** "wczorajszy zakup", "mein gestriger Kauf": the day is told by a word of the purchase. */
function readAdjective(tokens: readonly Token[], at: number, context: DateContext): CalendarDate | null {
  const word = tokens[at]?.norm ?? '';
  for (const language of context.languages) {
    for (const [key, days] of calendarWordsOf(language).adjectives) {
      if (!(key.endsWith('~') ? word.startsWith(key.slice(0, -1)) : word === key)) continue;
      const behind = tokens.slice(at + 1, at + 1 + ADJECTIVE_REACH).some(({ norm }) => holdsWord(BOUGHT, norm));
      if (behind) return addDays(context.today, -days);
    }
  }
  return null;
}

/** "Monday a week ago". */
function readWeekdayAgo(tokens: readonly Token[], at: number, context: DateContext): DateHit | null {
  const name = weekdayAt(tokens, at, context);
  if (!name) return null;
  for (const language of context.languages) {
    const ago = readAgo(tokens, name.next, language, context);
    const [count] = ago?.counts ?? [];
    if (!ago || count?.unit !== 'week' || ago.counts.length > 1) continue;
    const reading = weeksAgo(name.weekday, count.count, context.today);
    return reading === null ? null : toHit(tokens, at, ago.next, reading, 'relative');
  }
  return null;
}

/** Counted from the last such weekday, or by calendar weeks: where the two differ the day is left open. */
function weeksAgo(weekday: number, weeks: number, today: CalendarDate): CalendarDate | null {
  const recent = isoWeekday(today) === weekday ? today : lastWeekday(weekday, today);
  const counted = addDays(recent, -7 * weeks);
  return counted === weekdayOfWeek(weekday, weeks, today) ? counted : null;
}

/** "past day", "el último día": yesterday where a date is asked for; in prose it may be the last day of anything. */
function readLastDay(tokens: readonly Token[], at: number, context: DateContext): DateHit | null {
  if (!context.labelled) return null;
  const is = (index: number) => isOneOf('last', tokens[index]?.norm, context.languages);
  const isDay = (index: number) => unitOf(tokens[index]?.norm, context.languages) === 'day';
  if (!((is(at) && isDay(at + 1)) || (isDay(at) && is(at + 1)))) return null;
  return toHit(tokens, at, at + 2, addDays(context.today, -1), 'relative');
}
