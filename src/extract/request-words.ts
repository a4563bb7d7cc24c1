import type { Language } from './languages/language.ts';
import { foldPhrase, foldWord, withoutClitics } from './words.ts';

const requestWords = new Map<Language, { whole: ReadonlySet<string>; stems: readonly string[] }>();

/** A word of asking, greeting, thanking, or so common that it gives no reason. @param word folded */
export function isRequestWord(word: string, language: Language): boolean {
  let known = requestWords.get(language);
  if (!known) {
    const all = `${language.functionWords} ${language.requestWords} ${language.greetings.join(' ')} ${language.closings.join(' ')}`
      .split(' ')
      .filter(Boolean);
    known = {
      whole: new Set(all.filter((entry) => !entry.endsWith('~')).flatMap((entry) => foldPhrase(entry).split(' '))),
      stems: all.filter((entry) => entry.endsWith('~')).map((entry) => foldWord(entry.slice(0, -1))),
    };
    requestWords.set(language, known);
  }
  return [word, ...withoutClitics(word)].some((form) => known.whole.has(form) || known.stems.some((stem) => form.startsWith(stem)));
}
