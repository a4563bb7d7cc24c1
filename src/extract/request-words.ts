import type { Language } from './languages/language.ts';
import { perLanguage } from './per-language.ts';
import { holdsWord, wordsIn } from './word-lists.ts';
import { foldPhrase, foldWord } from './words.ts';

const requestWordsOf = perLanguage((language) => wordsIn(asking(language)));
const statingWordsOf = perLanguage((language) => wordsIn(stating(language)));
const formulaWordsOf = perLanguage(({ formulaWords = '' }) => wordsIn(formulaWords));
const negationsOf = perLanguage(({ negations = '' }) => wordsIn(negations));
const hesitationsOf = perLanguage(({ hesitationWords = '' }) => wordsIn(hesitationWords));

/** A word of asking, greeting, thanking, or so common that it gives no reason. @param word folded */
export function isRequestWord(word: string, language: Language): boolean {
  return holdsWord(requestWordsOf(language), word);
}

/** A word that states a field or how it should be done: of days, orders, payments, labels, cards, answers. @param word folded */
export function isStatingWord(word: string, language: Language): boolean {
  return holdsWord(statingWordsOf(language), word);
}

/** A word that tells nothing more where the sentence asks for the money. @param word folded */
export function isFormulaWord(word: string, language: Language): boolean {
  return holdsWord(formulaWordsOf(language), word);
}

/** "Do not **hesitate** to write". @param word folded */
export function isHesitation(word: string, language: Language): boolean {
  return holdsWord(hesitationsOf(language), word);
}

/** "I have **not** received them". @param word folded */
export function isNegation(word: string, language: Language): boolean {
  return holdsWord(negationsOf(language), word);
}

/** Whether a text holds a "not", "never", "nothing". */
export function denies(text: string, language: Language): boolean {
  return foldPhrase(text)
    .split(' ')
    .some((word) => isNegation(word, language));
}

/** The same in a mail's own language, which comes first: another's "no" is any word. */
export function deniesInOwn(text: string, languages: readonly Language[]): boolean {
  const [own] = languages;
  return own !== undefined && denies(text, own);
}

function asking(language: Language): string {
  return [language.functionWords, language.requestWords, ...language.greetings, ...language.closings].join(' ');
}

/** "søn" is Sunday, and a son: a name that is a common word as well tells of no day by itself. */
function weekdayNames({ weekdays, commonWords = '' }: Language): string[] {
  const common = new Set(commonWords.split(' ').map(foldWord));
  return weekdays.flatMap((names) => names.split('|')).filter((name) => !common.has(foldWord(name)));
}

function stating(language: Language): string {
  const { labels, relative } = language;
  return [
    ...language.months.flatMap((names) => names.split('|')),
    ...weekdayNames(language),
    ...[language.partsOfDay, language.ordinals, language.ordinalSuffixes].map((words) => words?.replaceAll('|', ' ')),
    ...Object.keys(relative.days),
    ...[relative.day, relative.week, relative.month, relative.year, relative.last, relative.this],
    ...relative.agoBefore,
    ...relative.agoAfter,
    ...[
      language.dateLinks,
      language.orderWords,
      language.paymentWords,
      language.purchaseWords,
      language.numberLinks,
      language.labelFillers,
    ],
    ...[labels.account, labels.email, labels.order, labels.payment, labels.purchaseDate, labels.date]
      .flat()
      // Vietnamese writes every syllable apart: the parts of its labels are any words.
      .filter((label) => language.syllabic !== true || !label.includes(' ')),
    ...[language.account.roles, language.account.sender]
      .flat()
      .flatMap((phrase) => phrase.replaceAll('?', '').split(/[ |]/u))
      .filter((word) => word.length >= SHORTEST_ROLE),
    language.politeWords,
    language.gettingWords,
  ].join(' ');
}

/** "Log in" is two words of what fails as well. */
const SHORTEST_ROLE = 5;

/**
 * Of a language without spaces: what a request is made of, the longest first.
 * @param withFields with the words that state a field
 * @param withFormulas with those that tell nothing more where the sentence asks for the money
 */
export function askingWords(language: Language, withFields: boolean, withFormulas = false): readonly string[] {
  return askingWordsOf(language)[withFields ? 'withFields' : 'alone'][withFormulas ? 'withFormulas' : 'alone'];
}

const askingWordsOf = perLanguage((language) => {
  const { relative, labels } = language;
  const common = [...language.requestWords.split(' '), ...language.functionWords.split(' '), ...language.greetings, ...language.closings];
  const fields = [
    ...[relative.day, relative.week, relative.month, relative.year, relative.last, relative.on].flatMap((words) => words.split(' ')),
    ...[...relative.agoBefore, ...relative.agoAfter, ...Object.keys(relative.days)],
    ...language.weekdays.flatMap((names) => names.split('|')),
    ...language.months.flatMap((names) => names.split('|')),
    ...[language.orderWords, language.paymentWords, language.numberLinks, language.politeWords ?? ''].flatMap((words) => words.split(' ')),
    ...[labels.account, labels.email, labels.order, labels.payment].flat(),
    ...language.account.sender.flatMap((phrase) => phrase.split(/[ |]/u)).filter((word) => word.length > 1 && word !== '...'),
  ];
  const formulas = (language.formulaWords ?? '').split(' ');
  const read = (words: readonly string[]) => {
    const folded = words.map((word) => foldWord(word.replace(/[~?]$/u, ''))).filter(Boolean);
    return [...new Set(folded)].sort((a, b) => b.length - a.length);
  };
  const all = [...common, ...fields];
  return {
    alone: { alone: read(common), withFormulas: read([...common, ...formulas]) },
    withFields: { alone: read(all), withFormulas: read([...all, ...formulas]) },
  };
});
