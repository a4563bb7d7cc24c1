import type { Classification } from '../domain/classification.ts';
import { ALL_LANGUAGES } from './languages/all.ts';
import type { Language } from './languages/language.ts';
import { compilePhrase, findAnyPhrase, type Phrase, prepareWords, type Words } from './phrases.ts';
import type { Sentence } from './sentences.ts';

export interface IntentSource {
  readonly subject: string;
  readonly sentences: readonly Sentence[];
  /** Labelled fields of a request were found: order, date, reason. */
  readonly isForm: boolean;
  /** What the reason is labelled with: "Reason for refund" asks for one. */
  readonly reasonLabels: readonly string[];
  /** An order number or a purchase date is stated. */
  readonly namesPurchase: () => boolean;
  readonly languages: readonly Language[];
}

type PhraseKind = keyof Language['intent'];

const compiled = new Map<Language, Readonly<Record<PhraseKind, readonly Phrase[]>>>();

function phrasesOf(language: Language): Readonly<Record<PhraseKind, readonly Phrase[]>> {
  const known = compiled.get(language);
  if (known) return known;
  const compile = (sources: readonly string[]) => sources.map((source) => compilePhrase(source, language.unspaced));
  const { subject, request, demand, status, question, inquiry } = language.intent;
  const made = {
    subject: compile(subject),
    request: compile(request),
    demand: compile(demand ?? []),
    status: compile(status),
    question: compile(question),
    inquiry: compile(inquiry ?? []),
  };
  compiled.set(language, made);
  return made;
}

/** What asks for money back stands among the first sentences, not in a pasted log. */
const MAX_SENTENCES = 80;
const MAX_SENTENCE = 600;

/** What one sentence was found to say, each with its words. */
type Said = Readonly<Record<Exclude<PhraseKind, 'subject'>, string | null>>;

/**
 * The subject or the customer's own words ask for money back.
 * Words about a refund on its way, or about the rules, outweigh all but a plain demand: the body tells what a mail is about.
 */
export function decideIntent(source: IntentSource): Classification {
  const sentences = source.sentences
    .slice(0, MAX_SENTENCES)
    .map((sentence) => readSentence(prepareWords(sentence.text.slice(0, MAX_SENTENCE)), source.languages));
  const subject = readSubject(source.subject);
  const first = (which: keyof Said) => sentences.find((said) => said[which] !== null)?.[which] ?? null;
  const demand = sentences.find(isPlainDemand)?.demand ?? demandInClause(source);
  const status = first('status') ?? subject.status;
  const vague = subject.question ?? first('inquiry');
  const question = first('question') ?? (vague === null || source.namesPurchase() ? null : vague);
  const request = first('request');
  const settled = source.isForm || demand !== null;
  if (status !== null && !settled) return { kind: 'unrelated', why: `a refund on its way: "${status}"` };
  if (question !== null && !settled) return { kind: 'unrelated', why: `a question: "${question}"` };
  if (subject.request) return { kind: 'refund-request', why: `subject: ${source.subject.trim()}` };
  const label = source.reasonLabels.find((text) => readSubject(text).request) ?? null;
  const asked = demand ?? request ?? label;
  if (asked !== null) return { kind: 'refund-request', why: `words: "${asked}"` };
  return { kind: 'unrelated', why: 'nothing in subject or text asks for money back' };
}

/** "Please tell me whether I could ask for a refund" demands nothing. */
function isPlainDemand(said: Said): boolean {
  return said.demand !== null && said.status === null && said.question === null && said.inquiry === null;
}

/** A comma; in Thai a space stands where others write one. */
const CLAUSE_END = /[,，、;；]|(?<=\p{Script=Thai})\s/u;

/** "I am tired of waiting for the credits, please send the money back": what is awaited is told in another clause. */
function demandInClause(source: IntentSource): string | null {
  for (const { text } of source.sentences.slice(0, MAX_SENTENCES)) {
    const whole = readSentence(prepareWords(text.slice(0, MAX_SENTENCE)), source.languages);
    if (whole.demand === null || whole.question !== null || whole.inquiry !== null) continue;
    const clauses = text.slice(0, MAX_SENTENCE).split(CLAUSE_END);
    const said = clauses.map((clause) => readSentence(prepareWords(clause), source.languages)).find(isPlainDemand);
    if (said) return said.demand;
  }
  return null;
}

function readSentence(words: Words, languages: readonly Language[]): Said {
  return {
    demand: firstHit(words, languages, 'demand'),
    request: firstHit(words, languages, 'request'),
    status: firstHit(words, languages, 'status'),
    question: firstHit(words, languages, 'question'),
    inquiry: firstHit(words, languages, 'inquiry'),
  };
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

/** A subject says little of its mail's language: every language's phrases count. */
function readSubject(subject: string): { request: boolean; status: string | null; question: string | null } {
  const words = prepareWords(subject.slice(0, MAX_SUBJECT));
  const status = firstHit(words, ALL_LANGUAGES, 'status');
  const question = firstHit(words, ALL_LANGUAGES, 'question');
  const asks = firstHit(words, ALL_LANGUAGES, 'subject') ?? firstHit(words, ALL_LANGUAGES, 'demand');
  return { request: status === null && question === null && asks !== null, status, question };
}
