import { type FieldKind, labelKind, MAX_LABEL } from './labels.ts';
import type { OwnLine } from './own-words.ts';
import { splitSentences } from './sentences.ts';
import { tokenise, UNSPACED } from './words.ts';

/** A value that stands beside, below or under a label. */
export interface LabelledField {
  readonly kind: FieldKind;
  readonly label: string;
  readonly value: string;
  /** The exact words: label and value. */
  readonly evidence: string;
  /** Sentences behind the value on its line: "Order: 10482. It never worked." */
  readonly rest?: string;
  /** Index of the line that the value begins on, and of the label's. */
  readonly line: number;
  readonly labelLine: number;
}

/** Bullets, numbering and marks of emphasis before a label. */
const LEAD = /^[\s>*•·‣▪●○■□☑✓✔➢→_#-]*(?:\d{1,2}[.)]\s)?[\s*_]*/u;

/** All labelled fields of `lines`, in order. */
export function readLabelledFields(lines: readonly OwnLine[]): LabelledField[] {
  const fields: LabelledField[] = [];
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
      fields.push(...inLine.flatMap((field) => (field.value === '' ? below(lines, index, field) : [field])));
      continue;
    }
    const alone = labelKind(line.text.replace(LEAD, ''));
    if (alone && alone !== 'other') {
      const empty: LabelledField = {
        kind: alone,
        label: line.text.trim(),
        value: '',
        evidence: line.text.trim(),
        line: index,
        labelLine: index,
      };
      fields.push(...below(lines, index, empty));
      continue;
    }
    const asked = line.question === null ? null : askedKind(line.question);
    if (asked)
      fields.push({
        kind: asked,
        label: line.question ?? '',
        value: line.text.trim(),
        evidence: line.text.trim(),
        line: index,
        labelLine: index,
      });
  }
  return fields;
}

/** A label without a value names the next line that says something, unless that is a label itself. */
function below(lines: readonly OwnLine[], index: number, field: LabelledField): LabelledField[] {
  for (let next = index + 1; next <= index + 2 && next < lines.length; next++) {
    const text = lines[next]?.text.trim() ?? '';
    if (text === '') continue;
    const taken = labelKind(text.replace(LEAD, '')) !== null || readInLine(text, next).length > 0;
    if (taken) return [];
    return [{ ...field, value: text.replace(/^[-*•]\s+/, ''), evidence: `${field.evidence}\n${text}`, line: next }];
  }
  return [];
}

/** Two or more labels as cells of one row, their values as cells of the next. */
function readHeaderRow(lines: readonly OwnLine[], index: number): LabelledField[] | null {
  const labels = cellsOf(lines[index]?.text ?? '');
  const values = cellsOf(lines[index + 1]?.text ?? '');
  if (labels.length < 2 || labels.length !== values.length) return null;
  const found = labels.map((label) => labelKind(label));
  if (found.some((kind) => kind === null) || values.some((value) => labelKind(value) !== null)) return null;
  return found.flatMap((kind, cell) => {
    const label = labels[cell] ?? '';
    const value = values[cell] ?? '';
    return kind === null ? [] : [{ kind, label, value, evidence: `${label}\n${value}`, line: index + 1, labelLine: index }];
  });
}

function cellsOf(line: string): string[] {
  const cells = line.split(line.includes('\t') ? '\t' : '|').map((cell) => cell.replace(/[*_]/g, '').trim());
  return cells.length > 1 ? cells.filter((cell, at) => cell !== '' || (at > 0 && at < cells.length - 1)) : [];
}

interface Separator {
  readonly start: number;
  readonly end: number;
}

// A dash parts label and value only with spaces around it: "e-mail" has one inside.
const SEPARATOR = /[:：=＝\t|?？]| [-–—] |(?<=\S)[-–—] |→/gu;
/** The longest label in words. */
const MAX_LABEL_WORDS = 9;
/** A label inside a line follows one of these, or the value of another field. */
const BOUNDARY = /[,;|/•·\t.。、，；!！()（）]\s{0,8}[*_]*$|\s{2}[*_]*$/u;
/** Kinds whose labels are so clear that they may stand inside a sentence. */
const CLEAR: ReadonlySet<FieldKind> = new Set(['order', 'payment', 'account', 'purchaseDate']);

function readInLine(text: string, index: number): LabelledField[] {
  const lead = LEAD.exec(text)?.[0].length ?? 0;
  const found: { kind: FieldKind; from: number; valueFrom: number; labelTo: number }[] = [];
  for (const separator of separatorsOf(text)) {
    const previous = found.at(-1);
    const from = Math.max(previous?.valueFrom ?? lead, separator.start - MAX_LABEL);
    const label = labelBefore(text, from, separator, previous?.kind ?? null, lead);
    if (label) found.push({ kind: label.kind, from: label.from, valueFrom: separator.end, labelTo: separator.start });
  }
  return found.map((field, at) => {
    const end = found[at + 1]?.from ?? text.length;
    const followed = found[at + 1] !== undefined;
    const whole = text.slice(field.valueFrom, end);
    const restFrom = followed || field.kind === 'reason' ? null : sentenceBehind(whole);
    const valueTo = restFrom === null ? end : field.valueFrom + restFrom;
    return {
      kind: field.kind,
      label: text.slice(field.from, field.labelTo).trim(),
      value: trimValue(text.slice(field.valueFrom, valueTo), followed),
      ...(restFrom !== null && { rest: whole.slice(restFrom).trim() }),
      evidence: trimValue(text.slice(field.from, valueTo), followed),
      line: index,
      labelLine: index,
    };
  });
}

/** Where, behind the first sentence of a value, prose begins; null where it does not. */
function sentenceBehind(value: string): number | null {
  const [first, second] = splitSentences(value);
  if (!first || !second || !/^\p{L}/u.test(second.text)) return null;
  return isTold(value.slice(second.start)) ? second.start : null;
}

function separatorsOf(text: string): Separator[] {
  return [...text.matchAll(SEPARATOR)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
}

/** The longest known label that ends at the separator. */
function labelBefore(
  text: string,
  from: number,
  separator: Separator,
  previous: FieldKind | null,
  lead: number,
): { kind: FieldKind; from: number } | null {
  const stretch = text.slice(from, separator.start);
  if (stretch.trim() === '') return null;
  const dash = /[-–—]/u.test(text.slice(separator.start, separator.end));
  const starts = tokenise(stretch)
    .filter((token) => token.kind !== 'mark' || token.text === '(')
    .map((token) => token.start)
    .slice(-MAX_LABEL_WORDS);
  for (const start of starts) {
    const kind = labelKind(stretch.slice(start));
    if (kind === null) continue;
    const at = from + start;
    const before = text.slice(Math.max(0, at - 12), at);
    const atStart = at <= lead;
    const apart = BOUNDARY.test(before) || text.slice(0, at).trim() === '';
    if (atStart || (apart && !dash)) return { kind, from: at };
    const afterField = previous !== null && previous !== 'reason';
    if (!dash && (CLEAR.has(kind) || afterField) && (afterField || previous === null)) return { kind, from: at };
    return null;
  }
  return null;
}

function trimValue(value: string, followed: boolean): string {
  const plain = value
    .trim()
    .replace(/^[*_]+\s*/, '')
    .replace(/\s*[*_]+$/, '');
  return followed
    ? plain.replace(/[\s,;|/•·(（，；、-]+$/u, '').trim()
    : plain
        .replace(/^[-:：=＝]\s*/, '')
        .replace(/[\s|]+$/u, '')
        .trim();
}

/** Which field a line of ours asked for: its label alone, or the first label inside the question. */
function askedKind(question: string): FieldKind | null {
  const whole = labelKind(question.replace(LEAD, '').replace(/[?？:：\s]+$/u, ''));
  if (whole) return whole === 'other' ? null : whole;
  const words = tokenise(question.slice(0, 200)).filter((token) => token.kind !== 'mark');
  for (let length = 5; length > 0; length--) {
    for (let at = 0; at + length <= words.length; at++) {
      const first = words[at];
      const last = words[at + length - 1];
      const kind = first && last ? labelKind(question.slice(first.start, last.end)) : null;
      if (kind && kind !== 'other' && (length > 1 || CLEAR.has(kind) || kind === 'reason')) return kind;
    }
  }
  return null;
}

/** Words before a label that make its line a sentence with the field inside. */
const PROSE_WORDS = 3;
const PROSE_CHARACTERS = 6;

/**
 * What of line `index` is prose: all of it where no field stands on it, or where one stands inside a sentence
 * ("I bought it yesterday (order no: 10482) and …"); the sentences behind the value where a label begins it.
 */
export function proseOf(text: string, fields: readonly LabelledField[], index: number): string {
  const here = fields.filter((field) => field.line === index || field.labelLine === index);
  const [first] = here;
  if (!first) return text;
  const at = first.labelLine === index && first.line === index ? text.indexOf(first.label) : -1;
  if (at > 0 && isTold(text.slice(0, at).replace(LEAD, ''))) return text;
  return here
    .map((field) => (field.line === index ? (field.rest ?? '') : ''))
    .join(' ')
    .trim();
}

/** Enough words for a sentence of their own. */
function isTold(text: string): boolean {
  const words = text.split(/\s+/u).filter((word) => /\p{L}/u.test(word));
  return words.length >= PROSE_WORDS || (UNSPACED.test(text) && text.trim().length >= PROSE_CHARACTERS);
}
