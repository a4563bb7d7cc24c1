import type { Language } from './languages/language.ts';
import { type Chunk, chunksOf } from './number-chunks.ts';
import { isCounted, JOINING, links, NUMBER_NOUN, names, namingBefore } from './number-names.ts';
import { isDateLike, looksLikeAmount } from './order-id-shapes.ts';
import { collectWords, holdsWord } from './word-lists.ts';
import { anyInside } from './word-patterns.ts';
import { foldWord } from './words.ts';

/** "10482 numaralı siparişim", "the 10482 order", 10482号订单, "10482 is my order number": the order's name behind its number. */
export function isOrderNamedBehind(text: string, chunk: Chunk, languages: readonly Language[]): boolean {
  const after = textBehind(text, chunk);
  const end = endOfNameDirectlyBehind(after) ?? endOfStatedName(text, chunk, languages);
  return end !== null && !isNumberedAgain(after, end);
}

/** "45120-TR numaralı siparişim": letters and digits may name a product, so a word for a number stands between. */
export function isOrderNumberedBehind(text: string, chunk: Chunk): boolean {
  const after = textBehind(text, chunk);
  const end = NUMBERED.test(after) ? endOfNameDirectlyBehind(after) : null;
  return end !== null && !isNumberedAgain(after, end);
}

const BEHIND_INSIDE = anyInside((language) => (language.unspaced ? language.numbers?.behind : undefined));
const BEHIND = anyInside((language) => (language.unspaced ? undefined : language.numbers?.behind));
const NUMBERED = new RegExp(String.raw`^\s?(?:${BEHIND_INSIDE}|${BEHIND}\p{L}*\s)`, 'iu');
const NAME_DIRECTLY_BEHIND = new RegExp(
  String.raw`^\s?(?:${BEHIND_INSIDE}{0,2}\s?${anyInside((language) => language.possessive)}?\s?)(\S{1,12})`,
  'u',
);

const REACH = 60;

/** "4471-es számú rendelés": without the ending behind a hyphen. */
function textBehind(text: string, { end }: Chunk): string {
  // "10482 no'lu siparişim": one word in Turkish.
  return text
    .slice(end, end + REACH)
    .replace(/^-\p{Ll}{2,4}(?=\s)/u, '')
    .replace(/^(\s\p{L}{1,4})['’](?=\p{L})/u, '$1');
}

function endOfNameDirectlyBehind(after: string): number | null {
  const [lead = '', unspaced = ''] = NAME_DIRECTLY_BEHIND.exec(after) ?? [];
  const inside = names.order.inside.find((word) => foldWord(unspaced).startsWith(word));
  if (inside !== undefined) return lead.length - unspaced.length + inside.length;
  const [whole = '', first = '', second = ''] = /^\s([\p{L}\p{M}]+)(?:\s([\p{L}\p{M}]+))?/u.exec(after) ?? [];
  if (holdsWord(names.order, foldWord(first))) return 1 + first.length;
  return holdsWord(links, foldWord(first)) && holdsWord(names.order, foldWord(second)) ? whole.length : null;
}

const STATING_UNSPACED = new RegExp(
  String.raw`^[\s,]{0,2}${anyInside((language) => (language.unspaced ? language.stating : undefined))}\s?`,
  'u',
);

function endOfStatedName(text: string, chunk: Chunk, languages: readonly Language[]): number | null {
  const after = textBehind(text, chunk);
  const verb = /^[\s,]{0,2}(\p{L}[\p{L}\p{M}]*)\s/u.exec(after);
  const verbs = languages.flatMap(({ stating, unspaced }) => (unspaced ? [] : (stating?.split(' ') ?? [])));
  const stated = verb && verbs.includes(verb[1]?.toLowerCase() ?? '') ? verb[0] : STATING_UNSPACED.exec(after)?.[0];
  if (stated === undefined) return null;
  const name = endOfNameWithin(after.slice(stated.length));
  if (name === null) return null;
  const end = stated.length + name;
  const clause = clauseBefore(text, chunk.start);
  const isSpent = clause.some((word) => holdsWord(spending, word) || spending.inside.some((stem) => word.includes(stem)));
  if (isSpent) return null;
  if (NUMBER_WORD.test(after.slice(stated.length, end + NUMBER_REACH))) return end;
  // "15000 was my order" may tell what it cost.
  return !looksLikeAmount(chunk.id) && (languages[0]?.unspaced || beginsClause(clause)) ? end : null;
}

/** Of buying, paying, using: what stands behind them may be an amount. Unparted words hold those of asking too often. */
const spending = collectWords(({ purchaseWords, otherEventWords, unspaced }) =>
  unspaced ? purchaseWords : `${purchaseWords} ${otherEventWords}`,
);

const NUMBER_WORD = new RegExp(`${NUMBER_NOUN}|${BEHIND_INSIDE}`, 'iu');
/** Holds " number" behind the name. */
const NUMBER_REACH = 10;

/** Further behind only as "the number of my order". */
const NAME_WORDS = 3;

function endOfNameWithin(text: string): number | null {
  const near = text.slice(0, 24);
  const folded = foldWord(near);
  const inside = names.order.inside.find((word) => folded.includes(word));
  if (inside !== undefined) return folded.indexOf(inside) + inside.length;
  for (const [place, found] of [...text.slice(0, 40).matchAll(/[\p{L}\p{M}]+/gu)].entries()) {
    const word = foldWord(found[0]);
    if (holdsWord(names.order, word)) return found.index + found[0].length;
    if (place >= NAME_WORDS - 1 && !holdsWord(links, word)) return null;
  }
  return null;
}

function clauseBefore(text: string, start: number): string[] {
  const before = text.slice(Math.max(0, start - REACH), start);
  const clause = before.split(/[.,;:!?(。，、！？：；\n]|\s-\s/u).at(-1) ?? '';
  return [...clause.matchAll(/[\p{L}\p{M}]+|\d+/gu)].map(([word]) => foldWord(word));
}

/** Nothing before the number but "and", "the", "number". */
function beginsClause(clause: readonly string[]): boolean {
  const last = clause.at(-1);
  return last === undefined || JOINING.has(last) || clause.every((word) => holdsWord(links, word));
}

/** "15000 is my order 77812": what the name belongs to stands behind it. */
function isNumberedAgain(after: string, end: number): boolean {
  const next = chunksOf(after).find(({ start }) => start >= end);
  if (!next || /[,;，、；。]|\.\s/u.test(after.slice(end, next.start).replace(/^\s\p{L}{1,3}\.\s/u, '')) || isDateLike(next.id))
    return false;
  const naming = namingBefore(after, next.start);
  return naming?.role === 'order' && naming.close && !isCounted(after, next) && endOfNameDirectlyBehind(textBehind(after, next)) === null;
}
