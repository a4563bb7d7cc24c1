import type { SegmentRole } from '../domain/mail.ts';
import { contactShape, isAddressLine } from './contact-line.ts';
import { type Line, nextWithText } from './lines.ts';
import { foldPhrase, UNSPACED } from './phrase-tables.ts';
import { fill } from './segment-roles.ts';
import {
  closingOf,
  countNoticeWords,
  isContactLine,
  isDisclaimer,
  isFooter,
  isLabelledLine,
  isLeaveTaking,
  isNameLine,
  isSignatureMark,
  isTitleLine,
  mayAsk,
} from './signature.ts';
import { isOf, isSigned, type Signer } from './signer.ts';

/**
 * Marks, in one own stretch [start, end), its signature, footers and legal notice.
 *
 * A signature is looked for twice. Here: whole lines of every mail, in the words of every language and by their shape, before anything is
 * known of what it asks; what is marked is nobody's statement any more, so doubt leaves a line the customer's own. In `extract/sign-off.ts`:
 * what is left of leave-taking at the end of the own words, down to a clause of the last line, in the mail's language; there a line too many
 * costs a reason alone, so a courtesy or a name is enough.
 */
export function markSignature(lines: readonly Line[], roles: SegmentRole[], start: number, end: number, signer: Signer): void {
  const textOf = (at: number) => lines[at]?.text ?? '';
  for (let at = start; at < end; at++) {
    if (lines[at]?.mark === 'signature' || isFooter(textOf(at))) roles[at] = 'signature';
  }
  const top = firstOfLetter(lines, start, end);
  for (let at = start; at < end; at++) {
    const begins =
      (isSignatureMark(textOf(at)) && !hasLabelledLine(lines, at + 1, end)) ||
      (isDisclaimer(textOf(at)) && (at > top || !isLong(textOf(at)))) ||
      (at > top && countNoticeWords(textOf(at)) >= FEWEST_NOTICE_WORDS) ||
      (isListRule(textOf(at)) && isTail(lines, at, end, MAX_LIST_FOOTER_LINES)) ||
      (at > top && isRule(textOf(at)) && isTail(lines, at, end, MAX_RULED_LINES) && isRuledSignature(lines, at, end));
    if (!begins || !isTail(lines, at, end, MAX_SIGNATURE_LINES)) continue;
    fill(roles, at, end, 'signature');
    markClosing(lines, roles, start, at, signer);
    return;
  }
  markClosing(lines, roles, start, end, signer);
}

/** A notice above everything else is short; a customer's one paragraph may speak of rules of privacy and of an address. */
function isLong(text: string): boolean {
  return text.length > LONGEST_OPENING_NOTICE;
}

const LONGEST_OPENING_NOTICE = 160;

/** The first line of the letter itself, below its salutation. */
function firstOfLetter(lines: readonly Line[], start: number, end: number): number {
  const filled = (from: number) => {
    let at = from;
    while (at < end && lines[at]?.text.trim() === '') at++;
    return at;
  };
  const first = filled(start);
  const text = lines[first]?.text.trim() ?? '';
  return text.length <= LONGEST_SALUTATION && /[,!:،，、]$/u.test(text) ? filled(first + 1) : first;
}

const LONGEST_SALUTATION = 60;

/** Without a signature above it: a customer may print a message for its recipient. */
const FEWEST_NOTICE_WORDS = 3;

/** What stands below a signature and speaks of the mail as a notice does, in one word of it. */
export function markNoticeBelow(lines: readonly Line[], roles: SegmentRole[], start: number, end: number): void {
  let top = end;
  while (top > start && (roles[top - 1] === 'own' || lines[top - 1]?.text === '')) top--;
  if (top <= start) return;
  while (top < end && lines[top]?.text === '') top++;
  if (top < end && isTail(lines, top, end, MAX_SIGNATURE_LINES) && countNoticeWords(lines[top]?.text ?? '') > 0)
    fill(roles, top, end, 'signature');
}

/** Longest signature that is believed, in lines with text. Below "--" a table of order data is no signature. */
const MAX_SIGNATURE_LINES = 25;

/** Some part their mail's paragraphs with dashes: what is labelled below them is the request. */
function hasLabelledLine(lines: readonly Line[], from: number, end: number): boolean {
  return lines.slice(from, Math.min(end, from + MAX_CONTACT_REACH)).some((line) => isLabelledLine(line.text));
}

/** Mailman and its kin end a mail with a long rule and three lines. */
const MAX_LIST_FOOTER_LINES = 6;

function isListRule(text: string): boolean {
  return /^_{20,200}$/.test(text.trim());
}

/** A line of one sign: ━━━━━, =====, *****. */
const RULE = /^([━─═＝=＊*～~_◇◆□■-])\1{4,120}$/u;

function isRule(text: string): boolean {
  return RULE.test(text.replaceAll(' ', ''));
}

const MAX_RULED_LINES = 9;

/** Name, street and telephone below a rule and nothing of a request, as signatures are framed in Japan. */
function isRuledSignature(lines: readonly Line[], at: number, end: number): boolean {
  const below = lines.slice(at + 1, Math.min(end, at + MAX_CONTACT_REACH)).filter((line) => line.text !== '' && !isRule(line.text));
  return (
    below.length <= MAX_RULED_LINES &&
    below.some((line) => contactShape(line.text) === 'certain') &&
    below.every((line) => line.text.length <= LONGEST_FRAMED_LINE && !mayAsk(line.text) && !isSentence(line.text)) &&
    !hasLabelledLine(lines, at + 1, end)
  );
}

const LONGEST_FRAMED_LINE = 80;

/** "Pictures are blurred": a line of words in small letters that holds no contact data. */
function isSentence(text: string): boolean {
  return contactShape(text) === null && countSmallWords(text) >= 2 && !isTitleLine(text);
}

function isTail(lines: readonly Line[], at: number, end: number, maxLines: number): boolean {
  let count = 0;
  for (let below = at + 1; below < end && count <= maxLines; below++) if (lines[below]?.text !== '') count++;
  return count <= maxLines;
}

/** Lines with text below a closing that may belong to it. */
const MAX_CONTACT_LINES = 14;

/** The same with the empty lines between: keeps a mail of nothing but closings linear. */
const MAX_CONTACT_REACH = 40;

/** From a closing to the end of its contact block; a labelled line or a sentence ends the block and is own again. */
function markClosing(lines: readonly Line[], roles: SegmentRole[], start: number, end: number, signer: Signer): void {
  for (let at = start; at < end; at++) {
    const text = lines[at]?.text ?? '';
    const isApart = at > start && lines[at - 1]?.text === '';
    const shape = closingOf(text);
    const isWish = shape === null && isWishAbove(lines, at, start, signer);
    const closing =
      isWish || (shape === null && isApart && endsWithComma(lines, at, start)) || (shape !== 'formal' && isApart && isLeaveTaking(text))
        ? 'apart'
        : shape;
    if (closing === null) continue;
    const { stop, count, named } = contactBlock(lines, roles, at + 1, Math.min(end, at + MAX_CONTACT_REACH));
    if (count > MAX_CONTACT_LINES) continue;
    const endsRun = nextOwn(lines, roles, stop, end) >= end;
    if (closing === 'thanks' && !named && !(endsRun && isFewWords(text))) continue;
    if (closing === 'apart' && !named && lines[at + 1]?.text !== '' && at + 1 < end) continue;
    if (endsRun || named) fill(roles, at, stop, 'signature');
  }
  markTrailingName(lines, roles, start, end, signer);
  markContactData(lines, roles, start, end, signer);
  markNameAbove(lines, roles, start, end);
}

/** "Un saludito": on the last line no name need follow. */
const MOST_LAST_WORDS = 4;

function isFewWords(text: string): boolean {
  return text.trim().split(/\s+/u).length <= MOST_LAST_WORDS;
}

/** "Rigtig god sommer herfra": so few words, apart from the text above, right above the sender's own name. */
const MOST_WISH_WORDS = 6;
/** With fewer words above, the line may be all that the writer has to say. */
const FEWEST_WORDS_ABOVE = 12;

function isWishAbove(lines: readonly Line[], at: number, start: number, signer: Signer): boolean {
  const text = lines[at]?.text.trim().replace(EMOTICON, '') ?? '';
  const before = lines[at - 1]?.text ?? '';
  if (at === start || (before !== '' && !/[.!?]$/u.test(before))) return false;
  const isShort = text.split(/\s+/u).length <= MOST_WISH_WORDS && !/[\d@:?.]/u.test(text);
  if (!isShort || mayAsk(text) || !isSigned(lines[at + 1]?.text ?? '', signer)) return false;
  return wordsAbove(lines, at, start) >= FEWEST_WORDS_ABOVE;
}

const EMOTICON = /\s?[:;]-?[)D(]$|\s?\p{Extended_Pictographic}$/u;

function wordsAbove(lines: readonly Line[], at: number, start: number): number {
  return lines.slice(Math.max(start, at - MAX_CONTACT_REACH), at).flatMap((line) => line.text.split(/\s+/u).filter(Boolean)).length;
}

/** "Espérant le tout à votre convenance,": one line that ends in a comma, with nothing but the name below. */
const MOST_WORDS_TO_COMMA = 10;

function endsWithComma(lines: readonly Line[], at: number, start: number): boolean {
  const text = lines[at]?.text.trim() ?? '';
  const next = lines[nextWithText(lines, at + 1)]?.text ?? '';
  const isLine = /^\p{Lu}.*,$/u.test(text) && !/[\d@:?#]/u.test(text) && text.split(/\s+/u).length <= MOST_WORDS_TO_COMMA;
  return (
    isLine &&
    !mayAsk(text) &&
    isNameLine(next.split(',', 1)[0] ?? '') &&
    next.length <= LONGEST_TITLED_NAME &&
    wordsAbove(lines, at, start) >= FEWEST_WORDS_ABOVE
  );
}

/** Contact data that ends a mail without a closing or a name above: a company, its tax number, a street, a telephone number. */
function markContactData(lines: readonly Line[], roles: SegmentRole[], start: number, end: number, signer: Signer): void {
  let last = end - 1;
  while (last > start && (lines[last]?.text === '' || roles[last] !== 'own')) last--;
  let top: number | null = null;
  let paragraph = last;
  for (let at = last, blanks = 0; at > start && at > last - MAX_CONTACT_LINES; at--) {
    const text = lines[at]?.text ?? '';
    if (text === '') {
      // Names and titles belong to the block where all of their paragraph does.
      if (top !== null) top = paragraph;
      if (top === null || ++blanks > 1) break;
      continue;
    }
    const shape = roles[at] === 'own' ? contactShape(text) : null;
    // An address may be the account; only below a name it belongs to it.
    if (shape === null || (isAddressLine(text) && !hasNameAbove(lines, at, start))) break;
    paragraph = at;
    if (shape === 'certain') top = at;
    else if (blanks > 0 && !isNameLine(text)) break;
  }
  if (top !== null && top > start && isSignedName(lines[top - 1]?.text ?? '', signer)) top--;
  const hasTextAbove = top !== null && lines.slice(start, top).some((line) => line.text !== '');
  if (top !== null && hasTextAbove) fill(roles, top, last + 1, 'signature');
}

/** Lines of titles and departments between a name and contact data, in one paragraph with both. */
const MOST_TITLE_LINES = 3;

/** "Elena Colombo / Ufficio amministrazione" above the company that the signature begins with. */
function markNameAbove(lines: readonly Line[], roles: SegmentRole[], start: number, end: number): void {
  let top = end;
  while (top > start && (roles[top - 1] === 'signature' || lines[top - 1]?.text === '')) top--;
  while (top < end && lines[top]?.text === '') top++;
  if (roles[top] !== 'signature') return;
  for (let at = top - 1; at > start && at >= top - 1 - MOST_TITLE_LINES; at--) {
    const text = lines[at]?.text ?? '';
    if (text === '' || !isTitleLine(text)) return;
    if (lines[at - 1]?.text === '' && isNameLine(text) && text.includes(' ')) fill(roles, at, top, 'signature');
  }
}

/** "Jean-Marc Boisson, gérant" above the company: the sender, and what he is. */
function isSignedName(text: string, signer: Signer): boolean {
  const [name = '', ...titles] = text.split(',');
  return titles.length <= 2 && isNameLine(name) && isOf(name, signer);
}

function hasNameAbove(lines: readonly Line[], at: number, start: number): boolean {
  for (let above = at - 1; above >= start && above > at - MAX_CONTACT_LINES && lines[above]?.text !== ''; above--)
    if (isNameLine(lines[above]?.text ?? '') && (lines[above]?.text ?? '').includes(' ')) return true;
  return false;
}

function contactBlock(
  lines: readonly Line[],
  roles: readonly SegmentRole[],
  from: number,
  end: number,
): { stop: number; count: number; named: boolean } {
  let count = 0;
  let named = false;
  let apart = false;
  let stop = from;
  for (let at = from; at < end; at++) {
    const text = lines[at]?.text ?? '';
    if (text === '' || roles[at] === 'signature') {
      if (roles[at] === 'signature') stop = at + 1;
      if (text === '' && count > 0) apart = true;
      continue;
    }
    if (count === 0 && (isNameLine(text) || isNameWithTitle(text) || closingOf(text) !== null)) named = true;
    else if (count === 0 || !(isContactLine(text) || (named && !apart && count <= MOST_TITLE_LINES && isTitleAt(lines, at, end)))) break;
    count++;
    stop = at + 1;
  }
  return { stop, count, named };
}

const LONGEST_TITLED_NAME = 60;
/** A title with the department, or with the company and its legal form. */
const MOST_WORDS_BETWEEN = 9;

/** By its shape, or because it stands between a name and contact data of one paragraph: "ведущий специалист отдела закупок". */
function isTitleAt(lines: readonly Line[], at: number, end: number): boolean {
  const text = lines[at]?.text.trim() ?? '';
  if (isTitleLine(text)) return true;
  const below = lines.slice(at + 1, Math.min(end, at + 1 + MOST_TITLE_LINES));
  const blank = below.findIndex((line) => line.text === '');
  const isAboveContact = (blank < 0 ? below : below.slice(0, blank)).some((line) => contactShape(line.text) === 'certain');
  const isShort = text.length <= LONGEST_TITLED_NAME && text.split(/\s+/u).length <= MOST_WORDS_BETWEEN;
  return isAboveContact && isShort && !/[!?:;…]|\p{L}{4}\.$|#|\d{3}/u.test(text) && !mayAsk(text);
}

/** "mr. A. Peeters", "директор Бойко С.М.": a title in small letters, then capitals alone. */
const TITLE_AND_NAME = /^(?:\p{Ll}[\p{L}\p{M}.-]{1,24}\s){1,3}(?:\p{Lu}[\p{L}\p{M}.'’-]{0,24}\s?){1,3}$/u;

/** "Jean-Marc Boisson, gérant", "mr. A. Peeters": below a closing. */
function isNameWithTitle(text: string): boolean {
  const bare = text.trim();
  if (bare.length > LONGEST_TITLED_NAME) return false;
  const [name = '', title, ...more] = bare.split(', ');
  const isTitle = title !== undefined && more.length === 0 && /^[\p{L}\p{M}][\p{L}\p{M} .&/-]{1,40}$/u.test(title);
  return TITLE_AND_NAME.test(bare) || (isTitle && name.includes(' ') && isNameLine(name) && title.split(' ').length <= 4);
}

function nextOwn(lines: readonly Line[], roles: readonly SegmentRole[], from: number, end: number): number {
  let at = from;
  while (at < end && at < from + MAX_CONTACT_REACH && (lines[at]?.text === '' || roles[at] !== 'own')) at++;
  return at;
}

/** "- Mira", or the sender's display name, on the last own line. */
function markTrailingName(lines: readonly Line[], roles: SegmentRole[], start: number, end: number, signer: Signer): void {
  let last = end - 1;
  while (last > start && (lines[last]?.text === '' || roles[last] !== 'own')) last--;
  if (last <= start || roles[last] !== 'own') return;
  const text = lines[last]?.text ?? '';
  const dashed =
    /^[-–—~]\s?\p{Lu}/u.test(text) && isNameLine(text) && text.split(/\s+/).length <= 4 && !/^[-–—~]/u.test(lines[last - 1]?.text ?? '');
  const known = isSigned(text, signer);
  if (dashed || known) roles[last] = 'signature';
  else if (!markNamedParagraph(lines, roles, start, last, signer)) markNamedBlock(lines, roles, start, last, signer);
}

/** Company, department and name, extension: few, and no sentence. */
const MOST_NAMED_PARAGRAPH_LINES = 5;
const LONGEST_NAMED_LINE = 40;
/** A shorter name is a word of any sentence. */
const SHORTEST_WHOLE_NAME = 3;

const FEWEST_SENTENCE_WORDS = 3;

function countSmallWords(text: string): number {
  return text.split(/\s+/u).filter((word) => /^\p{Ll}{2,}/u.test(word)).length;
}

/** "中村工業株式会社 / 総務部 中村健一 / 内線 4412": a last paragraph of short lines, one of which holds all of the sender's name. */
function markNamedParagraph(lines: readonly Line[], roles: SegmentRole[], start: number, last: number, signer: Signer): boolean {
  let top = last;
  while (top > start && lines[top - 1]?.text !== '' && roles[top - 1] === 'own' && last - top < MOST_NAMED_PARAGRAPH_LINES) top--;
  const paragraph = lines.slice(top, last + 1).map((line) => line.text.trim());
  const isFramed = top > start && lines[top - 1]?.text === '' && paragraph.length > 1 && paragraph.length <= MOST_NAMED_PARAGRAPH_LINES;
  const squeeze = (text: string) => foldPhrase(text).replaceAll(/[\s\u3000]/gu, '');
  const name = squeeze(signer.name);
  const isWhole = name.length >= SHORTEST_WHOLE_NAME && (UNSPACED.test(name) || signer.name.includes(' '));
  if (!isFramed || !isWhole || !paragraph.some((text) => squeeze(text).includes(name))) return false;
  // "Mira Holt is very sad": words in small letters beside a name are a sentence.
  if (paragraph.some((text) => countSmallWords(text) >= FEWEST_SENTENCE_WORDS)) return false;
  if (paragraph.some((text) => text.length > LONGEST_NAMED_LINE || /[.!?。！？…:：]$|#/u.test(text) || mayAsk(text))) return false;
  if (!lines.slice(start, top).some((line) => line.text !== '')) return false;
  fill(roles, top, last + 1, 'signature');
  return true;
}

/** Lines of contact data below the sender's own name, at the end of a mail without a closing. */
const MAX_NAMED_BLOCK_LINES = 8;

function markNamedBlock(lines: readonly Line[], roles: SegmentRole[], start: number, last: number, signer: Signer): void {
  for (let at = last; at > start && at > last - MAX_NAMED_BLOCK_LINES; at--) {
    const text = lines[at]?.text ?? '';
    if (roles[at] !== 'own') return;
    if (isSigned(text, signer)) {
      fill(roles, at, last + 1, 'signature');
      return;
    }
    if (!isContactLine(text)) return;
  }
}
