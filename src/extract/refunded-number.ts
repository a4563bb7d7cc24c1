import { ALL_LANGUAGES } from './languages/all.ts';
import type { Chunk } from './number-chunks.ts';
import { digitsOf, looksLikeAmount } from './order-id-shapes.ts';
import { anyWord } from './word-patterns.ts';
import { foldWord } from './words.ts';

const REFUNDING = ALL_LANGUAGES.flatMap((language) => (language.refundStems ?? '').split(' ').filter(Boolean)).map(foldWord);

const CURRENCY = new RegExp(
  String.raw`[$€£¥₩₹₺₽₴฿₫]|(?<!\p{L})(?:usd|eur|gbp|huf|krw|jpy|idr|try|pln|czk|sek|nok|dkk|ron|inr|brl|mxn|clp|cop)(?!\p{L})|${anyWord((language) => language.currencies)}`,
  'iu',
);

/** Fewer digits without a leading zero or a sign are an amount of some currency. */
const LONGEST_AMOUNT = 5;

/** "Please refund 0071-44": right behind the verb stands what is to be paid back, where it cannot be an amount. */
export function isRefunded(text: string, { id, start, end }: Chunk): boolean {
  if (looksLikeAmount(id) || !(/^0|-/.test(id) || digitsOf(id) > LONGEST_AMOUNT)) return false;
  if (!/^\s{0,2}(?:$|[,.;:!?)])/u.test(text.slice(end, end + 3))) return false;
  if (CURRENCY.test(text.slice(Math.max(0, start - NEAR), end + NEAR))) return false;
  const word = /([\p{L}\p{M}]{4,24})\s$/u.exec(text.slice(Math.max(0, start - 26), start))?.[1];
  return word !== undefined && REFUNDING.some((stem) => foldWord(word).startsWith(stem));
}

/** A sentence's length, in which a currency tells of an amount. */
const NEAR = 80;
