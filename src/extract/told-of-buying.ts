import { findAddresses } from './addresses.ts';
import type { FoundDate } from './dates/found-date.ts';
import type { EventWord } from './event-words.ts';
import type { Language } from './languages/language.ts';
import { chunksOf } from './number-chunks.ts';
import { digitsOf, shapeOf } from './order-id-shapes.ts';
import { anyInside } from './word-patterns.ts';

/** A word of buying this far from a date does not belong to it. */
const EVENT_REACH = 90;

/** The same where the verb stands at the sentence's end, and the sentence tells of one day and of nothing else. */
const LONE_REACH = 250;

/** As if so many characters more stood between: a word of the same clause comes first. */
const CLAUSE_DISTANCE = 25;

const MAX_CLAUSES = 100;

// Marks, and words that stand apart, each with its part of a space: "1,000" and "10:15" have none.
const CLAUSE = new RegExp(
  String.raw`[,:;،、，：)](?=\s|[^\d\s])|[.!?](?=\s)|\s(?=${anyInside((language) => language.andPrefix)}\p{L})|\s(?:[-–—]|(?<word>\p{L}{1,5}))(?=\s)`,
  'gu',
);

/** A day that words of buying or paying tell of. */
export interface ToldDate extends FoundDate {
  readonly isCharge?: true;
}

interface ClauseEnd {
  readonly at: number;
  readonly isSentence: boolean;
}

interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** A sentence with what stands where in it. */
interface Told {
  readonly text: string;
  readonly dates: readonly FoundDate[];
  readonly words: readonly EventWord[];
  readonly clauses: readonly ClauseEnd[];
  readonly ids: readonly Stretch[];
  readonly isVerbLast: boolean;
}

/** Numbers of orders, and addresses: "my order QI-20260409-6767 of 9 April" keeps the order and its day together. */
function idStretches(text: string): Stretch[] {
  const plain = text.slice(0, 2_000);
  const ids = chunksOf(plain).filter(({ id }) => id.length >= SHORTEST_ID && digitsOf(id) > 0);
  return [...ids, ...findAddresses(plain)].slice(0, MAX_CLAUSES).map(({ start, end }) => ({ start, end }));
}

const SHORTEST_ID = 6;

/** Where `text` goes on to something else. */
function clauseEnds(text: string, languages: readonly Language[]): ClauseEnd[] {
  // "i går" is yesterday in Danish, and "i" an "and" in Polish.
  const ands = new Set(languages.flatMap(({ andWords = '' }) => andWords.split(' ').filter(Boolean)));
  return [...text.slice(0, 2_000).matchAll(CLAUSE)]
    .filter(({ groups }) => groups?.['word'] === undefined || ands.has(groups['word'].toLowerCase()))
    .slice(0, MAX_CLAUSES)
    .map((match) => ({ at: match.index, isSentence: /[.!?]/.test(match[0]) }));
}

/** "on March 1 and again on March 2": a date close behind, of which nothing else is told, is told of the same. */
export function toldAsPurchase(
  text: string,
  dates: readonly FoundDate[],
  words: readonly EventWord[],
  languages: readonly Language[],
): ToldDate[] {
  const isVerbLast = languages[0]?.verbLast === true;
  const told: ToldDate[] = [];
  const sentence: Told = {
    text,
    dates,
    words: [...words, ...numbersBefore(text, dates)],
    clauses: clauseEnds(text, languages),
    ids: idStretches(text),
    isVerbLast,
  };
  for (const date of dates) {
    const { event, isCharge } = eventOf(date, sentence) ?? { event: null, isCharge: false };
    const previous = told.at(-1);
    const joined = event === null && previous !== undefined && previous.start === dates[dates.indexOf(date) - 1]?.start;
    if (event === 'purchase' || (joined && date.start - previous.end <= JOINED_REACH))
      told.push(isCharge || (event === null && previous?.isCharge) ? { ...date, isCharge: true } : date);
  }
  return told;
}

/** " of ", " van maandag ". */
const OF_A_DAY = /^\s{1,2}(?:\p{L}{1,4}\.?\s){0,2}(?:\p{L}{3,12},?\s)?$/u;

/** "It is about ch_3RcW9pLq0VtKj5Xm of 23 June": a number that is an order's or a payment's by its shape tells of buying right before a day. */
function numbersBefore(text: string, dates: readonly FoundDate[]): EventWord[] {
  const plain = text.slice(0, 2_000);
  return chunksOf(plain)
    .filter(({ id, end }) => shapeOf(id) !== null && dates.some(({ start }) => OF_A_DAY.test(plain.slice(end, start))))
    .map(({ start, end }) => ({ event: 'purchase', start, end }));
}

const JOINED_REACH = 20;

/** "Refund yesterday's purchase", "za wczorajszy zakup": the day belongs to the noun right behind it. */
const BESIDE = 3;

/** "my purchase of 9 June", "aankoop van 9 juni": nothing but a short word or two stands between. */
const ATTRIBUTE = /^\s{1,2}(?:\p{L}{1,4}\.?\s){0,2}$/u;

/** The word that stands nearest to a date, with no other date between; words before it count a little more. */
function eventOf(date: FoundDate, { text, dates, words, clauses, ids, isVerbLast }: Told): Pick<EventWord, 'event' | 'isCharge'> | null {
  const reach = isVerbLast && dates.length === 1 && words.every(({ event }) => event === 'purchase') ? LONE_REACH : EVENT_REACH;
  let best: { word: EventWord; distance: number } | null = null;
  for (const word of words) {
    const { event, start, end, isSince, isAdjacent } = word;
    if (isSince && (start >= date.end || (isAdjacent && date.start - end > 1))) continue;
    if (date.isBare && event === 'purchase' && !isRightBefore(end, date, clauses)) continue;
    const apart = end <= date.start ? date.start - end : start >= date.end ? (start - date.end) * 1.2 + 2 : null;
    if (apart === null) continue;
    const between = clauses.filter(({ at }) => (at >= end && at < date.start) || (at >= date.end && at < start));
    if (event === 'other' && between.some(({ isSentence }) => isSentence)) continue;
    const isOf = event === 'purchase' && end <= date.start && ATTRIBUTE.test(text.slice(end, date.start));
    const isBetween = (id: Stretch) => (id.start >= end && id.end <= date.start) || (id.start >= date.end && id.end <= start);
    const skipped = ids.filter(isBetween).reduce((sum, id) => sum + id.end - id.start, 0);
    if (apart - skipped > reach) continue;
    const isNoun = event === 'purchase' && start >= date.end && start - date.end <= BESIDE && between.length === 0;
    const gap = isNoun || isOf ? 0 : apart - skipped + between.length * CLAUSE_DISTANCE;
    if (best !== null && gap >= best.distance) continue;
    const parted = dates.some(
      (other) => other !== date && ((other.start >= end && other.end <= date.start) || (other.start >= date.end && other.end <= start)),
    );
    if (!parted || event === 'other') best = { word, distance: gap };
  }
  return best?.word ?? null;
}

/** "I bought the 400 pack Thursday": in the same clause, and near. */
const BARE_REACH = 40;

function isRightBefore(end: number, date: FoundDate, clauses: readonly ClauseEnd[]): boolean {
  return end <= date.start && date.start - end <= BARE_REACH && !clauses.some(({ at }) => at >= end && at < date.start);
}
