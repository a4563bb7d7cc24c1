import { describe, expect, test } from 'vitest';
import { ALL_LANGUAGES } from '../../../src/extract/languages/all.ts';
import type { Language } from '../../../src/extract/languages/language.ts';
import { compilePhrases, findAnyPhrase } from '../../../src/extract/phrase-table.ts';
import { prepareWords } from '../../../src/extract/phrases.ts';

/** Every list of a table, with its path in the file. */
function listsIn(value: unknown, path: string): [path: string, entries: readonly string[]][] {
  if (Array.isArray(value)) return value.every((entry) => typeof entry === 'string') ? [[path, value]] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => listsIn(inner, path === '' ? key : `${path}.${key}`));
}

const repeated = (entries: readonly string[]) => entries.filter((entry, at) => entries.indexOf(entry) !== at);

/** `a|b`, `a?`, `a~`: what `compilePhrase` reads; a mark elsewhere would be a letter that no mail has. */
function whatIsWrong(item: string): string | null {
  const alternatives = item.replace(/\?$/, '').split('|');
  if (repeated(alternatives).length > 0) return 'holds an alternative twice';
  if (alternatives.includes('')) return 'holds an empty alternative';
  return alternatives.some((alternative) => alternative.length > 1 && /[?]|~./u.test(alternative)) ? 'has a mark inside' : null;
}

/** What a phrase says: each of its alternatives once, with the first of the other words; gaps are empty. */
function textsOf(phrase: string, unspaced: boolean): string[] {
  const items = phrase.split(' ').filter((item) => item !== '...' && item !== '^');
  const forms = items.map((item) =>
    (/^#[?]?$/.test(item) ? ['5'] : item.replace(/[?]$/, '').split('|')).map((form) => form.replace(/~$/, '')),
  );
  return forms.flatMap((alternatives, at) =>
    alternatives.map((alternative) => forms.map(([first = ''], other) => (other === at ? alternative : first)).join(unspaced ? '' : ' ')),
  );
}

/** The lists of single words that say what gives no reason: strings, with spaces between their words. */
const WORD_LISTS = [
  'functionWords',
  'commonWords',
  'requestWords',
  'negations',
  'politeWords',
  'formulaWords',
  'hesitationWords',
] as const satisfies readonly (keyof Language)[];

const wordsOf = (language: Language, list: (typeof WORD_LISTS)[number]) => (language[list] ?? '').split(' ').filter(Boolean);

describe.each(ALL_LANGUAGES.map((language) => [language.code, language] as const))('the tables of %s', (_code, language) => {
  const lists = listsIn(language, '');

  test('hold each entry once', () => {
    expect(lists.flatMap(([path, entries]) => repeated(entries).map((entry) => `${path}: ${entry}`))).toEqual([]);
  });

  test('hold each word of a list once', () => {
    expect(WORD_LISTS.flatMap((list) => repeated(wordsOf(language, list)).map((word) => `${list}: ${word}`))).toEqual([]);
  });

  // What is courtesy in every sentence needs no second entry for those that ask for the money.
  test('keep words of courtesy apart from those of asking for the money', () => {
    const formulas = new Set(wordsOf(language, 'formulaWords'));
    expect(wordsOf(language, 'politeWords').filter((word) => formulas.has(word))).toEqual([]);
  });

  test('hold phrases that mean what they say', () => {
    const phrases = lists
      .filter(([path]) => /^(?:intent|account)\./.test(path))
      .flatMap(([path, entries]) => entries.map((entry) => [path, entry] as const));
    const wrong = phrases.flatMap(([path, phrase]) =>
      phrase
        .split(' ')
        .filter((item) => item !== '...' && item !== '#?' && whatIsWrong(item) !== null)
        .map((item) => `${path}: "${phrase}": ${item} ${whatIsWrong(item)}`),
    );
    expect(wrong).toEqual([]);
  });

  test('hold phrases that are found in what they say', () => {
    const unspaced = language.unspaced === true;
    const phrases = lists
      .filter(([path]) => /^(?:intent|account|smallTalk)(?:\.|$)/.test(path))
      .flatMap(([path, entries]) => entries.map((entry) => [path, entry, /\.(?:rules|withdrawal|offer)$/.test(path)] as const));
    expect(phrases.length).toBeGreaterThan(0);
    const lost = phrases.flatMap(([path, phrase, inClause]) => {
      const table = compilePhrases([phrase], unspaced, inClause);
      const missing = textsOf(phrase, unspaced).filter((text) => findAnyPhrase(table, prepareWords(text)) !== text);
      return missing.map((text) => `${path}: "${phrase}": ${text}`);
    });
    expect(lost).toEqual([]);
  });
});
