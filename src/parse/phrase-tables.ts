import { LANGUAGES } from './languages/all.ts';
import type { Phrases } from './languages/phrases.ts';

type TableOf<Value> = { [K in keyof Phrases]-?: NonNullable<Phrases[K]> extends Value ? K : never }[keyof Phrases];
type WordTable = Exclude<TableOf<string>, 'language'>;
type Table = TableOf<readonly string[]>;

/** The phrases of one kind in every language, folded. */
export function phrasesOf(table: Table): ReadonlySet<string> {
  return new Set(LANGUAGES.flatMap((language) => language[table] ?? []).map(foldPhrase));
}

/** Words and stems of one kind in every language, folded. */
export interface FoldedWords {
  readonly whole: ReadonlySet<string>;
  readonly stems: readonly string[];
}

export function wordsOf(table: WordTable): FoldedWords {
  const entries = LANGUAGES.flatMap((language) => (language[table] ?? '').split(' ').filter(Boolean));
  return {
    whole: new Set(entries.filter((entry) => !entry.endsWith('~')).map(foldEntry)),
    stems: entries.filter((entry) => entry.endsWith('~')).map((entry) => foldEntry(entry.slice(0, -1))),
  };
}

function foldEntry(entry: string): string {
  return foldPhrase(entry.replaceAll('_', ' '));
}

/** @param word folded */
export function isWordOf({ whole, stems }: FoldedWords, word: string): boolean {
  return whole.has(word) || stems.some((stem) => word.startsWith(stem));
}

const PLAIN: Readonly<Record<string, string>> = { ø: 'o', ł: 'l', đ: 'd', ı: 'i' };

/** Marks over Latin and Greek letters, which people on foreign keyboards leave out. */
const ACCENTS = /(?<=[\p{Script=Latin}\p{Script=Greek}])\p{Mn}+/gu;

/**
 * Lower case without accents, one kind of apostrophe, single spaces, no direction marks, no bold asterisks: the form phrases are held
 * against, and they are folded alike. As long as the text where that is composed (NFC).
 */
export function foldPhrase(text: string): string {
  return text
    .toLowerCase()
    .replace(/\p{Cf}|\ufe0f/gu, '')
    .replace(/[’‘ʼ]/g, "'")
    .replace(/[*_`]/g, '')
    .replace(/[\s\u00a0]+/g, ' ')
    .normalize('NFD')
    .replace(ACCENTS, '')
    .normalize('NFC')
    .replace(/[øłđı]/g, (letter) => PLAIN[letter] ?? letter)
    .trim();
}

/** Scripts that write no space between words: a phrase may stand anywhere in them. */
export const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** Matches any of the phrases in folded text, as whole words where the script has words. Plain alternatives: no backtracking. */
export function anyOf(phrases: Iterable<string>): RegExp {
  const all = [...new Set([...phrases].map(foldPhrase))].toSorted((a, b) => b.length - a.length);
  const spaced = all.filter((phrase) => !UNSPACED.test(phrase)).map(escapePattern);
  const unspaced = all.filter((phrase) => UNSPACED.test(phrase)).map(escapePattern);
  // Hangul attaches endings and honorifics to the word, so it is bounded by nothing.
  const bounded = spaced.filter((phrase) => !/\p{Script=Hangul}/u.test(phrase));
  const free = [...unspaced, ...spaced.filter((phrase) => /\p{Script=Hangul}/u.test(phrase))];
  const parts = [
    bounded.length > 0 ? `(?<![\\p{L}\\p{M}\\p{N}])(?:${bounded.join('|')})(?![\\p{L}\\p{M}\\p{N}])` : '',
    free.join('|'),
  ].filter(Boolean);
  return new RegExp(parts.join('|'), 'u');
}

/** As {@link anyOf}, only at the start of the text. */
export function startsWithAnyOf(phrases: Iterable<string>): RegExp {
  return new RegExp(`^(?:${anyOf(phrases).source})`, 'u');
}

/** Scripts that attach articles, prepositions or particles to a word, or write no space: a word may stand inside a longer one. */
const ATTACHING =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Hangul}\p{Script=Arabic}\p{Script=Hebrew}]/u;

/** Matches any word or stem in folded text. Plain alternatives: no backtracking. */
export function anyWordOf({ whole, stems }: FoldedWords): RegExp {
  const all = [...whole];
  const inside = all.filter((word) => ATTACHING.test(word)).map(escapePattern);
  const alone = all.filter((word) => !ATTACHING.test(word)).map((word) => `${escapePattern(word)}(?![\\p{L}\\p{M}])`);
  return new RegExp(`(?<![\\p{L}\\p{M}])(?:${[...alone, ...stems.map(escapePattern)].join('|')})|${inside.join('|')}`, 'u');
}

/** As alternatives of an expression, wherever they stand. Nothing where there are none. */
export function alternativesOf(entries: Iterable<string>): string {
  const all = [...new Set(entries)].toSorted((a, b) => b.length - a.length);
  return `(?:${all.length === 0 ? '(?!)' : all.map(escapePattern).join('|')})`;
}

/** The words of one kind in every language, as written: held against words that are not folded. */
export function plainWordsOf(table: WordTable): ReadonlySet<string> {
  return new Set(LANGUAGES.flatMap((language) => (language[table] ?? '').split(' ').filter(Boolean)));
}

function escapePattern(phrase: string): string {
  return phrase.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
