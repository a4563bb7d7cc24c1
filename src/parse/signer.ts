import { foldPhrase } from './phrase-tables.ts';
import { isNameLine } from './signature.ts';

/** What the sender is called: the display name, and the words of it and of the address that a signature may shorten. */
export interface Signer {
  readonly name: string;
  readonly words: readonly string[];
}

/** Of an address: shorter parts are initials. */
const SHORTEST_NAME_PART = 3;

/**
 * @param senderName the display name of From:, empty where there is none
 * @param senderAddress whose first part often holds the name, empty where it is not clear
 */
export function signerOf(senderName: string, senderAddress: string): Signer {
  const name = foldPhrase(senderName);
  const local = foldPhrase(senderAddress.split('@', 1)[0] ?? '')
    .split(/[^\p{L}\p{M}]+/u)
    .filter((part) => part.length >= SHORTEST_NAME_PART);
  return { name, words: [...name.split(/[\s,]+/).filter(Boolean), ...local].slice(0, MOST_SIGNER_WORDS) };
}

const MOST_SIGNER_WORDS = 12;
const MOST_SIGNED_WORDS = 4;

/** "Marek" of marek.zuk77@…, "Sofi" of Sofía Ledesma, "lukas (18)": a line of the sender's own name. */
export function isSigned(text: string, signer: Signer): boolean {
  const bare = text.replace(/\(.{1,12}\)/u, '').trim();
  return isNameLine(bare) && bare.split(/\s+/u).length <= MOST_SIGNED_WORDS && isOf(bare, signer);
}

/** Whether `text` is the sender's name, or a word of it. */
export function isOf(text: string, { name, words }: Signer): boolean {
  const bare = foldPhrase(text)
    .replace(/[^\p{L}\p{M}\s]/gu, ' ')
    .trim();
  if (bare === '') return false;
  if (bare === name) return true;
  const parts = bare.split(/\s+/u);
  return parts.some((part) => words.some((word) => word === part || isShortFor(part, word)));
}

/** "Poldi" of poldi.huetter@…, "Sofi" of Sofía: one begins the other. */
function isShortFor(part: string, word: string): boolean {
  const [short, long] = part.length < word.length ? [part, word] : [word, part];
  return short.length >= SHORTEST_NAME_PART && long.startsWith(short);
}
