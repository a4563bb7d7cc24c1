import { ALL_LANGUAGES } from './languages/all.ts';
import type { Language } from './languages/language.ts';
import { foldWord, withoutClitics } from './words.ts';

/** One list of words of every language, as single words of a mail are compared with it. */
export interface WordList {
  readonly whole: ReadonlySet<string>;
  /** What a word begins with. */
  readonly stems: readonly string[];
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

/** @param word folded */
export function holdsWord(list: WordList, word: string): boolean {
  return holds(list, word) || withoutClitics(word).some((bare) => holds(list, bare));
}

function holds(list: WordList, word: string): boolean {
  return list.whole.has(word) || list.stems.some((stem) => word.startsWith(stem));
}
