import type { Evidence } from '../domain/claim.ts';
import { findAddresses } from './addresses.ts';
import { type LabelledField, proseOf } from './labelled-fields.ts';
import type { Language } from './languages/language.ts';
import type { OwnLine } from './own-words.ts';
import { foldPhrase, foldWord, tokenise } from './words.ts';

export interface FoundReason {
  readonly reason: string;
  readonly evidence: Evidence;
}

export interface ReasonSource {
  readonly lines: readonly OwnLine[];
  readonly fields: readonly LabelledField[];
  readonly senderName: string;
  readonly languages: readonly Language[];
}

/** The labelled reason, else the customer's own prose. */
export function readReason(source: ReasonSource): FoundReason | null {
  return fromLabel(source) ?? fromProse(source);
}

function fromLabel(source: ReasonSource): FoundReason | null {
  const field = source.fields.find((candidate) => candidate.kind === 'reason' && candidate.value !== '');
  if (!field) return null;
  const labelLines = new Set(source.fields.map((other) => other.labelLine));
  const taken = new Set(source.fields.filter((other) => other !== field).map((other) => other.line));
  const further: OwnLine[] = [];
  for (let index = field.line + 1; index < source.lines.length; index++) {
    const line = source.lines[index];
    if (!line || taken.has(index) || labelLines.has(index)) break;
    further.push(line);
  }
  const lines = [field.value, ...further.map((line) => line.text)];
  const reason = joinParagraphs(dropEnd(lines, source));
  if (reason === '' || !saysSomething(reason, source.languages, 1)) return null;
  const more = reason.slice(field.value.length);
  return { reason, evidence: { text: `${field.evidence}${more}`, by: 'label' } };
}

function fromProse(source: ReasonSource): FoundReason | null {
  const reason = joinParagraphs(proseLines(source));
  if (reason === '' || !saysSomething(reason, source.languages, 1)) return null;
  return { reason, evidence: { text: reason, by: 'words' } };
}

/** Own lines without field lines, greeting, closing and what follows it. */
function proseLines(source: ReasonSource): string[] {
  const lines = source.lines.map((line, index) => (isBare(line.text) ? '' : proseOf(line.text, source.fields, index)));
  return dropGreeting(dropEnd(lines, source), source);
}

/** A line of an address, a number or a date alone is a field without its label. */
function isBare(text: string): boolean {
  const trimmed = text.trim();
  if (trimmed === '') return false;
  const [address] = findAddresses(trimmed.slice(0, 400));
  if (address && address.end - address.start >= trimmed.length - 2) return true;
  return /^[#\s]*[\w-]*\d[\w./-]*$/.test(trimmed);
}

/** A greeting is short; a longer line that begins like one is the first sentence. */
const MAX_GREETING_WORDS = 6;
const MAX_CLOSING_WORDS = 8;

function startsWithAny(folded: string, phrases: readonly string[], unspaced: boolean): string | null {
  let best: string | null = null;
  for (const phrase of phrases) {
    const wanted = foldPhrase(phrase);
    const fits = folded === wanted || folded.startsWith(`${wanted} `) || (unspaced && folded.startsWith(wanted));
    if (fits && wanted.length > (best?.length ?? 0)) best = wanted;
  }
  return best;
}

function dropGreeting(lines: readonly string[], source: ReasonSource): string[] {
  const index = lines.findIndex((line) => line.trim() !== '');
  const line = lines[index]?.trim();
  if (line === undefined) return [...lines];
  const folded = foldPhrase(line.slice(0, 200));
  const greeted = source.languages.some((language) => startsWithAny(folded, language.greetings, Boolean(language.unspaced)) !== null);
  if (!greeted) return [...lines];
  const rest = lines.slice(index + 1);
  if (
    folded.split(' ').length <= MAX_GREETING_WORDS &&
    (/[,!:，、！：。.]$/u.test(line) || /^\s*$/.test(lines[index + 1] ?? '')) &&
    line.length <= 60
  )
    return dropGreetingAgain(rest, source);
  const comma = /^[^,.!，、！。]{1,50}[,.!，、！。]\s*/u.exec(line);
  const opened = comma && foldPhrase(comma[0]).split(' ').length <= MAX_GREETING_WORDS;
  return opened ? dropGreetingAgain([line.slice(comma[0].length), ...rest], source) : [...lines];
}

/** "Hello,\nDear team,": once more, no further. */
function dropGreetingAgain(lines: readonly string[], source: ReasonSource): string[] {
  const index = lines.findIndex((line) => line.trim() !== '');
  const line = lines[index]?.trim() ?? '';
  const folded = foldPhrase(line.slice(0, 200));
  const short = folded.split(' ').length <= MAX_GREETING_WORDS && /[,!:，、！：]$/u.test(line);
  const greeted = source.languages.some((language) => startsWithAny(folded, language.greetings, Boolean(language.unspaced)) !== null);
  return short && greeted ? lines.slice(index + 1) : [...lines];
}

/** Cuts at the closing; without one, drops a last line that is the sender's name. */
function dropEnd(lines: readonly string[], source: ReasonSource): string[] {
  const open = beforeClosing(lines, source.languages);
  if (open.length < lines.length) return open;
  const last = lines.findLastIndex((line) => line.trim() !== '');
  return last > 0 && isName(lines[last] ?? '', source, lines[last - 1]?.trim() === '') ? lines.slice(0, last) : [...lines];
}

/** The lines before "Best regards" and what follows it. */
export function beforeClosing(lines: readonly string[], languages: readonly Language[]): string[] {
  const first = Math.max(1, lines.length - MAX_LINES_FROM_CLOSING);
  const closing = lines.findIndex((line, index) => index >= first && isClosing(line, languages) && isNearEnd(lines, index));
  return closing >= 0 ? lines.slice(0, closing) : [...lines];
}

function isClosing(line: string, languages: readonly Language[]): boolean {
  const trimmed = line.trim();
  if (trimmed === '' || trimmed.length > 90) return false;
  if (/^(--|__+|—|–)$/.test(trimmed)) return true;
  const folded = foldPhrase(trimmed);
  return languages.some((language) => {
    const phrase = startsWithAny(folded, language.closings, Boolean(language.unspaced));
    if (phrase === null) return false;
    const more = folded.slice(phrase.length).trim();
    return language.unspaced ? more.length <= 12 : more === '' || more.split(' ').length <= MAX_CLOSING_WORDS - phrase.split(' ').length;
  });
}

/** Name, title, company, a phone number: a signature without its mark has no more lines, and they are short. */
const MAX_LINES_AFTER_CLOSING = 8;
const LONGEST_LINE_AFTER_CLOSING = 80;
/** Blank lines included. */
const MAX_LINES_FROM_CLOSING = 30;

function isNearEnd(lines: readonly string[], index: number): boolean {
  const after = lines.slice(index + 1).filter((line) => line.trim() !== '');
  return after.length <= MAX_LINES_AFTER_CLOSING && after.every((line) => line.length <= LONGEST_LINE_AFTER_CLOSING);
}

function isName(line: string, source: ReasonSource, apart: boolean): boolean {
  const trimmed = line.trim();
  const words = foldPhrase(trimmed).split(' ').filter(Boolean);
  if (words.length === 0 || words.length > 4 || /[.!?。！？:]$/u.test(trimmed.replace(/\b\p{Lu}\.$/u, ''))) return false;
  const known = new Set(foldPhrase(source.senderName).split(' ').filter(Boolean));
  if (words.some((word) => known.has(word) && word.length > 1)) return true;
  return apart && words.length <= 3 && /^(?:[-–—]\s?)?\p{Lu}[\p{L}.'’-]*(?:\s\p{Lu}[\p{L}.'’-]*){0,2}$/u.test(trimmed);
}

/** Lines of a paragraph as they are, one blank line between paragraphs. */
function joinParagraphs(lines: readonly string[]): string {
  return lines
    .map((line) => line.trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Whether anything is said beyond "please refund my order of 1 March": words that neither ask nor state a field. */
function saysSomething(text: string, languages: readonly Language[], least: number): boolean {
  const plain = text.slice(0, 20_000);
  const bare = findAddresses(plain).reduceRight((rest, found) => `${rest.slice(0, found.start)} ${rest.slice(found.end)}`, plain);
  if (languages.some((language) => language.unspaced) && languages[0]?.unspaced) return contentCharacters(bare, languages[0]) >= 4;
  const telling = new Set(
    tokenise(bare.replace(/[\w-]*\d[\w-]*/g, ' '))
      .filter(
        (token) => token.kind === 'word' && token.norm.length > 1 && !languages.some((language) => isRequestWord(token.norm, language)),
      )
      .map((token) => token.norm),
  );
  return telling.size >= least;
}

const requestWords = new Map<Language, { whole: ReadonlySet<string>; stems: readonly string[] }>();

function isRequestWord(word: string, language: Language): boolean {
  let known = requestWords.get(language);
  if (!known) {
    const all = `${language.functionWords} ${language.requestWords} ${language.greetings.join(' ')} ${language.closings.join(' ')}`
      .split(' ')
      .filter(Boolean);
    known = {
      whole: new Set(all.filter((entry) => !entry.endsWith('~')).flatMap((entry) => foldPhrase(entry).split(' '))),
      stems: all.filter((entry) => entry.endsWith('~')).map((entry) => foldWord(entry.slice(0, -1))),
    };
    requestWords.set(language, known);
  }
  return known.whole.has(word) || known.stems.some((stem) => word.startsWith(stem));
}

function contentCharacters(text: string, language: Language): number {
  let rest = foldWord(text).replace(/[\p{P}\p{S}\p{N}\sa-z]/gu, '');
  const words = [...language.requestWords.split(' '), ...language.functionWords.split(' '), ...language.greetings, ...language.closings]
    .filter(Boolean)
    .map((word) => foldWord(word.replace(/~$/, '')));
  for (const word of words.sort((a, b) => b.length - a.length)) rest = rest.replaceAll(word, '');
  return rest.length;
}
