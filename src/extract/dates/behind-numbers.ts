import { collectWords, holdsWord } from '../word-lists.ts';

const CLOCK = collectWords((language) => language.clockWords ?? '');
const COUNTED = collectWords((language) => language.units);

/** "at 10 am", "10 Uhr": the number is an hour. @param word folded */
export function isClockWord(word: string): boolean {
  return CLOCK.whole.has(word);
}

/** "30 credits", "29 euros": the number counts. @param word folded */
export function isCountedThing(word: string): boolean {
  return holdsWord(COUNTED, word);
}
