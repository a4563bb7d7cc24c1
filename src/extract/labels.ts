import { ALL_LANGUAGES } from './languages/all.ts';
import type { Labels, Language } from './languages/language.ts';
import { isRequestWord } from './request-words.ts';
import { collectWords, holdsWord, type WordList } from './word-lists.ts';
import { foldPhrase, tokenise, UNSPACED } from './words.ts';

export type FieldKind = keyof Labels;

/** The longest label is a question of ours; longer texts before a colon are prose. */
export const MAX_LABEL = 90;

const fillers = new Set(
  ALL_LANGUAGES.flatMap((language) =>
    language.labelFillers
      .split(' ')
      .filter(Boolean)
      .map((word) => foldPhrase(word)),
  ),
);
const kinds = buildKinds();

function buildKinds(): ReadonlyMap<string, FieldKind> {
  const map = new Map<string, FieldKind>();
  const order: FieldKind[] = ['order', 'payment', 'account', 'email', 'purchaseDate', 'date', 'reason', 'other'];
  for (const kind of order) {
    for (const language of ALL_LANGUAGES) {
      for (const label of language.labels[kind]) {
        const key = keyOf(label);
        if (key !== '' && !map.has(key)) map.set(key, kind);
      }
    }
  }
  return map;
}

function keyOf(text: string): string {
  return keyOfWords(foldPhrase(text).split(' '));
}

/** Without fillers, unless nothing else is left: "Por qué", "De ce". */
function keyOfWords(words: readonly string[]): string {
  const told = words.filter((word) => !fillers.has(word));
  return (told.length > 0 ? told : words).join(' ');
}

/** A hint beside a label: "Order (see your receipt)". */
const HINT = /[(（［[][^()（）[\]［］]{0,60}[)）\]］]/g;

/** "I want a refund. Order": the end of a sentence, not of an abbreviation. */
const SENTENCE_INSIDE = /\p{L}{6}\.\s+\p{Lu}/u;

/** @returns what field `text` is the label of, in any language; marks and a hint in parentheses do not matter */
export function labelKind(text: string): FieldKind | null {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > MAX_LABEL) return null;
  const plain = trimmed.replace(HINT, ' ').trim();
  if (/[@!|;•]/u.test(plain) || SENTENCE_INSIDE.test(plain)) return null;
  return kinds.get(keyOf(plain)) ?? null;
}

/** A label put together from known words is shorter than what a form of ours asks. */
const MOST_COMPOSED_WORDS = 6;
const MOST_COMPOSED_CHARACTERS = 14;

const askedReason = collectWords((language) => language.asked.reason);
const askedDate = collectWords((language) => `${language.asked.purchaseDate} ${language.labels.date.join(' ')}`);
const bought = collectWords((language) => `${language.purchaseWords} ${language.orderWords} ${language.paymentWords}`);
const orders = collectWords((language) => language.orderWords);
const numbers = collectWords((language) => language.numberLinks);

/**
 * The field that a label names by its words, where no table holds it as a whole: "Почему возврат", "Дата купівлі", "返金したい理由".
 * In languages with words each of them must be one of asking, buying or none of weight.
 * @param isMarked a colon, an equals sign or a tab stands behind it
 */
export function composedKind(text: string, isMarked: boolean): FieldKind | null {
  const plain = text.replace(HINT, ' ').trim();
  if (plain === '' || plain.length > MAX_LABEL || /[\p{Nd}@!?？！.。]/u.test(plain)) return null;
  const folded = foldPhrase(plain);
  const words = folded.split(' ');
  if (UNSPACED.test(plain)) {
    const squeezed = folded.replaceAll(' ', '');
    if (squeezed.length > MOST_COMPOSED_CHARACTERS) return null;
    const holds = (list: WordList) => list.inside.some((word) => squeezed.includes(word));
    if (askedReason.inside.some((word) => squeezed.endsWith(word) || (isMarked && squeezed.startsWith(word)))) return 'reason';
    return holds(bought) && askedDate.inside.some((word) => squeezed.endsWith(word)) ? 'purchaseDate' : null;
  }
  if (words.length < 2 || words.length > MOST_COMPOSED_WORDS) return null;
  const holds = (list: WordList) => words.some((word) => holdsWord(list, word));
  const isKnown = (word: string) =>
    fillers.has(word) || [askedReason, askedDate, bought, numbers].some((list) => holdsWord(list, word)) || isRequestWordOfAny(word);
  // "Причина звернення щодо повернення =": the noun at its head tells.
  if (isMarked && kinds.get(words[0] ?? '') === 'reason' && !holdsWord(askedDate, words[0] ?? '')) return 'reason';
  if (!words.every(isKnown)) return null;
  if (holds(askedReason)) return 'reason';
  if (holds(askedDate) && holds(bought)) return 'purchaseDate';
  return holds(orders) && words.some((word) => NUMBER_WORDS.has(word)) ? 'order' : null;
}

function isRequestWordOfAny(word: string): boolean {
  return ALL_LANGUAGES.some((language) => isRequestWord(word, language));
}

const NUMBER_WORDS = new Set(
  ALL_LANGUAGES.flatMap((language) => (language.numbers?.inLabel ?? '').split(' ').filter(Boolean)).map((word) => foldPhrase(word)),
);

/** A word, an opening parenthesis, or a sign that no label has, with the hint that it stands in. */
interface LabelWord {
  readonly kind: 'word' | 'opening' | 'refused';
  readonly norm: string;
  readonly start: number;
  readonly end: number;
  readonly hint: { readonly start: number; readonly end: number } | null;
}

function endsSentence(text: string, at: number): boolean {
  return SENTENCE_INSIDE.test(text.slice(Math.max(0, at - 12), at + 12)) && /^\.\s+\p{Lu}/u.test(text.slice(at, at + 12));
}

/** Signs that stand in no label: they are of an address, or part one field from the next. */
const NO_LABEL = /^[@!|;•]$/u;

/** "…@yahoo.co.id | No. Pesanan": the end of an address begins no label. */
const INSIDE_ADDRESS = /[\p{L}\d]@[\w.-]{0,60}[.-]$/u;

/** The longest label in words. */
const MAX_LABEL_WORDS = 9;

/**
 * Tells the labels that end at any place of one line, whose words are folded once: a line has hundreds of such places, and the
 * words before them are mostly the same.
 */
export class LabelLine {
  readonly #text: string;
  readonly #words: readonly LabelWord[];

  constructor(text: string) {
    this.#text = text;
    const hints = [...text.matchAll(HINT)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
    let next = 0;
    this.#words = tokenise(text).flatMap((token): LabelWord[] => {
      while ((hints[next]?.end ?? Number.POSITIVE_INFINITY) <= token.start) next++;
      const hint = hints[next];
      const isRefused = NO_LABEL.test(token.text) || (token.text === '.' && endsSentence(text, token.start));
      const kind = token.kind !== 'mark' ? 'word' : token.text === '(' ? 'opening' : isRefused ? 'refused' : null;
      if (kind === null) return [];
      return [{ kind, norm: token.norm, start: token.start, end: token.end, hint: hint && hint.start <= token.start ? hint : null }];
    });
  }

  /** The longest label that ends at `to` and does not begin before `from`, which are at most {@link MAX_LABEL} apart. */
  endingAt(to: number, from: number): { readonly kind: FieldKind; readonly from: number } | null {
    const last = this.#before(to);
    let first = last + 1;
    for (let count = 0; first > 0 && (this.#words[first - 1]?.start ?? -1) >= from; first--) {
      if (this.#words[first - 1]?.kind === 'refused') continue;
      if (count === MAX_LABEL_WORDS) break;
      count++;
    }
    const words = this.#words.slice(first, last + 1);
    for (const [at, word] of words.entries()) {
      if (word.kind === 'refused') continue;
      const plain = words.slice(at).filter(({ hint }) => hint === null || hint.start < word.start || hint.end > to);
      if (plain.some((other) => other.kind === 'refused')) continue;
      const kind = kinds.get(keyOfWords(plain.filter((other) => other.kind === 'word').map((other) => other.norm)));
      if (kind !== undefined && !INSIDE_ADDRESS.test(this.#text.slice(Math.max(0, word.start - 64), word.start)))
        return { kind, from: word.start };
    }
    return null;
  }

  /** Index of the last word that ends at or before `to`. */
  #before(to: number): number {
    let [low, high] = [0, this.#words.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#words[middle]?.end ?? 0) <= to) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

const labelsOf = new Map(
  ALL_LANGUAGES.map((language) => [
    language,
    new Set(Object.values(language.labels).flatMap((labels: readonly string[]) => labels.map(keyOf))),
  ]),
);

/** The language that most labels are written in; a form says no more of its language than that. */
export function languageOfLabels(labels: readonly string[]): Language | null {
  const names = labels.map((label) => keyOf(label.replace(/[(（][^()（）]{0,60}[)）]/g, ' ')));
  let best: { language: Language; count: number } | null = null;
  for (const language of ALL_LANGUAGES) {
    const count = names.filter((name) => labelsOf.get(language)?.has(name)).length;
    if (count > (best?.count ?? 0)) best = { language, count };
  }
  return best?.language ?? null;
}
