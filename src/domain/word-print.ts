import { hash } from 'node:crypto';

/** Fewer words say the same by chance: "please refund my order" is what people write. */
const MIN_WORDS = 8;
/** More add nothing that tells mails apart, and cost time. */
const MAX_WORDS = 400;
const BITS = 64;
/** Of 64 bits. Texts that have nothing to do with each other differ in about 32; one word changed in twenty, in about 6. */
const MAX_DIFFERENCE = 8;

/**
 * A print of a mail's words that stays nearly the same when few of them change (SimHash, Charikar 2002). Numbers are left out:
 * a robot counts its mails.
 * @returns 16 hexadecimal digits; null where there are too few words to compare
 */
export function wordPrint(text: string): string | null {
  const words = wordsOf(text);
  if (words.length < MIN_WORDS) return null;
  const weights = new Int32Array(BITS);
  for (const [index, word] of words.entries()) {
    // Pairs, so that the order of words counts as well.
    const bits = hashOf(`${words[index - 1] ?? ''} ${word}`);
    for (let bit = 0; bit < BITS; bit++) weights[bit] = (weights[bit] ?? 0) + (isSet(bits, bit) ? 1 : -1);
  }
  const print = weights.reduce((bits, weight, bit) => (weight > 0 ? bits | (1n << BigInt(bit)) : bits), 0n);
  return print.toString(16).padStart(BITS / 4, '0');
}

/** Whether two prints are of mails that say nearly the same. */
export function isSimilarPrint(a: string, b: string): boolean {
  return differingBits(a.slice(0, 8), b.slice(0, 8)) + differingBits(a.slice(8), b.slice(8)) <= MAX_DIFFERENCE;
}

/** In halves, since a flood compares each print with thousands, and numbers of 32 bits are much faster than larger ones. */
function differingBits(a: string, b: string): number {
  let count = 0;
  for (let differing = Number.parseInt(a, 16) ^ Number.parseInt(b, 16); differing !== 0; differing &= differing - 1) count++;
  return count;
}

const SEGMENTER = new Intl.Segmenter('und', { granularity: 'word' });
/** Words of ten letters and their spaces, twice over. */
const MAX_CHARACTERS = 20 * MAX_WORDS;

function wordsOf(text: string): readonly string[] {
  const words: string[] = [];
  for (const { segment, isWordLike } of SEGMENTER.segment(text.slice(0, MAX_CHARACTERS).normalize('NFKC').toLowerCase())) {
    if (isWordLike === true && !/\d/.test(segment)) words.push(segment);
    if (words.length === MAX_WORDS) break;
  }
  return words;
}

function hashOf(words: string): Uint8Array {
  return hash('sha256', words, 'buffer');
}

function isSet(bytes: Uint8Array, bit: number): boolean {
  return (((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1) === 1;
}
