import { ALL_LANGUAGES } from '../languages/all.ts';
import type { Language } from '../languages/language.ts';
import { perLanguage } from '../per-language.ts';
import { isOneSlip } from '../slips.ts';
import { foldPhrase, foldWord } from '../words.ts';

export type Unit = 'day' | 'week' | 'month' | 'year';

/** The words of dates, folded, of one language. */
export interface CalendarWords {
  readonly months: ReadonlyMap<string, number>;
  readonly weekdays: ReadonlyMap<string, number>;
  /** Those with a part of the day: `thursday evening`, `samstagabend`, `lördagskväll`. */
  readonly timedDays: ReadonlyMap<string, number>;
  /** One or two words with a space: `twenty first`. */
  readonly numbers: ReadonlyMap<string, number>;
  readonly suffixes: ReadonlySet<string>;
  readonly links: ReadonlySet<string>;
  readonly days: ReadonlyMap<string, number>;
  /** `yesterday's`, before a word of buying; keys with `~` are stems. */
  readonly adjectives: ReadonlyMap<string, number>;
  readonly hours: ReadonlySet<string>;
  readonly units: ReadonlyMap<string, Unit>;
  /** Units that count by themselves: one, of languages without articles; one and two, in the unit's own form. */
  readonly bareUnits: ReadonlySet<string>;
  readonly countedUnits: ReadonlyMap<string, number>;
  readonly agoBefore: readonly string[];
  readonly agoAfter: readonly string[];
  readonly last: ReadonlySet<string>;
  readonly on: ReadonlySet<string>;
  readonly ordinals: ReadonlyMap<string, number>;
  readonly tens: ReadonlyMap<string, number>;
  readonly this: ReadonlySet<string>;
  readonly other: ReadonlySet<string>;
  readonly until: ReadonlySet<string>;
  readonly within: ReadonlySet<string>;
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly thisMonthAfter: readonly string[];
  readonly thisMonthLoose: readonly string[];
  readonly thisMonthBefore: readonly string[];
  readonly counts: ReadonlyMap<string, number>;
  readonly holidays: ReadonlyMap<string, string>;
  /** The commonest words: what may follow "on the 27th". */
  readonly common: ReadonlySet<string>;
}

export const calendarWordsOf: (language: Language) => CalendarWords = perLanguage((language) => {
  const { relative } = language;
  return {
    months: numbered(language.months),
    weekdays: new Map([...timedDays(language), ...numbered(language.weekdays)]),
    timedDays: timedDays(language),
    numbers: new Map([...counted(language.cardinals), ...counted(language.ordinals)]),
    suffixes: wordSet(language.ordinalSuffixes ?? ''),
    links: wordSet(language.dateLinks),
    days: new Map(Object.entries(relative.days).map(([phrase, days]) => [foldPhrase(phrase), days])),
    adjectives: new Map(Object.entries(relative.adjectives ?? {}).map(([word, days]) => [foldAdjective(word), days])),
    hours: wordSet(relative.hour ?? ''),
    units: new Map(
      (['day', 'week', 'month', 'year'] as const).flatMap((unit) =>
        relative[unit]
          .split(' ')
          .filter(Boolean)
          .map((word) => [foldWord(word), unit] as const),
      ),
    ),
    bareUnits: wordSet(relative.bareUnits ?? ''),
    countedUnits: new Map([
      ...[...wordSet(relative.oneUnit ?? '')].map((word) => [word, 1] as const),
      ...[...wordSet(relative.twoUnits ?? '')].map((word) => [word, 2] as const),
    ]),
    agoBefore: relative.agoBefore.map(foldPhrase),
    agoAfter: relative.agoAfter.map(foldPhrase),
    last: wordSet(relative.last),
    on: wordSet(relative.on),
    within: wordSet(relative.within ?? ''),
    ordinals: new Map(counted(language.ordinals)),
    tens: new Map(counted(language.tens).map(([word, index]) => [word, 10 * (index + 1)])),
    this: wordSet(relative.this ?? ''),
    other: wordSet(relative.other ?? ''),
    until: wordSet(relative.until ?? ''),
    before: (relative.before ?? []).map(foldPhrase),
    after: (relative.after ?? []).map(foldPhrase),
    thisMonthAfter: (relative.thisMonthAfter ?? []).map(foldPhrase),
    thisMonthLoose: (relative.thisMonthLoose ?? []).map(foldPhrase),
    thisMonthBefore: (relative.thisMonthBefore ?? []).map(foldPhrase),
    counts: new Map(Object.entries(relative.counts ?? {}).map(([phrase, count]) => [foldPhrase(phrase), count])),
    holidays: new Map(Object.entries(language.holidays ?? {}).map(([name, day]) => [foldPhrase(name), day])),
    common: wordSet(language.functionWords),
  };
});

function foldAdjective(word: string): string {
  return word.endsWith('~') ? `${foldWord(word.slice(0, -1))}~` : foldWord(word);
}

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(' ').filter(Boolean).map(foldWord));
}

function numbered(rows: readonly string[]): Map<string, number> {
  return new Map(rows.flatMap((row, index) => row.split('|').map((word) => [foldPhrase(word), index + 1] as const)));
}

function counted(words: string | undefined): [string, number][] {
  return (words ?? '')
    .split(' ')
    .filter(Boolean)
    .flatMap((entry, index) => entry.split('|').map((word): [string, number] => [foldPhrase(word), index + 1]));
}

/** A short form such as `ago` (agosto), `set` or `out` is a month only in its own language. */
const SHORTEST_FOREIGN_MONTH = 4;
/** A labelled value's own language, the mail's and English come first; after them all others. */
export const LIKELY_LANGUAGES = 3;

/** The month that a word names, asking the mail's languages first. @param likely how many of them may name it by a short form */
export function monthOf(word: string, languages: readonly Language[], likely = languages.length): number | null {
  for (const [rank, language] of languages.entries()) {
    const month = calendarWordsOf(language).months.get(word);
    if (month !== undefined && (rank < likely || word.length >= SHORTEST_FOREIGN_MONTH)) return month;
  }
  if (word.length < SHORTEST_FOREIGN_MONTH) return null;
  for (const language of ALL_LANGUAGES) {
    const month = calendarWordsOf(language).months.get(word);
    if (month !== undefined) return month;
  }
  return null;
}

/** A shorter beginning may be of two. */
const SHORTEST_BEGINNING = 4;

/** The month whose name alone begins so: "magg.", "sett.", "févr."; null where it is a word or the beginning of two. */
export function shortenedMonthOf(word: string, languages: readonly Language[]): number | null {
  if (word.length < SHORTEST_BEGINNING) return null;
  for (const language of languages.slice(0, LIKELY_LANGUAGES)) {
    const { months, weekdays, common } = calendarWordsOf(language);
    if (months.has(word) || weekdays.has(word) || common.has(word)) return null;
    const begun = new Set([...months].flatMap(([name, month]) => (name.startsWith(word) ? [month] : [])));
    if (begun.size === 1) return [...begun][0] ?? null;
  }
  return null;
}

/** A shorter word may be any other. */
const SHORTEST_MISSPELT_MONTH = 5;

/** The month that a word with one slip of the finger names: "Temuz", "Febuary"; null where it may be either of two. */
export function misspeltMonthOf(word: string, languages: readonly Language[]): number | null {
  if (word.length < SHORTEST_MISSPELT_MONTH) return null;
  for (const language of languages) {
    const words = calendarWordsOf(language);
    if (words.weekdays.has(word) || words.common.has(word)) return null;
    const near = [...words.months].filter(([name]) => name.length >= SHORTEST_MISSPELT_MONTH && isOneSlip(word, name));
    const months = new Set(near.map(([, month]) => month));
    if (months.size > 0) return months.size === 1 ? ([...months][0] ?? null) : null;
  }
  return null;
}

/** Short names have no part of the day behind them in one word. */
const SHORTEST_TIMED = 4;

function timedDays(language: Language): Map<string, number> {
  const parts = (language.partsOfDay ?? '').split(' ').filter(Boolean).map(foldWord);
  const days = [...numbered(language.weekdays)].filter(([name]) => name.length >= SHORTEST_TIMED);
  return new Map(
    days.flatMap(([name, day]) =>
      parts.flatMap((part) => [`${name} ${part}`, `${name}${part}`, `${name}s${part}`].map((text) => [text, day] as const)),
    ),
  );
}

/** A word this long is of one language. */
export function isTimedDay(text: string): boolean {
  return ALL_LANGUAGES.some((language) => calendarWordsOf(language).timedDays.has(text));
}

function isCommonIn(language: Language | undefined, word: string): boolean {
  return language !== undefined && calendarWordsOf(language).common.has(word);
}

export function weekdayOf(word: string, languages: readonly Language[]): number | null {
  for (const [rank, language] of languages.entries()) {
    const weekday = calendarWordsOf(language).weekdays.get(word);
    // "Mon achat": a word of the mail's own language is no Monday of another.
    if (weekday === undefined || (rank > 0 && isCommonIn(languages[0], word))) continue;
    if (rank === 0 || word.length >= (rank < LIKELY_LANGUAGES ? SHORTEST_FOREIGN_NUMBER + 1 : SHORTEST_FOREIGN_MONTH)) return weekday;
  }
  // "Thu 2" is a Thursday but in Vietnamese.
  if (word.length < SHORTEST_FOREIGN_MONTH || /\d/.test(word)) return null;
  for (const language of ALL_LANGUAGES) {
    const weekday = calendarWordsOf(language).weekdays.get(word);
    if (weekday !== undefined) return weekday;
  }
  return null;
}

/** "On" is ten in Turkish and "once" eleven in Spanish: number words count in the mail's languages alone. */
export function numberOf(word: string, languages: readonly Language[]): number | null {
  for (const [rank, language] of languages.entries()) {
    const value = calendarWordsOf(language).numbers.get(word);
    if (value !== undefined && (rank === 0 || word.length > SHORTEST_FOREIGN_NUMBER)) return value;
  }
  return null;
}

const SHORTEST_FOREIGN_NUMBER = 2;

export function isLink(word: string): boolean {
  return ALL_LANGUAGES.some((language) => calendarWordsOf(language).links.has(word));
}

/** Whether one of the mail's languages holds `word` in its list. */
export function isOneOf(
  list: 'last' | 'on' | 'this' | 'other' | 'until' | 'links' | 'common',
  word: string | undefined,
  languages: readonly Language[],
): boolean {
  return word !== undefined && languages.some((language) => calendarWordsOf(language)[list].has(word));
}

export function ordinalOf(word: string, languages: readonly Language[]): number | null {
  for (const language of languages) {
    const value = calendarWordsOf(language).ordinals.get(word);
    if (value !== undefined) return value;
  }
  return null;
}

export function unitOf(word: string | undefined, languages: readonly Language[]): Unit | null {
  for (const language of languages) {
    const unit = calendarWordsOf(language).units.get(word ?? '');
    if (unit) return unit;
  }
  return null;
}

export function isOrdinalSuffix(word: string): boolean {
  return ALL_LANGUAGES.some((language) => calendarWordsOf(language).suffixes.has(word));
}
