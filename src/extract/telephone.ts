import type { Chunk } from './number-chunks.ts';
import { anyInside, anyWord } from './word-patterns.ts';

/** Shorter ones are seldom dialled from another town. */
const SHORTEST = 7;

/** "My number": people have one themselves, an order has one besides. */
const MY_NUMBER = new RegExp(
  String.raw`(?:(?<!\p{L})${anyInside(({ telephone }) => telephone?.own)}\s${anyInside(({ telephone }) => telephone?.numbers)}(?!\p{L})|${anyInside(({ telephone }) => telephone?.mine)})[^\d\n.。!?]{0,16}$`,
  'iu',
);

/** Asking for a call. A telephone alone tells nothing: many buy with one. */
const CALLING = new RegExp(`(?!${anyInside(({ telephone }) => telephone?.device)})${anyWord(({ telephone }) => telephone?.calling)}`, 'iu');

/** "My number is 5551234", "call 5551234": as long as a telephone number, and spoken of as one. */
export function isTelephone(text: string, { id, start, end }: Chunk): boolean {
  if (id.replace(/\D/g, '').length < SHORTEST || /[A-Za-z]/.test(id)) return false;
  return MY_NUMBER.test(text.slice(Math.max(0, start - REACH), start)) || CALLING.test(text.slice(Math.max(0, start - NEAR), end + NEAR));
}

/** Holds the words for "my number" and what may stand behind them. */
const REACH = 60;

/** A clause beside a number, in characters. */
const NEAR = 30;
