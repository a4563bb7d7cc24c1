import type { Language } from './languages/language.ts';
import type { Chunk } from './number-chunks.ts';
import { isOneSlip } from './slips.ts';
import { isTelephone } from './telephone.ts';
import { collectWords, holdsWord } from './word-lists.ts';
import { anyInside } from './word-patterns.ts';
import { foldWord } from './words.ts';

/** What a number is called. */
type Role = 'order' | 'payment' | 'other';

/** What the words beside a number call it. `close`: nothing but number words, marks and other numbers stand between. */
export interface Naming {
  readonly role: Role;
  readonly close: boolean;
}

export const names = {
  order: collectWords((language) => language.orderWords),
  payment: collectWords((language) => language.paymentWords),
  other: collectWords((language) => language.otherNumberWords),
};
/** The first that a word fits. */
const ROLES = ['other', 'order', 'payment'] as const satisfies readonly Role[];
export const links = collectWords((language) => language.numberLinks);
const units = collectWords((language) => language.units);

const REACH_CHARACTERS = 80;
const REACH_WORDS = 7;

const WORDS_BEFORE_COLON = 1;

/** Ordinal signs, and what joins two numbers of one name. */
export const JOINING: ReadonlySet<string> = new Set([
  'º',
  'ª',
  ...collectWords((language) => `${language.numberAnd ?? ''} ${language.numberOr ?? ''}`).whole,
]);

const ownReferences = collectWords((language) => language.ownReferences ?? '');

export function namingBefore(text: string, start: number): Naming | null {
  const before = text.slice(Math.max(0, start - REACH_CHARACTERS), start);
  const inside = unspacedNaming(before);
  const found = [...before.matchAll(/[\p{L}\p{M}]+|[\w-]*\d[\w-]*/gu)].map((match) => foldWord(match[0])).slice(-REACH_WORDS);
  let close = true;
  // "Номер заказа записала: 00-4471": behind a colon a word or two more may stand between.
  let spared = /[:：]\s?[#№]?$/u.test(before) ? WORDS_BEFORE_COLON : 0;
  for (let at = found.length - 1; at >= 0; at--) {
    const word = found[at] ?? '';
    // "Bestellnummer" is found before "nummer" as a link would be.
    const pair = `${found[at - 1] ?? ''}_${word}`;
    if (holdsWord(ownReferences, pair)) return { role: 'other', close: false };
    const role = roleOfPair(pair) ?? roleOf(word);
    if (role === 'other') {
      const printed = printedOn(found, at);
      if (printed) return { role: printed, close };
    }
    if (role) return { role, close };
    if (!holdsWord(links, word) && !links.inside.includes(word) && !/\d/.test(word) && !JOINING.has(word) && spared-- <= 0) close = false;
  }
  return inside;
}

/** "the order number on my receipt is …", "nº de pedido en el recibo": on, in, from, in the languages that put them before. */
const WHERE = collectWords((language) => language.where ?? '').whole;
/** What a number is the number of, where `at` names but the paper that it stands on. */
function printedOn(found: readonly string[], at: number): Role | null {
  for (let back = 1; back <= 2; back++) {
    if (!WHERE.has(found[at - back] ?? '')) continue;
    const name = found.slice(Math.max(0, at - back - 3), at - back).findLast((word) => roleOf(word) !== null);
    return name === undefined ? null : roleOf(name);
  }
  return null;
}

/** Names of two words: `hoa_đon` is an invoice, where `đon` alone is an order. */
function roleOfPair(pair: string): Role | null {
  return ROLES.find((role) => names[role].whole.has(pair)) ?? null;
}

function roleOf(word: string): Role | null {
  return ROLES.find((role) => holdsWord(names[role], word)) ?? null;
}

const bought = collectWords((language) => `${language.purchaseWords} ${language.goodsWords ?? ''}`);
const buying = collectWords((language) => language.purchaseWords);
/** A sentence is shorter. */
const LONGEST_TOLD = 600;

export function tellsOfBuying(text: string): boolean {
  const folded = foldWord(text.slice(0, LONGEST_TOLD));
  if (buying.inside.some((word) => folded.includes(word))) return true;
  return [...folded.matchAll(/[\p{L}\p{M}]+/gu)].some(([word]) => holdsWord(buying, word));
}

const SIGNS = anyInside((language) => language.numbers?.signs);
const NUMBER_SIGN = new RegExp(
  String.raw`(?:^|[^\p{L}])(?:(?:${SIGNS}|nº|n°)\.?|${anyInside((language) => language.numbers?.before)}(?:\s${anyInside((language) => language.stating)})?)\s?$`,
  'iu',
);

const NUMBER_ENDING = anyInside((language) => language.numbers?.endings);
const NUMBER_WORD_INSIDE = new RegExp(String.raw`(?:[#№]|${NUMBER_ENDING}\p{L}{0,4})\s?[:：]?\s?$`, 'iu');

/** "number", as an expression: its words stand in longer ones too, its short forms by themselves. */
export const NUMBER_NOUN: string = String.raw`(?:${anyInside((language) => language.numbers?.words)}|(?<!\p{L})${SIGNS}(?!\p{L}))`;

/** "order no. 1.299": a word or sign for a number directly before. */
export function isBehindNumberWord(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - REACH_CHARACTERS), start);
  return NUMBER_SIGN.test(before.replace(/:\s?$/, '')) || NUMBER_WORD_INSIDE.test(before);
}

/** "my order DL-7", "order number DL-7", but not "to order GPT-4": the name directly before, and nothing that makes a verb of it. */
export function isNamedByNoun(text: string, start: number, languages: readonly Language[]): boolean {
  const before = text.slice(Math.max(0, start - REACH_CHARACTERS), start);
  const folded = foldWord(before).trimEnd();
  if (names.order.inside.some((word) => folded.endsWith(word))) return true;
  const [, lead = '', last = ''] = /^(.*?)([\p{L}\p{M}]+)[\s#№:.]{0,3}$/su.exec(before) ?? [];
  const word = foldWord(last);
  const previous = foldWord(/([\p{L}\p{M}]+)[\s.]{1,2}$/u.exec(lead)?.[1] ?? '');
  if (!holdsWord(names.order, word)) return holdsWord(links, word) && holdsWord(names.order, previous);
  return previous === '' || languages.some(({ numberLinks }) => numberLinks.split(' ').map(foldWord).includes(previous));
}

/** "das Paket gekauft (Nr. 77231)": a number of what was bought, where nothing else is named right before it. */
export function isNumberOfPurchase(text: string, chunk: Chunk): boolean {
  const { start } = chunk;
  const before = text.slice(Math.max(0, start - REACH_CHARACTERS), start);
  if (!NUMBER_SIGN.test(before) || namingBefore(text, start)?.close || isTelephone(text, chunk)) return false;
  return [...before.matchAll(/[\p{L}\p{M}]+/gu)].some(([word]) => holdsWord(bought, foldWord(word)));
}

/** "I bought credits (QI-1234)": alone in brackets behind what was bought, where nothing else is named right before it. */
export function isBracketedBehindPurchase(text: string, { start, end }: Chunk): boolean {
  const before = text.slice(Math.max(0, start - REACH_CHARACTERS), start);
  if (!/[(（]\s?[#№]?$/u.test(before) || !/^\s?[)）]/u.test(text.slice(end, end + 2)) || namingBefore(text, start)?.close) return false;
  const clause = before.split(/[.!?。！？]\s|\n/u).at(-1) ?? '';
  return [...clause.matchAll(/[\p{L}\p{M}]+/gu)].some(([word]) => holdsWord(bought, foldWord(word)));
}

/** Scripts without spaces: the last name in the characters before, the longest where several end there (工单号 holds 单号). */
const CLOSE_PARTICLES = 6;

function unspacedNaming(before: string): Naming | null {
  const folded = foldWord(before);
  let best: { role: Role; end: number; length: number } | null = null;
  for (const role of ROLES) {
    for (const word of names[role].inside) {
      const at = folded.lastIndexOf(word);
      const end = at + word.length;
      if (at >= 0 && (best === null || end > best.end || (end === best.end && word.length > best.length)))
        best = { role, end, length: word.length };
    }
  }
  return best === null ? null : { role: best.role, close: folded.slice(best.end).replace(/[\s\p{P}]/gu, '').length <= CLOSE_PARTICLES };
}

const NUMBER_ALONE = new RegExp(String.raw`^\P{L}{0,3}(?:${SIGNS}|nº|n°)[.:]?\s?$`, 'iu');

/** "n°20118.": a number sign that a sentence begins with, and nothing else. */
export function isNumberAlone(text: string, start: number): boolean {
  return NUMBER_ALONE.test(text.slice(0, start));
}

/** "oder 10482", "purchaes 10482", "ispurchase 10482": names with one slip of the finger, directly before a number. */
const SLIPS_OF = [...collectWords((language) => language.orderSlips ?? '').whole];

export function isMisspeltOrder(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - 20), start);
  const word = foldWord(/([A-Za-z]{1,20})[\s#:]{0,3}$/.exec(before)?.[1] ?? '');
  return SLIPS_OF.some((name) => word !== '' && (word.endsWith(name) || isOneSlip(word, name)));
}

/** "3.5", but not 2026.3月. */
const DECIMALS = new RegExp(
  String.raw`^[.,]\d{1,3}(?!\d|${anyInside(({ numeralDates }) => numeralDates && `${numeralDates.year} ${numeralDates.month} ${numeralDates.day}`)})`,
);

/**
 * An amount, a share, or so many credits, days or pictures.
 * @param text readable
 */
export function isCounted(text: string, chunk: Chunk): boolean {
  if (/[A-Za-z]/.test(chunk.id)) return false;
  const after = text.slice(chunk.end, chunk.end + 24);
  if (/^\s?[%€$£¥]/.test(after) || /[$€£¥]\s?$/.test(text.slice(Math.max(0, chunk.start - 2), chunk.start)) || DECIMALS.test(after))
    return true;
  // "commande 55120 d'hier": no dong.
  const word = /^[\s-]{0,2}([\p{L}\p{M}]+)(?!\p{L}|['’]\p{L})/u.exec(after)?.[1];
  if (word === undefined) return false;
  const folded = foldWord(word);
  // "pedido 88213 k compre": thousands stand right at their number.
  if (folded === 'k' && /^\s/.test(after)) return false;
  return holdsWord(units, folded) || units.inside.some((unit) => folded.startsWith(unit));
}
