/** A word, a run of decimal digits, or one other visible character. `norm` is what tables are compared with. */
export interface Token {
  readonly kind: 'word' | 'number' | 'mark';
  readonly text: string;
  readonly norm: string;
  readonly start: number;
  readonly end: number;
}

// The three classes exclude each other, so the scan never looks back.
const TOKEN = /\p{Nd}+|[\p{L}\p{M}]+|\S/gu;
const LATIN = /^[\p{Script=Latin}\p{M}]+$/u;

/** Tokens with offsets into `text`. */
export function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const found = match[0];
    const kind = /^\p{Nd}/u.test(found) ? 'number' : /^[\p{L}\p{M}]/u.test(found) ? 'word' : 'mark';
    const norm = kind === 'number' ? foldDigits(found) : kind === 'word' ? foldWord(found) : foldMark(found);
    tokens.push({ kind, text: found, norm, start: match.index, end: match.index + found.length });
  }
  return tokens;
}

/** Lower case; Latin letters without their accents, which people on foreign keyboards leave out; in other scripts what people leave out there. */
export function foldWord(word: string): string {
  const lower = word.toLowerCase();
  if (!LATIN.test(lower)) return foldSpelling(lower.normalize('NFC'));
  return lower
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[ßıøłđºª]/g, (letter) => PLAIN[letter] ?? letter);
}

const PLAIN: Readonly<Record<string, string>> = { ß: 'ss', ı: 'i', ø: 'o', ł: 'l', đ: 'd', º: 'o', ª: 'a' };

/**
 * Greek without its accents and with one sigma; Arabic with or without its vowels, lengthening, hamza and dots of the last letter; Hebrew
 * without points; Devanagari without nukta and with one sign of the nasal; the Thai vowels that are typed as two; ё as the е that most
 * people write for it. Else Cyrillic keeps its marks (й is not и).
 */
function foldSpelling(word: string): string {
  if (GREEK.test(word)) return word.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ς', 'σ');
  if (!VARIED.test(word)) return word.replaceAll('ё', 'е');
  return word
    .replace(/[\u0640\u064b-\u065f\u0670\u0591-\u05c7\u093c]/g, '')
    .replace(/[\u0622\u0623\u0625\u0671]/g, '\u0627')
    .replace(/[\u0649\u06cc]/g, '\u064a')
    .replace(/\u0629/g, '\u0647')
    .replace(/\u06a9/g, '\u0643')
    .replace(/\u0901/g, '\u0902')
    .replace(/\u0e40\u0e40/g, '\u0e41')
    .replace(/\u0e4d\u0e32/g, '\u0e33');
}

const GREEK = /^\p{Script=Greek}/u;
const VARIED = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Devanagari}\p{Script=Thai}]/u;

const HEBREW_CLITICS = /^[ושהבלמכ]{1,2}(?=\p{L}{3})/u;
const ARABIC_CLITICS = /^(?=[وفبكلا])[وف]?(?:[بك]?ال|لل|[بكل])?(?=\p{L}{3})/u;
const NO_OTHERS: readonly string[] = [];

/** A folded word without the "and", "the", "in", "to", "that" which Hebrew and Arabic write as one word with it; none for other scripts. */
export function withoutClitics(word: string): readonly string[] {
  const first = word.charCodeAt(0);
  if (first >= 0x5d0 && first <= 0x5ea) {
    const found = HEBREW_CLITICS.exec(word)?.[0] ?? '';
    return found === '' ? NO_OTHERS : found.length === 2 ? [word.slice(1), word.slice(2)] : [word.slice(1)];
  }
  if (first < 0x627 || first > 0x648) return NO_OTHERS;
  const found = ARABIC_CLITICS.exec(word)?.[0] ?? '';
  return found === '' ? NO_OTHERS : [word.slice(found.length)];
}

/** The words of `text` in their folded form, one space between them: the form of a label or a phrase. */
export function foldPhrase(text: string): string {
  return tokenise(text)
    .filter((token) => token.kind !== 'mark')
    .map((token) => token.norm)
    .join(' ');
}

/** @returns the longest of `phrases`, folded, that `folded` begins with; at the end of a word unless words are not parted */
export function startsWithPhrase(folded: string, phrases: readonly string[], unspaced: boolean): string | null {
  let best: string | null = null;
  for (const phrase of phrases) {
    const wanted = foldPhrase(phrase);
    const fits = folded === wanted || folded.startsWith(`${wanted} `) || (unspaced && folded.startsWith(wanted));
    if (fits && wanted.length > (best?.length ?? 0)) best = wanted;
  }
  return best;
}

/** "makasiii", "спасибооо", "heeej": each letter once, however long the key was held. */
export function withoutRepeats(text: string): string {
  return text.replace(/(\p{L})\1+/gu, '$1');
}

// The zeros of the decimal digits that customers write: Arabic-Indic, Persian, Devanagari, Bengali, Thai, full width.
const ZEROS = [0x0660, 0x06f0, 0x0966, 0x09e6, 0x0e50, 0xff10];

/** Decimal digits of other scripts as ASCII ones; keeps every offset. */
export function foldDigits(text: string): string {
  return text.replace(/[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0e50-\u0e59\uff10-\uff19]/g, (digit) => {
    const code = digit.charCodeAt(0);
    const zero = ZEROS.find((start) => code >= start && code <= start + 9) ?? code;
    return String(code - zero);
  });
}

/** Full-width punctuation (U+FF01 to U+FF5E) as its ASCII form, dashes as a hyphen; keeps every offset. */
export function foldMark(mark: string): string {
  return (
    mark
      .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
      .replace(/[\u2010-\u2015\u2212]/g, '-')
      // Big5 has one slash for both widths.
      .replace(/[\u2044\u2215]/g, '/')
      .replace(/[\u2018\u2019\u02bc]/g, "'")
  );
}

// Soft hyphen, combining grapheme joiner, Arabic letter mark, zero-width and bidirectional marks, word joiner, variation selectors, BOM.
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;

/** For numbers only: an address with an invisible character in it is another address. */
export function stripInvisible(text: string): string {
  return text.replace(INVISIBLE, '');
}

/** Characters that scripts without spaces are written in: nothing marks the end of a Latin word before them. */
export const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;
