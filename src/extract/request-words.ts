import type { Language } from './languages/language.ts';
import { foldPhrase, foldWord, withoutClitics } from './words.ts';

interface Words {
  readonly whole: ReadonlySet<string>;
  readonly stems: readonly string[];
}

const requestWords = new Map<Language, Words>();
const statingWords = new Map<Language, Words>();
const formulaWords = new Map<Language, Words>();
const negations = new Map<Language, Words>();
const hesitations = new Map<Language, Words>();

/** A word of asking, greeting, thanking, or so common that it gives no reason. @param word folded */
export function isRequestWord(word: string, language: Language): boolean {
  return holds(wordsOf(language, requestWords, asking), word);
}

/** A word that states a field or how it should be done: of days, orders, payments, labels, cards, answers. @param word folded */
export function isStatingWord(word: string, language: Language): boolean {
  return holds(wordsOf(language, statingWords, stating), word);
}

/** A word that tells nothing more where the sentence asks for the money. @param word folded */
export function isFormulaWord(word: string, language: Language): boolean {
  return holds(
    wordsOf(language, formulaWords, (of) => of.formulaWords ?? ''),
    word,
  );
}

/** "Do not **hesitate** to write". @param word folded */
export function isHesitation(word: string, language: Language): boolean {
  return holds(
    wordsOf(language, hesitations, (of) => of.hesitationWords ?? ''),
    word,
  );
}

/** "I have **not** received them". @param word folded */
export function isNegation(word: string, language: Language): boolean {
  return holds(
    wordsOf(language, negations, (of) => of.negations ?? ''),
    word,
  );
}

function asking(language: Language): string {
  return [language.functionWords, language.requestWords, ...language.greetings, ...language.closings].join(' ');
}

function stating(language: Language): string {
  const { labels, relative } = language;
  return [
    ...language.months.flatMap((names) => names.split('|')),
    ...language.weekdays.flatMap((names) => names.split('|')),
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

function wordsOf(language: Language, known: Map<Language, Words>, list: (language: Language) => string): Words {
  const made = known.get(language) ?? collect(list(language));
  known.set(language, made);
  return made;
}

function collect(words: string): Words {
  const all = words.split(' ').filter(Boolean);
  return {
    whole: new Set(all.filter((entry) => !entry.endsWith('~')).flatMap((entry) => foldPhrase(entry).split(' '))),
    stems: all.filter((entry) => entry.endsWith('~')).map((entry) => foldWord(entry.slice(0, -1))),
  };
}

function holds({ whole, stems }: Words, word: string): boolean {
  return [word, ...withoutClitics(word)].some((form) => whole.has(form) || stems.some((stem) => form.startsWith(stem)));
}

const unspaced = new Map<string, readonly string[]>();

/**
 * Of a language without spaces: what a request is made of, the longest first.
 * @param withFields with the words that state a field
 * @param withFormulas with those that tell nothing more where the sentence asks for the money
 */
export function askingWords(language: Language, withFields: boolean, withFormulas = false): readonly string[] {
  const key = `${language.code} ${withFields} ${withFormulas}`;
  const known = unspaced.get(key);
  if (known) return known;
  const { relative, labels } = language;
  const common = [...language.requestWords.split(' '), ...language.functionWords.split(' '), ...language.greetings, ...language.closings];
  const fields = [
    ...[relative.day, relative.week, relative.month, relative.year, relative.last, relative.on].flatMap((words) => words.split(' ')),
    ...[...relative.agoBefore, ...relative.agoAfter, ...Object.keys(relative.days)],
    ...language.weekdays.flatMap((names) => names.split('|')),
    ...[language.orderWords, language.paymentWords, language.numberLinks, language.politeWords ?? ''].flatMap((words) => words.split(' ')),
    ...[labels.account, labels.email, labels.order, labels.payment].flat(),
    ...language.account.sender.flatMap((phrase) => phrase.split(/[ |]/u)).filter((word) => word.length > 1 && word !== '...'),
  ];
  const formulas = withFormulas ? (language.formulaWords ?? '').split(' ') : [];
  const words = [...common, ...(withFields ? fields : []), ...formulas].map((word) => foldWord(word.replace(/[~?]$/u, ''))).filter(Boolean);
  const made = [...new Set(words)].sort((a, b) => b.length - a.length);
  unspaced.set(key, made);
  return made;
}
