import type { CalendarDate } from '../domain/calendar-date.ts';
import type { Evidence } from '../domain/claim.ts';
import { findDates } from './dates/find-dates.ts';
import type { DateContext, FoundDate } from './dates/found-date.ts';
import type { LabelledField } from './labelled-fields.ts';
import { ALL_LANGUAGES } from './languages/all.ts';
import type { Language } from './languages/language.ts';
import type { Sentence } from './sentences.ts';
import { foldWord, tokenise } from './words.ts';

export interface DateSource {
  readonly fields: readonly LabelledField[];
  /** The customer's own sentences outside labelled fields. */
  readonly sentences: readonly Sentence[];
  /** Lines that are a date and nothing else. */
  readonly bareLines: readonly string[];
  /** Labelled fields of forwarded and quoted mail: our own confirmation of the order. */
  readonly passedOn: readonly LabelledField[];
}

export interface FoundPurchaseDate {
  readonly readings: readonly CalendarDate[];
  readonly evidence: Evidence;
}

/** The first place that states exactly one date. Two dates that might both be meant are none. */
export function readPurchaseDate(source: DateSource, context: DateContext, labelLanguages: readonly Language[]): FoundPurchaseDate | null {
  const labelled = { ...context, languages: labelLanguages };
  return (
    fromFields(source.fields, 'purchaseDate', labelled) ??
    fromWords(source.sentences, context) ??
    fromFields(source.fields, 'date', labelled) ??
    fromBareLines(source.bareLines, context) ??
    fromFields(source.passedOn, 'purchaseDate', labelled)
  );
}

function fromFields(fields: readonly LabelledField[], kind: 'purchaseDate' | 'date', context: DateContext): FoundPurchaseDate | null {
  for (const field of fields) {
    if (field.kind !== kind) continue;
    const hinted = { ...context, order: orderHint(`${field.label} ${field.value}`) ?? context.order };
    const readings = settle(findDates(field.value, hinted));
    if (readings.length > 0) return { readings, evidence: { text: field.evidence, by: 'label' } };
  }
  return null;
}

/** Two dates side by side, "03/04/2026 (3 April)": what they share is meant; where they share nothing, nothing is. */
function settle(dates: readonly FoundDate[]): readonly CalendarDate[] {
  const [first, ...others] = dates;
  if (!first) return [];
  const shared = first.readings.filter((reading) => others.every((other) => other.readings.includes(reading)));
  return shared;
}

// DD/MM/YYYY, TT.MM.JJJJ, jj/mm/aaaa, gg/mm/aaaa, dd-mm, mm/dd; "day/month", "US format".
const DAY_FIRST =
  /\b(?:dd?|tt?|jj?|gg?)\s?[./-]\s?mm?\b|день[./-]месяц|\bday\s?(?:[./-]|first)\s?(?:month)?|\b(?:european|british|uk|eu)\s(?:format|style|date)/iu;
const MONTH_FIRST = /\bmm?\s?[./-]\s?(?:dd?|tt?|jj?|gg?)\b|\bmonth\s?(?:[./-]|first)\s?(?:day)?|\b(?:us|american)\s(?:format|style|date)/iu;

function orderHint(text: string): 'dmy' | 'mdy' | null {
  const capped = text.slice(0, 400);
  if (DAY_FIRST.test(capped)) return 'dmy';
  return MONTH_FIRST.test(capped) ? 'mdy' : null;
}

const events = collectEvents();

function collectEvents() {
  const read = (pick: (language: (typeof ALL_LANGUAGES)[number]) => string, unspaced: boolean) =>
    ALL_LANGUAGES.filter((language) => Boolean(language.unspaced) === unspaced).flatMap((language) =>
      pick(language).split(' ').filter(Boolean),
    );
  const matcher = (pick: (language: (typeof ALL_LANGUAGES)[number]) => string) => {
    const spaced = read(pick, false);
    return {
      whole: new Set(spaced.filter((word) => !word.endsWith('~')).map(foldWord)),
      stems: spaced.filter((word) => word.endsWith('~')).map((word) => foldWord(word.slice(0, -1))),
      inside: read(pick, true).map((word) => foldWord(word.replace(/~$/, ''))),
    };
  };
  return { purchase: matcher((l) => l.purchaseWords), other: matcher((l) => l.otherEventWords) };
}

/** Dates in sentences: those that a word of buying stands nearest to. */
function fromWords(sentences: readonly Sentence[], context: DateContext): FoundPurchaseDate | null {
  const found: FoundPurchaseDate[] = [];
  for (const sentence of sentences) {
    const hinted = { ...context, order: orderHint(sentence.text) ?? context.order };
    const dates = findDates(sentence.text, hinted);
    const words = dates.length > 0 ? eventWords(sentence.text) : [];
    const told = dates.filter((date) => eventOf(words, date, dates) === 'purchase');
    const readings = told.length === dates.length ? settle(told) : told.length === 1 ? (told[0]?.readings ?? []) : settle(told);
    const [first] = told;
    if (readings.length > 0 && first)
      found.push({ readings, evidence: { text: sentence.text.slice(first.start, first.end), by: 'words' } });
  }
  const [first, ...others] = found;
  if (!first) return null;
  const shared = first.readings.filter((reading) => others.every((other) => other.readings.includes(reading)));
  return shared.length > 0 ? { ...first, readings: shared } : null;
}

/** A word of buying this far from a date does not belong to it. */
const EVENT_REACH = 90;

interface EventWord {
  readonly event: 'purchase' | 'other';
  readonly start: number;
  readonly end: number;
}

/** More words of buying in one sentence say no more. */
const MAX_EVENTS = 60;

/** Every word of `text` that tells what happened. */
function eventWords(text: string): EventWord[] {
  const found: EventWord[] = [];
  const plain = text.slice(0, 2_000);
  for (const token of tokenise(plain)) {
    if (token.kind !== 'word') continue;
    if (isEvent(events.other, token.norm)) found.push({ event: 'other', start: token.start, end: token.end });
    else if (isEvent(events.purchase, token.norm)) found.push({ event: 'purchase', start: token.start, end: token.end });
  }
  for (const event of ['purchase', 'other'] as const) {
    for (const word of events[event].inside) {
      for (let at = plain.indexOf(word), seen = 0; at >= 0 && seen < 20; at = plain.indexOf(word, at + 1), seen++) {
        found.push({ event, start: at, end: at + word.length });
      }
    }
  }
  return found.slice(0, MAX_EVENTS);
}

/** The word that stands nearest to a date, with no other date between; words before it count a little more. */
function eventOf(words: readonly EventWord[], date: FoundDate, dates: readonly FoundDate[]): 'purchase' | 'other' | null {
  let best: { event: 'purchase' | 'other'; distance: number } | null = null;
  for (const { event, start, end } of words) {
    const gap = end <= date.start ? date.start - end : start >= date.end ? (start - date.end) * 1.2 + 2 : null;
    if (gap === null || gap > EVENT_REACH || (best !== null && gap >= best.distance)) continue;
    const parted = dates.some(
      (other) => other !== date && ((other.start >= end && other.end <= date.start) || (other.start >= date.end && other.end <= start)),
    );
    if (!parted || event === 'other') best = { event, distance: gap };
  }
  return best?.event ?? null;
}

function isEvent(matcher: (typeof events)['purchase'], word: string): boolean {
  return matcher.whole.has(word) || matcher.stems.some((stem) => word.startsWith(stem));
}

function fromBareLines(lines: readonly string[], context: DateContext): FoundPurchaseDate | null {
  const dates = lines.flatMap((line) => {
    const [date] = findDates(line, context).filter((found) => found.form !== 'weekday');
    const rest = date ? `${line.slice(0, date.start)}${line.slice(date.end)}`.replace(/[\p{P}\s]/gu, '') : 'none';
    return date && rest.length <= 3 ? [{ readings: date.readings, evidence: { text: line.trim(), by: 'line' } }] : [];
  });
  const [only] = dates;
  return dates.length === 1 && only ? only : null;
}
