import { anyInside } from './word-patterns.ts';

/** A sentence with its place in the text that it was cut from. */
export interface Sentence {
  readonly text: string;
  readonly start: number;
}

// A full stop ends a sentence only before a space: "example.com" and "29.90" have none. A blank line always does.
const END = /[.!?…]+["')\]»”]?(?=\s)|[。！？؟।;；]|\n\s{0,200}\n|\n(?=\s{0,20}(?:[-*•]|\d{1,2}[.)])\s)/gu;

export function splitSentences(text: string): Sentence[] {
  const sentences: Sentence[] = [];
  let start = 0;
  for (const match of text.matchAll(END)) {
    const end = match.index + match[0].length;
    if (match[0] === '.' && isAbbreviation(text, match.index)) continue;
    push(sentences, text, start, end);
    start = end;
  }
  push(sentences, text, start, text.length);
  return sentences;
}

const ABBREVIATED = new RegExp(String.raw`(?:^|[^\p{L}\p{N}])${anyInside((language) => language.abbreviations)}$`, 'iu');
/** Of one letter by themselves: others end longer words, "Kundennr." */
const ABBREVIATED_NUMBER = new RegExp(
  `(?:${anyInside((language) => language.numbers?.signs?.split(' ').filter((sign) => sign.length > 1))}|(?:^|\\s)${anyInside((language) => language.numbers?.signs?.split(' ').filter((sign) => sign.length === 1))})$`,
  'iu',
);

const REFERENCE = new RegExp(String.raw`(?:^|[^\p{L}\p{N}])(?:${anyInside((language) => language.numbers?.signs)}|id|ref)$`, 'iu');

/** "1. März", "Nr. 10482", "ordine n. 10482", "ca. drei": a full stop after a short number or word, or before a small letter or a digit. */
function isAbbreviation(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 12), at);
  const after = text.slice(at + 1, at + 14).trimStart();
  if (/(?:^|[^\p{L}\p{N}])\d{1,2}$/u.test(before)) return true;
  if (/(?:^|[^\p{L}\p{N}])\p{L}{1,3}$/u.test(before) && /^[#№\d]/u.test(after)) return true;
  // "2026. VI. 12."
  if (/(?:^|\D)\d{4}$/u.test(before) && /^[IVX]{1,4}\.?\s?\d/.test(after)) return true;
  // "d.d. 20 februari", "z dn. 5 marca", "vom 3. d. M.".
  if (ABBREVIATED.test(before) && /^\d/.test(after)) return true;
  // "ordine n. QI-20260918-4402", "zam. QW/2026/09/5567", "ref. ORD_88123".
  if (/(?:^|[^\p{L}\p{N}])\p{L}{1,5}$/u.test(before) && /^[#№]?\p{Lu}{1,8}[-_/]\d/u.test(after)) return true;
  // "Kundennr. K-4471902", "order no. QI-1", "objednávku č. QI-1".
  if (ABBREVIATED_NUMBER.test(before) && /^[#№]?[A-Za-z]{0,5}[-_]?\d/.test(after)) return true;
  // "order no. 係 10482".
  if (REFERENCE.test(before) && /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Hangul}\p{Script=Thai}]/u.test(after)) return true;
  // Who writes without capitals still ends sentences: behind a long word it is no abbreviation.
  return /^\p{Ll}/u.test(after) && !/[\p{L}\p{N}]{9}$/u.test(before);
}

function push(sentences: Sentence[], text: string, start: number, end: number): void {
  const raw = text.slice(start, end);
  const trimmed = raw.trim();
  if (trimmed !== '') sentences.push({ text: trimmed, start: start + raw.indexOf(trimmed) });
}
