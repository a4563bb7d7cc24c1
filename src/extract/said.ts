import { ALL_LANGUAGES } from './languages/all.ts';
import type { Language } from './languages/language.ts';
import { perLanguage } from './per-language.ts';
import { compilePhrases, findAnyPhrase, type PhraseTable, withoutPhrases } from './phrase-table.ts';
import { prepareWords, type Words } from './phrases.ts';
import { denies } from './request-words.ts';
import { collectWords, holdsWord } from './word-lists.ts';
import { foldPhrase } from './words.ts';

type PhraseKind = keyof Language['intent'];

type Compiled = Readonly<Record<PhraseKind, PhraseTable>>;

const phrasesOf = perLanguage((language): Compiled => {
  const compile = (sources?: readonly string[], inClause = false) => compilePhrases(sources, language.unspaced, inClause);
  const {
    subject,
    request,
    demand,
    ahead,
    status,
    question,
    rules,
    asking,
    inquiry,
    withdrawal,
    settled,
    goods,
    prospect,
    replacement,
    offer,
  } = language.intent;
  return {
    subject: compile(subject),
    request: compile(request),
    demand: compile(demand),
    ahead: compile(ahead),
    status: compile(status),
    question: compile(question),
    rules: compile(rules, true),
    asking: compile(asking),
    inquiry: compile(inquiry),
    withdrawal: compile(withdrawal, true),
    settled: compile(settled, true),
    goods: compile(goods),
    prospect: compile(prospect),
    replacement: compile(replacement),
    offer: compile(offer, true),
  };
});

/** A longer sentence is read so far. */
export const MAX_SENTENCE = 600;

/** What one sentence was found to say, each with its words. */
export interface Said {
  readonly demand: string | null;
  readonly request: string | null;
  readonly status: string | null;
  readonly question: string | null;
  /** A question unless the mail names its purchase. */
  readonly inquiry: string | null;
  /** The rules are named. */
  readonly rules: string | null;
  readonly withdrawal: string | null;
  /** Something is not needed any more, the money or what was bought. */
  readonly settled: string | null;
  /** What was bought is named. */
  readonly goods: string | null;
  /** Nothing is bought yet. */
  readonly prospect: string | null;
  /** A seller's promise. */
  readonly offer: string | null;
}

/** A mail of ours that asks for details names what they are for in its first lines. */
const MOST_NAMING_LINES = 30;

/** Whether another mail's text speaks of a refund, in any language. */
export function namesRefund(text: string): boolean {
  const lines = text.split('\n', MOST_NAMING_LINES).map((line) => line.slice(0, MAX_SENTENCE));
  return lines.some((line) => firstHit(prepareWords(line), ALL_LANGUAGES, 'subject') !== null);
}

/** A question mark of any script. */
export const ASKED = /[?？؟]/u;

export function readSentence(text: string, languages: readonly Language[]): Said {
  const words = prepareWords(text);
  const rules = firstHit(words, languages, 'rules');
  const withdrawal = firstHit(words, languages, 'withdrawal');
  // "I want to see your refund policy" and "I do not want my money back any more" hold the words of a demand.
  const rest = rules === null && withdrawal === null ? words : withoutNamed(words, languages);
  const isAhead = firstHit(words, languages, 'ahead') !== null;
  const thankedFor =
    isAhead && rules === null && firstHit(words, languages, 'asking') === null ? firstHit(rest, languages, 'subject') : null;
  const request = firstHit(rest, languages, 'request') ?? thankedFor;
  const isReplacing = firstHit(words, languages, 'replacement') !== null;
  const asked = rules !== null && (ASKED.test(text) || languages.some((language) => asksAboutRules(words, language)));
  return {
    demand: firstHit(rest, languages, 'demand'),
    request,
    status: isAhead ? null : statusIn(words, languages),
    question: (asked && request === null ? rules : null) ?? (isReplacing ? null : firstHit(words, languages, 'question')),
    inquiry: firstHit(words, languages, 'inquiry'),
    rules,
    withdrawal,
    settled: settledIn(words, languages),
    goods: firstHit(words, languages, 'goods'),
    prospect: isReplacing ? null : firstHit(words, languages, 'prospect'),
    offer: firstHit(words, languages, 'offer'),
  };
}

const ORDERED = collectWords((language) => `${language.orderWords} ${language.goodsWords ?? ''}`);
const MADE = collectWords((language) => `${language.gettingWords ?? ''} ${language.purchaseWords}`);

/** "Rimborso dell'ordine fatto ieri", "refund of the order made yesterday": what was made is the order. */
function isMadeOrder(text: string): boolean {
  const words = foldPhrase(text).split(' ');
  return holdsWord(MADE, words.at(-1) ?? '') && words.slice(1, -1).some((word) => holdsWord(ORDERED, word));
}

function statusIn(words: Words, languages: readonly Language[]): string | null {
  for (const language of languages) {
    const found = findAnyPhrase(phrasesOf(language).status, words, (text) => language.unspaced === true || !isMadeOrder(text));
    if (found !== null) return found.replace(/\s+/gu, ' ');
  }
  return null;
}

/** "My problem has not been settled" holds what the gap of a phrase took in. */
function settledIn(words: Words, languages: readonly Language[]): string | null {
  for (const language of languages) {
    const found = findAnyPhrase(
      phrasesOf(language).settled,
      words,
      (text, source) => !denies(text, language) || denies(source.replaceAll('|', ' '), language),
    );
    if (found !== null) return found.replace(/\s+/gu, ' ');
  }
  return null;
}

/** In one language: "mi" asks in Turkish and is "my" in Spanish. */
function asksAboutRules(words: Words, language: Language): boolean {
  const { rules, asking } = phrasesOf(language);
  return findAnyPhrase(rules, words) !== null && findAnyPhrase(asking, words) !== null;
}

function withoutNamed(words: Words, languages: readonly Language[]): Words {
  return languages.reduce((left, language) => {
    const { rules, withdrawal } = phrasesOf(language);
    return withoutPhrases(withdrawal, withoutPhrases(rules, left));
  }, words);
}

function firstHit(words: Words, languages: readonly Language[], which: PhraseKind): string | null {
  for (const language of languages) {
    const found = findAnyPhrase(phrasesOf(language)[which], words);
    if (found !== null) return found.replace(/\s+/gu, ' ');
  }
  return null;
}

/** Longest subject that is read. */
const MAX_SUBJECT = 300;

interface SubjectSays {
  readonly request: boolean;
  readonly status: string | null;
  readonly question: string | null;
  readonly withdrawal: string | null;
}

/** A subject says little of its mail's language: every language's phrases count. */
export function readSubject(subject: string): SubjectSays {
  const words = prepareWords(subject.slice(0, MAX_SUBJECT));
  const rules = firstHit(words, ALL_LANGUAGES, 'rules');
  const withdrawal = firstHit(words, ALL_LANGUAGES, 'withdrawal') ?? settledIn(words, ALL_LANGUAGES);
  const rest = rules === null && withdrawal === null ? words : withoutNamed(words, ALL_LANGUAGES);
  const status = firstHit(words, ALL_LANGUAGES, 'status');
  const question = firstHit(words, ALL_LANGUAGES, 'question') ?? rules;
  const asks = firstHit(rest, ALL_LANGUAGES, 'subject') ?? firstHit(rest, ALL_LANGUAGES, 'demand');
  return { request: status === null && question === null && withdrawal === null && asks !== null, status, question, withdrawal };
}

/** Whether a line demands or asks for money back. */
export function asksForMoney(text: string, languages: readonly Language[]): boolean {
  return holdsAnyOf(['demand', 'request', 'subject'], text, languages);
}

/** Whether words before a field on its line ask: "Please refund my order: 10482". A form's "Refund amount:" does not. */
export function asksBeforeField(text: string, languages: readonly Language[]): boolean {
  return holdsAnyOf(['demand', 'request'], text, languages);
}

function holdsAnyOf(kinds: readonly PhraseKind[], text: string, languages: readonly Language[]): boolean {
  const words = prepareWords(text.slice(0, MAX_SENTENCE));
  return kinds.some((kind) => firstHit(words, languages, kind) !== null);
}

/** What names a refund where nothing of the rules or of taking back is meant: "The order … and a refund". */
export function refundNamedIn(text: string, languages: readonly Language[]): string | null {
  return firstHit(withoutNamed(prepareWords(text), languages), languages, 'subject');
}

/** "Or your money back" demands nothing by itself. */
export function demandBesideOffer(text: string, languages: readonly Language[]): boolean {
  const rest = languages.reduce((left, language) => withoutPhrases(phrasesOf(language).offer, left), prepareWords(text));
  return firstHit(rest, languages, 'demand') !== null;
}

const pastOf = perLanguage(({ relative: { days, last }, unspaced }) => {
  const gone = Object.keys(days).filter((words) => (days[words] ?? 0) > 0);
  return compilePhrases([...gone, last.split(' ').join('|')].filter(Boolean), unspaced);
});

/** "Last week I wanted my money back". */
export function isToldAsPast(text: string, languages: readonly Language[]): boolean {
  const words = prepareWords(text);
  return languages.some((language) => findAnyPhrase(pastOf(language), words) !== null);
}
