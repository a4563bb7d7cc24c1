import { lowerAscii } from '../domain/address.ts';
import { anyInside } from './word-patterns.ts';
import { UNSPACED } from './words.ts';

export interface FoundAddress {
  /** ASCII letters in lower case, else as written. */
  readonly address: string;
  readonly start: number;
  readonly end: number;
}

// RFC 5321 section 4.5.3.1: 64 octets before the @, 255 behind it.
const MAX_LOCAL = 64;
const MAX_DOMAIN = 255;

/** Every address in `text`, plain ones and those written `mira dot holt (at) example dot com`. Each `@` is looked at once. */
export function findAddresses(text: string): FoundAddress[] {
  const found: FoundAddress[] = [];
  for (let at = nextAt(text, 0); at >= 0; at = nextAt(text, at + 1)) {
    const plain = readPlain(text, at);
    if (plain && plain.start >= (found.at(-1)?.end ?? 0)) found.push(plain);
  }
  for (const spelt of findSpelt(text)) {
    if (!found.some((other) => spelt.start < other.end && other.start < spelt.end)) found.push(spelt);
  }
  return found.sort((a, b) => a.start - b.start);
}

function nextAt(text: string, from: number): number {
  const ascii = text.indexOf('@', from);
  const wide = ascii < 0 ? text.indexOf('＠', from) : text.slice(from, ascii).indexOf('＠');
  return wide < 0 ? ascii : ascii < 0 ? wide : from + wide;
}

const OUTSIDE = /[\s<>()[\]{},;:"'“”‘’«»|\\/=*、。，：；،؛؟।（）「」『』【】《》…‥①-⑳❶-❿?!？！]/u;
const OUTER = /[.\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff_]/u;

function readPlain(text: string, at: number): FoundAddress | null {
  let start = at;
  while (start > 0 && at - start < MAX_LOCAL && belongs(text[start - 1] ?? '', text[at - 1] ?? '')) start -= 1;
  let end = at + 1;
  while (end < text.length && end - at < MAX_DOMAIN && belongs(text[end] ?? '', text[at + 1] ?? '')) end += 1;
  while (start < at && OUTER.test(text[start] ?? '') && text[start] !== '_') start += 1;
  while (end > at + 1 && OUTER.test(text[end - 1] ?? '')) end -= 1;
  const domain = text.slice(at + 1, end);
  if (start === at || !isDomain(domain)) return null;
  return { address: lowerAscii(`${text.slice(start, at)}@${domain}`), start, end };
}

/** An ASCII address ends where Chinese, Japanese, Korean or Thai words begin, as nothing else parts them. */
function belongs(character: string, beside: string): boolean {
  if (OUTSIDE.test(character) || character === '@' || character === '＠') return false;
  return !(UNSPACED.test(character) && !UNSPACED.test(beside));
}

function isDomain(domain: string): boolean {
  const labels = domain.split('.');
  return labels.length > 1 && labels.every((label) => label !== '' && label.length <= 63) && /[\p{L}]/u.test(labels.at(-1) ?? '');
}

// What people call the sign and the dot where they fear that machines collect addresses.
const AT = (unspaced: boolean) => anyInside((language) => (Boolean(language.unspaced) === unspaced ? language.spelt?.at : undefined));
const DOT_WORD = (unspaced: boolean) =>
  anyInside((language) => (Boolean(language.unspaced) === unspaced ? language.spelt?.dot : undefined));
/** Of scripts without spaces: nothing need part them from what they stand between. */
const [AT_WORDS, AT_INSIDE, DOT_WORDS, DOT_INSIDE] = [AT(false), AT(true), DOT_WORD(false), DOT_WORD(true)];
const AT_BRACKETED = anyInside((language) => language.spelt?.bracketedAt);
const SPELT_AT = new RegExp(
  String.raw`\s{0,3}[([{<【（［]\s?(?:${AT_WORDS}|${AT_INSIDE}|${AT_BRACKETED}|@)\s?[)\]}>】）］]\s{0,3}|\s(?:${AT_WORDS})\s|\s{0,2}(?:${AT_INSIDE})\s{0,2}`,
  'giu',
);
const DOT = String.raw`(?:\.|\s?[([{<【（［]\s?(?:${DOT_WORDS}|${DOT_INSIDE}|\.)\s?[)\]}>】）］]\s?|\s(?:${DOT_WORDS})\s|\s?(?:${DOT_INSIDE})\s?)`;
const LOCAL_END = new RegExp(`(?<![a-z0-9])[a-z0-9_%+-]{1,64}(?:${DOT}[a-z0-9_%+-]{1,64}){0,4}$`, 'iu');
const DOMAIN_START = new RegExp(`^[a-z0-9-]{1,63}(?:${DOT}[a-z0-9-]{2,63}){1,4}`, 'iu');
/** Enough for the parts before and behind a spelt @. */
const SPELT_REACH = 100;

function findSpelt(text: string): FoundAddress[] {
  const found: FoundAddress[] = [];
  for (const match of text.matchAll(SPELT_AT)) {
    const behind = text.slice(match.index + match[0].length, match.index + match[0].length + SPELT_REACH);
    const domain = DOMAIN_START.exec(behind)?.[0];
    if (domain === undefined) continue;
    const local = LOCAL_END.exec(text.slice(Math.max(0, match.index - SPELT_REACH), match.index))?.[0];
    if (local === undefined) continue;
    const start = match.index - local.length;
    const end = match.index + match[0].length + domain.length;
    found.push({ address: lowerAscii(`${joinDots(local)}@${joinDots(domain)}`), start, end });
  }
  return found;
}

function joinDots(text: string): string {
  return text.replace(new RegExp(DOT, 'giu'), '.').replace(/\s/gu, '');
}
