import { ALL_LANGUAGES } from '../languages/all.ts';
import type { Language } from '../languages/language.ts';
import { foldPhrase, foldWord } from '../words.ts';

/** The words of dates, folded, of one language. */
export interface CalendarWords {
  readonly months: ReadonlyMap<string, number>;
  readonly weekdays: ReadonlyMap<string, number>;
  /** One or two words with a space: `twenty first`. */
  readonly numbers: ReadonlyMap<string, number>;
  readonly suffixes: ReadonlySet<string>;
  readonly links: ReadonlySet<string>;
  readonly days: ReadonlyMap<string, number>;
  readonly units: ReadonlyMap<string, 'day' | 'week' | 'month' | 'year'>;
  readonly agoBefore: readonly string[];
  readonly agoAfter: readonly string[];
  readonly last: ReadonlySet<string>;
  readonly on: ReadonlySet<string>;
}

const built = new Map<Language, CalendarWords>();

export function calendarWordsOf(language: Language): CalendarWords {
  const known = built.get(language);
  if (known) return known;
  const made = build(language);
  built.set(language, made);
  return made;
}

function build(language: Language): CalendarWords {
  const { relative } = language;
  return {
    months: numbered(language.months),
    weekdays: numbered(language.weekdays),
    numbers: new Map([...counted(language.cardinals), ...counted(language.ordinals)]),
    suffixes: wordSet(language.ordinalSuffixes ?? ''),
    links: wordSet(language.dateLinks),
    days: new Map(Object.entries(relative.days).map(([phrase, days]) => [foldPhrase(phrase), days])),
    units: new Map(
      (['day', 'week', 'month', 'year'] as const).flatMap((unit) =>
        relative[unit].split(' ').map((word) => [foldWord(word), unit] as const),
      ),
    ),
    agoBefore: relative.agoBefore.map(foldPhrase),
    agoAfter: relative.agoAfter.map(foldPhrase),
    last: wordSet(relative.last),
    on: wordSet(relative.on),
  };
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

/** The month that a word names, asking the mail's languages first. */
export function monthOf(word: string, languages: readonly Language[]): number | null {
  for (const language of languages) {
    const month = calendarWordsOf(language).months.get(word);
    if (month !== undefined) return month;
  }
  if (word.length < SHORTEST_FOREIGN_MONTH) return null;
  for (const language of ALL_LANGUAGES) {
    const month = calendarWordsOf(language).months.get(word);
    if (month !== undefined) return month;
  }
  return null;
}

export function weekdayOf(word: string, languages: readonly Language[]): number | null {
  for (const [rank, language] of languages.entries()) {
    const weekday = calendarWordsOf(language).weekdays.get(word);
    if (weekday !== undefined && (rank === 0 || word.length > SHORTEST_FOREIGN_NUMBER)) return weekday;
  }
  if (word.length < SHORTEST_FOREIGN_MONTH) return null;
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

export function isOrdinalSuffix(word: string): boolean {
  return ALL_LANGUAGES.some((language) => calendarWordsOf(language).suffixes.has(word));
}
