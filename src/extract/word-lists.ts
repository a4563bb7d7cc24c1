import { ALL_LANGUAGES } from './languages/all.ts';
import type { Language } from './languages/language.ts';
import { foldPhrase, foldWord, withoutClitics } from './words.ts';

/** Words as single words of a mail are compared with them. */
export interface WordsAlone {
  readonly whole: ReadonlySet<string>;
  /** What a word begins with. */
  readonly stems: readonly string[];
}

/** One list of words of every language. */
export interface WordList extends WordsAlone {
  /** Of languages without spaces: sought inside a text. */
  readonly inside: readonly string[];
}

/** @param pick the list in one language: words with spaces between them, `~` for stems */
export function collectWords(pick: (language: Language) => string): WordList {
  const read = (unspaced: boolean) =>
    ALL_LANGUAGES.filter((language) => Boolean(language.unspaced) === unspaced).flatMap((language) =>
      pick(language).split(' ').filter(Boolean),
    );
  const spaced = read(false);
  return {
    whole: new Set(spaced.filter((word) => !word.endsWith('~')).map(foldPair)),
    stems: spaced.filter((word) => word.endsWith('~')).map((word) => foldWord(word.slice(0, -1))),
    inside: read(true).map((word) => foldWord(word.replace(/~$/, ''))),
  };
}

/** Two words that a table joins, `hoa_đơn`, each by itself. */
function foldPair(word: string): string {
  return word.split('_').map(foldWord).join('_');
}

/** One language's words: those that the tokeniser parts, "e-mail", count word by word. */
export function wordsIn(words: string): WordsAlone {
  const all = words.split(' ').filter(Boolean);
  return {
    whole: new Set(all.filter((word) => !word.endsWith('~')).flatMap((word) => foldPhrase(word).split(' '))),
    stems: all.filter((word) => word.endsWith('~')).map((word) => foldWord(word.slice(0, -1))),
  };
}

/** @param word folded */
export function holdsWord(list: WordsAlone, word: string): boolean {
  return holds(list, word) || withoutClitics(word).some((bare) => holds(list, bare));
}

function holds({ whole, stems }: WordsAlone, word: string): boolean {
  return whole.has(word) || stems.some((stem) => word.startsWith(stem));
}
