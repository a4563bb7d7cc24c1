import { calendarDateOf } from '../../domain/calendar-date.ts';
import { ALL_LANGUAGES } from '../languages/all.ts';
import type { Token } from '../words.ts';
import { isClockWord, isCountedThing } from './behind-numbers.ts';
import {
  isLink,
  isOneOf,
  isOrdinalSuffix,
  LIKELY_LANGUAGES,
  misspeltMonthOf,
  monthOf,
  numberOf,
  shortenedMonthOf,
  unitOf,
} from './calendar-words.ts';
import type { DateContext, FoundDate } from './found-date.ts';
import { mostRecent, shortYearOf, sortReadings } from './readings.ts';
import { phrasesAt } from './token-phrases.ts';
import { readYearWords, startsNumber } from './year-words.ts';

interface Piece {
  readonly value: number;
  /** First token and the one after the last. */
  readonly from: number;
  readonly next: number;
}

/** `1 March 2026`, `March 1st, 2026`, `2026. március 1.`, `den ersten März`, around the month's name at token `at`. */
export function readNamedMonth(tokens: readonly Token[], at: number, context: DateContext): { date: FoundDate; next: number } | null {
  const month = readMonth(tokens, at, context);
  if (!month || isPartOfWord(tokens, month.next)) return null;
  const dayYear = readDayThenYear(tokens, at);
  if (dayYear) return make(tokens, month.value, dayYear.day, dayYear.year, at - 4, month.next, context);
  const dayBefore = readDayBefore(tokens, at, context);
  // "One may ask": the verb in small letters takes a day in digits alone.
  if (tokens[at]?.text === 'may' && dayBefore && tokens[dayBefore.from]?.kind === 'word') return null;
  if (dayBefore) {
    const year = readYearAfter(tokens, month.next, context);
    if (!year && isYearInWords(tokens, month.next, context)) return null;
    return make(tokens, month.value, dayBefore.value, year?.value ?? null, dayBefore.from, year?.next ?? month.next, context);
  }
  const yearBefore = readYearBefore(tokens, at);
  const monthYearDay = readYearThenDay(tokens, month.next);
  if (monthYearDay) return make(tokens, month.value, monthYearDay.day, monthYearDay.year, at, monthYearDay.next, context);
  const day = readDayAfter(tokens, month.next, context);
  if (!day) return null;
  if (yearBefore) return make(tokens, month.value, day.value, yearBefore.value, yearBefore.from, day.next, context);
  const year = readYearAfter(tokens, day.next, context);
  if (!year && isYearInWords(tokens, day.next, context)) return null;
  return make(tokens, month.value, day.value, year?.value ?? null, at, year?.next ?? day.next, context);
}

/** "17. mai-kort", "1.-Mai-Feier": the month begins the name of something. */
function isPartOfWord(tokens: readonly Token[], next: number): boolean {
  const [month, hyphen, word] = [tokens[next - 1], tokens[next], tokens[next + 1]];
  return hyphen?.norm === '-' && word?.kind === 'word' && hyphen.start === month?.end && word.start === hyphen.end;
}

function make(tokens: readonly Token[], month: number, day: number, year: number | null, from: number, next: number, context: DateContext) {
  const reading = year === null ? mostRecent(month, day, context.today) : calendarDateOf(year, month, day);
  const first = tokens[from];
  const last = tokens[next - 1];
  if (reading === null || !first || !last) return null;
  const date: FoundDate = { readings: sortReadings([reading]), form: year === null ? 'day' : 'year', start: first.start, end: last.end };
  return { date, next };
}

/** Names of two words come first: `tháng 3`. */
function readMonth(tokens: readonly Token[], at: number, context: DateContext): Piece | null {
  const token = tokens[at];
  if (token?.kind !== 'word') return null;
  const following = tokens[at + 1];
  if (following && following.kind !== 'mark') {
    const two = monthOf(`${token.norm} ${following.norm}`, context.languages);
    if (two !== null) return { value: two, from: at, next: at + 2 };
  }
  const dotted = readDottedMonth(tokens, at, context) ?? readRomanMonth(tokens, at);
  if (dotted) return dotted;
  // "2 Ott." beside its day in digits; a short word of a language that nothing else shows is none.
  const beside = [tokens[skipLinks(tokens, at - 1, -1)], tokens[skipLinks(tokens, at + 1, 1)]];
  const isTold = beside.some((other) => other?.kind === 'number');
  const isYearBeside = beside.some((other) => other?.kind === 'number' && /^20\d\d$/.test(other.norm));
  const isShort = following?.norm === '.' || isYearBeside;
  const one =
    (isTold && isShort ? shortenedMonthOf(token.norm, context.languages) : null) ??
    monthOf(token.norm, context.languages, isTold ? undefined : LIKELY_LANGUAGES) ??
    (isTold && isDated(tokens, at, context)
      ? misspeltMonthOf(token.norm, context.labelled ? context.languages : context.languages.slice(0, LIKELY_LANGUAGES))
      : null);
  if (one === null) return null;
  const abbreviated = following?.norm === '.' && following.start === token.end;
  return { value: one, from: at, next: abbreviated ? at + 2 : at + 1 };
}

/** Behind a date's label, with a year on either side, or behind "on": only there a word that is nearly a month's is one. */
function isDated(tokens: readonly Token[], at: number, context: DateContext): boolean {
  if (context.labelled) return true;
  const isYearAt = (index: number) => tokens[index]?.kind === 'number' && /^20\d\d$/.test(tokens[index]?.norm ?? '');
  const before = skipLinks(tokens, at - 1, -1);
  const behind = skipLinks(tokens, at + 1, 1);
  const day = tokens[before]?.kind === 'number' ? before : at;
  return (
    [before - 1, before, behind, behind + 1, behind + 2].some(isYearAt) ||
    isOneOf('on', tokens[day - 1]?.norm, context.languages) ||
    isOneOf('links', tokens[day - 1]?.norm, context.languages)
  );
}

const ROMAN = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII'];

/** "12.VI.2026", "2026. VI. 12.", "12 VI 2026": between a day and a year, in capitals. */
function readRomanMonth(tokens: readonly Token[], at: number): Piece | null {
  const value = ROMAN.indexOf(tokens[at]?.text ?? '') + 1;
  if (value === 0) return null;
  const beside = [tokens[skipLinks(tokens, at - 1, -1)], tokens[skipLinks(tokens, at + 1, 1)]];
  const isYear = (token: Token | undefined) => token?.kind === 'number' && /^20\d\d$/.test(token.norm);
  const isDay = (token: Token | undefined) => token?.kind === 'number' && token.norm.length <= 2;
  if (!(beside.some(isYear) && beside.some(isDay))) return null;
  return { value, from: at, next: tokens[at + 1]?.norm === '.' ? at + 2 : at + 1 };
}

/** "มี.ค.": Thai shortens its months to two letters, each with its full stop. */
function readDottedMonth(tokens: readonly Token[], at: number, context: DateContext): Piece | null {
  const [first, dot, second, end] = tokens.slice(at, at + 4);
  if (!first || dot?.norm !== '.' || second?.kind !== 'word' || dot.start !== first.end || second.start !== dot.end) return null;
  if (!/\p{Script=Thai}/u.test(first.norm)) return null;
  const value = monthOf(`${first.norm}${second.norm}`, context.languages);
  return value === null ? null : { value, from: at, next: end?.norm === '.' && end.start === second.end ? at + 4 : at + 3 };
}

const JOINERS = new Set(['.', ',', '-', '/', 'º', 'ª', '°', "'", '"', '«', '»', '“', '”', '„']);

/** Steps over full stops, commas and words such as "of", at most four. */
function skipLinks(tokens: readonly Token[], at: number, step: 1 | -1): number {
  let index = at;
  for (let steps = 0; steps < 4; steps++) {
    const token = tokens[index];
    if (!token || !(JOINERS.has(token.norm) || (token.kind === 'word' && isLink(token.norm)))) break;
    index += step;
  }
  return index;
}

function readDayBefore(tokens: readonly Token[], month: number, context: DateContext): Piece | null {
  let index = skipLinks(tokens, month - 1, -1);
  const token = tokens[index];
  const digits = tokens[index - 1];
  if (
    token?.kind === 'word' &&
    isOrdinalSuffix(token.norm) &&
    (digits?.kind === 'number' || ['-', "'", ':', 'º', '°'].includes(digits?.norm ?? ''))
  ) {
    index -= digits?.kind === 'number' ? 1 : 2;
  }
  return dayNumber(tokens, index) ?? dayWords(tokens, index, context);
}

function dayNumber(tokens: readonly Token[], index: number): Piece | null {
  const token = tokens[index];
  if (token?.kind !== 'number' || token.norm.length > 2 || isPartOfNumber(tokens, index)) return null;
  const value = Number(token.norm);
  return value >= 1 && value <= 31 ? { value, from: index, next: index + 1 } : null;
}

const CURRENCIES = new Set(['$', '€', '£', '¥', '₽', '₴']);

/** `10:15 March` or `$ 5 March`; but `Oct2` is a day. */
function isPartOfNumber(tokens: readonly Token[], index: number): boolean {
  const before = tokens[index - 1];
  const token = tokens[index];
  if (!before || !token) return false;
  if (CURRENCIES.has(before.norm)) return true;
  if (before.end !== token.start) return false;
  if (before.kind === 'word') return /^[a-z]/.test(before.norm) && monthOf(before.norm, ALL_LANGUAGES) === null;
  return (
    [':', '$', '€', '£', '#', '_', '.', ','].includes(before.norm) &&
    tokens[index - 2]?.end === before.start &&
    tokens[index - 2]?.kind === 'number'
  );
}

/** Ending at `index`; "twenty-first" and "treinta y uno" are two or three tokens. */
function dayWords(tokens: readonly Token[], index: number, context: DateContext): Piece | null {
  const token = tokens[index];
  if (token?.kind !== 'word') return null;
  for (let from = Math.max(0, index - LONGEST_DAY + 1); from <= index; from++) {
    const phrase = tokens[from]?.kind === 'word' ? phrasesAt(tokens, from).find(({ next }) => next === index + 1) : undefined;
    const value = phrase ? numberOf(phrase.text, context.languages) : null;
    if (value !== null) return { value, from, next: index + 1 };
  }
  return null;
}

/** "двадцять п'ятого": tokens of a day in words, its apostrophe and its hyphen counted. */
const LONGEST_DAY = 5;

function readDayAfter(tokens: readonly Token[], at: number, context: DateContext): Piece | null {
  const index = skipLinks(tokens, at, 1);
  const digits = dayNumber(tokens, index);
  if (digits) {
    const follower = tokens[digits.next];
    if (follower && follower.start === tokens[index]?.end && follower.norm === ':') return null;
    const suffixed = follower?.kind === 'word' && follower.start === tokens[index]?.end && isOrdinalSuffix(follower.norm);
    return { ...digits, next: suffixed ? digits.next + 1 : digits.next };
  }
  for (const length of [3, 2, 1]) {
    const piece = dayWords(tokens, index + length - 1, context);
    if (piece?.from === index) return piece;
  }
  return null;
}

function readYearAfter(tokens: readonly Token[], at: number, context: DateContext): Piece | null {
  const index = skipLinks(tokens, at, 1);
  const token = tokens[index];
  if (token?.kind !== 'number') {
    const told = readToldYear(tokens, at, context);
    if (told) return told;
    const spelt = readYearWords(tokens, index, context);
    return spelt && { ...spelt, from: index };
  }
  const follower = tokens[index + 1];
  const joined =
    follower !== undefined &&
    follower.start === token.end &&
    (follower.norm === ':' || (follower.kind === 'word' && (isClockWord(follower.norm) || isOrdinalSuffix(follower.norm))));
  if (token.norm.length === 4) {
    const value = Number(token.norm);
    if (value >= 2400 && value < 2700 && context.languages[0]?.code === 'th') return { value: value - 543, from: index, next: index + 1 };
    return value >= 1900 && value < 2200 ? { value, from: index, next: index + 1 } : null;
  }
  const apostrophe = tokens[index - 1]?.norm === "'";
  const spaced = follower?.kind === 'word' && (isClockWord(follower.norm) || isCountedThing(follower.norm));
  const beforeComma = tokens[index - 1]?.norm === ',' && !apostrophe;
  if (token.norm.length !== 2 || joined || spaced || beforeComma || follower?.norm === ':') return null;
  const value = shortYearOf(Number(token.norm), context.languages[0]?.code, context.today);
  // No account of ours is older than the century: "$12 December 27" has no year.
  return value >= 2000 || apostrophe ? { value, from: index, next: index + 1 } : null;
}

/** A year that is spelt in a way not read here leaves the date open rather than without a year. */
function isYearInWords(tokens: readonly Token[], at: number, context: DateContext): boolean {
  return startsNumber(tokens, skipLinks(tokens, at, 1), context);
}

/** "last year", "del año pasado", "прошлого года", "this year". */
function readToldYear(tokens: readonly Token[], at: number, context: DateContext): Piece | null {
  const is = (list: 'last' | 'this', index: number) => isOneOf(list, tokens[index]?.norm, context.languages);
  const isYear = (index: number) => unitOf(tokens[index]?.norm, context.languages) === 'year';
  const thisYear = Number(context.today.slice(0, 4));
  for (let index = at; index < at + 4; index++) {
    if ((is('last', index) && isYear(index + 1)) || (isYear(index) && is('last', index + 1)))
      return { value: thisYear - 1, from: index, next: index + 2 };
    if (is('this', index) && isYear(index + 1)) return { value: thisYear, from: index, next: index + 2 };
    const word = tokens[index]?.norm ?? '';
    if (!JOINERS.has(word) && !isLink(word) && !isOneOf('common', word, context.languages)) break;
  }
  return null;
}

function readYearBefore(tokens: readonly Token[], month: number): Piece | null {
  const index = skipLinks(tokens, month - 1, -1);
  const token = tokens[index];
  const value = Number(token?.norm);
  return token?.kind === 'number' && token.norm.length === 4 && value >= 1900 && value < 2200
    ? { value, from: index, next: index + 1 }
    : null;
}

/** `23-2020-September`. */
function readDayThenYear(tokens: readonly Token[], month: number): { day: number; year: number } | null {
  const [day, first, year, second] = tokens.slice(Math.max(0, month - 4), month);
  if (month < 4 || first?.norm !== '-' || second?.norm !== '-' || year?.norm.length !== 4 || year.kind !== 'number') return null;
  return day?.kind === 'number' && day.norm.length <= 2 ? { day: Number(day.norm), year: Number(year.norm) } : null;
}

/** `Sep-2020-23`. */
function readYearThenDay(tokens: readonly Token[], at: number): { year: number; day: number; next: number } | null {
  const [dash, year, second, day] = tokens.slice(at, at + 4);
  if (dash?.norm !== '-' || second?.norm !== '-' || year?.norm.length !== 4 || day?.kind !== 'number' || day.norm.length > 2) return null;
  return { year: Number(year.norm), day: Number(day.norm), next: at + 4 };
}
