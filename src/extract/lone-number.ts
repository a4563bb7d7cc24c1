import { chunksOf, readable } from './number-chunks.ts';
import { isCounted, NUMBER_NOUN, namingBefore } from './number-names.ts';
import { isDateLike, isYear } from './order-id-shapes.ts';
import type { FoundOrderIds } from './order-ids.ts';
import { isTelephone } from './telephone.ts';

/** Digits of a shop's counter; telephone numbers have more. */
const NUMBER = /^(?:(?:[A-Z]{1,4}-?)?\d{5,9}(?:-\d{1,3})?|\d{4,9}-[A-Z]{1,4})$/;

/**
 * "The number was 0044190", in answer to our question for the order's or beside words of buying: the only number of the mail that
 * nothing else is called by.
 * @returns null where there is none, or more than one
 */
export function readLoneNumber(texts: readonly string[]): FoundOrderIds | null {
  const found = texts.flatMap((raw) => {
    const text = readable(raw);
    return chunksOf(raw)
      .filter(({ id }) => NUMBER.test(id) && !isDateLike(id) && !isYear(id))
      .filter((chunk) => !isCounted(text, chunk) && endsInNumberWord(text, chunk.start) && namingBefore(text, chunk.start) === null)
      .filter((chunk) => !isTelephone(text, chunk))
      .map((chunk) => ({ id: chunk.id, text: text.slice(Math.max(0, chunk.start - WORDS_BEFORE), chunk.end).trim() }));
  });
  const [only, second] = found;
  return only && !second ? { ids: [only.id], evidence: { text: only.text, by: 'words' } } : null;
}

/** "Number", and no more beside it than its article and verb. */
const CALLED_NUMBER = new RegExp(String.raw`${NUMBER_NOUN}[^\d\n.。!?]{0,16}$`, 'iu');

function endsInNumberWord(text: string, start: number): boolean {
  return CALLED_NUMBER.test(text.slice(Math.max(0, start - REACH), start));
}

/** Holds the longest of the words and what may stand behind it. */
const REACH = 30;

/** Enough to show where it was read. */
const WORDS_BEFORE = 20;
