import type { Token } from '../words.ts';

/** "the day before yesterday", "dia internacional de los trabajadores": no phrase of days has more words. */
const LONGEST_PHRASE = 6;

/** The folded phrases of 1, 2, … words that begin at token `at`; hyphens and apostrophes join, other marks end a phrase. */
export function phrasesAt(tokens: readonly Token[], at: number): { text: string; next: number }[] {
  const phrases: { text: string; next: number }[] = [];
  let text = '';
  for (let index = at, words = 0; words < LONGEST_PHRASE; index++) {
    const token = tokens[index];
    if (!token || (token.kind === 'mark' && ((token.norm !== '-' && token.norm !== "'") || words === 0))) break;
    if (token.kind === 'mark') continue;
    text = text === '' ? token.norm : `${text} ${token.norm}`;
    words += 1;
    phrases.push({ text, next: index + 1 });
  }
  return phrases;
}

/** @returns the index behind `phrase` where it stands at `at`, or null */
export function phraseEnd(tokens: readonly Token[], at: number, phrase: string): number | null {
  const words = phrase.split(' ');
  let index = at;
  for (const [rank, word] of words.entries()) {
    const token = tokens[index];
    const joined = rank > 0 && (token?.norm === '-' || token?.norm === "'");
    if (joined) index += 1;
    if (tokens[index]?.norm !== word) return null;
    index += 1;
  }
  return index;
}

/** The longest of `phrases` at `at`. */
export function anyPhraseEnd(tokens: readonly Token[], at: number, phrases: readonly string[]): number | null {
  let best: number | null = null;
  for (const phrase of phrases) {
    const end = phraseEnd(tokens, at, phrase);
    if (end !== null && (best === null || end > best)) best = end;
  }
  return best;
}
