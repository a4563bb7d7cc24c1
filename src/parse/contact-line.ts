import { lazily } from '../domain/lazily.ts';
import { alternativesOf, anyOf, foldPhrase, phrasesOf, plainWordsOf, startsWithAnyOf } from './phrase-tables.ts';

/**
 * How surely a line is contact data by its shape alone: `certain` holds a number, street, company or link that nobody writes into a
 * request; `possible` holds nothing else than names, titles and addresses, which only the lines around it tell.
 */
export type ContactShape = 'certain' | 'possible';

/** Nobody's line of contact data is longer. */
const LONGEST_LINE = 160;
const MOST_PARTS = 10;
/** Between a street, a town, a number: a comma, a bar, a semicolon, a dash or slash with spaces around it, a run of spaces. */
const PART_END = /[,;]\s|\s?[|｜•·▪●]\s?|\s[-–—/]\s|[、，；]|\t|\s{2,}/u;

/** An address by itself or behind "Email:": it may be the account that the mail is about. */
export function isAddressLine(text: string): boolean {
  const line = text.trim();
  return line.length <= LONGEST_LINE && /^(?:[\p{L} -]{1,30}[:：]\s?)?<?[^\s@]{1,80}@[^\s@]{1,80}$/u.test(line);
}

/** @returns null where any part of the line is something else */
export function contactShape(text: string): ContactShape | null {
  const line = text.trim();
  if (line === '' || line.length > LONGEST_LINE || /[?!？！。]$|\.\.$/u.test(line)) return null;
  const parts = partsOf(line);
  if (parts.length > MOST_PARTS) return null;
  let certain = false;
  for (const part of parts) {
    if (part === '' || (parts.length > 2 && BARE_POSTCODE.test(part))) continue;
    const shape = partShape(part, CASED.test(line));
    if (shape === null) return null;
    certain ||= shape === 'certain';
  }
  if (certain) return 'certain';
  // "Order 10482" has the shape of a street and its house number.
  return parts.length === 1 && WORD_AND_NUMBER.test(line) ? null : 'possible';
}

/** Between a company and its town. */
const BARE_POSTCODE = /^\d{4,6}$/;
const WORD_AND_NUMBER = /^\p{Lu}[\p{L}.'’ -]{1,40}\s\d{1,6}[a-zA-Z]?$/u;

const CASED = /\p{Lu}/u;

/** `QI-10482`, `#10482`: the request's. */
const NUMBER_LIKE = /#\s?\d|\p{Lu}{2}[-_]\d{3}/u;
const HOUSE_NUMBER = /^\d{1,4}\s?\p{L}?(?:\/\d{1,4})?\.?$/u;

/** A house number behind a comma belongs to its street. */
function partsOf(line: string): string[] {
  const parts: string[] = [];
  for (const part of line.split(PART_END, MOST_PARTS + 1).map((text) => text.trim())) {
    const before = parts.at(-1);
    if (before !== undefined && before !== '' && HOUSE_NUMBER.test(part)) parts[parts.length - 1] = `${before} ${part}`;
    else parts.push(part);
  }
  return parts;
}

function partShape(part: string, isCased: boolean): ContactShape | null {
  const bare = part.replace(/[.,;]$/, '').trim();
  if (/^(?:https?:\/\/|www\.)\S+$/iu.test(bare)) return 'certain';
  if (/^[^\s@]{1,80}@[^\s@]{1,80}$/u.test(bare) || /^[\p{L}\d-]{2,40}\.[\p{L}]{2,10}(?:\.[a-z]{2,4})?$/u.test(bare)) return 'possible';
  // "3.º Esq.", "2º D": a floor and a door.
  if (/^\d{1,2}\.?[ºª°]\s?(?:\p{L}{1,4})?$/u.test(bare)) return 'possible';
  const labelled = labelledShape(part);
  // "订单号：QI-1": what another label stands before is no street, whatever its words hold.
  if (labelled !== null || /[:：]/u.test(part) || NUMBER_LIKE.test(part)) return labelled;
  return (
    (isPhoneNumber(bare) || isBankNumber(bare) ? 'certain' : null) ??
    // Without capitals a name is no different from words: "the company", "the way".
    (isCompany(part) || isStreet(part) ? (isCased ? 'certain' : 'possible') : null) ??
    (POSTCODE_CERTAIN.test(bare) ? 'certain' : null) ??
    (isPlace(bare) || isNames(bare) || isTown(bare) ? 'possible' : null)
  );
}

const LABEL = lazily(() => startsWithAnyOf([...phrasesOf('contacts'), ...phrasesOf('registers')]));
const REGISTERS = lazily(() => phrasesOf('registers'));
/** A register's number is long; a telephone number without a colon before it as well, lest "home 2026" be one. */
const LEAST_DIGITS = 4;
const LEAST_DIGITS_OF_PHONE = 6;
/** What follows a label: "Tel. Nr.: +49 …", "VAT Reg. No. GB 234 5678 91", "HRB 158855 B". */
const MOST_LETTERS_OF_VALUE = 16;

/** A label of contact data with a figure, an address or a link behind it. */
function labelledShape(part: string): ContactShape | null {
  const folded = foldPhrase(part);
  const label = LABEL().exec(folded)?.[0];
  if (label === undefined) return null;
  const value = folded.slice(label.length).replace(/^[\s.:：=#№-]{0,8}/u, '');
  if (value === folded.slice(label.length) && !/[\d〒]/u.test(value[0] ?? '') && value !== '') return null;
  if (value.includes('@')) return value.split(' ').length <= 2 ? 'possible' : null;
  if (/^(?:https?:|www\.)\S+$|^@?[\w.-]+\.[a-z]{2,6}(?:\/\S*)?$/u.test(value)) return 'certain';
  const marked = /^[\s]?[.:：=]/u.test(folded.slice(label.length));
  if (/^[a-z]{1,2}$/.test(label) && !marked && !/^\p{Lu}{2}|^\p{Lu}\s\+/u.test(part)) return null;
  const digits = value.replace(/\P{Nd}/gu, '').length;
  const letters = value.replace(/\P{L}/gu, '').length;
  if (
    digits >= (marked || REGISTERS().has(label) ? LEAST_DIGITS : LEAST_DIGITS_OF_PHONE) &&
    letters <= Math.max(MOST_LETTERS_OF_VALUE, digits)
  )
    return 'certain';
  // "Geschäftsführer: Max Müller", "Address: 14 Mill Lane".
  const shown = part.slice(-value.length);
  return value !== '' && /[:：]/u.test(part) && (isStreet(shown) || isNames(shown)) ? 'possible' : null;
}

const DATE_LIKE = /^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}$/u;

/** With a plus, brackets, or a leading nought and groups: a bare run of digits may be an order number. */
function isPhoneNumber(bare: string): boolean {
  if (!/^[+(\d][\d\s()./-]{6,26}$/u.test(bare) || DATE_LIKE.test(bare)) return false;
  const digits = bare.replace(/\D/g, '').length;
  return digits >= 7 && digits <= 15 && (/^\+|^00|^\(/u.test(bare) || /^0\d{1,4}[\s()./-]/u.test(bare));
}

/** ISO 13616: country, two check digits, groups. */
function isBankNumber(bare: string): boolean {
  return /^[A-Z]{2}\d{2}(?:\s?[A-Z\d]{4}){2,7}(?:\s?[A-Z\d]{1,4})?$/u.test(bare);
}

const COMPANY = lazily(() => anyOf(phrasesOf('companies')));
const MOST_COMPANY_WORDS = 8;

/** "au capital de 8 000 €" behind a French company. */
const CAPITAL = new RegExp(String.raw`\s${alternativesOf(phrasesOf('capitals'))}(?!\p{L}).{0,40}$`, 'iu');

function isCompany(part: string): boolean {
  const bare = part.replace(CAPITAL, '');
  const words = bare.split(/\s+/u);
  if (words.length < 2 && !/\p{Script=Han}|\p{Script=Hangul}|\p{Script=Thai}/u.test(bare)) return false;
  if (words.length > MOST_COMPANY_WORDS || !isTitled(words)) return false;
  const folded = foldPhrase(bare);
  const found = COMPANY().exec(folded);
  if (found === null) return false;
  const atEdge = found.index === 0 || found.index + found[0].length >= folded.length - 1 || /[^\p{Script=Latin}]/u.test(found[0]);
  // "AB" and "AS" are forms, "ab" and "as" are words.
  const shown = words[found.index === 0 ? 0 : words.length - 1] ?? '';
  return atEdge && !/^\p{Ll}{1,4}$/u.test(shown);
}

const STREET_PHRASES = lazily(() => phrasesOf('streets'));
const STREET_WORDS = lazily(() => anyOf([...phrasesOf('streets')].filter((word) => !word.startsWith('-'))));
const STREET_ENDINGS = lazily(() => [...phrasesOf('streets')].filter((word) => word.startsWith('-')).map((word) => word.slice(1)));
const MOST_STREET_WORDS = 8;

/** A word of streets and a house number, or a box. */
function isStreet(bare: string): boolean {
  const words = bare.split(/\s+/u);
  if (words.length > MOST_STREET_WORDS || !/\p{Nd}/u.test(bare) || !isTitled(words)) return false;
  const folded = foldPhrase(bare);
  return (
    STREET_WORDS().test(folded) ||
    folded.split(' ').some((word) => STREET_ENDINGS().some((end) => word.length > end.length + 1 && word.endsWith(end)))
  );
}

/** Forms that nothing else has: 61-123 Poznań, 503 30 Borås, LS6 3HN, 1012 AB Amsterdam, D-10115 Berlin, CA 94103, 01310-100. */
const POSTCODE_CERTAIN =
  /^(?:\d{2}-\d{3}|\d{3}\s\d{2}|\d{4}\s?[A-Z]{2}|[A-Z]{1,3}-\d{4,5}|\d{5}-\d{3}|\d{4}-\d{3})\s+\p{Lu}|\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}$|^[A-Z]{2}\s\d{5}(?:-\d{4})?$|^〒\s?\d{3}-?\d{4}/u;
const MOST_PLACE_WORDS = 6;

/** A postcode and a town, a street and a house number. */
function isPlace(bare: string): boolean {
  if (bare.split(/\s+/u).length > MOST_PLACE_WORDS) return false;
  return (
    /^\d{4,6}\s\p{Lu}[\p{L}.'’ -]{1,40}\d{0,2}$/u.test(bare) ||
    WORD_AND_NUMBER.test(bare) ||
    // The Romanian register of commerce.
    /^[JFC]\d{1,2}\/\d{1,6}\/\d{4}$/.test(bare)
  );
}

/** Small words inside names, titles and streets. */
const SMALL_WORDS: ReadonlySet<string> = new Set([...plainWordsOf('nameParticles'), ...plainWordsOf('placeParticles')]);

/** Words in capitals, figures and the small words between them. */
function isTitled(words: readonly string[]): boolean {
  const small = words.filter((word) => /^\p{Ll}{3,}[.,]?$/u.test(word) && !SMALL_WORDS.has(word) && !isAddressWord(word));
  return small.length === 0 && words.some((word) => /^[^\p{Ll}\d]/u.test(word) || isAddressWord(word));
}

/** "г. Москва", "м. Київ": a word of places before a name. */
function isTown(bare: string): boolean {
  const [first, ...names] = bare.split(/\s+/u);
  return first !== undefined && names.length > 0 && isAddressWord(first) && isNames(names.join(' '));
}

function isAddressWord(word: string): boolean {
  const folded = foldPhrase(word);
  return STREET_PHRASES().has(folded) || STREET_PHRASES().has(folded.replace(/[.,]$/, ''));
}

const MOST_NAME_WORDS = 5;

function isNames(bare: string): boolean {
  const words = bare.split(/\s+/u);
  return (
    words.length <= MOST_NAME_WORDS &&
    bare.length <= 50 &&
    /^\p{Lu}[\p{L}\p{M}.'’()&/ -]*$/u.test(bare) &&
    words.every((word) => /^[\p{Lu}(&/-]/u.test(word) || SMALL_WORDS.has(word) || /^\p{L}\.$/u.test(word))
  );
}
