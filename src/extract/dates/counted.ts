import { type CalendarDate, daysBetween } from '../../domain/calendar-date.ts';
import type { Language } from '../languages/language.ts';
import { collectWords } from '../word-lists.ts';
import type { Token } from '../words.ts';
import { calendarWordsOf, numberOf, type Unit } from './calendar-words.ts';
import type { DateContext, DateHit } from './found-date.ts';
import { goBack } from './readings.ts';
import { anyPhraseEnd, phraseEnd, phrasesAt } from './token-phrases.ts';

interface Count {
  readonly count: number;
  readonly unit: Unit;
}

interface Counts {
  readonly counts: readonly Count[];
  readonly next: number;
}

/** Nobody counts further back in days, weeks or months. */
const LARGEST_COUNT = 1000;
/** "1 month and 21 days": at most this many counts in a row. */
const MOST_COUNTS = 4;
const COUNT_JOINERS: ReadonlySet<string> = new Set([',', ...collectWords((language) => language.numberAnd ?? '').whole]);

/** "3 days ago", "vor drei Tagen", "for tre dager siden", "a couple of weeks ago". */
export function readAgo(
  tokens: readonly Token[],
  at: number,
  language: Language,
  context: DateContext,
): { reading: CalendarDate; next: number; counts: readonly Count[] } | null {
  const words = calendarWordsOf(language);
  for (const phrase of words.agoBefore) {
    const from = phraseEnd(tokens, at, phrase);
    const counted = from === null ? null : readCounts(tokens, from, language, context);
    if (!counted) continue;
    const closed = anyPhraseEnd(tokens, counted.next, words.agoAfter) ?? counted.next;
    return { reading: back(context.today, counted.counts), next: closed, counts: counted.counts };
  }
  const counted = readCounts(tokens, at, language, context) ?? readBareUnit(tokens, at, language);
  if (!counted || words.within.has(tokens[at - 1]?.norm ?? '')) return null;
  const next = anyPhraseEnd(tokens, counted.next, words.agoAfter);
  return next === null ? null : { reading: back(context.today, counted.counts), next, counts: counted.counts };
}

/** Nobody counts further back in hours. */
const LARGEST_HOURS = 240;

/** "3 hours ago", "vor zwei Stunden": on which day that was. */
export function readHoursAgo(tokens: readonly Token[], at: number, context: DateContext): { reading: CalendarDate; next: number } | null {
  for (const language of context.languages) {
    const { hours, agoBefore, agoAfter, within } = calendarWordsOf(language);
    const from = agoBefore.map((phrase) => phraseEnd(tokens, at, phrase)).find((end) => end !== null) ?? null;
    const start = from ?? at;
    const token = tokens[start];
    if (!token || token.kind === 'mark' || !hours.has(tokens[start + 1]?.norm ?? '')) continue;
    const count = token.kind === 'number' ? Number(token.norm) : ONE.has(token.norm) ? 1 : numberOf(token.norm, context.languages);
    const end = anyPhraseEnd(tokens, start + 2, agoAfter);
    if (count === null || count > LARGEST_HOURS || (from === null && (end === null || within.has(tokens[at - 1]?.norm ?? '')))) continue;
    return { reading: context.dayHoursAgo(count), next: end ?? start + 2 };
  }
  return null;
}

/** "неделю назад", "tydzień temu": languages without articles leave the one out. */
function readBareUnit(tokens: readonly Token[], at: number, language: Language): Counts | null {
  const { bareUnits, units } = calendarWordsOf(language);
  const word = tokens[at]?.norm ?? '';
  const unit = bareUnits.has(word) ? units.get(word) : undefined;
  return unit === undefined ? null : { counts: [{ count: 1, unit }], next: at + 1 };
}

/** "3 days before yesterday", "16 days from 01/02/2018": another day than the one that it names. */
export function readCountedFrom(
  tokens: readonly Token[],
  at: number,
  context: DateContext,
  readDate: (tokens: readonly Token[], at: number, context: DateContext) => DateHit | null,
): DateHit | null {
  const first = tokens[at];
  if (!first || first.kind === 'mark') return null;
  for (const language of context.languages) {
    const counted = readCounts(tokens, at, language, context);
    if (!counted) continue;
    const { before, after } = calendarWordsOf(language);
    for (const [phrases, sign] of [
      [before, 1],
      [after, -1],
    ] as const) {
      const end = anyPhraseEnd(tokens, counted.next, phrases);
      if (end === null) continue;
      const start = tokens[skipLeads(tokens, end, language)]?.start;
      // A date such as "13 May" is read at its month.
      for (let from = end; from <= end + LONGEST_LEAD; from++) {
        const hit = readDate(tokens, from, { ...context, labelled: true });
        if (hit && start !== undefined && hit.date.start <= start && hit.date.start >= (tokens[end]?.start ?? 0)) {
          const base = hit.date.form === 'day' ? readMostRecent(from, counted.counts, sign) : hit;
          const readings = (base ?? hit).date.readings.map((reading) => back(reading, counted.counts, sign)).sort();
          return { date: { ...hit.date, readings, start: first.start }, next: hit.next };
        }
      }
    }
  }
  return null;

  /** "two weeks before Christmas", written on 14 December: the day itself must lie behind, not the one that it is counted from. */
  function readMostRecent(from: number, counts: readonly Count[], sign: 1 | -1) {
    const today = back(context.today, counts, sign === 1 ? -1 : 1);
    return readDate(tokens, from, { ...context, today, labelled: true });
  }
}

/** Articles and prepositions before a date, and the tokens of a date before its month. */
const LONGEST_LEAD = 6;

function skipLeads(tokens: readonly Token[], at: number, language: Language): number {
  const { links, on } = calendarWordsOf(language);
  let index = at;
  while (index < at + 3 && (links.has(tokens[index]?.norm ?? '') || on.has(tokens[index]?.norm ?? ''))) index += 1;
  return index;
}

function back(from: CalendarDate, counts: readonly Count[], sign: 1 | -1 = 1): CalendarDate {
  return counts.reduce((date, { count, unit }) => goBack(date, sign * count, unit), from);
}

function readCounts(tokens: readonly Token[], at: number, language: Language, context: DateContext): Counts | null {
  const counts: Count[] = [];
  let next = at;
  while (counts.length < MOST_COUNTS) {
    const from = counts.length > 0 && COUNT_JOINERS.has(tokens[next]?.norm ?? '') ? next + 1 : next;
    const counted = readCount(tokens, from, language, context);
    if (!counted) break;
    counts.push(counted);
    next = counted.next;
  }
  const total = counts.reduce((date, { count, unit }) => goBack(date, count, unit), context.today);
  return counts.length === 0 || daysBetween(total, context.today) < 0 ? null : { counts, next };
}

function readCount(tokens: readonly Token[], at: number, language: Language, context: DateContext): (Count & { next: number }) | null {
  const { units, counts, agoBefore, countedUnits } = calendarWordsOf(language);
  const token = tokens[at];
  if (!token || token.kind === 'mark') return null;
  const counted = agoBefore.length > 0 ? countedUnits.get(token.norm) : undefined;
  const ofForm = units.get(token.norm);
  if (counted !== undefined && ofForm !== undefined) return { count: counted, unit: ofForm, next: at + 1 };
  if (token.kind === 'number') return withUnit(Number(token.norm), at + 1);
  if (!mayCount(token.norm, language, context)) return null;
  const phrases = phrasesAt(tokens, at).slice(0, 3);
  for (const { text, next } of phrases.reverse()) {
    const count = counts.get(text) ?? (ONE.has(text) ? 1 : numberOf(text, context.languages));
    const found = count === null ? null : withUnit(count, next);
    if (found) return found;
  }
  return null;

  function withUnit(count: number, next: number) {
    const unit = units.get(tokens[next]?.norm ?? '');
    return unit && count >= 1 && count <= LARGEST_COUNT ? { count, unit, next: next + 1 } : null;
  }
}

/** Most words begin no count: one look spares the longer phrases. */
function mayCount(word: string, language: Language, context: DateContext): boolean {
  if (ONE.has(word) || numberOf(word, context.languages) !== null) return true;
  return [...calendarWordsOf(language).counts.keys()].some((phrase) => phrase.startsWith(word));
}

/** The article counts as one: "a week ago", "vor einem Tag". */
const ONE = collectWords((language) => language.relative.one ?? '').whole;
