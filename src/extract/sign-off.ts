import { findAddresses } from './addresses.ts';
import type { Language } from './languages/language.ts';
import { deniesInOwn } from './request-words.ts';
import { asksForMoney } from './said.ts';
import { splitSentences } from './sentences.ts';
import { anyInside } from './word-patterns.ts';
import { foldDigits, foldPhrase, startsWithPhrase, UNSPACED, withoutRepeats } from './words.ts';

export interface Signer {
  readonly senderName: string;
  /** Empty where it is not clear. */
  readonly senderAddress: string;
  readonly languages: readonly Language[];
}

/**
 * Cuts at the closing, or at the sender's name with nothing but contact data below it; then what the end shows by its shape.
 * What `parse/signature-block.ts` has marked is gone already; how the two differ is said there.
 */
export function dropSignOff(lines: readonly string[], signer: Signer): string[] {
  const open = beforeClosing(lines, signer.languages);
  const at = contactBlockStart(open, signer);
  return withoutTail(at === null ? open : open.slice(0, at), signer);
}

/** Thanks, a wish, a name, one below the other. */
const MOST_TAIL_LINES = 4;

/** Without courtesies and a name that end the mail: nobody gives a reason in one or two words of their own below a sentence. */
function withoutTail(lines: readonly string[], signer: Signer): string[] {
  let left = [...lines];
  for (let count = 0; count < MOST_TAIL_LINES; count++) {
    const last = left.findLastIndex((line) => line.trim() !== '');
    const above = left.slice(0, Math.max(0, last)).findLastIndex((line) => line.trim() !== '');
    if (above < 0) break;
    const before = left[above]?.trim() ?? '';
    const isApart = above < last - 1 || /[.!?…)。！？।~]$|\p{Extended_Pictographic}$/u.test(before);
    const text = left[last] ?? '';
    if (!isCourtesy(text, signer.languages) && !isTailName(text, before, isApart, signer)) break;
    left = left.slice(0, last);
  }
  return left;
}

const LONGEST_COURTESY = 60;
const MOST_COURTESY_WORDS = 6;
/** Before "thank you": I, we, and. */
const MOST_WORDS_BEFORE = 2;

/** "Em cảm ơn!", "và xin cảm ơn": a closing with the common words before it. */
function isCourtesy(line: string, languages: readonly Language[]): boolean {
  const trimmed = line.trim();
  if (trimmed.length > LONGEST_COURTESY || /[\p{Nd}@?]/u.test(trimmed) || deniesInOwn(trimmed, languages)) return false;
  if (isClosing(trimmed, languages)) return true;
  const words = foldPhrase(trimmed).split(' ');
  if (words.length > MOST_COURTESY_WORDS) return false;
  return languages.some((language) => {
    const common = language.functionWords.split(' ');
    // "Гарного вам дня": the wish with whom it is for inside.
    const plain = words.filter((word, at) => at === 0 || !common.includes(word)).join(' ');
    if (plain !== words.join(' ') && isClosing(plain, [language])) return true;
    for (let skip = 1; skip <= MOST_WORDS_BEFORE && skip < words.length; skip++) {
      if (!common.includes(words[skip - 1] ?? '')) return false;
      if (isClosing(words.slice(skip).join(' '), [language])) return true;
    }
    return false;
  });
}

/** Names alone: Latin, Greek or Cyrillic capitals; in scripts without capitals a word or two; Han, kana and Hangul below a courtesy alone. */
const CAPITALS_ALONE = /^[-–—~]?\s?(?:\p{Lu}[\p{L}\p{M}.'’-]{0,24}(?:\s|$)){1,4}$/u;
const UNCASED_ALONE = /^[-–—~]?\s?(?:[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Devanagari}\p{Script=Thai}\p{M}.]{2,16}(?:\s|$)){1,2}$/u;

/** "Юля Стець, дизайнерка". */
const NAME_AND_TITLE = /^(?:\p{Lu}[\p{L}\p{M}.'’-]{0,24}\s?){1,3}(?:,|\s[-–—|])\s[\p{L}\p{M}-]{2,24}(?:\s[\p{L}\p{M}-]{2,24}){0,3}$/u;

/** "विक्रम सिंह, लखनऊ". */
const UNCASED_NAME_AND_TOWN =
  /^(?:[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Devanagari}\p{M}."]{2,16}\s?){1,3}[,،]\s[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Devanagari}\p{M}"]{2,16}$/u;

/** The last line, below a sentence that has ended or a courtesy. */
function isTailName(line: string, before: string, isApart: boolean, signer: Signer): boolean {
  const text = line.trim().replace(/[.,]$/u, '');
  if (/[\p{Nd}@:：]/u.test(text) || /[:：]$/u.test(before)) return false;
  const isBelowCourtesy = isCourtesy(before, signer.languages);
  if (!isApart && !isBelowCourtesy) return false;
  if (isOwnName(text, signer)) return true;
  if (/[.!?]$/u.test(line.trim())) return false;
  return (
    CAPITALS_ALONE.test(text) ||
    (isBelowCourtesy && NAME_AND_TITLE.test(text)) ||
    UNCASED_NAME_AND_TOWN.test(text) ||
    UNCASED_ALONE.test(text) ||
    (isBelowCourtesy && UNCASED_NAME.test(text) && text.length <= 6)
  );
}

/** "mira", "VALENTINA S. ORLOVA": words of the display name or of the address before its sign. */
function isOwnName(text: string, { senderName, senderAddress }: Signer): boolean {
  const known = new Set(foldPhrase(`${senderName} ${senderAddress.split('@', 1)[0]?.replace(/[\d._+-]+/gu, ' ')}`).split(' '));
  const words = foldPhrase(text).split(' ').filter(Boolean);
  const shared = words.filter((word) => word.length > 1 && known.has(word)).length;
  return words.length <= 4 && shared > 0 && shared * 2 >= words.length;
}

/** "… zurück. Danke, lukas (18)": thanks and a name are two clauses. */
const MOST_LEAVES = 3;
const LONGEST_LEAVE = 50;
const MOST_LEAVE_WORDS = 5;
const MOST_WORDS_BEHIND_LEAVE = 3;
/** Where the last clause of a line begins. */
const LAST_CLAUSE = /[.!?…,;](?:["')\]»”]|\p{Extended_Pictographic}|:\)){0,3}\s+(?=[^.!?…,;]{1,50}[\p{P}\p{S}\s]{0,6}$)/u;

/** Without "thanks, Mira" at the end of the last sentence's own line. */
export function dropTrailingLeave(lines: readonly string[], signer: Signer): string[] {
  const at = lines.findLastIndex((line) => line.trim() !== '');
  let text = withoutLastThanks(lines[at]?.trimEnd() ?? '', signer);
  let isNamed = false;
  for (let count = 0; count < MOST_LEAVES; count++) {
    const from = lastClauseStart(text);
    if (from === null) break;
    const clause = text.slice(from);
    const isWish = isNamed && /[.!?…]$/u.test(text.slice(0, from).trimEnd()) && isFewWords(clause);
    if (!isWish && !isLeave(clause, signer)) break;
    isNamed = isOwnWord(clause, signer);
    text = text.slice(0, from).trimEnd().replace(/[,;]$/, '');
  }
  return at < 0 ? [...lines] : [...lines.slice(0, at), text];
}

/** "Mulțumesc mult de tot, o seară faină!": a last sentence that begins with thanks. */
const MOST_THANKS_WORDS = 9;

function withoutLastThanks(text: string, signer: Signer): string {
  const last = splitSentences(text.slice(-LONGEST_LAST_SENTENCE)).at(-1);
  if (last === undefined || last.start === 0 || /\d/.test(last.text) || deniesInOwn(last.text, signer.languages)) return text;
  const folded = foldPhrase(last.text);
  const takesLeave = signer.languages.some((language) => !language.unspaced && startsWithPhrase(folded, language.closings, false) !== null);
  return takesLeave && folded.split(' ').length <= MOST_THANKS_WORDS ? text.slice(0, -last.text.length).trimEnd() : text;
}

const LONGEST_LAST_SENTENCE = 300;

/** "Un bacione, Giu": before the name anything so short takes leave. */
const MOST_WISH_WORDS = 3;

function isFewWords(clause: string): boolean {
  return foldPhrase(clause).split(' ').length <= MOST_WISH_WORDS && !/\d/.test(clause);
}

const SHORTEST_OWN_WORD = 3;

/** "Giu" of Giulia, "lukas (18)" of lukas.gamerz@…: one word of the sender's name or address, or the beginning of one. */
function isOwnWord(clause: string, { senderName, senderAddress }: Signer): boolean {
  const word = foldPhrase(clause.replace(/\(.{1,10}\)/u, ' '));
  const known = foldPhrase(`${senderName} ${senderAddress.split('@', 1)[0]?.replace(/[\d._+-]+/gu, ' ')}`).split(' ');
  return word.length >= SHORTEST_OWN_WORD && !word.includes(' ') && known.some((name) => name.startsWith(word));
}

function lastClauseStart(text: string): number | null {
  const tail = text.slice(-LONGEST_LEAVE - 8);
  const found = LAST_CLAUSE.exec(tail);
  return found === null ? null : text.length - tail.length + found.index + found[0].length;
}

function isLeave(clause: string, signer: Signer): boolean {
  const folded = foldPhrase(clause);
  const words = folded.split(' ').filter(Boolean);
  if (words.length === 0 || words.length > MOST_LEAVE_WORDS || clause.length > LONGEST_LEAVE) return false;
  if (isOwnWord(clause, signer) || (words.length <= 2 && isSenderName(clause, signer))) return true;
  return signer.languages.some((language) => {
    if (language.unspaced) return false;
    const phrase = startsWithPhrase(folded, language.closings, false);
    return phrase !== null && words.length - phrase.split(' ').length <= MOST_WORDS_BEHIND_LEAVE;
  });
}

/** "Best regards" has at most so many words behind it: a name. */
const MAX_CLOSING_WORDS = 8;
const MAX_CLOSING_CHARACTERS = 90;
/** Name, title, company, a phone number: a signature without its mark has no more lines, and they are short. */
const MAX_LINES_AFTER_CLOSING = 8;
const LONGEST_LINE_AFTER_CLOSING = 80;
/** Blank lines included. */
const MAX_LINES_FROM_CLOSING = 30;

/** The lines before "Best regards" and what follows it. */
export function beforeClosing(lines: readonly string[], languages: readonly Language[]): string[] {
  const first = Math.max(1, lines.length - MAX_LINES_FROM_CLOSING);
  const closing = lines.findIndex(
    (line, index) => index >= first && isClosing(line, languages) && isNearEnd(lines, index) && !goesOn(lines.slice(index), languages),
  );
  return closing >= 0 ? lines.slice(0, closing) : [...lines];
}

/** "Merci de me rembourser …", "Thanks but it does not work", and thanks above what is asked: words of a closing that close nothing. */
function goesOn([line = '', ...below]: readonly string[], languages: readonly Language[]): boolean {
  return deniesInOwn(line, languages) || [line, ...below.slice(0, MAX_LINES_AFTER_CLOSING)].some((text) => asksForMoney(text, languages));
}

function isClosing(line: string, languages: readonly Language[]): boolean {
  const trimmed = line.trim();
  if (trimmed === '' || trimmed.length > MAX_CLOSING_CHARACTERS) return false;
  if (/^(--|__+|—|–)$/.test(trimmed)) return true;
  const folded = foldPhrase(trimmed);
  const drawn = withoutRepeats(folded);
  return languages.some((language) => {
    const found = startsWithPhrase(folded, language.closings, Boolean(language.unspaced));
    const phrase =
      found ?? (drawn === folded || language.unspaced ? null : startsWithPhrase(drawn, language.closings.map(withoutRepeats), false));
    if (phrase === null) return false;
    const more = folded.slice(phrase.length).trim();
    // "आपका" takes leave alone, and begins any other sentence.
    if (more !== '' && isCommon(phrase, language)) return false;
    if (language.unspaced && more !== '' && more.length < folded.length && isClosing(more, [language])) return true;
    return language.unspaced
      ? more.length <= (phrase.length >= LONG_CLOSING ? MOST_BEHIND_LONG_CLOSING : 12)
      : more === '' || more.split(' ').length <= MAX_CLOSING_WORDS - phrase.split(' ').length;
  });
}

/** "จึงเรียนมาเพื่อ" and its kin begin a letter's last sentence, whatever it goes on with. */
const LONG_CLOSING = 8;
const MOST_BEHIND_LONG_CLOSING = 24;

function isCommon(phrase: string, language: Language): boolean {
  return !language.unspaced && !phrase.includes(' ') && language.functionWords.split(' ').includes(phrase) && !isThanks(phrase, language);
}

/** Listed as a word of every request as well: thanks are common, and take leave whatever follows them. */
function isThanks(phrase: string, language: Language): boolean {
  return language.closings.some((other) => foldPhrase(other).startsWith(`${phrase} `));
}

function isNearEnd(lines: readonly string[], index: number): boolean {
  const after = lines.slice(index + 1).filter((line) => line.trim() !== '');
  return after.length <= MAX_LINES_AFTER_CLOSING && after.every((line) => line.length <= LONGEST_LINE_AFTER_CLOSING);
}

/**
 * Where a signature without its mark begins: the last paragraph, if it begins with the sender's name,
 * or the earliest line with a name from which on all lines are contact data. Never the first line.
 */
function contactBlockStart(lines: readonly string[], signer: Signer): number | null {
  const paragraph = lines.findLastIndex((line, index) => index > 0 && line.trim() !== '' && lines[index - 1]?.trim() === '');
  if (paragraph > 0 && isSenderName(lines[paragraph] ?? '', signer) && isNearEnd(lines, paragraph)) return paragraph;
  const end = lines.findLastIndex((line) => line.trim() !== '');
  let start: number | null = null;
  let count = 0;
  for (let at = end; at > 0 && count < MAX_LINES_AFTER_CLOSING; at--) {
    const line = lines[at]?.trim() ?? '';
    if (line === '') continue;
    if (lines.slice(0, at).every((above) => above.trim() === '')) break;
    const isNamed = isName(line, signer, lines[at - 1]?.trim() === '') || (count > 0 && isUncasedName(line, lines.slice(at - 1, at + 3)));
    if (isNamed || isTelephoneLine(line)) start = at;
    else if (!isContactLine(line)) break;
    count++;
  }
  return start;
}

/** A short line with a name of the sender. */
function isSenderName(line: string, signer: Signer): boolean {
  const known = foldPhrase(signer.senderName).split(' ');
  const words = foldPhrase(line).split(' ').filter(Boolean);
  const shared = words.filter((word) => word.length > 1 && known.includes(word)).length;
  // "Luật sư Phạm Quốc Bảo": a title of two words before all of a name.
  const isWhole = shared === known.length && (shared >= 2 || UNCASED_NAME.test(signer.senderName));
  return shared > 0 && (words.length <= 4 || (words.length <= 6 && isWhole));
}

function isName(line: string, signer: Signer, apart: boolean): boolean {
  const first = line.split(/\s[|•·]\s/u, 1)[0]?.trim() ?? '';
  const words = foldPhrase(first).split(' ').filter(Boolean);
  if (/[.!?。！？:]$/u.test(first.replace(/\b\p{Lu}\.$/u, ''))) return false;
  if (isSenderName(first, signer)) return true;
  if (words.length === 0 || words.length > 4) return false;
  if (UNCASED_NAME.test(first)) return apart && (foldPhrase(signer.senderName).includes(words.join(' ')) || HONORIFIC.test(first));
  return apart && CAPITALISED_NAME.test(first);
}

const CAPITALISED = String.raw`\p{Lu}[\p{L}\p{M}.'’-]*`;
const CAPITALISED_NAME = new RegExp(
  String.raw`^(?:[-–—]\s?)?${CAPITALISED}(?:\s(?:${CAPITALISED}|${anyInside((language) => language.nameParticles)})){0,3}$`,
  'u',
);

/** A name in Han, kana or Hangul: nothing but its length and place tells it from a word. */
const UNCASED_NAME = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\s]{2,12}$/u;
/** The same in other scripts without capitals: up to four words. */
const UNCASED_WORDS = /^(?:[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Devanagari}\p{Script=Thai}\p{M}."'׳״]{2,20}(?:\s|$)){1,4}$/u;
const POSTCODE = /\p{Nd}{5}/u;

/** Above contact data and behind an empty line. @param around the line above, the line, and two below it */
function isUncasedName(line: string, around: readonly string[]): boolean {
  const [above = '', , ...below] = around;
  if (above.trim() !== '') return false;
  return UNCASED_NAME.test(line) || (UNCASED_WORDS.test(line) && below.some((other) => POSTCODE.test(other) || isTelephoneLine(other)));
}

// +84 28 3822 0000, (04)2225-6789, 044-200-1234, 13688889999; an order number has no such groups.
const TELEPHONE =
  /(?<![\p{L}\d_-])(?:\+\d{1,3}[\d\s().-]{6,16}\d|\(?0\d{1,3}\)?[\s.-]\d{3,4}[\s.-]?\d{3,5}|\(0\d{1,3}\)\d{3,4}-?\d{3,4}|1[3-9]\d{9})(?![\d_-])/u;
/** A line with a telephone number, a name and a title; more is a sentence. */
const MOST_TELEPHONE_WORDS = 16;
const LONGEST_UNSPACED = 24;

/** A name and a number to call, at the end of a mail: nobody gives a reason beside them. */
function isTelephoneLine(line: string): boolean {
  const number = TELEPHONE.exec(foldDigits(line))?.[0];
  if (number === undefined || line.length > LONGEST_LINE_AFTER_CLOSING || /[.!?。！？]$/u.test(line)) return false;
  const words = line
    .replace(number, ' ')
    .split(/[\s,|•·/]+/u)
    .filter((word) => /\p{L}/u.test(word));
  const lower = words.filter((word) => /^\p{Ll}{2,}/u.test(word)).length;
  if (UNSPACED.test(line) && words.join('').length > LONGEST_UNSPACED) return false;
  return (
    words.length <= MOST_TELEPHONE_WORDS &&
    lower * 3 <= words.length &&
    !/[.。]\s|,\s.{0,40},\s.{0,40},/u.test(line.replace(/\p{Lu}\w{0,4}\.\s/gu, ''))
  );
}

/** What a writer puts behind the own name. */
const HONORIFIC = new RegExp(`${anyInside((language) => language.honorifics)}$`, 'u');

/** A street, a town, a number, a link, a title: short, with figures, an address, bars or capitals only, and no sentence. */
function isContactLine(line: string): boolean {
  if (line.length > LONGEST_LINE_AFTER_CLOSING || /[!?:。！？]$|\.\.$/u.test(line)) return false;
  const words = line.split(/[\s,|•·/／]+/u).filter(Boolean);
  if (isTelephoneLine(line)) return true;
  if (findAddresses(line).length > 0 || /https?:|www\.|\s[|•·]\s/u.test(line)) return words.length <= 10;
  if (words.length > 8) return false;
  const lower = words.filter((word) => /^\p{Ll}{3,}/u.test(word)).length;
  if (/\d/.test(line)) return !line.endsWith('.') && lower * 2 <= words.length && !/#\s?\d|[A-Za-z]{2,8}[-_]\d{3,}/.test(line);
  return (
    lower === 0 &&
    words.length <= 5 &&
    /^\p{Lu}/u.test(line) &&
    !/[.,;]$/.test(line.replace(/\b(?:Inc|Ltd|Co|Corp|GmbH|B\.V|S\.A)\.$/u, ''))
  );
}
