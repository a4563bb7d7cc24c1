import type { Evidence } from '../domain/claim.ts';
import { findAddresses } from './addresses.ts';
import { numberOf, unitOf } from './dates/calendar-words.ts';
import { dropGreeting } from './greeting.ts';
import { type LabelledField, proseOfLines } from './labelled-fields.ts';
import type { Language } from './languages/language.ts';
import { chunksOf } from './number-chunks.ts';
import { shapeOf } from './order-id-shapes.ts';
import type { OwnLine } from './own-words.ts';
import { askingWords, isFormulaWord, isHesitation, isNegation, isRequestWord, isStatingWord } from './request-words.ts';
import { asksForMoney } from './said.ts';
import { splitSentences } from './sentences.ts';
import { dropSignOff, dropTrailingLeave } from './sign-off.ts';
import { collectWords, holdsWord } from './word-lists.ts';
import { foldPhrase, foldWord, tokenise } from './words.ts';

export interface FoundReason {
  readonly reason: string;
  readonly evidence: Evidence;
}

export interface ReasonSource {
  readonly lines: readonly OwnLine[];
  readonly fields: readonly LabelledField[];
  readonly senderName: string;
  readonly senderAddress: string;
  readonly languages: readonly Language[];
}

/** The labelled reason, else the customer's own prose. */
export function readReason(source: ReasonSource): FoundReason | null {
  return fromLabel(source) ?? fromProse(source);
}

/** A form has one such field, and its header may be taken for another. */
const MOST_REASON_FIELDS = 4;

/** The first labelled reason that says something: "Details: see below" says nothing. */
function fromLabel(source: ReasonSource): FoundReason | null {
  const fields = source.fields.filter((candidate) => candidate.kind === 'reason' && candidate.value !== '');
  for (const field of fields.slice(0, MOST_REASON_FIELDS)) {
    const found = fromField(field, source);
    if (found) return found;
  }
  return null;
}

function fromField(field: LabelledField, source: ReasonSource): FoundReason | null {
  const labelLines = new Set(source.fields.map((other) => other.labelLine));
  const taken = new Set(source.fields.filter((other) => other !== field).map((other) => other.line));
  const further: OwnLine[] = [];
  for (let index = field.line + 1; index < source.lines.length; index++) {
    const line = source.lines[index];
    if (!line || taken.has(index) || labelLines.has(index) || line.question !== null) break;
    further.push(line);
  }
  const lines = [field.value, ...further.map((line) => line.text).filter((text) => !isStray(text, field.evidence))];
  const reason = joinParagraphs(withoutEmptyEnd(dropSignOff(lines, source), source));
  if (reason === '' || !saysSomething(reason, source, LABELLED)) return null;
  const more = reason.slice(field.value.length);
  return { reason, evidence: { text: `${field.evidence}${more}`, by: 'label' } };
}

/** A row of the same table, or a number or address behind a label of its own: none of ours, and no part of the reason. */
function isStray(text: string, evidence: string): boolean {
  const trimmed = text.trim();
  if (evidence.includes('\t') && /^[^\t]{1,40}\t/u.test(trimmed)) return true;
  const value = /^[\p{L}\p{M}][\p{L}\p{M}\s./-]{0,30}[:：=\t]\s?(\S.{0,60})$/u.exec(trimmed)?.[1];
  return value !== undefined && !/\p{L}{3}/u.test(value.replace(/\S{1,64}@\S{1,64}|https?:\S{1,60}/gu, '')) && /[\p{Nd}@]/u.test(value);
}

/** Paragraphs behind the reason that only ask or thank. */
function withoutEmptyEnd(lines: readonly string[], source: ReasonSource): string[] {
  let left = [...lines];
  for (let count = 0; count < MOST_EMPTY_PARAGRAPHS; count++) {
    const last = left.findLastIndex((line) => line.trim() !== '');
    const start = left.slice(0, Math.max(0, last)).findLastIndex((line) => line.trim() === '') + 1;
    if (start <= 0 || saysSomething(left.slice(start, last + 1).join('\n'), source, TOLD)) break;
    left = left.slice(0, start);
  }
  return left;
}

const MOST_EMPTY_PARAGRAPHS = 4;

function fromProse(source: ReasonSource): FoundReason | null {
  const reason = joinParagraphs(proseLines(source));
  if (reason === '' || !saysSomething(reason, source, TOLD)) return null;
  return { reason, evidence: { text: reason, by: 'words' } };
}

/** Own lines without field lines, greeting, closing and what follows it. */
function proseLines(source: ReasonSource): string[] {
  const told = proseOfLines(source.lines, source.fields);
  const lines = told.map((prose, index) =>
    isBare(source.lines[index]?.text ?? '') ||
    (isStandalone(told, index) && isStating(prose, source)) ||
    (isStray(prose.replace(/^\s*[-•*·]\s*/u, ''), '') && isBesideField(source, index))
      ? ''
      : prose,
  );
  return dropTrailingLeave(dropGreeting(dropSignOff(lines, source), source.languages), source);
}

/** "support ticket on your forum: 20931" in a list of fields. */
function isBesideField({ fields, lines }: ReasonSource, index: number): boolean {
  const own = new Set(fields.flatMap((field) => [field.line, field.labelLine]));
  const isField = (other: number) => own.has(other) && lines[other]?.text.trim() !== '';
  return isField(index - 1) || isField(index + 1);
}

/** A line of an address, a number or a date alone is a field without its label. */
function isBare(text: string): boolean {
  const trimmed = text.trim();
  if (trimmed === '') return false;
  const [address] = findAddresses(trimmed.slice(0, 400));
  if (address && address.end - address.start >= trimmed.length - 2) return true;
  return /^[#\s]*[\w-]*\d[\w./-]*$/.test(trimmed);
}

/** An address or an order's number in it, "アカウントは a@b.example", and nothing else said. */
function isStating(text: string, source: ReasonSource): boolean {
  if (text.trim() === '' || text.length > LONGEST_STATING) return false;
  const isField = findAddresses(text).length > 0 || chunksOf(text).some(({ id }) => shapeOf(id) !== null || /^\d{5,}$/.test(id));
  return isField && !saysSomething(text, source, TOLD) && !asksForMoney(text, source.languages);
}

const LONGEST_STATING = 120;

/** Begun and ended with its line: no part of a sentence that goes on. */
function isStandalone(lines: readonly string[], index: number): boolean {
  const [before, line, after] = [lines[index - 1]?.trim() ?? '', lines[index]?.trim() ?? '', lines[index + 1]?.trim() ?? ''];
  const isEnded = (text: string) => text === '' || /[.!?…)。！？।:：~]$|\p{Extended_Pictographic}$/u.test(text);
  const width = Math.max(...lines.slice(Math.max(0, index - WRAP_REACH), index + WRAP_REACH).map(({ length }) => length));
  const begins = isEnded(before) || /^[\p{Lu}\p{Lo}]/u.test(line) || isBroken(before, line, width);
  return begins && (isEnded(line) || after === '' || /^[\p{Lu}\p{Lo}]/u.test(after) || isBroken(line, after, width));
}

/** Lines around one that tell how wide the mail is wrapped. */
const WRAP_REACH = 10;

/** The next word would have fitted: the writer broke the line, no mail program did. */
function isBroken(line: string, next: string, width: number): boolean {
  return line.trim().length + 1 + (next.split(/\s/u, 1)[0]?.length ?? 0) < width;
}

/** Lines of a paragraph as they are, one blank line between paragraphs. */
function joinParagraphs(lines: readonly string[]): string {
  return lines
    .map((line) => line.trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** How much must be said beyond asking; in languages without spaces their characters are counted. */
interface Least {
  readonly words: number;
  readonly characters: number;
  /** Words that state a day, an order, a way of paying do not count; behind a label they may be all of the reason. */
  readonly beyondFields: boolean;
}

/** Behind a label two characters are a reason: 중복결제 is "charged twice", less the word for paying. */
const LABELLED: Least = { words: 1, characters: 2, beyondFields: false };
const TOLD: Least = { words: 1, characters: 3, beyondFields: true };

/** Whether anything is said beyond "please refund my order of 1 March": words that neither ask nor state a field. */
function saysSomething(text: string, { languages, senderName }: ReasonSource, least: Least): boolean {
  const names = least.beyondFields ? foldPhrase(senderName).split(' ') : [];
  const plain = text.slice(0, 20_000);
  const bare = findAddresses(plain).reduceRight((rest, found) => `${rest.slice(0, found.start)} ${rest.slice(found.end)}`, plain);
  if (languages.some((language) => language.unspaced) && languages[0]?.unspaced)
    return contentCharacters(bare, languages[0], languages, least) >= least.characters;
  const telling = new Set(splitSentences(bare).flatMap((sentence) => tellingWords(sentence.text, names, languages, least)));
  return telling.size >= least.words;
}

/** "not" stands beside the verb, or an auxiliary between. */
const DENIED_REACH = 2;
const BOUGHT = collectWords((language) => (language.unspaced ? '' : language.purchaseWords));

/** Folded. In a sentence that says "not", words of stating and courtesy tell too: "I have not received the credits". */
function tellingWords(sentence: string, names: readonly string[], languages: readonly Language[], least: Least): readonly string[] {
  const words = tokenise(withoutNumbers(sentence)).filter((token) => token.kind === 'word');
  const own = languages.slice(0, 1);
  const isNegated = own.some((language) => words.some((token) => isNegation(token.norm, language)));
  // "Do not hesitate to write, should you need more" tells nothing, whatever it speaks of.
  const hesitates = own.some((language) => words.some((token) => isHesitation(token.norm, language)));
  if (least.beyondFields && isNegated && hesitates) return [];
  const statesFields = least.beyondFields && !isNegated;
  const isCarrying = (word: string) =>
    word.length > 1 &&
    !names.includes(word) &&
    !languages.some(
      (language) => isRequestWord(word, language) || (statesFields && isStatingWord(word, language)) || isNegation(word, language),
    );
  // "I did not buy this": what everybody did before asking is a reason where it was not done.
  const isUndone = (at: number) =>
    isNegated &&
    holdsWord(BOUGHT, words[at]?.norm ?? '') &&
    words
      .slice(Math.max(0, at - DENIED_REACH), at + DENIED_REACH + 1)
      .some(({ norm }) => own.some((language) => isNegation(norm, language)));
  // "Two weeks ago" tells the day; "two charges" are one too many.
  const isCount = (at: number) =>
    numberOf(words[at]?.norm ?? '', languages) !== null && unitOf(words[at + 1]?.norm, languages) !== null && least.beyondFields;
  const telling = words.filter((token, at) => (isCarrying(token.norm) || isUndone(at)) && !isCount(at)).map((token) => token.norm);
  const isFormula = (word: string) => languages.some((language) => isFormulaWord(word, language));
  return statesFields && telling.length > 0 && telling.every(isFormula) && asksForMoney(sentence, languages) ? [] : telling;
}

/** Order numbers, amounts and dates go with the letters in them: `GPA.3345-…`. */
function withoutNumbers(text: string): string {
  return text
    .split(/\s+/u)
    .filter((word) => !/\d/.test(word))
    .join(' ');
}

/** In a sentence that asks for the money what is said of how to do it is no content; text without marks is one sentence. */
function contentCharacters(text: string, language: Language, languages: readonly Language[], { beyondFields }: Least): number {
  const count = (sentence: string, isAsking: boolean) => {
    let rest = foldWord(sentence).replace(/[\p{P}\p{S}\p{N}\sa-z]/gu, '');
    for (const word of askingWords(language, beyondFields, isAsking)) rest = rest.replaceAll(word, '');
    return rest.length;
  };
  const counts = splitSentences(text).map((sentence) => {
    const content = count(sentence.text, false);
    return content > 0 && beyondFields && asksForMoney(sentence.text, languages) ? count(sentence.text, true) : content;
  });
  return counts.reduce((sum, content) => sum + content, 0);
}
