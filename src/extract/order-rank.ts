import { lazily } from '../domain/lazily.ts';
import type { Language } from './languages/language.ts';
import type { Chunk } from './number-chunks.ts';
import {
  isBehindNumberWord,
  isBracketedBehindPurchase,
  isMisspeltOrder,
  isNamedByNoun,
  isNumberAlone,
  isNumberOfPurchase,
  type Naming,
  namingBefore,
} from './number-names.ts';
import {
  digitsOf,
  isCapitalled,
  isDotted,
  isGrouped,
  isPrefixed,
  isProviders,
  isSlashed,
  isYear,
  looksLikeAmount,
  namesItself,
  shapeOf,
} from './order-id-shapes.ts';
import { isOrderNamedBehind, isOrderNumberedBehind } from './order-named-behind.ts';
import { isRefunded } from './refunded-number.ts';
import { anyInside } from './word-patterns.ts';

/** 0 called an order, 1 an order's number by its shape or by what stands around it, 2 called a payment, 3 a payment's reference by its shape. */
export type OrderRank = 0 | 1 | 2 | 3;

/** A number and what stands around it. */
interface Facts {
  readonly text: string;
  readonly chunk: Chunk;
  readonly id: string;
  readonly digits: number;
  /** Nothing but digits. */
  readonly isPlain: boolean;
  readonly shape: 'order' | 'payment' | null;
  readonly languages: readonly Language[];
  /** What the words before it call it. */
  readonly naming: () => Naming | null;
  /** They stand right before it, and it may be the number of something. */
  readonly isNamed: () => boolean;
}

interface Rule {
  readonly when: (facts: Facts) => boolean;
  readonly rank: OrderRank | null | ((facts: Facts) => OrderRank);
}

/** Shortest number that stands for an order by the word before it alone. */
const SHORTEST_NUMBER = 3;
/** The same by the word behind it, "the 2026 orders", or by a word of buying alone. */
const SHORTEST_APART = 5;
/** The same by a word that is nearly one of ours. */
const SHORTEST_MISSPELT = 6;
/** The same by a payment's name. */
const SHORTEST_PAYMENT = 5;

/** The first row that holds decides; where none does the number is nothing of ours. */
const RULES: readonly Rule[] = [
  // "I bought the pack (no. 77231)", "the pack (QI-1234)": what was bought has the number.
  { when: (f) => f.isPlain && f.digits >= SHORTEST_APART && isNumberOfPurchase(f.text, f.chunk), rank: 1 },
  { when: (f) => (isPrefixed(f.id) || isSlashed(f.id)) && isNumberOfPurchase(f.text, f.chunk), rank: 1 },
  { when: (f) => isPrefixed(f.id) && isBracketedBehindPurchase(f.text, f.chunk), rank: 1 },
  // "invoice 10482", "ticket no. 10482".
  {
    when: ({ naming, shape, id }) =>
      naming()?.role === 'other' && (shape === null || (naming()?.close === true && !isProviders(id) && !namesItself(id))),
    rank: null,
  },
  { when: (f) => f.isPlain && looksLikeAmount(f.id) && isPartOfOrder(f.text, f.chunk), rank: null },
  // "the order 1.299": an amount, or a date.
  { when: (f) => f.isNamed() && /[./]/.test(f.id) && f.shape === null && !isSlashed(f.id) && !isDottedOrder(f), rank: null },
  { when: (f) => f.isNamed() && f.naming()?.role === 'order', rank: ({ shape }) => (shape === 'payment' ? 3 : 0) },
  { when: (f) => f.isNamed() && (f.shape !== null || f.digits >= SHORTEST_PAYMENT), rank: ({ shape }) => (shape === 'order' ? 1 : 2) },
  { when: ({ shape }) => shape !== null, rank: ({ shape }) => (shape === 'order' ? 1 : 3) },
  // "10482 is my order", "4471-es számú rendelés", "45120-TR numaralı siparişim".
  { when: (f) => f.isPlain && (f.digits >= SHORTEST_APART || isEnded(f)) && isOrderNamedBehind(f.text, f.chunk, f.languages), rank: 0 },
  { when: (f) => isMarked(f.id) && isOrderNumberedBehind(f.text, f.chunk), rank: 0 },
  // "No. 20118."
  { when: (f) => f.isPlain && f.digits >= SHORTEST_APART && isNumberAlone(f.text, f.chunk.start), rank: 2 },
  // "Please refund 0071-44."
  {
    when: (f) => f.naming() === null && /^\d[\d-]*\d$/.test(f.id) && f.digits >= SHORTEST_APART && isRefunded(f.text, f.chunk),
    rank: 2,
  },
  // "my oder 104820".
  { when: (f) => f.isPlain && f.digits >= SHORTEST_MISSPELT && isMisspeltOrder(f.text, f.chunk.start), rank: 1 },
  // "#10482".
  {
    when: (f) => f.chunk.hashed && /^[A-Za-z0-9-]{3,40}$/.test(f.id) && f.digits >= SHORTEST_NUMBER && !isTagged(f.text, f.chunk),
    rank: 1,
  },
];

/**
 * What the words around a number make of it.
 * @param text readable
 * @returns null where it is none of ours
 */
export function orderRankOf(text: string, chunk: Chunk, languages: readonly Language[]): OrderRank | null {
  const { id } = chunk;
  const naming = lazily(() => namingBefore(text, chunk.start));
  const facts: Facts = {
    text,
    chunk,
    id,
    digits: digitsOf(id),
    isPlain: /^\d+$/.test(id),
    shape: shapeOf(id),
    languages,
    naming,
    isNamed: lazily(
      () => naming()?.close === true && (isNumber(chunk) || (isCapitalled(id) && isNamedByNoun(text, chunk.start, languages))),
    ),
  };
  const rank = RULES.find(({ when }) => when(facts))?.rank ?? null;
  return typeof rank === 'function' ? rank(facts) : rank;
}

/** 注文の12000を使いました: so many of what was ordered. */
const PART_OF_ORDER = new RegExp(String.raw`${anyInside((language) => language.partOf)}\s?$`, 'u');

function isPartOfOrder(text: string, { start }: Chunk): boolean {
  return PART_OF_ORDER.test(text.slice(Math.max(0, start - 8), start));
}

/** `2026.04.117`; `118.204`, but "the order 1.299" only where a number is spoken of. */
function isDottedOrder({ naming, chunk, text, digits }: Facts): boolean {
  const { id, start } = chunk;
  if (naming()?.role !== 'order') return false;
  if (!isGrouped(id)) return isDotted(id);
  return (digits >= SHORTEST_GROUPED && !looksLikeAmount(id)) || isBehindNumberWord(text, start);
}

/** "4471-es számú": Hungarian and Finnish set their endings behind a hyphen. */
function isEnded({ text, chunk }: Facts): boolean {
  return /^-\p{Ll}{2,4}\s/u.test(text.slice(chunk.end, chunk.end + 6)) && isNumber(chunk);
}

/** Amounts of so many digits are round. */
const SHORTEST_GROUPED = 6;

/** `45120-TR`, `ORD/2026/311`: figures and capitals that a sign joins. */
function isMarked(id: string): boolean {
  return id === id.toUpperCase() && (isPrefixed(id) || isSlashed(id) || /^\d{4,9}-[A-Z]{1,4}$/.test(id));
}

/** `A-7K2`: capitals and figures with a hyphen between. */
const SHORT_ID = /^(?=.*\d.*\d)(?=.*[A-Z])[A-Z0-9]{1,6}-[A-Z0-9]{2,6}$/;

/** Letters and digits mixed, `a7f3`. */
const MIXED = /^(?=.{4,12}$)[a-z]{0,6}\d{1,6}[a-z]{1,6}\d[a-z\d]{0,6}$/i;

/** Long enough to be a number of something, and no year, no "v2". */
function isNumber(chunk: Chunk): boolean {
  const digits = digitsOf(chunk.id);
  return (
    (digits >= SHORTEST_NUMBER || (chunk.hashed && digits > 0) || SHORT_ID.test(chunk.id) || MIXED.test(chunk.id)) &&
    !isYear(chunk.id) &&
    !/^[a-z]+\d{1,2}$/.test(chunk.id)
  );
}

/** `[#4711]` in a subject is another system's ticket. */
function isTagged(text: string, chunk: Chunk): boolean {
  return (
    /\[[^\]]{0,20}$/.test(text.slice(Math.max(0, chunk.start - 24), chunk.start)) && /^\s?\]/.test(text.slice(chunk.end, chunk.end + 2))
  );
}
