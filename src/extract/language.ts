import type { HeaderField } from '../domain/mail.ts';
import { ALL_LANGUAGES, languageOf } from './languages/all.ts';
import type { Language } from './languages/language.ts';
import { foldWord, tokenise } from './words.ts';

/** More words tell no more of a language. */
const MAX_WORDS = 400;

/** @returns the language of `text`, or null where too little tells it */
export function detectLanguage(text: string): Language | null {
  const sample = text
    .slice(0, 8_000)
    .replace(/[\w.%+-]{0,64}@[\w.-]{0,128}|https?:[\x21-\x7e]{0,500}|[A-Za-z0-9_-]*\d[A-Za-z0-9_-]*/gu, ' ');
  const code = byScript(sample);
  return code === null ? byWords(sample) : languageOf(code);
}

/** A fifth of the letters in a script settle it: names and product words are Latin in every language. */
const SHARE = 0.2;

function byScript(text: string): string | null {
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  const letters = count(/\p{L}/gu);
  const han = count(/\p{Script=Han}/gu);
  const kana = count(/[\p{Script=Hiragana}\p{Script=Katakana}]/gu);
  const hangul = count(/\p{Script=Hangul}/gu);
  const least = Math.max(2, letters * SHARE);
  if (hangul >= least && hangul > kana) return 'ko';
  if (kana >= 2 && han + kana >= least) return 'ja';
  if (han >= least) return 'zh';
  const arabic = count(/\p{Script=Arabic}/gu);
  if (arabic >= least) return /[پچژگ]/u.test(text) ? 'fa' : 'ar';
  const cyrillic = count(/\p{Script=Cyrillic}/gu);
  if (cyrillic >= least) return byCyrillic(text);
  const others = [
    ['el', /\p{Script=Greek}/gu],
    ['he', /\p{Script=Hebrew}/gu],
    ['th', /\p{Script=Thai}/gu],
    ['hi', /\p{Script=Devanagari}/gu],
  ] as const;
  return others.find(([, pattern]) => count(pattern) >= least)?.[0] ?? null;
}

/** Russian and Ukrainian: by their own letters, else by words; endings that only Ukrainian has weigh as much as a word. */
function byCyrillic(text: string): string {
  const countIn = (pattern: RegExp | undefined) => (pattern ? (text.match(pattern)?.length ?? 0) : 0);
  const own = (code: string) => countIn(languageOf(code).scriptLetters);
  const [ukrainian, russian] = [own('uk'), own('ru')];
  if (ukrainian !== russian) return ukrainian > russian ? 'uk' : 'ru';
  const scores = scoreWords(text);
  const endings = countIn(languageOf('uk').scriptEndings);
  return (scores.get(languageOf('uk')) ?? 0) + endings > (scores.get(languageOf('ru')) ?? 0) ? 'uk' : 'ru';
}

/** A text of fewer telling words than this names no language. */
const LEAST_SCORE = 1;
/** Words of asking and buying tell a language half as well as its commonest words: many are borrowed. */
const REQUEST_WEIGHT = 0.5;

interface TellingWords {
  readonly whole: ReadonlyMap<string, ReadonlyMap<Language, number>>;
  readonly stems: readonly { readonly stem: string; readonly language: Language }[];
}

let telling: TellingWords | null = null;

function collectTellingWords(): TellingWords {
  const whole = new Map<string, Map<Language, number>>();
  const stems: { stem: string; language: Language }[] = [];
  const add = (word: string, language: Language, weight: number) => {
    const languages = whole.get(word) ?? new Map<Language, number>();
    languages.set(language, Math.max(weight, languages.get(language) ?? 0));
    whole.set(word, languages);
  };
  for (const language of ALL_LANGUAGES) {
    if (language.unspaced) continue;
    for (const word of `${language.functionWords} ${language.commonWords ?? ''}`.split(' ').filter(Boolean))
      add(foldWord(word), language, 1);
    for (const word of language.requestWords.split(' ').filter(Boolean)) {
      if (word.endsWith('~')) stems.push({ stem: foldWord(word.slice(0, -1)), language });
      else add(foldWord(word), language, REQUEST_WEIGHT);
    }
  }
  return { whole, stems };
}

/** What one word says for each language. Words that several languages share tell less. */
function weighWord(word: string): Map<Language, number> {
  telling ??= collectTellingWords();
  const found = new Map(telling.whole.get(word) ?? []);
  for (const { stem, language } of telling.stems) {
    if (word.startsWith(stem) && !found.has(language)) found.set(language, REQUEST_WEIGHT);
  }
  return found;
}

function scoreWords(text: string): Map<Language, number> {
  const scores = new Map<Language, number>();
  for (const token of tokenise(text).slice(0, MAX_WORDS)) {
    if (token.kind !== 'word') continue;
    const found = weighWord(token.norm);
    for (const [language, weight] of found) scores.set(language, (scores.get(language) ?? 0) + weight / found.size);
  }
  return scores;
}

function byWords(text: string): Language | null {
  const scores = scoreWords(text);
  for (const language of ALL_LANGUAGES) {
    for (const [pattern, weight] of language.letters ?? []) {
      const hits = Math.min(MOST_LETTERS, text.match(pattern)?.length ?? 0);
      if (hits > 0) scores.set(language, (scores.get(language) ?? 0) + hits * weight);
    }
  }
  const [best] = [...scores].sort((a, b) => b[1] - a[1]);
  return best && best[1] >= LEAST_SCORE ? best[0] : null;
}

/** Names hold a language's own letters as well. */
const MOST_LETTERS = 5;

/** By the customer's prose, else by what the mail says of itself, else English. */
export function readLanguage(prose: string, labels: Language | null, subject: string, headers: readonly HeaderField[]): Language {
  return detectLanguage(prose) ?? byHeader(headers) ?? labels ?? detectLanguage(subject) ?? languageOf('en');
}

function byHeader(headers: readonly HeaderField[]): Language | null {
  const value =
    headers
      .find((header) => header.name === 'content-language')
      ?.value.trim()
      .toLowerCase() ?? '';
  const code = value.split(/[-_,;\s]/)[0] ?? '';
  return ALL_LANGUAGES.find((language) => language.code === code) ?? null;
}

// Frequent characters that have another form in the other script.
const SIMPLIFIED = /[们这个来时说国对为会发经现还过动应实产电订单号买钱额图质谢请问题帐账户邮货没关开办无让给从见条]/gu;
const TRADITIONAL = /[們這個來時說國對為會發經現還過動應實產電訂單號買錢額圖質謝請問題帳賬戶郵貨沒關開辦無讓給從見條]/gu;

/** Which script a Chinese text is written in, for the locale of an answer; null where nothing tells. */
export function chineseScript(text: string): 'Hans' | 'Hant' | null {
  const sample = text.slice(0, 8_000);
  const simplified = sample.match(SIMPLIFIED)?.length ?? 0;
  const traditional = sample.match(TRADITIONAL)?.length ?? 0;
  if (simplified === traditional) return null;
  return simplified > traditional ? 'Hans' : 'Hant';
}
