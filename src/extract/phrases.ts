import { foldPhrase, foldWord, type Token, tokenise, withoutClitics } from './words.ts';

/**
 * A phrase as language files write it: words with spaces between them.
 * `a|b` either, `a?` may be missing, `a~` begins with, `#` a number, `...` up to six words of anything, `^` where the sentence begins.
 * In languages written without spaces the words are sought as stretches of characters, next to each other unless `...` parts them.
 */
export interface Phrase {
  readonly source: string;
  readonly items: readonly Item[];
  readonly unspaced: boolean;
  /** Its gap ends where the clause does: "I do not want it, please refund me" holds no "do not want a refund". */
  readonly inClause: boolean;
}

export interface Item {
  readonly kind: 'word' | 'number' | 'gap' | 'start';
  readonly whole: ReadonlySet<string>;
  readonly stems: readonly string[];
  readonly optional: boolean;
}

/** A gap longer than this joins words that have nothing to do with each other. */
const GAP_WORDS = 6;
const GAP_CHARACTERS = 24;
const NOTHING: ReadonlySet<string> = new Set();
const ELECTRONIC: Item = { kind: 'word', whole: new Set(['e']), stems: [], optional: true };

export function compilePhrase(source: string, unspaced = false, inClause = false): Phrase {
  return { source, items: source.split(' ').flatMap((word) => compileItem(word, unspaced)), unspaced, inClause };
}

function compileItem(word: string, unspaced: boolean): Item[] {
  if (word === '...') return [{ kind: 'gap', whole: NOTHING, stems: [], optional: false }];
  if (word === '^') return [{ kind: 'start', whole: NOTHING, stems: [], optional: false }];
  if (word === '#' || word === '#?') return [{ kind: 'number', whole: NOTHING, stems: [], optional: word === '#?' }];
  const optional = word.endsWith('?');
  const alternatives = (optional ? word.slice(0, -1) : word).split('|');
  if (unspaced) return [{ kind: 'word', whole: NOTHING, stems: alternatives.map((a) => foldWord(a)), optional }];
  // "don't" is two words to the tokeniser; alternatives are single words.
  const [first] = alternatives;
  if (alternatives.length === 1 && first !== undefined && !first.endsWith('~')) {
    const words = foldPhrase(first).split(' ');
    return words.map((w) => ({ kind: 'word', whole: new Set([w]), stems: [], optional }));
  }
  // "e-mail" among alternatives: the letter is a word of its own to the tokeniser.
  const plain = alternatives.map((a) => a.replace(/^e-/, ''));
  const whole = new Set(plain.filter((a) => !a.endsWith('~')).map(foldWord));
  const stems = plain.filter((a) => a.endsWith('~')).map((a) => foldWord(a.slice(0, -1)));
  const item: Item = { kind: 'word', whole, stems, optional };
  return alternatives.some((a) => a.startsWith('e-')) ? [ELECTRONIC, item] : [item];
}

/** Spaces that part nothing, and, caught, those between Thai words, which part clauses. */
const SPACES = /((?<=\p{Script=Thai})\s(?=\p{Script=Thai}))|\s/gu;

/** A sentence prepared once for many phrases. */
export interface Words {
  readonly text: string;
  readonly words: readonly {
    readonly norm: string;
    /** Without what Hebrew and Arabic write as one word with it. */
    readonly others: readonly string[];
    readonly start: number;
    readonly end: number;
  }[];
  readonly squeezed: string;
  /** Indices of words that a clause ends behind. */
  readonly clauseEnds: ReadonlySet<number>;
}

const CLAUSE_END = /^[,;:،؛、，；：(){}–—]$/u;

export function prepareWords(text: string): Words {
  const words: (Token & { readonly others: readonly string[] })[] = [];
  const clauseEnds = new Set<number>();
  for (const token of tokenise(text)) {
    if (token.kind !== 'mark') words.push({ ...token, others: token.kind === 'word' ? withoutClitics(token.norm) : [] });
    else if (CLAUSE_END.test(token.text)) clauseEnds.add(words.length - 1);
  }
  return { text, words, squeezed: foldWord(text.replace(SPACES, (_, clause?: string) => (clause === undefined ? '' : ' '))), clauseEnds };
}

function endsClause({ from, to }: Place, phrase: Phrase, sentence: Words): boolean {
  // "返金の件、なかったことに": where words are not parted, a comma parts less.
  if (!phrase.inClause || phrase.unspaced) return false;
  for (let at = from; at < to - 1; at++) if (sentence.clauseEnds.has(at)) return true;
  return false;
}

/** @returns the exact words that `phrase` was found in, or null */
export function findPhrase(phrase: Phrase, sentence: Words): string | null {
  const place = locate(phrase, sentence);
  return place === null ? null : wordsAt(place, phrase, sentence);
}

/** The sentence without what `phrase` says in it; a gap stays where it stood, so nothing reads across it. */
export function withoutPhrase(phrase: Phrase, sentence: Words): Words {
  let left = sentence;
  for (let count = 0; count < MOST_REMOVALS; count++) {
    const place = locate(phrase, left);
    if (place === null) break;
    left = without(place, phrase, left);
  }
  return left;
}

/** A sentence says the same thing once or twice. */
const MOST_REMOVALS = 3;

/** Indices into `words`, or into `squeezed` where the phrase is unspaced: [from, to). */
interface Place {
  readonly from: number;
  readonly to: number;
}

function locate(phrase: Phrase, sentence: Words): Place | null {
  return phrase.unspaced ? findUnspaced(phrase, sentence) : findSpaced(phrase, sentence);
}

function wordsAt({ from, to }: Place, phrase: Phrase, sentence: Words): string {
  if (phrase.unspaced) return sentence.squeezed.slice(from, to);
  return sentence.text.slice(sentence.words[from]?.start, sentence.words[to - 1]?.end);
}

function without({ from, to }: Place, phrase: Phrase, sentence: Words): Words {
  if (phrase.unspaced)
    return { ...sentence, squeezed: `${sentence.squeezed.slice(0, from)}${REMOVED.repeat(to - from)}${sentence.squeezed.slice(to)}` };
  return { ...sentence, words: sentence.words.map((word, at) => (at >= from && at < to ? { ...word, norm: REMOVED, others: [] } : word)) };
}

/** No table holds it. */
const REMOVED = '\u0000';

function findSpaced(phrase: Phrase, sentence: Words): Place | null {
  const [first] = phrase.items;
  const last = first?.kind === 'start' ? 1 : sentence.words.length;
  const items = first?.kind === 'start' ? phrase.items.slice(1) : phrase.items;
  // "Cancel the order and return the money" takes nothing back: within one clause the "and" of a word counts.
  const words = phrase.inClause ? sentence.words.map((word) => (word.others.length > 0 ? { ...word, others: [] } : word)) : sentence.words;
  for (let at = 0; at < last; at++) {
    const end = matchFrom(items, 0, words, at);
    if (end !== null && end > at && !endsClause({ from: at, to: end }, phrase, sentence)) return { from: at, to: end };
  }
  return null;
}

/** What it costs a word depends on the gaps and optional words of the phrase, which are few, and not on the length of the text. */
function matchFrom(items: readonly Item[], item: number, words: Words['words'], at: number): number | null {
  const wanted = items[item];
  if (wanted === undefined) return at;
  if (wanted.kind === 'gap') {
    for (let skip = 0; skip <= GAP_WORDS && at + skip < words.length; skip++) {
      const end = matchFrom(items, item + 1, words, at + skip);
      if (end !== null) return end;
    }
    return null;
  }
  const word = words[at];
  if (word !== undefined && (matchesWord(wanted, word.norm) || word.others.some((other) => matchesWord(wanted, other)))) {
    const end = matchFrom(items, item + 1, words, at + 1);
    if (end !== null) return end;
  }
  return wanted.optional ? matchFrom(items, item + 1, words, at) : null;
}

function matchesWord(item: Item, norm: string): boolean {
  if (item.kind === 'number') return /^\d/.test(norm);
  return item.whole.has(norm) || item.stems.some((stem) => norm.startsWith(stem));
}

function findUnspaced(phrase: Phrase, sentence: Words): Place | null {
  let from = -1;
  let at = 0;
  let gap = true;
  let limit = Number.POSITIVE_INFINITY;
  for (const item of phrase.items) {
    if (item.kind === 'start') {
      gap = false;
      continue;
    }
    if (item.kind === 'gap') {
      gap = true;
      continue;
    }
    const hit = firstOf(item.stems, sentence.squeezed, at, gap ? limit : 0);
    if (hit === null) {
      if (item.optional) continue;
      return null;
    }
    if (from < 0) from = hit.start;
    at = hit.end;
    gap = false;
    limit = GAP_CHARACTERS;
  }
  return from < 0 ? null : { from, to: at };
}

function firstOf(stems: readonly string[], text: string, at: number, within: number): { start: number; end: number } | null {
  let best: { start: number; end: number } | null = null;
  for (const stem of stems) {
    const start = text.indexOf(stem, at);
    if (start >= 0 && start - at <= within && (best === null || start < best.start)) best = { start, end: start + stem.length };
  }
  return best;
}
