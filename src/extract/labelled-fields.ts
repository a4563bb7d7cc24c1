import { lazily } from '../domain/lazily.ts';
import { askedKind } from './asked-field.ts';
import { composedKind, type FieldKind, LabelLine, labelKind, MAX_LABEL } from './labels.ts';
import type { OwnLine } from './own-words.ts';
import { splitSentences } from './sentences.ts';
import { spacedLabel } from './spaced-label.ts';
import { anyInside } from './word-patterns.ts';
import { UNSPACED } from './words.ts';

/** A value that stands beside, below or under a label. */
export interface LabelledField {
  readonly kind: FieldKind;
  readonly label: string;
  readonly value: string;
  /** The exact words: label and value. */
  readonly evidence: string;
  /** Sentences behind the value on its line: "Order: 10482. It never worked." */
  readonly rest?: string;
  /** What stands before the first label of its line: "(order no. 770315, account: …". */
  readonly lead?: string;
  /** Index of the line that the value begins on, and of the label's. */
  readonly line: number;
  readonly labelLine: number;
  /** It stands below a question of ours. */
  readonly isAnswer?: true;
}

/** Bullets, numbering and marks of emphasis before a label. */
const LEAD =
  /^[\s>*•·¿¡‣▪●○■□◆◇★☆▶▷►☑✓✔➢→※・①-⑳❶-❿【「『〔［[_#-]*(?:\d{1,2}[.)]\s|[一二三四五六七八九十]{1,3}[、．.]|[가나다라마바사][.)]\s)?[\s*_]*/u;

/** A form of ours asks for less; answers below thousands of quoted lines are a log. */
const MOST_QUESTIONS = 50;

/** "A: 10482", "答：10482", "-> 10482". */
const ANSWER = new RegExp(
  String.raw`^(?:[-=]{1,2}>|→|⇒|${anyInside((language) => language.answerWords)}\d{0,2}\s?(?:[:：．)）]|\.(?=\s)))\s{0,4}`,
  'iu',
);

/** All labelled fields of `lines`, in order. */
export function readLabelledFields(lines: readonly OwnLine[]): LabelledField[] {
  const fields: LabelledField[] = [];
  const isTaken = takenLines(lines);
  let questions = 0;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index];
    if (!line || line.text.trim() === '') continue;
    const rows = readHeaderRow(lines, index);
    if (rows) {
      fields.push(...rows);
      index += 1;
      continue;
    }
    const inLine = readInLine(line.text, index);
    if (inLine.length > 0) {
      fields.push(...inLine.flatMap((field) => (field.value === '' ? below(lines, index, field, isTaken) : [field])));
      continue;
    }
    // "Dag," greets in Dutch: a label has no comma behind it.
    const bare = line.text.replace(LEAD, '');
    const alone = line.text.trimEnd().endsWith(',') ? null : (labelKind(bare) ?? composedKind(bare, false));
    if (alone && alone !== 'other') {
      const empty: LabelledField = {
        kind: alone,
        label: line.text.trim(),
        value: '',
        evidence: line.text.trim(),
        line: index,
        labelLine: index,
      };
      fields.push(...below(lines, index, empty, isTaken));
      continue;
    }
    if (line.question === null || questions === MOST_QUESTIONS) continue;
    questions += 1;
    const evidence = line.text.trim();
    const kind = askedKind(line.question, evidence);
    if (kind)
      fields.push({
        kind,
        label: line.question,
        value: evidence.replace(ANSWER, ''),
        evidence,
        line: index,
        labelLine: index,
        isAnswer: true,
        ...(kind !== 'reason' && saysMore(evidence) && { rest: evidence }),
      });
  }
  return fields;
}

/** Words of an answer that states its field and no more: "it is on the receipt: 10482". */
const LONGEST_ANSWER = 8;

/** What stands below a line of ours may be a letter of its own. */
function saysMore(answer: string): boolean {
  return answer.split(/\s+/u).length > LONGEST_ANSWER || (UNSPACED.test(answer) && answer.length > 4 * LONGEST_ANSWER);
}

/** Whether a line holds a label itself, worked out once for all labels above it. */
function takenLines(lines: readonly OwnLine[]): (index: number) => boolean {
  const known = new Map<number, boolean>();
  return (index) => {
    const text = lines[index]?.text.trim() ?? '';
    const taken =
      known.get(index) ??
      (labelKind(text.replace(LEAD, '')) !== null ||
        composedKind(text.replace(LEAD, ''), false) !== null ||
        readInLine(text, index).length > 0);
    known.set(index, taken);
    return taken;
  };
}

/** A label without a value names the next line that says something, unless that is a label itself. */
function below(lines: readonly OwnLine[], index: number, field: LabelledField, isTaken: (index: number) => boolean): LabelledField[] {
  for (let next = index + 1; next <= index + 2 && next < lines.length; next++) {
    const text = lines[next]?.text.trim() ?? '';
    if (text === '') continue;
    if (isTaken(next)) return [];
    return [{ ...field, value: text.replace(/^[-*•]\s+/, ''), evidence: `${field.evidence}\n${text}`, line: next }];
  }
  return [];
}

/** A table of an order has fewer columns. */
const MAX_CELLS = 20;

/** Two or more labels as cells of one row, their values as cells of the next. */
function readHeaderRow(lines: readonly OwnLine[], index: number): LabelledField[] | null {
  const labels = cellsOf(lines[index]?.text ?? '');
  const values = cellsOf(lines[index + 1]?.text ?? '');
  if (labels.length < 2 || labels.length > MAX_CELLS || labels.length !== values.length) return null;
  const found = labels.map((label) => labelKind(label));
  if (found.some((kind) => kind === null) || values.some((value) => labelKind(value) !== null)) return null;
  return found.flatMap((kind, cell) => {
    const label = labels[cell] ?? '';
    const value = values[cell] ?? '';
    return kind === null ? [] : [{ kind, label, value, evidence: `${label}\n${value}`, line: index + 1, labelLine: index }];
  });
}

/** Marks of emphasis around a cell; inside, `txn_3Rk` has one of its own. */
const EMPHASIS = /^[*_\s]{1,20}|[*_\s]{1,20}$/g;

function cellsOf(line: string): string[] {
  const cells = line.split(line.includes('\t') ? '\t' : '|').map((cell) => cell.replace(EMPHASIS, '').trim());
  return cells.length > 1 ? cells.filter((cell, at) => cell !== '' || (at > 0 && at < cells.length - 1)) : [];
}

interface Separator {
  readonly start: number;
  readonly end: number;
}

// A dash parts label and value only with spaces around it: "e-mail" has one inside.
const SEPARATOR = /\.{3,60}|\s[-=]{1,2}>|[:：=＝∶︰﹕⇒➡▶►\t|?？؟]|…{1,3}| [-–—] |(?<=\S)[-–—] |→|[】」』〕］\]]\s?[:：]?/gu;
/** Nobody writes more fields in one line; more are made to be slow. */
const MAX_FIELDS_A_LINE = 20;
/** A label inside a line follows one of these, or the value of another field. */
const BOUNDARY = /[,;|/•·\t.。、，；!！()（）]\s{0,8}[*_]*$|\s{2}[*_]*$/u;
/** Kinds whose labels are so clear that they may stand inside a sentence. */
const CLEAR: ReadonlySet<FieldKind> = new Set(['order', 'payment', 'account', 'purchaseDate']);

function readInLine(text: string, index: number): LabelledField[] {
  const lead = LEAD.exec(text)?.[0].length ?? 0;
  const found: { kind: FieldKind; from: number; valueFrom: number; labelTo: number }[] = [];
  const separators = separatorsOf(text);
  const labels = lazily(() => new LabelLine(text));
  for (const separator of separators) {
    if (found.length === MAX_FIELDS_A_LINE) break;
    const previous = found.at(-1);
    const from = Math.max(previous?.valueFrom ?? lead, separator.start - MAX_LABEL);
    const label = labels().endingAt(separator.start, from);
    if (label && isLabel(text, label, separator, previous?.kind ?? null, lead))
      found.push({ kind: label.kind, from: label.from, valueFrom: separator.end, labelTo: separator.start });
  }
  const composed = found.length === 0 ? composedLabel(text, lead, separators) : null;
  if (composed) found.push(composed);
  const spaced = found.length === 0 ? spacedLabel(text, lead) : null;
  if (spaced) found.push({ kind: spaced.kind, from: lead, valueFrom: spaced.valueFrom, labelTo: spaced.labelTo });
  return found.map((field, at) => {
    const end = found[at + 1]?.from ?? text.length;
    const followed = found[at + 1] !== undefined;
    const whole = text.slice(field.valueFrom, end);
    const restFrom = followed || field.kind === 'reason' ? null : (sentenceBehind(whole) ?? clauseBehind(field.kind, whole));
    const valueTo = restFrom === null ? end : field.valueFrom + restFrom;
    return {
      kind: field.kind,
      label: text.slice(field.from, field.labelTo).trim(),
      value: trimValue(text.slice(field.valueFrom, valueTo), followed),
      ...(at === 0 && field.from > lead && { lead: text.slice(lead, field.from) }),
      ...(restFrom !== null && { rest: whole.slice(restFrom).trim() }),
      evidence: trimValue(text.slice(field.from, valueTo), followed),
      line: index,
      labelLine: index,
    };
  });
}

/** Before the line's first colon, equals sign or tab. */
function composedLabel(text: string, lead: number, separators: readonly Separator[]) {
  const [separator] = separators;
  if (!separator || !/[:：=＝∶︰﹕\t]/u.test(text.slice(separator.start, separator.end))) return null;
  const kind = composedKind(text.slice(lead, separator.start), true);
  return kind && { kind, from: lead, valueFrom: separator.end, labelTo: separator.start };
}

/** Where, behind the first sentence of a value, prose begins; null where it does not. */
function sentenceBehind(value: string): number | null {
  const [first, second] = splitSentences(value);
  if (!first || !second || !/^\p{L}/u.test(second.text)) return null;
  return isTold(value.slice(second.start)) ? second.start : null;
}

const NUMBER_AND_COMMA = /^\s{0,3}[#＃]?(?=[A-Za-z\d._-]{0,36}\d{3})[A-Za-z\d._-]{4,80}\s?[，,]\s?(?![A-Za-z]{0,6}[-_.]?\d{3})/u;

/** "Order: QI-10482, bought on 28 February": where, behind a number, a clause begins. */
function clauseBehind(kind: FieldKind, value: string): number | null {
  const [head] = (kind === 'order' || kind === 'payment' ? NUMBER_AND_COMMA.exec(value) : null) ?? [];
  return head !== undefined && isTold(value.slice(head.length)) ? head.length : null;
}

function separatorsOf(text: string): Separator[] {
  return [...text.matchAll(SEPARATOR)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
}

/** Whether a known label before a separator stands where a label stands. */
function isLabel(
  text: string,
  label: { readonly kind: FieldKind; readonly from: number },
  separator: Separator,
  previous: FieldKind | null,
  lead: number,
): boolean {
  if (label.from <= lead) return true;
  if (/[-–—]/u.test(text.slice(separator.start, separator.end))) return false;
  if (BOUNDARY.test(text.slice(Math.max(0, label.from - 12), label.from))) return true;
  return previous === null ? CLEAR.has(label.kind) : previous !== 'reason';
}

function trimValue(value: string, followed: boolean): string {
  const plain = value
    .trim()
    .replace(/^[*_]+\s*/, '')
    .replace(/\s*[*_]+$/, '');
  return followed
    ? plain.replace(/[\s,;|/•·(（，；、-]+$/u, '').trim()
    : plain
        .replace(/^(?:[-:：=＝∶︰﹕→⇒>]{1,3})\s*/, '')
        .replace(/[\s|]+$/u, '')
        .trim();
}

/** Words before a label that make its line a sentence with the field inside. */
const PROSE_WORDS = 3;
const PROSE_CHARACTERS = 6;

/** Of each line what {@link proseOf} tells. */
export function proseOfLines(lines: readonly OwnLine[], fields: readonly LabelledField[]): string[] {
  const byLine = new Map<number, LabelledField[]>();
  for (const field of fields) {
    for (const line of new Set([field.line, field.labelLine])) {
      const here = byLine.get(line) ?? [];
      here.push(field);
      byLine.set(line, here);
    }
  }
  return lines.map((line, index) => proseOf(line.text, byLine.get(index) ?? [], index));
}

/**
 * What of line `index` is prose: all of it where no field stands on it, or where one stands inside a sentence
 * ("I bought it yesterday (order no: 10482) and …"); the sentences behind the value where a label begins it.
 */
function proseOf(text: string, here: readonly LabelledField[], index: number): string {
  const [first] = here;
  if (!first) return text;
  const at = first.labelLine === index ? text.indexOf(first.label) : -1;
  const lead = at > 0 ? text.slice(0, at).replace(LEAD, '') : '';
  if (isTold(lead)) return text;
  // "I want a refund. Order: 10482"
  return [SENTENCE_END.test(lead) ? lead : '', ...here.map((field) => (field.line === index ? (field.rest ?? '') : ''))].join(' ').trim();
}

const SENTENCE_END = /\p{L}[\p{L}\p{M}\p{P}]{0,20}[.!?。！？]\s{0,3}$/u;

/** Enough words for a sentence of their own. */
function isTold(text: string): boolean {
  const words = text.split(/\s+/u).filter((word) => /\p{L}/u.test(word));
  return words.length >= PROSE_WORDS || (UNSPACED.test(text) && text.trim().length >= PROSE_CHARACTERS);
}
