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
  readonly languages: readonly Language[];
}

interface Compiled {
  readonly subject: readonly Phrase[];
  readonly request: readonly Phrase[];
  readonly status: readonly Phrase[];
  readonly question: readonly Phrase[];
}

const compiled = new Map<Language, Compiled>();

function phrasesOf(language: Language): Compiled {
  const known = compiled.get(language);
  if (known) return known;
  const compile = (sources: readonly string[]) => sources.map((source) => compilePhrase(source, language.unspaced));
  const { intent } = language;
  const made = {
    subject: compile(intent.subject),
    request: compile(intent.request),
    status: compile(intent.status),
    question: compile(intent.question),
  };
  compiled.set(language, made);
  return made;
}

/** What asks for money back stands among the first sentences, not in a pasted log. */
const MAX_SENTENCES = 80;
const MAX_SENTENCE = 600;

/**
 * The subject or the customer's own words ask for money back.
 * Words about a refund on its way, or about the rules, outweigh both: the body tells what a mail is about.
 */
export function decideIntent(source: IntentSource): Classification {
  const sentences = source.sentences.slice(0, MAX_SENTENCES).map((sentence) => prepareWords(sentence.text.slice(0, MAX_SENTENCE)));
  const status = firstHit(sentences, source.languages, 'status');
  const question = firstHit(sentences, source.languages, 'question');
  const request = firstHit(sentences, source.languages, 'request');
  const subject = subjectHit(source.subject);
  if (status !== null && !source.isForm) return { kind: 'unrelated', why: `a refund on its way: "${status}"` };
  if (question !== null && !source.isForm) return { kind: 'unrelated', why: `a question: "${question}"` };
  if (subject !== null) return { kind: 'refund-request', why: `subject: ${source.subject.trim()}` };
  if (request !== null) return { kind: 'refund-request', why: `words: "${request}"` };
  return { kind: 'unrelated', why: 'nothing in subject or text asks for money back' };
}

function firstHit(sentences: readonly Words[], languages: readonly Language[], which: keyof Compiled): string | null {
  for (const sentence of sentences) {
    for (const language of languages) {
      const found = findAnyPhrase(phrasesOf(language)[which], sentence);
      if (found !== null) return found.replace(/\s+/gu, ' ');
    }
  }
  return null;
}

/** Longest subject that is read. */
const MAX_SUBJECT = 300;

function subjectHit(subject: string): string | null {
  const words = prepareWords(subject.slice(0, MAX_SUBJECT));
  for (const language of ALL_LANGUAGES) {
    const { question, status } = phrasesOf(language);
    if (findAnyPhrase(question, words) !== null || findAnyPhrase(status, words) !== null) return null;
  }
  for (const language of ALL_LANGUAGES) {
    const found = findAnyPhrase(phrasesOf(language).subject, words);
    if (found !== null) return found;
  }
  return null;
}
