import { ALL_LANGUAGES } from './languages/all.ts';
import type { Language } from './languages/language.ts';

/** A table of one language: words with spaces between them, `_` for a space inside one, `~` for stems; or phrases. */
type Pick = (language: Language) => string | readonly string[] | undefined;

/** What a table holds in every language, as alternatives of an expression, wherever they stand. Nothing where no language has one. */
export function anyInside(pick: Pick): string {
  return alternativesOf(ALL_LANGUAGES.flatMap((language) => entriesOf(pick(language))).map((entry) => entry.replace(/~$/, '')));
}

/** The same as words of their own: `~` leaves the end open, and nothing bounds them in languages that do not part words. */
export function anyWord(pick: Pick): string {
  const inside = ALL_LANGUAGES.filter((language) => language.unspaced).flatMap((language) => entriesOf(pick(language)));
  const spaced = ALL_LANGUAGES.filter((language) => !language.unspaced).flatMap((language) => entriesOf(pick(language)));
  const stems = spaced.filter((entry) => entry.endsWith('~')).map((entry) => entry.slice(0, -1));
  const whole = spaced.filter((entry) => !entry.endsWith('~'));
  const open = stems.length > 0 ? `|${alternativesOf(stems)}` : '';
  return String.raw`(?:(?<!\p{L})(?:${alternativesOf(whole)}(?!\p{L})${open})|${alternativesOf(inside)})`;
}

function entriesOf(words: string | readonly string[] = []): readonly string[] {
  return typeof words === 'string' ? words.split(' ').filter(Boolean) : words;
}

/** Alternatives of an expression, the longest first: one may begin another. One that matches nothing where there are none. */
export function alternativesOf(entries: readonly string[]): string {
  const distinct = [...new Set(entries)].sort((a, b) => b.length - a.length);
  return `(?:${distinct.length === 0 ? '(?!)' : distinct.map(toPattern).join('|')})`;
}

function toPattern(entry: string): string {
  return entry.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`).replace(/[_ ]/g, String.raw`\s`);
}
