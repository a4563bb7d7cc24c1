import { anyInside } from '../word-patterns.ts';
import { foldDigits, type Token, tokenise } from '../words.ts';
import { weekdayOf } from './calendar-words.ts';
import { readCountedFrom } from './counted.ts';
import type { DateContext, DateHit, FoundDate } from './found-date.ts';
import { readNamedMonth } from './named-months.ts';
import { readNumericDate } from './numeric.ts';
import { readOrdinalMonth } from './ordinal-months.ts';
import { dropFuture, settleByWeekday } from './readings.ts';
import { readRelativeDate } from './relative.ts';
import { findShortEras } from './short-eras.ts';
import { findUnspacedDates } from './unspaced.ts';

/** A sentence or a value is shorter; what is longer is no date's surroundings. Keeps a hostile line cheap. */
const MAX_TEXT = 2_000;
/** More dates than these in one sentence are a list, not a statement; the first ones show that. */
const MAX_DATES = 20;

/** Every date in `text` in the order of the text; readings after today are dropped, and dates left without one. */
export function findDates(text: string, context: DateContext): FoundDate[] {
  const capped = text.slice(0, MAX_TEXT);
  const tokens = tokenise(capped);
  const ascii = foldDigits(capped);
  const unspaced = [...findShortEras(ascii, context), ...findUnspacedDates(ascii, context)].slice(0, MAX_DATES);
  const found = [...unspaced, ...findSpaced(tokens, context).filter((date) => !unspaced.some((other) => overlaps(date, other)))]
    .map((date) => ({ ...date, readings: dropFuture(settleByWeekday(date.readings, weekdayBeside(tokens, date, context)), context.today) }))
    .filter((date) => date.readings.length > 0)
    .sort((a, b) => a.start - b.start);
  const days = found.filter((date) => date.form !== 'weekday' || !found.some((other) => other !== date && isBeside(date, other)));
  return mergeRestated(withoutRecent(days, capped, context), capped);
}

/** Ample for the words before "yesterday" that make it "this past". */
const LONGEST_PAST = 14;

/** "minggu kemarin", last week, "tanggal 1 kemarin": the day is told by what stands before. */
const PAST = new RegExp(
  String.raw`(?:${anyInside(({ relative }) => relative.pastBehind?.units)}|${anyInside(({ relative }) => relative.pastBehind?.days)}\.?\s\d{1,2})\s$`,
  'iu',
);

/** "1 Maret kemarin": behind a day of the month the Indonesian word for yesterday says "this past". */
function withoutRecent(dates: readonly FoundDate[], text: string, context: DateContext): FoundDate[] {
  if (context.languages[0]?.relative.pastBehind === undefined) return [...dates];
  return dates.filter((date, at) => {
    const previous = dates[at - 1];
    const isBehind = previous?.form === 'day' && text.slice(previous.end, date.start) === ' ';
    const before = text.slice(Math.max(0, date.start - LONGEST_PAST), date.start);
    return !(date.form === 'relative' && (isBehind || PAST.test(before)));
  });
}

function overlaps(a: FoundDate, b: FoundDate): boolean {
  return a.start < b.end && b.start < a.end;
}

function findSpaced(tokens: readonly Token[], context: DateContext): FoundDate[] {
  const found: FoundDate[] = [];
  for (let at = 0; at < tokens.length && found.length < MAX_DATES; ) {
    const hit = readCountedFrom(tokens, at, context, readDate) ?? readDate(tokens, at, context);
    const previous = found.at(-1);
    if (hit && (previous === undefined || hit.date.start >= previous.end)) {
      found.push(hit.date);
      at = Math.max(hit.next, at + 1);
    } else at += 1;
  }
  return found;
}

function readDate(tokens: readonly Token[], at: number, context: DateContext): DateHit | null {
  return (
    readNumericDate(tokens, at, context) ??
    readOrdinalMonth(tokens, at, context) ??
    readNamedMonth(tokens, at, context) ??
    readRelativeDate(tokens, at, context)
  );
}

/** "02/08/2026 (2 August)": one date told twice, and what both readings share is meant. */
function mergeRestated(dates: readonly FoundDate[], text: string): FoundDate[] {
  const merged: FoundDate[] = [];
  for (const date of dates) {
    const previous = merged.at(-1);
    const shared = previous?.readings.filter((reading) => date.readings.includes(reading)) ?? [];
    const between = previous ? text.slice(previous.end, date.start) : '';
    if (previous && shared.length > 0 && /^[\p{P}\p{S}\s]{0,4}(?:i\.?e\.?|d\.?\s?h\.?)?[\p{P}\s]{0,3}$/u.test(between))
      merged[merged.length - 1] = { ...previous, readings: shared, end: date.end };
    else merged.push(date);
  }
  return merged;
}

/** A weekday next to a date belongs to it. */
const BESIDE_CHARACTERS = 12;

function isBeside(weekday: FoundDate, date: FoundDate): boolean {
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
