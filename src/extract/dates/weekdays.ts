import { addDays, type CalendarDate, calendarDateOf, daysBetween, isoWeekday } from '../../domain/calendar-date.ts';
import { collectWords, holdsWord } from '../word-lists.ts';
import type { Token } from '../words.ts';
import { isClockWord, isCountedThing } from './behind-numbers.ts';
import { isLink, isOneOf, isOrdinalSuffix, isTimedDay, monthOf, numberOf, ordinalOf, unitOf, weekdayOf } from './calendar-words.ts';
import type { DateContext } from './found-date.ts';
import { addMonths, lastWeekday, nthWeekday, weekdayOfWeek } from './readings.ts';
import { phrasesAt } from './token-phrases.ts';

interface WeekdayName {
  readonly weekday: number;
  readonly next: number;
}

interface WeekdayReading {
  readonly reading: CalendarDate;
  /** A second day that may be meant as well. */
  readonly orElse?: CalendarDate;
  /** Nothing beside it says that a day is meant: only a word of buying right before it does. */
  readonly isBare?: true;
  readonly from: number;
  readonly next: number;
}

/** `lundi`, `sexta-feira`, `sexta feira`. */
export function weekdayAt(tokens: readonly Token[], at: number, context: DateContext): WeekdayName | null {
  const token = tokens[at];
  if (token?.kind === 'number') return numberedWeekday(tokens, at, context);
  if (token?.kind !== 'word') return null;
  const second = ['-', "'"].includes(tokens[at + 1]?.norm ?? '') ? at + 2 : at + 1;
  const follower = tokens[second];
  const pair = follower && follower.kind !== 'mark' ? weekdayOf(`${token.norm} ${follower.norm}`, context.languages) : null;
  if (pair !== null) return { weekday: pair, next: isGeresh(tokens, second + 1) ? second + 2 : second + 1 };
  const weekday = weekdayOf(token.norm, context.languages);
  return weekday === null ? null : { weekday, next: at + 1 };
}

/** "6ª feira", "3.ª-feira": Portuguese counts its days. */
function numberedWeekday(tokens: readonly Token[], at: number, context: DateContext): WeekdayName | null {
  const words = [tokens[at]?.norm ?? ''];
  let next = at + 1;
  for (; words.length < NUMBERED_WORDS && next < at + NUMBERED_WORDS + 2; next++) {
    const token = tokens[next];
    if (token?.kind === 'word') words.push(token.norm);
    else if (token?.norm !== '.' && token?.norm !== '-') return null;
  }
  const weekday = words.length === NUMBERED_WORDS ? weekdayOf(words.join(' '), context.languages) : null;
  return weekday === null ? null : { weekday, next };
}

/** The number, the end of its ordinal, and the word for day. */
const NUMBERED_WORDS = 3;

/** "יום ב'": Hebrew names its days by letters with a stroke behind. */
function isGeresh(tokens: readonly Token[], at: number): boolean {
  const mark = tokens[at];
  return mark !== undefined && ["'", '׳'].includes(mark.norm) && mark.start === tokens[at - 1]?.end;
}

/** "last Monday", "lunes pasado", "Monday last week", "this week Monday", "Friday the 22nd", "on Monday". */
export function readWeekday(tokens: readonly Token[], at: number, context: DateContext): WeekdayReading | null {
  const name = weekdayAt(tokens, at, context);
  if (!name) return null;
  const { weekday, next } = name;
  const is = (list: 'last' | 'on' | 'other' | 'until', index: number) => isOneOf(list, tokens[index]?.norm, context.languages);
  if (isOrdinalHere(tokens, at, next, context)) return null;
  const dayBeside = readDayBeside(tokens, at, name, context);
  if (dayBeside) return dayBeside;
  if (is('until', at - 1) || is('other', at - 1) || is('other', next) || namesWeekOfMonth(tokens, at, context)) return null;
  const week = readWeekBeside(tokens, at, next, context);
  if (week) return { reading: weekdayOfWeek(weekday, week.weeks, context.today), from: week.from, next: week.next };
  if (isUnread(tokens, next, context)) return null;
  if (is('last', at - 1)) return { ...readLast(weekday, context.today), from: at - 1, next };
  if (is('last', next)) return { ...readLast(weekday, context.today), from: at, next: next + 1 };
  // "on Monday", written on a Monday, leaves open whether today is meant.
  if (isoWeekday(context.today) === weekday) return null;
  const said = tokens
    .slice(at, next)
    .flatMap((token) => (token.kind === 'word' ? [token.norm] : []))
    .join(' ');
  if (isTimedDay(said)) return { reading: lastWeekday(weekday, context.today), from: at, next };
  if (is('on', at - 1)) return { reading: lastWeekday(weekday, context.today), from: at - 1, next };
  // "søn" is a son, and "man" is one.
  if (isAbbreviated(tokens, at, next)) return null;
  // "bought Friday", "kjøpte fredag", "am plătit luni": beside the verb no preposition is needed.
  if (holdsWord(BOUGHT, tokens[at - 1]?.norm ?? '')) return { reading: lastWeekday(weekday, context.today), from: at, next };
  // "vrijdag een pakket genomen", "Friday I bought": the first word of a clause needs none either.
  if (isShort(tokens, at, next)) return null;
  if (startsClause(tokens, at, next)) return { reading: lastWeekday(weekday, context.today), from: at, next };
  if (context.languages[0]?.participles && isBoughtBehind(tokens, next, context))
    return { reading: lastWeekday(weekday, context.today), from: at, next };
  // Finnish and Hungarian say "on" in the weekday's own ending.
  if (is('on', at)) return { reading: lastWeekday(weekday, context.today), from: at, next };
  const reading = lastWeekday(weekday, context.today);
  if (context.labelled) return isAlone(tokens, at, next, context) ? { reading, from: at, next } : null;
  const follower = tokens[next];
  const goesOn =
    follower?.kind === 'number' || (follower?.kind === 'word' && !is('on', next) && !isOneOf('common', follower.norm, context.languages));
  // "the Monday plan": a name of something.
  return goesOn || isLink(tokens[at - 1]?.norm ?? '') ? null : { reading, from: at, next, isBare: true };
}

/** "last Wednesday", written on a Thursday: yesterday has a word of its own, so the Wednesday before it may be meant. */
function readLast(weekday: number, today: CalendarDate): Pick<WeekdayReading, 'reading' | 'orElse'> {
  const reading = lastWeekday(weekday, today);
  return daysBetween(reading, today) === 1 ? { reading, orElse: addDays(reading, -7) } : { reading };
}

/** Three small letters, without a full stop. */
function isAbbreviated(tokens: readonly Token[], at: number, next: number): boolean {
  return /^\p{Ll}/u.test(tokens[at]?.text ?? '') && isShort(tokens, at, next);
}

/** "So kann ich nicht arbeiten": three Latin letters, without a full stop. */
function isShort(tokens: readonly Token[], at: number, next: number): boolean {
  const isDotted = tokens[next]?.norm === '.' && tokens[next + 1] !== undefined;
  return next === at + 1 && /^[\p{Script=Latin}\p{M}]{1,3}$/u.test(tokens[at]?.text ?? '') && !isDotted;
}

function startsClause(tokens: readonly Token[], at: number, next: number): boolean {
  const before = tokens[at - 1];
  // "vrijdag 200 credits gekocht"
  const goesOn = tokens[next]?.kind === 'word' || isAmount(tokens, next);
  return (before === undefined || CLAUSE_MARKS.has(before.norm)) && goesOn;
}

const CLAUSE_MARKS = new Set([',', '.', ';', '!', '?']);
/** "samstag 200 credits für meine Firma gekauft" */
const VERB_REACH = 7;

/** The clause ends with the participle, and nothing else in it is one or begins another: "Samstag gemerkt, dass ich gekauft habe" does not. */
function isBoughtBehind(tokens: readonly Token[], next: number, context: DateContext): boolean {
  const clause: Token[] = [];
  for (const token of tokens.slice(next, next + VERB_REACH)) {
    if (CLAUSE_MARKS.has(token.norm) || isClauseEnd(token.norm, context)) break;
    clause.push(token);
  }
  const bought = clause.findIndex((token) => token.kind === 'word' && holdsWord(BOUGHT, token.norm));
  const prefixes = (context.languages[0]?.participles ?? '').split(' ');
  const isParticiple = ({ norm }: Token) => norm.length >= SHORTEST_PARTICIPLE && prefixes.some((prefix) => norm.startsWith(prefix));
  return bought >= 0 && bought === clause.length - 1 && !clause.slice(0, bought).some(isParticiple);
}

/** gezien, bezahlt; a shorter word is another one that begins so. */
const SHORTEST_PARTICIPLE = 6;

/** "und", "en": another clause. */
function isClauseEnd(word: string, context: DateContext): boolean {
  return context.languages.some(({ andWords = '' }) => andWords.split(' ').includes(word));
}

/** "na segunda opção": a weekday's short name that is an ordinal too, before a noun. */
function isOrdinalHere(tokens: readonly Token[], at: number, next: number, context: DateContext): boolean {
  const follower = tokens[next];
  if (next > at + 1 || follower?.kind !== 'word' || ordinalOf(tokens[at]?.norm ?? '', context.languages) === null) return false;
  return !['common', 'last', 'links', 'on'].some((list) => isOneOf(list as 'common', follower.norm, context.languages));
}

const BOUGHT = collectWords((language) => language.purchaseWords);

/** "on Tuesday 29,90 euros", "on Monday 30 credits": the number is no day of the month. */
function isAmount(tokens: readonly Token[], at: number): boolean {
  const [whole, mark, part] = tokens.slice(at, at + 3);
  if (whole?.kind !== 'number') return false;
  const isDecimal = part?.kind === 'number' && mark?.start === whole.end && part.start === mark.end && [',', '.'].includes(mark.norm);
  if (isDecimal && mark.norm === ',' && part.norm.length === 2) return true;
  const unit = tokens[isDecimal ? at + 3 : at + 1];
  return unit !== undefined && (/^[$€£¥₹₩฿]$/u.test(unit.norm) || (unit.kind === 'word' && isCountedThing(unit.norm)));
}

/** A day of the month follows that fits no such weekday, or is not read here. */
function isUnread(tokens: readonly Token[], next: number, context: DateContext): boolean {
  const follower = tokens[next];
  if (follower?.kind === 'number') return !isTooLarge(follower.norm) && !isAmount(tokens, next);
  const isNumber = follower?.kind === 'word' && follower.norm.length > 2 && numberOf(follower.norm, context.languages) !== null;
  return isNumber && !isCountInWords(tokens, next, next + 1, context);
}

/** "am Donnerstag 1000 Credits": too large for a day of the month, and no year. */
function isTooLarge(digits: string): boolean {
  return digits.length >= 3 && !/^(?:19|20)\d\d$/.test(digits) && digits.length <= 6;
}

/** Behind a label a weekday needs no preposition, if it is the last thing said. */
function isAlone(tokens: readonly Token[], at: number, next: number, context: DateContext): boolean {
  const follower = tokens[next];
  const isLead = tokens
    .slice(Math.max(0, at - 3), at)
    .every((token) => !isOneOf('other', token.norm, context.languages) && !isOneOf('until', token.norm, context.languages));
  return isLead && (follower === undefined || follower.kind === 'mark');
}

/** "first week of October on Friday" is not this week's Friday. */
function namesWeekOfMonth(tokens: readonly Token[], at: number, context: DateContext): boolean {
  for (let index = at - 1; index > Math.max(0, at - 7); index--) {
    if (unitOf(tokens[index]?.norm, context.languages) !== 'week') continue;
    const before = tokens[index - 1];
    if (before?.kind === 'number' || isOrdinalSuffix(before?.norm ?? '')) return true;
    return before?.kind === 'word' && ordinalOf(before.norm, context.languages) !== null;
  }
  return false;
}

/** "Monday last week", "letzte Woche Montag", "this week Monday", "lunes de la semana pasada". */
function readWeekBeside(
  tokens: readonly Token[],
  at: number,
  next: number,
  context: DateContext,
): { weeks: number; from: number; next: number } | null {
  const is = (list: 'last' | 'on' | 'this' | 'links' | 'common', index: number) => isOneOf(list, tokens[index]?.norm, context.languages);
  const isWeek = (index: number) => unitOf(tokens[index]?.norm, context.languages) === 'week';
  const isJoin = (index: number) =>
    is('links', index) || is('common', index) || is('on', index) || is('this', index) || ['-', ','].includes(tokens[index]?.norm ?? '');
  const weeksAt = (index: number) => {
    if ((is('last', index) && isWeek(index + 1)) || (isWeek(index) && is('last', index + 1))) return 1;
    return is('this', index) && isWeek(index + 1) && !is('last', index + 2) ? 0 : null;
  };
  for (let skip = 0; skip <= 3; skip++) {
    const weeks = weeksAt(next + skip);
    if (weeks !== null) return { weeks, from: at, next: next + skip + 2 };
    if (!isJoin(next + skip)) break;
  }
  for (let skip = 0; skip <= 3; skip++) {
    const weeks = weeksAt(at - skip - 2);
    if (weeks !== null) return { weeks, from: at - skip - 2, next };
    if (!isJoin(at - skip - 1)) break;
  }
  return null;
}

/** "Friday the 22nd", "lunes 21": the most recent such day. More than a year back nobody means it. */
const DAYS_BACK = 366;

function readDayBeside(tokens: readonly Token[], at: number, name: WeekdayName, context: DateContext): WeekdayReading | null {
  let index = name.next;
  while (index < name.next + 3 && (tokens[index]?.norm === ',' || isLink(tokens[index]?.norm ?? ''))) index += 1;
  const day = isAmount(tokens, index) ? null : readDayNumber(tokens, index, context);
  if (!day || isCountInWords(tokens, index, day.next, context)) return null;
  const follower = tokens[day.next];
  let behind = day.next;
  while (behind < day.next + 3 && (tokens[behind]?.norm === '.' || isLink(tokens[behind]?.norm ?? ''))) behind += 1;
  const goesOn =
    follower && ([':', '/', '.', '-'].includes(follower.norm) ? tokens[day.next + 1]?.kind === 'number' : follower.kind === 'number');
  const isTime = follower?.kind === 'word' && isClockWord(follower.norm);
  const word = tokens[behind];
  const isCounted = word?.kind === 'word' && ordinalOf(word.norm, context.languages) !== null;
  if (goesOn || isTime || isCounted || monthOf(word?.norm ?? '', context.languages) !== null) return null;
  for (let back = 0; back <= DAYS_BACK; back++) {
    const reading = addDays(context.today, -back);
    if (Number(reading.slice(8)) === day.value && isoWeekday(reading) === name.weekday) return { reading, from: at, next: day.next };
  }
  return null;
}

/** "vrijdag een pakketje", "Friday two packs": a cardinal in words before a noun counts. */
function isCountInWords(tokens: readonly Token[], at: number, next: number, context: DateContext): boolean {
  const [first, last] = [tokens[at], tokens[next - 1]];
  if (first?.kind !== 'word' || last?.kind !== 'word' || ordinalOf(last.norm, context.languages) !== null) return false;
  return tokens[next]?.kind === 'word';
}

/** `27`, `27th`, `27-й`, `twenty first`, `thirty-first`. */
export function readDayNumber(tokens: readonly Token[], at: number, context: DateContext): { value: number; next: number } | null {
  const token = tokens[at];
  if (token?.kind === 'number') {
    const value = Number(token.norm);
    if (token.norm.length > 2 || value < 1 || value > 31) return null;
    const suffix = tokens[at + 1];
    const suffixed = suffix?.start === token.end && isOrdinalSuffix(suffix.norm);
    return { value, next: suffixed ? at + 2 : at + 1 };
  }
  if (token?.kind !== 'word') return null;
  for (const { text, next } of phrasesAt(tokens, at).slice(0, 3).reverse()) {
    const value = numberOf(text, context.languages);
    if (value !== null) return { value, next };
  }
  return null;
}

/** "the first Friday of July", "third Wednesday of last month", "last Friday in March 2026". */
export function readNthWeekday(tokens: readonly Token[], at: number, context: DateContext): WeekdayReading | null {
  const token = tokens[at];
  if (!token || token.kind === 'mark') return null;
  const suffixed = token.kind === 'number' && isOrdinalSuffix(tokens[at + 1]?.norm ?? '');
  const nth = isOneOf('last', token.norm, context.languages)
    ? -1
    : suffixed
      ? Number(token.norm)
      : ordinalOf(token.norm, context.languages);
  if (nth === null || nth > 5 || nth === 0) return null;
  const name = weekdayAt(tokens, suffixed ? at + 2 : at + 1, context);
  if (!name) return null;
  let index = name.next;
  while (index < name.next + 3 && (tokens[index]?.norm === ',' || isLink(tokens[index]?.norm ?? ''))) index += 1;
  const month = readMonthOf(tokens, index, context);
  const meant =
    month ??
    (context.labelled && nth > 0 && index === name.next ? { year: null, month: Number(context.today.slice(5, 7)), next: index } : null);
  if (!meant) return null;
  const thisYear = Number(context.today.slice(0, 4));
  for (const year of meant.year === null ? [thisYear, thisYear - 1] : [meant.year]) {
    const reading = nthWeekday(year, meant.month, name.weekday, nth);
    if (reading !== null && daysBetween(reading, context.today) >= 0) return { reading, from: at, next: meant.next };
  }
  return null;
}

/** "July", "July 2026", "last month", "this month", "mes pasado", with the year where it is told. */
export function readMonthOf(
  tokens: readonly Token[],
  at: number,
  context: DateContext,
): { year: number | null; month: number; next: number } | null {
  const token = tokens[at];
  if (token?.kind !== 'word') return null;
  const is = (list: 'last' | 'this', index: number) => isOneOf(list, tokens[index]?.norm, context.languages);
  const isMonth = (index: number) => unitOf(tokens[index]?.norm, context.languages) === 'month';
  const lastMonth = (is('last', at) && isMonth(at + 1)) || (isMonth(at) && is('last', at + 1));
  const thisMonth = (is('this', at) && isMonth(at + 1)) || (isMonth(at) && is('this', at + 1));
  if (lastMonth || thisMonth) {
    const day = addMonths(
      calendarDateOf(Number(context.today.slice(0, 4)), Number(context.today.slice(5, 7)), 1) ?? context.today,
      lastMonth ? -1 : 0,
    );
    return { year: Number(day.slice(0, 4)), month: Number(day.slice(5, 7)), next: at + 2 };
  }
  const month = monthOf(token.norm, context.languages);
  if (month === null) return null;
  const follower = tokens[at + 1]?.norm === '.' || tokens[at + 1]?.norm === ',' ? at + 2 : at + 1;
  const year = tokens[follower];
  const told = year?.kind === 'number' && /^(19|20)\d\d$/.test(year.norm);
  return { year: told ? Number(year.norm) : null, month, next: told ? follower + 1 : at + 1 };
}
