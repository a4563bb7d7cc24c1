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
  /** Alternatives that the tokeniser takes for several words: e-mail, don't, l'adresse. */
  readonly sequences: readonly Sequence[];
  readonly optional: boolean;
}

interface Sequence {
  readonly words: readonly string[];
  /** The last word may go on. */
  readonly isStem: boolean;
}

/** A gap longer than this joins words that have nothing to do with each other. */
const GAP_WORDS = 6;
const GAP_CHARACTERS = 24;
const NOTHING: Omit<Item, 'kind'> = { whole: new Set(), stems: [], sequences: [], optional: false };

export function compilePhrase(source: string, unspaced = false, inClause = false): Phrase {
  return { source, items: source.split(' ').map((word) => compileItem(word, unspaced)), unspaced, inClause };
}

function compileItem(word: string, unspaced: boolean): Item {
  if (word === '...') return { ...NOTHING, kind: 'gap' };
  if (word === '^') return { ...NOTHING, kind: 'start' };
  if (word === '#' || word === '#?') return { ...NOTHING, kind: 'number', optional: word === '#?' };
  const optional = word.endsWith('?');
  const alternatives = (optional ? word.slice(0, -1) : word).split('|');
  if (unspaced) return { ...NOTHING, kind: 'word', stems: longestFirst(alternatives.map((a) => foldWord(a.replace(/~$/, '')))), optional };
  // Many write "mail" for "e-mail".
  const forms = alternatives.flatMap((a) => (a.startsWith('e-') ? [a, a.slice(2)] : [a])).map(readForm);
  const single = forms.filter(({ words }) => words.length === 1);
  return {
    kind: 'word',
    whole: new Set(single.flatMap(({ words, isStem }) => (isStem ? [] : words))),
    stems: single.flatMap(({ words, isStem }) => (isStem ? words : [])),
    sequences: forms.filter(({ words }) => words.length > 1).toSorted((a, b) => b.words.length - a.words.length),
    optional,
  };
}

/** By the tokeniser that reads the mails: what is one word here is one there. */
function readForm(alternative: string): Sequence {
  const isStem = alternative.endsWith('~');
  return { words: foldPhrase(isStem ? alternative.slice(0, -1) : alternative).split(' '), isStem };
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
  /** The same where a sentence ends in the middle of what was taken for one: "… la foto. mi ridate i soldi?" */
  readonly sentenceEnds: ReadonlySet<number>;
}

const CLAUSE_MARK = /^[,;:،؛、，；：(){}–—]$/u;

export function prepareWords(text: string): Words {
  const words: (Token & { readonly others: readonly string[] })[] = [];
  const clauseEnds = new Set<number>();
  const sentenceEnds = new Set<number>();
  for (const token of tokenise(text)) {
    if (token.kind !== 'mark') words.push({ ...token, others: token.kind === 'word' ? withoutClitics(token.norm) : [] });
    else if (CLAUSE_MARK.test(token.text)) clauseEnds.add(words.length - 1);
    else if (/^[.!?]$/.test(token.text) && /^\s$/.test(text.charAt(token.end)) && isLongWord(words.at(-1)))
      sentenceEnds.add(words.length - 1);
  }
  return {
    text,
    words,
    squeezed: foldWord(text.replace(SPACES, (_, clause?: string) => (clause === undefined ? '' : ' '))),
    clauseEnds,
    sentenceEnds,
  };
}

/** No abbreviation. */
const SHORTEST_LAST_WORD = 4;

function isLongWord(word: Token | undefined): boolean {
  return word?.kind === 'word' && word.text.length >= SHORTEST_LAST_WORD;
}

function endsClause({ from, to }: Place, phrase: Phrase, sentence: Words): boolean {
  // "返金の件、なかったことに": where words are not parted, a comma parts less.
  if (phrase.unspaced) return false;
  for (let at = from; at < to - 1; at++) if (sentence.sentenceEnds.has(at) || (phrase.inClause && sentence.clauseEnds.has(at))) return true;
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
  for (const next of endsOf(wanted, words, at)) {
    const end = matchFrom(items, item + 1, words, next);
    if (end !== null) return end;
  }
  return wanted.optional ? matchFrom(items, item + 1, words, at) : null;
}

/** Where each of the item's forms that stands at `at` ends, those of several words first. */
function endsOf(wanted: Item, words: Words['words'], at: number): readonly number[] {
  const ends = wanted.sequences.flatMap((sequence) => (standsAt(sequence, words, at) ? [at + sequence.words.length] : []));
  const word = words[at];
  const isOne = word !== undefined && (matchesWord(wanted, word.norm) || word.others.some((other) => matchesWord(wanted, other)));
  return isOne ? [...ends, at + 1] : ends;
}

function standsAt({ words: wanted, isStem }: Sequence, words: Words['words'], at: number): boolean {
  return wanted.every((form, rank) => {
    const word = words[at + rank];
    const fits = (norm: string) => norm === form || (isStem && rank === wanted.length - 1 && norm.startsWith(form));
    return word !== undefined && (fits(word.norm) || word.others.some(fits));
  });
}

function matchesWord(item: Item, norm: string): boolean {
  if (item.kind === 'number') return /^\d/.test(norm);
  return item.whole.has(norm) || item.stems.some((stem) => norm.startsWith(stem));
}

/** The word that a phrase begins with stands often in one sentence: "返金をお願いした者ですが、返金の依頼は取り下げます". */
const MOST_STARTS = 8;

function findUnspaced(phrase: Phrase, sentence: Words): Place | null {
  const items = phrase.items.filter(({ kind }) => kind !== 'start');
  const text = sentence.squeezed;
  if (phrase.items[0]?.kind === 'start') return matchUnspaced(items, 0, text, { from: -1, to: 0 }, 0);
  const [first] = items;
  let at: number | null = 0;
  for (let tried = 0; at !== null && tried < MOST_STARTS; tried++) {
    const found = matchUnspaced(items, 0, text, { from: -1, to: at }, Number.POSITIVE_INFINITY);
    if (found !== null || first?.kind !== 'word' || first.optional) return found;
    const start = firstStart(first.stems, text, at, Number.POSITIVE_INFINITY);
    at = start === null ? null : start + 1;
  }
  return null;
}

/** @param within how far behind what is matched so far the item may begin, in characters */
function matchUnspaced(items: readonly Item[], item: number, text: string, place: Place, within: number): Place | null {
  const wanted = items[item];
  if (wanted === undefined) return place.from < 0 ? null : place;
  if (wanted.kind === 'gap') return matchUnspaced(items, item + 1, text, place, place.from < 0 ? Number.POSITIVE_INFINITY : GAP_CHARACTERS);
  const start = firstStart(wanted.stems, text, place.to, within);
  // Where one alternative begins another, the words behind tell which is meant.
  for (const stem of start === null ? [] : wanted.stems) {
    if (start === null || !text.startsWith(stem, start)) continue;
    const end = matchUnspaced(items, item + 1, text, { from: place.from < 0 ? start : place.from, to: start + stem.length }, 0);
    if (end !== null) return end;
  }
  return wanted.optional ? matchUnspaced(items, item + 1, text, place, within) : null;
}

function firstStart(stems: readonly string[], text: string, at: number, within: number): number | null {
  const starts = stems.map((stem) => text.indexOf(stem, at)).filter((start) => start >= 0 && start - at <= within);
  return starts.length === 0 ? null : Math.min(...starts);
}

function longestFirst(words: readonly string[]): string[] {
  return words.toSorted((a, b) => b.length - a.length);
}
