import { type CalendarDate, calendarDateOf, daysBetween } from '../../domain/calendar-date.ts';
import { ALL_LANGUAGES } from '../languages/all.ts';
import type { Language } from '../languages/language.ts';
import { collectWords, holdsWord } from '../word-lists.ts';
import { foldWord, type Token } from '../words.ts';
import { isCountedThing } from './behind-numbers.ts';
import { isOneOf } from './calendar-words.ts';
import type { DateContext, FoundDate } from './found-date.ts';
import { fullYear, mostRecent, shortYearOf, sortReadings } from './readings.ts';

const SEPARATORS = new Set(['/', '.', '-']);

interface Numbers {
  readonly parts: readonly Token[];
  /** Index after the last token. */
  readonly next: number;
}

/** `2026-03-01`, `01.03.2026`, `3/1/26`, `20260301` and, without a year, `1.3.`, beginning at token `at`. */
export function readNumericDate(tokens: readonly Token[], at: number, context: DateContext): { date: FoundDate; next: number } | null {
  const first = tokens[at];
  if (first?.kind !== 'number' || isJoined(tokens, at)) return null;
  const compact = isNumberOfSomething(tokens, at) ? null : readCompact(first);
  if (compact && !runsOn(tokens, at + 1, null))
    return { date: { readings: [compact], form: 'year', start: first.start, end: first.end }, next: at + 1 };
  if (first.norm.length > 4) return null;
  const numbers = collectNumbers(tokens, at) ?? (context.labelled ? collectSpaced(tokens, at) : null) ?? collectJoined(tokens, at, context);
  const last = numbers?.parts.at(-1);
  if (!numbers || !last) return null;
  const values = numbers.parts.map((part) => part.norm);
  if (values.length === 2 && isFraction(tokens, at, numbers.next, context)) return null;
  const readings = values.length === 3 ? readThree(values, context) : readTwo(values, context);
  if (readings.length === 0) return null;
  return { date: { readings, form: values.length === 3 ? 'year' : 'day', start: first.start, end: last.end }, next: numbers.next };
}

/** Part of a longer number, a version, an order number or a word. */
function isJoined(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  const before = tokens[at - 1];
  if (!token || !before || before.end !== token.start) return false;
  if (before.kind !== 'mark') return before.kind === 'word' ? /^[\p{Script=Latin}]/u.test(before.norm) : true;
  if (['#', '_', '$', '€', '£', '@', '+', '%'].includes(before.norm)) return true;
  // A full-width comma parts clauses, and no space follows it.
  if (before.text === '，' || !['-', '/', '.', ','].includes(before.norm)) return false;
  const further = tokens[at - 2];
  if (further === undefined || further.end !== before.start) return false;
  // "ב-1.3.2026": prefixes of other scripts are written with a hyphen.
  return further.kind === 'number' || (further.kind === 'word' && /^\p{Script=Latin}/u.test(further.norm));
}

function collectNumbers(tokens: readonly Token[], at: number): Numbers | null {
  const parts: Token[] = [];
  let next = at;
  let separator: string | null = null;
  while (parts.length < 3) {
    const token = tokens[next];
    if (token?.kind !== 'number' || token.norm.length > 4) break;
    parts.push(token);
    const mark = tokens[next + 1];
    const following = tokens[next + 2];
    const closes = parts.length === 3 || mark === undefined || following?.kind !== 'number';
    if (closes) {
      next += 1;
      break;
    }
    // "12-08, 2015": a comma may stand before a year.
    const shortYear = following.norm.length === 2 && mark.start === token.end && following.start === mark.end;
    const yearFollows = parts.length === 2 && mark.norm === ',' && (following.norm.length === 4 || shortYear);
    const isMark: boolean = SEPARATORS.has(mark.norm) && isClose(token, mark, following);
    const same: boolean = isMark && (separator === null || mark.norm === separator);
    if (!same && !yearFollows && !(isMark && parts.length === 2 && isYearBehind(separator, mark, following))) {
      next += 1;
      break;
    }
    separator = mark.norm;
    next += 2;
  }
  if (parts.length < 2 || runsOn(tokens, next, separator)) return null;
  return { parts, next };
}

/** "3/9-2026", "3/9-26", "3.9/2026": day and month, another mark, the year. */
function isYearBehind(separator: string | null, mark: Token, year: Token): boolean {
  return /^(?:19|20)\d\d$/.test(year.norm) || (separator === '/' && mark.norm === '-' && year.norm.length === 2);
}

/** "2 4 2009", "2010 01 29": behind a label alone, and nothing but these three. */
function collectSpaced(tokens: readonly Token[], at: number): Numbers | null {
  const parts = tokens.slice(at, at + 3);
  const isRow = parts.length === 3 && parts.every((part) => part.kind === 'number' && part.norm.length <= 4);
  const longest = Math.max(...parts.map((part) => part.norm.length));
  const beside = [tokens[at - 1], tokens[at + 3]];
  const isAlone = beside.every((token) => token?.kind !== 'number' && !/^[/:%$€£#-]$/.test(token?.norm ?? ''));
  return isRow && isAlone && longest === 4 ? { parts, next: at + 3 } : null;
}

/** "el 17 del 11": day and month joined by the word for "of the". */

function collectJoined(tokens: readonly Token[], at: number, context: DateContext): Numbers | null {
  const [day, link, month, follower] = tokens.slice(at, at + 4);
  const isJoin = (token: Token) => context.languages.some(({ dayJoins }) => dayJoins?.split(' ').includes(token.norm));
  const joins = link !== undefined && isJoin(link);
  if (!day || !joins || month?.kind !== 'number' || day.norm.length > 2 || month.norm.length > 2 || Number(month.norm) > 12) return null;
  const year = tokens[at + 4];
  if (follower && isJoin(follower) && year?.kind === 'number') return { parts: [day, month, year], next: at + 5 };
  return { parts: [day, month], next: at + 3 };
}

const ON_PREFIX = collectWords((language) => language.relative.onPrefix ?? '').whole;
const FRACTION_OF = collectWords((language) => language.relative.fractionOf ?? '').whole;

/** In prose "version 3.2" and "03/04 of the price" are none; "am 1.3." and "on 3/4" are. */
function isFraction(tokens: readonly Token[], at: number, next: number, context: DateContext): boolean {
  if (context.labelled) return false;
  // "ב-1.3": Hebrew writes "on" as a letter and a hyphen.
  const isPrefixed = ['-', '־'].includes(tokens[at - 1]?.norm ?? '') && ON_PREFIX.has(tokens[at - 2]?.norm ?? '');
  const led = isPrefixed || isOneOf('on', tokens[at - 1]?.norm, context.languages) || opensClause(tokens, at, next);
  const isDotted = tokens[at + 1]?.norm === '.';
  const isDecimal = isDotted && !led && (tokens[next]?.norm !== '.' || tokens[next]?.start !== tokens[next - 1]?.end);
  const isEnglish = context.languages[0]?.dateOrder === 'both';
  return isDecimal || (isDotted && isEnglish) || FRACTION_OF.has(tokens[next]?.norm ?? '');
}

const BOUGHT = collectWords((language) => (language.dateOrder === 'dmy' ? language.purchaseWords : ''));

/** "10.03 списали деньги", "Оплатила 12.05 доступ": a day and a month in two figures each, before a word that counts nothing, at a clause's head. */
function opensClause(tokens: readonly Token[], at: number, next: number): boolean {
  const before = tokens[at - 1];
  const after = tokens[next];
  const opens = before === undefined || [',', '.', '!', ';', '('].includes(before.norm) || holdsWord(BOUGHT, before.norm);
  const isDayAndMonth = tokens[at]?.norm.length === 2 && tokens[at + 2]?.norm.length === 2;
  return opens && isDayAndMonth && after?.kind === 'word' && after.start > (tokens[next - 1]?.end ?? 0) && !isCountedThing(after.norm);
}

/** "Order 20260228": a number with a name is no date. */
function isNumberOfSomething(tokens: readonly Token[], at: number): boolean {
  const before = tokens.slice(Math.max(0, at - 3), at).filter((token) => token.kind === 'word');
  return before.some(
    ({ norm }) =>
      holdsWord(CALLED_NUMBER, norm) || NUMBER_NAMES.some((name) => (name.inside ? norm.includes(name.text) : norm.startsWith(name.text))),
  );
}

const NUMBER_NAMES = ALL_LANGUAGES.flatMap((language) =>
  [language.orderWords, language.paymentWords, language.otherNumberWords]
    .flatMap((words) => words.split(' '))
    .map((word) => ({ text: foldWord(word.replace(/~$/, '')), inside: language.unspaced === true }))
    .filter(({ text }) => text.length > 1),
);
const CALLED_NUMBER = collectWords((language) => language.numbers?.inLabel ?? '');

/** `1/3` and `1. 3.` but not "1 - 3": the spaces, if any, stand on one side, or both for slash and full stop. */
function isClose(left: Token, mark: Token, right: Token): boolean {
  const before = mark.start - left.end;
  const after = right.start - mark.end;
  if (mark.norm === '-') return before === 0 && after === 0;
  return before <= 1 && after <= 1;
}

/** More digits or letters directly behind: a version, a range, a part number. An ISO time may follow. */
function runsOn(tokens: readonly Token[], next: number, separator: string | null): boolean {
  const last = tokens[next - 1];
  const follower = tokens[next];
  if (!last || !follower || follower.start !== last.end) return false;
  if (follower.kind === 'word') return /^[a-z]/.test(follower.norm) && follower.norm !== 't';
  if (follower.norm === '%') return true;
  const further = tokens[next + 1];
  if (!further || further.start !== follower.end) return false;
  if (further.kind === 'number' && ['.', ',', '/'].includes(follower.norm)) return true;
  if (follower.norm === separator || follower.norm === '-' || follower.norm === '_')
    return further.kind === 'number' || (follower.norm !== '.' && follower.norm !== '-' && further.kind === 'word');
  return false;
}

function readCompact(token: Token): CalendarDate | null {
  if (token.norm.length !== 8 || !/^(19|20)/.test(token.norm)) return null;
  return calendarDateOf(Number(token.norm.slice(0, 4)), Number(token.norm.slice(4, 6)), Number(token.norm.slice(6)));
}

/** Taiwan counts the years of the Republic: 115/03/01 is 2026. */
const MINGUO = 1911;

/** Nobody asks for a purchase of so long ago. */
const OLD_DAYS = 731;

/** "26.09.13." is 2026 where years lead, "26-09-13" in languages without spaces as well. */
function leadsWithYear(language: Language | undefined): boolean {
  return language !== undefined && (language.dateOrder === 'ymd' || (language.unspaced === true && language.dateOrder !== 'dmy'));
}

function readThree(values: readonly string[], context: DateContext): CalendarDate[] {
  const [a = '', b = '', c = ''] = values;
  const language = context.languages[0];
  if (a.length === 4) return sortReadings([calendarDateOf(Number(a), Number(b), Number(c))]);
  if (language?.code === 'zh' && /^1[01]\d$/.test(a) && c.length <= 2)
    return sortReadings([calendarDateOf(MINGUO + Number(a), Number(b), Number(c))]);
  if (b.length > 2 || a.length > 2 || c.length === 3) return [];
  if (c.length !== 4 && Number(a) > 31) return sortReadings([calendarDateOf(fullYear(Number(a), context.today), Number(b), Number(c))]);
  if (c.length === 2 && a.length === 2 && leadsWithYear(language) && context.order === null) {
    const leading = calendarDateOf(fullYear(Number(a), context.today), Number(b), Number(c));
    const trailing = calendarDateOf(fullYear(Number(c), context.today), Number(b), Number(a));
    // "20.11.26." may be of 2020; some write the day first all the same.
    const isOld = leading !== null && daysBetween(leading, context.today) > OLD_DAYS;
    return sortReadings(isOld && !language?.unspaced ? [leading, trailing] : [leading]);
  }
  // "26.3.1": the year leads in the languages that write it so.
  if (c.length === 1)
    return language?.dateOrder === 'ymd' && a.length === 2 && context.order === null
      ? sortReadings([calendarDateOf(fullYear(Number(a), context.today), Number(b), Number(c))])
      : [];
  const year = c.length === 4 ? yearOf(Number(c), language?.code) : shortYearOf(Number(c), language?.code, context.today);
  return bothOrders(Number(a), Number(b), true, context, (month, day) => calendarDateOf(year, month, day));
}

/** Thai calendars count from 543 BC. */
function yearOf(year: number, language: string | undefined): number {
  return language === 'th' && year > 2400 ? year - 543 : year;
}

function readTwo(values: readonly string[], context: DateContext): CalendarDate[] {
  const [a = '', b = ''] = values;
  if (a.length > 2 || b.length > 2) return [];
  return bothOrders(Number(a), Number(b), false, context, (month, day) => mostRecent(month, day, context.today));
}

function bothOrders(
  a: number,
  b: number,
  hasYear: boolean,
  context: DateContext,
  make: (month: number, day: number) => CalendarDate | null,
): CalendarDate[] {
  const custom = context.languages[0]?.dateOrder ?? 'both';
  const order = context.order ?? (custom !== 'ymd' ? custom : hasYear ? 'both' : 'mdy');
  const dayFirst = make(b, a);
  const monthFirst = make(a, b);
  if (order === 'dmy') return sortReadings([dayFirst ?? (a <= 12 && b > 12 ? monthFirst : null)]);
  if (order === 'mdy') return sortReadings([monthFirst ?? (b <= 12 && a > 12 ? dayFirst : null)]);
  return sortReadings([dayFirst, monthFirst]);
}
