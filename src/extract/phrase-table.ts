import { compilePhrase, findPhrase, type Item, type Phrase, type Words, withoutPhrase } from './phrases.ts';

/** Phrases in the order in which they count, found by a word that each must hold: most words of a mail begin none of them. */
export interface PhraseTable {
  readonly phrases: readonly Phrase[];
  /** Places in `phrases` by a whole word, and by the beginning of one. */
  readonly byWord: ReadonlyMap<string, readonly number[]>;
  readonly byBeginning: ReadonlyMap<string, readonly number[]>;
  /** Those that no single word tells. */
  readonly others: readonly number[];
}

/** Of a beginning, in UTF-16 code units: enough to tell most apart. Shorter ones are kept by what there is of them. */
const BEGINNING = 3;

export function compilePhrases(sources: readonly string[] = [], unspaced = false, inClause = false): PhraseTable {
  const phrases = sources.map((source) => compilePhrase(source, unspaced, inClause));
  const byWord = new Map<string, number[]>();
  const byBeginning = new Map<string, number[]>();
  const others: number[] = [];
  for (const [place, phrase] of phrases.entries()) {
    const anchor = phrase.unspaced ? undefined : anchorOf(phrase);
    if (!anchor) others.push(place);
    for (const word of [...(anchor?.whole ?? []), ...(anchor?.sequences.flatMap(({ words }) => words[0] ?? []) ?? [])])
      add(byWord, word, place);
    for (const stem of anchor?.stems ?? []) add(byBeginning, stem.slice(0, BEGINNING), place);
  }
  return { phrases, byWord, byBeginning, others };
}

/** The word that must be there and has the fewest forms, whole ones before beginnings. */
function anchorOf({ items }: Phrase): Item | undefined {
  const needed = items.filter(({ kind, optional, stems }) => kind === 'word' && !optional && !stems.includes(''));
  return needed.toSorted((a, b) => a.stems.length - b.stems.length || formsOf(a) - formsOf(b))[0];
}

function formsOf({ whole, sequences }: Item): number {
  return whole.size + sequences.length;
}

function add(places: Map<string, number[]>, key: string, place: number): void {
  const known = places.get(key);
  if (known) known.push(place);
  else places.set(key, [place]);
}

/** Those that may stand in a sentence, in their order. */
function candidates({ phrases, byWord, byBeginning, others }: PhraseTable, sentence: Words): readonly Phrase[] {
  const places = new Set(others);
  const consider = (word: string) => {
    for (const place of byWord.get(word) ?? []) places.add(place);
    for (let length = 1; length <= BEGINNING; length++) for (const place of byBeginning.get(word.slice(0, length)) ?? []) places.add(place);
  };
  for (const { norm, others: without } of sentence.words) {
    consider(norm);
    without.forEach(consider);
  }
  if (places.size === 0) return [];
  return [...places].sort((a, b) => a - b).flatMap((place) => phrases[place] ?? []);
}

/**
 * @param accepts the words found, and the phrase as it is written
 * @returns the exact words that the first of them was found in, of those that `accepts` takes, or null
 */
export function findAnyPhrase(
  table: PhraseTable,
  sentence: Words,
  accepts: (found: string, source: string) => boolean = () => true,
): string | null {
  for (const phrase of candidates(table, sentence)) {
    const found = findPhrase(phrase, sentence);
    if (found !== null && accepts(found, phrase.source)) return found;
  }
  return null;
}

/** The sentence without what the phrases say in it; a gap stays where they stood, so nothing reads across it. */
export function withoutPhrases(table: PhraseTable, sentence: Words): Words {
  return candidates(table, sentence).reduce((left, phrase) => withoutPhrase(phrase, left), sentence);
}
