import { foldDigits, type Token, tokenise } from '../words.ts';
import { calendarWordsOf, numberOf, weekdayOf } from './calendar-words.ts';
import { findEastAsianDates } from './east-asian.ts';
import type { DateContext, FoundDate } from './found-date.ts';
import { readNamedMonth } from './named-months.ts';
import { readNumericDate } from './numeric.ts';
import { dropFuture, settleByWeekday } from './readings.ts';
import { readRelativeDate } from './relative.ts';

/** A sentence or a value is shorter; what is longer is no date's surroundings. Keeps a hostile line cheap. */
const MAX_TEXT = 2_000;
/** More dates than these in one sentence are a list, not a statement; the first ones show that. */
const MAX_DATES = 20;

/** Every date in `text` in the order of the text; readings after today are dropped, and dates left without one. */
export function findDates(text: string, context: DateContext): FoundDate[] {
  const capped = text.slice(0, MAX_TEXT);
  const tokens = tokenise(capped);
  const eastAsian = findEastAsianDates(foldDigits(capped), context).slice(0, MAX_DATES);
  const found = [...eastAsian, ...findSpaced(tokens, context).filter((date) => !eastAsian.some((other) => overlaps(date, other)))];
  return found
    .map((date) => ({ ...date, readings: dropFuture(settleByWeekday(date.readings, weekdayBeside(tokens, date, context)), context.today) }))
    .filter((date) => date.readings.length > 0 && !isCountedFrom(tokens, date, context))
    .sort((a, b) => a.start - b.start);
}

/** "16 days from 01/02/2018" is another day than the one that it names. */
function isCountedFrom(tokens: readonly Token[], date: FoundDate, context: DateContext): boolean {
  if (date.form !== 'year' && date.form !== 'day') return false;
  const before = tokens.filter((token) => token.end <= date.start && token.end > date.start - COUNT_REACH).slice(-4);
  return before.some((token, at) => {
    const isUnit = context.languages.some((language) => calendarWordsOf(language).units.has(token.norm));
    const count = before[at - 1];
    const counted = count !== undefined && (count.kind === 'number' || numberOf(count.norm, context.languages) !== null);
    return isUnit && counted && before.slice(at).every((other) => other.kind === 'word');
  });
}

const COUNT_REACH = 30;

function overlaps(a: FoundDate, b: FoundDate): boolean {
  return a.start < b.end && b.start < a.end;
}

function findSpaced(tokens: readonly Token[], context: DateContext): FoundDate[] {
  const found: FoundDate[] = [];
  for (let at = 0; at < tokens.length && found.length < MAX_DATES; ) {
    const hit = readNumericDate(tokens, at, context) ?? readNamedMonth(tokens, at, context) ?? readRelativeDate(tokens, at, context);
    const previous = found.at(-1);
    if (hit && (previous === undefined || hit.date.start >= previous.end)) {
      found.push(hit.date);
      at = hit.next;
    } else at += 1;
  }
  return found.filter((date) => date.form !== 'weekday' || !found.some((other) => other !== date && isBeside(tokens, date, other)));
}

/** A weekday next to a date belongs to it. */
const BESIDE_CHARACTERS = 12;

function isBeside(_tokens: readonly Token[], weekday: FoundDate, date: FoundDate): boolean {
  const gap = weekday.end <= date.start ? date.start - weekday.end : weekday.start - date.end;
  return date.form !== 'weekday' && date.form !== 'relative' && gap <= BESIDE_CHARACTERS;
}

function weekdayBeside(tokens: readonly Token[], date: FoundDate, context: DateContext): number | null {
  if (date.form === 'relative' || date.form === 'weekday') return null;
  for (const token of tokens) {
    if (token.kind !== 'word' || token.end < date.start - BESIDE_CHARACTERS) continue;
    if (token.start > date.end + 3) return null;
    if (token.start >= date.start && token.end <= date.end) continue;
    const weekday = weekdayOf(token.norm, context.languages);
    if (weekday !== null) return weekday;
  }
  return null;
}
