import { describe, expect, test } from 'vitest';
import { readSourceTexts, type SourceText } from './source-texts.ts';

/** A new language is its files and its templates: no code of the reading stage holds words of one. */
const texts = readSourceTexts('src/{parse,extract}/**/*.ts', (file) => !file.includes('/languages/'));

type Reviewed = readonly (readonly [file: string, has: string, reason: string])[];

/** Letters outside ASCII that no language file can hold: where, a part of the text, why. */
const LETTERS: Reviewed = [
  ['src/extract/asked-field.ts', '[一二三四五六七八九十]', 'enumerators of scripts: 一、 가.'],
  ['src/extract/labelled-fields.ts', '[一二三四五六七八九十]', 'enumerators of scripts: 一、 가.'],
  ['src/extract/dates/numerals.ts', '', 'the numerals of the Han script'],
  ['src/extract/dates/numeral-dates.ts', '一二三四五六七八九十', 'the numerals of the Han script'],
  ['src/extract/dates/numeral-dates.ts', '正', 'the numeral of the first month'],
  ['src/extract/language.ts', '[پچژگ]', 'letters that Arabic lacks: Persian, which is read as no language of ours'],
  ['src/extract/language.ts', '们这个', 'characters of the simplified script'],
  ['src/extract/language.ts', '們這個', 'characters of the traditional script'],
  ['src/extract/spaced-label.ts', 'ー', 'the mark of length, which Unicode counts to both kana'],
  ['src/extract/words.ts', '', 'letters of scripts that people write for one another, and those that a script joins to the next word'],
  ['src/parse/phrase-tables.ts', '', 'signs for the apostrophe, and letters that Unicode does not take apart'],
];

/** Lists of words that are no language's. */
const LISTS: Reviewed = [
  ['src/extract/account.ts', 'google|gmail', 'names of firms'],
  ['src/extract/asked-field.ts', 'order payment account', 'kinds of fields'],
  ['src/extract/labelled-fields.ts', 'order payment account', 'kinds of fields'],
  ['src/extract/labels.ts', 'order payment account', 'kinds of fields'],
  ['src/extract/number-names.ts', 'other order payment', 'kinds of names'],
  ['src/extract/said.ts', 'demand request subject', 'kinds of phrases'],
  ['src/extract/dates/calendar-words.ts', 'day week month year', 'names of tables'],
  ['src/extract/dates/weekdays.ts', 'common last links on', 'names of tables'],
  ['src/extract/order-id-shapes.ts', 'pi|ch|py', 'prefixes that payment services print'],
  ['src/extract/order-id-shapes.ts', 'INV|INVOICE', 'prefixes that shops and standards print'],
  ['src/extract/order-id-shapes.ts', 'ORD|ORDR', 'prefixes that shops print'],
  ['src/extract/purchase-date.ts', 'pdf|html', 'extensions of file names'],
  ['src/extract/purchase-date.ts', 'dd?|tt?', 'letters of formats: dd/mm/yyyy, TT.MM.JJJJ'],
  ['src/extract/refunded-number.ts', 'usd|eur', 'ISO 4217'],
  ['src/extract/sign-off.ts', 'Inc|Ltd', 'legal forms whose full stop ends no sentence'],
  ['src/parse/authenticate.ts', 'fail softfail', 'RFC 8601'],
  ['src/parse/classify-automatic.ts', 'mailer-?daemon', 'local parts that mail servers write from'],
  ['src/parse/classify-automatic.ts', 'no-?_?reply', 'local parts that programs write from'],
  ['src/parse/classify-automatic.ts', 'bulk|list|junk', 'RFC 3834: Precedence'],
  ['src/parse/header-block.ts', 'from sent to subject', 'names of tables'],
  ['src/parse/html-lines.ts', '', 'elements of HTML'],
  ['src/parse/html-visibility.ts', 'left top', 'properties of CSS'],
  ['src/parse/mail-date.ts', 'jan feb mar', 'RFC 5322 section 3.3'],
  ['src/parse/signature.ts', 'iphone|ipad', 'names of devices, programs and firms'],
  ['src/parse/signature.ts', 'ios|android', 'names of systems'],
];

/** What Unicode calls letters beside ASCII; people write ordinals and Latin letters of full width as signs. */
const OTHER_LETTER = /(?![ºªＡ-Ｚａ-ｚ\p{ASCII}])[\p{L}\p{M}]/u;
const holdsLetters = ({ text }: SourceText) => OTHER_LETTER.test(text);

const WORD = `[A-Za-z]{2,}[?~]?`;
/** `(?:one|two|three)`. */
const ALTERNATIVES = new RegExp(String.raw`(?:^|[(:|^])${WORD}(?:\|${WORD}){2,}(?:[)|$]|$)`);
/** `one two three`, to be split. */
const PARTED = new RegExp(`^${WORD}(?: ${WORD}){2,}$`);

function listsWords({ kind, text, parts }: SourceText): boolean {
  if (kind === 'expression') return ALTERNATIVES.test(text);
  return kind === 'split' ? PARTED.test(text) : kind === 'list' && parts.length >= 3 && parts.every((part) => /^[A-Za-z]{2,}$/.test(part));
}

const isReviewed = (found: SourceText, reviewed: Reviewed) =>
  reviewed.some(([file, has]) => found.file === file && found.text.includes(has));

describe.each([
  ['letters of a language', holdsLetters, LETTERS],
  ['lists of words', listsWords, LISTS],
] as const)('%s', (_, is, reviewed) => {
  test('stand in the language files', () => {
    const found = texts.filter((text) => is(text) && !isReviewed(text, reviewed));
    expect(found.map(({ file, line, text }) => `${file}:${line}: ${text}`)).toEqual([]);
  });

  test.each(reviewed)('%s still has "%s"', (file, has) => {
    expect(texts.some((text) => text.file === file && text.text.includes(has) && is(text))).toBe(true);
  });
});

test.each([
  ['expression', '(?:номер|nr)'],
  ['string', 'zł'],
  ['expression', `^(?:am|pm|uhr)$`],
  ['split', 'on in from'],
])('%s %s would be found', (kind, text) => {
  const found: SourceText = { file: '', line: 1, kind: kind as SourceText['kind'], text, parts: [] };
  expect(holdsLetters(found) || listsWords(found)).toBe(true);
});
