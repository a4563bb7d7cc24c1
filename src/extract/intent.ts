import type { Classification } from '../domain/classification.ts';
import { ALL_LANGUAGES } from './languages/all.ts';
import type { Language } from './languages/language.ts';
import { perLanguage } from './per-language.ts';
import { compilePhrases, findAnyPhrase, type PhraseTable, withoutPhrases } from './phrase-table.ts';
import { prepareWords, type Words } from './phrases.ts';
import type { Sentence } from './sentences.ts';
import { collectWords, holdsWord, wordsIn } from './word-lists.ts';
import { foldPhrase } from './words.ts';

export interface IntentSource {
  readonly subject: string;
  readonly sentences: readonly Sentence[];
  /** Below the own words, taken for a leave or a signature by its shape: a plain demand there counts where all else says nothing. */
  readonly below: readonly Sentence[];
  /** Labelled fields of a request were found: order, date, reason. */
  readonly isForm: boolean;
  /** At least three of account, order, date and reason: nobody fills that in for anything else. */
  readonly isWholeForm: boolean;
  /** What the reason is labelled with: "Reason for refund" asks for one. */
  readonly reasonLabels: readonly string[];
  /** An order number or a purchase date is stated. */
  readonly namesPurchase: () => boolean;
  readonly languages: readonly Language[];
}

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

/** What asks for money back stands among the first sentences, not in a pasted log. */
const MAX_SENTENCES = 80;
const MAX_SENTENCE = 600;

/** What one sentence was found to say, each with its words. */
interface Said {
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

/**
 * The subject or the customer's own words ask for money back.
 * Words about a refund on its way, about the rules, or that take a request back outweigh all but a plain demand:
 * the body tells what a mail is about.
 */
export function decideIntent(source: IntentSource): Classification {
  const texts = source.sentences.slice(0, MAX_SENTENCES).map((sentence) => sentence.text.slice(0, MAX_SENTENCE));
  const subject = readSubject(source.subject);
  const sentences = settledTakesBack(
    texts,
    texts.map((text) => readSentence(text, source.languages)),
    source,
  );
  const first = (which: keyof Said) => sentences.find((said) => said[which] !== null)?.[which] ?? null;
  // "Last week I asked for my money back. … I withdraw that": what was told before is told as past.
  const takenBack = sentences.findLastIndex((said) => said.withdrawal !== null);
  const demand =
    sentences.slice(takenBack + 1).find(isPlainDemand)?.demand ??
    (takenBack < 0 ? demandInClause(texts, sentences, source) : demandInClause(texts.slice(takenBack), sentences.slice(takenBack), source));
  const withdrawal = subject.withdrawal ?? (source.isForm ? null : first('withdrawal'));
  const status = first('status') ?? subject.status;
  const vague = subject.question ?? first('inquiry') ?? (first('request') === null ? first('rules') : null);
  const question = first('question') ?? (vague === null || source.namesPurchase() ? null : vague);
  const prospect = thoughtOf(texts, sentences, source);
  if (prospect !== null) return { kind: 'unrelated', why: `a purchase only thought of: "${prospect}"` };
  const offer = subject.request ? null : offerOf(texts, sentences, source);
  if (offer !== null) return { kind: 'unrelated', why: `a promise to a buyer: "${offer}"` };
  const settled = source.isForm || demand !== null;
  if (withdrawal !== null && demand === null) return { kind: 'unrelated', why: `taken back: "${withdrawal}"` };
  if (status !== null && !settled) return { kind: 'unrelated', why: `a refund on its way: "${status}"` };
  if (question !== null && !settled) return { kind: 'unrelated', why: `a question: "${question}"` };
  if (subject.request) return { kind: 'refund-request', why: `subject: ${source.subject.trim()}` };
  const label = source.reasonLabels.find((text) => readSubject(text).request) ?? null;
  const asked = demand ?? first('request') ?? label ?? namedRefund(texts, source) ?? askedBelow(source);
  if (asked !== null) return { kind: 'refund-request', why: `words: "${asked}"` };
  if (source.isWholeForm) return { kind: 'refund-request', why: 'what a request states, each with its label' };
  return { kind: 'unrelated', why: 'nothing in subject or text asks for money back' };
}

/** "It is no longer needed" takes a request back; beside a plain demand, or where the money is asked about, it says why it is wanted. */
function settledTakesBack(texts: readonly string[], sentences: readonly Said[], source: IntentSource): readonly Said[] {
  const asks = sentences.some((said, at) => {
    const text = texts[at] ?? '';
    if (said.settled === null && isPlainDemand(said)) return source.namesPurchase() || !isToldAsPast(text, source.languages);
    return said.request !== null && said.status === null && said.withdrawal === null && ASKED.test(text);
  });
  return asks ? sentences : sentences.map((said) => ({ ...said, withdrawal: said.withdrawal ?? said.settled }));
}

const pastOf = perLanguage(({ relative: { days, last }, unspaced }) => {
  const gone = Object.keys(days).filter((words) => (days[words] ?? 0) > 0);
  return compilePhrases([...gone, last.split(' ').join('|')].filter(Boolean), unspaced);
});

/** "Last week I wanted my money back". */
function isToldAsPast(text: string, languages: readonly Language[]): boolean {
  const words = prepareWords(text);
  return languages.some((language) => findAnyPhrase(pastOf(language), words) !== null);
}

/** "If I buy the pack, do I get my money back?": where no purchase is named, and nothing is demanded but in such a question. */
function thoughtOf(texts: readonly string[], sentences: readonly Said[], source: IntentSource): string | null {
  const found = sentences.find(({ prospect }) => prospect !== null)?.prospect ?? null;
  if (found === null || source.isForm) return null;
  const demands = sentences.some((said, at) => isPlainDemand(said) && said.prospect === null && !ASKED.test(texts[at] ?? ''));
  return demands || source.namesPurchase() ? null : found;
}

/** "Or your money back" demands nothing by itself. */
function demandBesideOffer(text: string, languages: readonly Language[]): boolean {
  const rest = languages.reduce((left, language) => withoutPhrases(phrasesOf(language).offer, left), prepareWords(text));
  return firstHit(rest, languages, 'demand') !== null;
}

/** "We guarantee more visitors or your money back": a mail that sells, unless a purchase is named or something else in it is demanded. */
function offerOf(texts: readonly string[], sentences: readonly Said[], source: IntentSource): string | null {
  const found = sentences.find(({ offer }) => offer !== null)?.offer ?? null;
  if (found === null || source.isForm) return null;
  const isDemanded = texts.some((text, at) => sentences[at]?.demand && demandBesideOffer(text, source.languages));
  if (isDemanded) return null;
  return source.namesPurchase() ? null : found;
}

/** "Please tell me whether I could ask for a refund" demands nothing; where the credits have not come, no refund is awaited. */
function isPlainDemand(said: Said): boolean {
  const isAwaiting = said.status !== null && said.goods === null;
  return said.demand !== null && !isAwaiting && said.question === null && said.inquiry === null && said.withdrawal === null;
}

/** A comma; in Thai a space stands where others write one. */
const CLAUSE_END = /[,，、;；]|(?<=\p{Script=Thai})\s/u;

/**
 * "I am tired of waiting for the credits, please send the money back": what is awaited is told in another clause. Beside something asked,
 * a demand counts where the purchase is named; in a sentence that takes a request back, behind those words alone.
 */
function demandInClause(texts: readonly string[], sentences: readonly Said[], source: IntentSource): string | null {
  for (const [at, text] of texts.entries()) {
    const whole = sentences[at];
    if (!whole || whole.demand === null || whole.inquiry !== null) continue;
    if (whole.question !== null && !source.namesPurchase()) continue;
    const clauses = text.split(CLAUSE_END).map((clause) => readSentence(clause, source.languages));
    const takesBack = (clause: Said) => clause.withdrawal !== null || (whole.withdrawal !== null && clause.settled !== null);
    const said = clauses.slice(clauses.findLastIndex(takesBack) + 1).find(isPlainDemand);
    if (said) return said.demand;
  }
  return null;
}

/** "The order … and a refund": beside a purchase that is named, the word alone asks. */
function namedRefund(texts: readonly string[], source: IntentSource): string | null {
  if (!source.namesPurchase()) return null;
  for (const text of texts) {
    const found = firstHit(withoutNamed(prepareWords(text), source.languages), source.languages, 'subject');
    if (found !== null) return found;
  }
  return null;
}

/** "Thanks, Mira / Give me my money back": a title ("Refunds and Returns Department") or a word of the refund policy demands nothing. */
function askedBelow({ below, languages }: IntentSource): string | null {
  for (const { text } of below) {
    const { demand, status, question, inquiry, rules, withdrawal } = readSentence(text.slice(0, MAX_SENTENCE), languages);
    if (demand !== null && [status, question, inquiry, rules, withdrawal].every((said) => said === null)) return demand;
  }
  return null;
}

/** Whether a line demands or asks for money back. */
export function asksForMoney(text: string, languages: readonly Language[]): boolean {
  const words = prepareWords(text.slice(0, MAX_SENTENCE));
  return (['demand', 'request', 'subject'] as const).some((kind) => firstHit(words, languages, kind) !== null);
}

/** Whether words before a field on its line ask: "Please refund my order: 10482". A form's "Refund amount:" does not. */
export function asksBeforeField(text: string, languages: readonly Language[]): boolean {
  const words = prepareWords(text.slice(0, MAX_SENTENCE));
  return (['demand', 'request'] as const).some((kind) => firstHit(words, languages, kind) !== null);
}

/** A mail of ours that asks for details names what they are for in its first lines. */
const MOST_NAMING_LINES = 30;

/** Whether another mail's text speaks of a refund, in any language. */
export function namesRefund(text: string): boolean {
  const lines = text.split('\n', MOST_NAMING_LINES).map((line) => line.slice(0, MAX_SENTENCE));
  return lines.some((line) => firstHit(prepareWords(line), ALL_LANGUAGES, 'subject') !== null);
}

const ASKED = /[?？؟]/u;

function readSentence(text: string, languages: readonly Language[]): Said {
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
    const found = findAnyPhrase(phrasesOf(language).settled, words, (text, source) => !denies(text, language) || denies(source, language));
    if (found !== null) return found.replace(/\s+/gu, ' ');
  }
  return null;
}

const negationsOf = perLanguage(({ negations = '' }) => wordsIn(negations));

function denies(text: string, language: Language): boolean {
  const negations = negationsOf(language);
  return foldPhrase(text.replaceAll('|', ' '))
    .split(' ')
    .some((word) => holdsWord(negations, word));
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
function readSubject(subject: string): SubjectSays {
  const words = prepareWords(subject.slice(0, MAX_SUBJECT));
  const rules = firstHit(words, ALL_LANGUAGES, 'rules');
  const withdrawal = firstHit(words, ALL_LANGUAGES, 'withdrawal') ?? settledIn(words, ALL_LANGUAGES);
  const rest = rules === null && withdrawal === null ? words : withoutNamed(words, ALL_LANGUAGES);
  const status = firstHit(words, ALL_LANGUAGES, 'status');
  const question = firstHit(words, ALL_LANGUAGES, 'question') ?? rules;
  const asks = firstHit(rest, ALL_LANGUAGES, 'subject') ?? firstHit(rest, ALL_LANGUAGES, 'demand');
  return { request: status === null && question === null && withdrawal === null && asks !== null, status, question, withdrawal };
}
