import { plainText } from './plain-text.ts';

/**
 * RFC 5322 advises lines of 78 characters; real subjects of people stay under 200, and a longer one would only be the customer's
 * whole message again.
 */
export const MAX_SUBJECT_CHARACTERS = 200;

/** "Re" as mail programs write it: English, German, Scandinavian, Dutch, Finnish, Italian, Portuguese, French, Polish, Turkish, Greek, Hungarian, Russian, Ukrainian, Chinese, Japanese, Korean, Arabic. */
const REPLY_PREFIXES = new Set([
  ...['re', 'aw', 'antw', 'antwort', 'sv', 'svar', 'vs', 'r', 'rif', 'ris', 'res', 'rép', 'odp', 'ynt', 'yan', 'απ', 'vá', 'atb'],
  ...['отв', 'ответ', 'відп', 'відповідь', '回复', '回覆', '答复', '答覆', '返信', '답장', '회신', 'رد'],
]);

/** A short word, perhaps a count as in `Re[2]` or `Re(3)`, and a colon. Every part is bounded, so the match is linear. */
const PREFIX = /^(\p{L}{1,9})(?:[[(]\d{1,3}[\])])?[ \u00a0]{0,2}[:：][ \u00a0]{0,4}/u;

/** The customer's subject without its leading reply prefixes; a reply adds one `Re: `. Null where nothing is left to repeat. */
export function bareSubject(subject: string): string | null {
  let rest = plainText(subject, MAX_SUBJECT_CHARACTERS);
  for (let match = PREFIX.exec(rest); match !== null && isReplyPrefix(match[1]); match = PREFIX.exec(rest)) {
    rest = rest.slice(match[0].length);
  }
  return rest === '' ? null : rest;
}

function isReplyPrefix(word: string | undefined): boolean {
  return word !== undefined && REPLY_PREFIXES.has(word.normalize('NFC').toLowerCase());
}
