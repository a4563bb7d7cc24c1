import type { Evidence } from '../domain/claim.ts';
import type { LabelledField } from './labelled-fields.ts';
import type { Language } from './languages/language.ts';
import { type Chunk, chunksOf, readable, withoutChunks } from './number-chunks.ts';
import { isBehindNumberWord, isCounted, namingBefore } from './number-names.ts';
import { digitsOf, isDateLike, isIdShaped, isYear, shapeOf } from './order-id-shapes.ts';
import { type OrderRank, orderRankOf } from './order-rank.ts';
import { anyInside } from './word-patterns.ts';

/** One stretch of a mail that may name an order. */
export interface OrderSource {
  readonly fields: readonly LabelledField[];
  /** Sentences outside labelled fields. */
  readonly texts: readonly string[];
  /** A subject names its order with fewer words around it. */
  readonly subject?: true;
}

/** With the mail's languages, likeliest first. */
interface Source extends OrderSource {
  readonly languages: readonly Language[];
}

export interface FoundOrderIds {
  readonly ids: readonly string[];
  readonly evidence: Evidence | null;
}

interface Candidate {
  readonly id: string;
  /** As a label counts too. */
  readonly rank: OrderRank;
  readonly evidence: Evidence;
}

/** Nobody asks for more orders in one mail; a longer list is pasted. */
const MAX_CANDIDATES = 200;

/** As many fields as candidates, and longer values than any list of them that a person writes. */
const MAX_FIELDS = MAX_CANDIDATES;
const MAX_VALUE = 500;

function cappedFields(source: OrderSource) {
  return { ...source, fields: source.fields.slice(0, MAX_FIELDS).map((field) => ({ ...field, value: field.value.slice(0, MAX_VALUE) })) };
}

/**
 * @param patterns a shop's own forms; what they find comes first
 * @param languages the mail's, likeliest first
 */
export function readOrderIds(given: readonly OrderSource[], patterns: readonly RegExp[], languages: readonly Language[]): FoundOrderIds {
  const sources = given.map((source): Source => ({ ...cappedFields(source), languages }));
  const candidates = sources.flatMap((source) => [
    ...fromPatterns(source, patterns),
    ...fromFields(source),
    ...namedInside(source),
    ...source.texts.flatMap((text) => fromText(text, source)),
  ]);
  const refused = new Set(
    sources.flatMap((source) =>
      source.fields
        .filter((field) => field.kind === 'other')
        .flatMap((field) => {
          // "Subject: refund of order no. 770315" names one.
          const named = new Set(fromText(field.value, source).flatMap(({ id, rank }) => (rank === 0 ? [id] : [])));
          return chunksOf(field.value).flatMap(({ id }) => (named.has(id) ? [] : [id.toLowerCase()]));
        }),
    ),
  );
  const ranked = candidates
    .slice(0, MAX_CANDIDATES)
    .filter((candidate) => candidate.rank === 0 || !refused.has(candidate.id.toLowerCase()))
    .map((candidate, order) => ({ candidate, order }))
    .sort((a, b) => a.candidate.rank - b.candidate.rank || a.order - b.order)
    .map(({ candidate }) => candidate);
  const distinct = ranked.filter(
    (candidate, at) => ranked.findIndex((other) => other.id.toLowerCase() === candidate.id.toLowerCase()) === at,
  );
  return { ids: distinct.map((candidate) => candidate.id), evidence: distinct[0]?.evidence ?? null };
}

function fromPatterns(source: OrderSource, patterns: readonly RegExp[]): Candidate[] {
  const texts = [...source.fields.filter((field) => field.kind !== 'other').map((field) => field.value), ...source.texts].map(readable);
  return patterns.flatMap((pattern) => {
    const all = new RegExp(pattern.source, pattern.flags.includes('g') ? pattern.flags : `${pattern.flags}g`);
    return texts.flatMap((text) =>
      [...text.matchAll(all)].map(
        (match): Candidate => ({ id: match[0].replace(/^#/, ''), rank: 0, evidence: { text: match[0], by: 'pattern' } }),
      ),
    );
  });
}

function fromFields(source: OrderSource): Candidate[] {
  return source.fields.flatMap((field) => {
    if (field.kind !== 'order' && field.kind !== 'payment') return [];
    const ids = idsInValue(field.value);
    return ids.map((id): Candidate => ({ id, rank: field.kind === 'order' ? 0 : 2, evidence: { text: field.evidence, by: 'label' } }));
  });
}

/** Behind a label nearly anything may be a number; words, dates, amounts and addresses are none. */
function idsInValue(value: string): string[] {
  // A no-break space inside a number comes from copying.
  const plain = readable(value.replace(/(?<=[\w-])\u00a0(?=[\w-])/g, ''));
  const shaped = chunksOf(plain).filter(
    (chunk) => isIdShaped(chunk.id) && !isDateLike(chunk.id) && !/^[$€£¥]|%$/.test(chunk.id) && !isCounted(plain, chunk),
  );
  const [first] = shaped;
  if (!first) return [];
  const bare = plain
    .trim()
    .replace(/^[#№:\s]+/, '')
    .replace(/[\s.,;!)]+$/, '');
  if (shaped.length === 1 && bare.length === first.id.length) return [first.id];
  const leads = /^[\s#№("'“*:-]*$/.test(plain.slice(0, first.start));
  const listed = isList(plain);
  return shaped
    .filter(
      (chunk) =>
        shapeOf(chunk.id) !== null ||
        chunk.hashed ||
        (leads && chunk === first && !isDayOf(bare, chunk.id)) ||
        (listed && isListed(chunk.id)),
    )
    .map((chunk) => chunk.id);
}

/** "Payment: 20 November": one or two digits and more behind them. */
function isDayOf(value: string, id: string): boolean {
  return /^\d{1,2}$/.test(id) && value.length > id.length;
}

/** "txn_01 and order 10482": a value may name further numbers itself. */
function namedInside(source: Source): Candidate[] {
  const isOther = ({ kind }: LabelledField) => kind === 'other';
  const values = source.fields.flatMap((field) => (isOther(field) ? [field.lead ?? ''] : [field.value, field.lead ?? '']));
  const others = source.fields.filter(isOther).map(({ value }) => value);
  // Labels side by side share the value below them.
  const read = (texts: readonly string[]) =>
    [...new Set(texts.filter((text) => /\d/.test(text)))].flatMap((text) => fromText(text, source));
  return [...read(values), ...read(others).filter(({ rank }) => rank === 0)];
}

/** "10482 and 10483", "10482, 10483": only numbers and joining words in the value. */
function isList(value: string): boolean {
  return withoutChunks(value).replace(LISTING, '') === '';
}

const LISTING = new RegExp(String.raw`[\s,;&/+]|${anyInside((language) => language.numberAnd)}`, 'giu');

function isListed(id: string): boolean {
  return digitsOf(id) >= 4 && /^\d{4,}$|[A-Za-z].*\d/.test(id) && !isYear(id);
}

function fromText(raw: string, source: Source): Candidate[] {
  const text = readable(raw);
  return chunksOf(raw).flatMap((chunk): Candidate[] => {
    const rank = isCandidate(text, chunk) ? orderRankOf(text, chunk, source.languages) : null;
    if (rank === null) return [];
    const before = text.slice(Math.max(0, chunk.start - 40), chunk.start);
    const words = `${before.slice(before.lastIndexOf('\n') + 1)}${chunk.id}`.trim();
    return [{ id: chunk.id, rank, evidence: { text: words, by: source.subject ? 'subject' : 'words' } }];
  });
}

function isCandidate(text: string, chunk: Chunk): boolean {
  return (
    isIdShaped(chunk.id) &&
    !isDateLike(chunk.id) &&
    (!isCounted(text, chunk) || isLongNamed(text, chunk)) &&
    text[chunk.start - 1] !== '@' &&
    !isExtension(text, chunk)
  );
}

/** Nobody buys so many credits. */
const SHORTEST_LONG = 5;

/** "주문번호 8812034 크레딧이 안 들어왔어요": nobody buys so many credits, and the words before it say what it is. */
function isLongNamed(text: string, { id, start, end }: Chunk): boolean {
  if (digitsOf(id) < SHORTEST_LONG || /^\s?[%€$£¥]|^[.,]\d/.test(text.slice(end, end + 2))) return false;
  const naming = namingBefore(text, start);
  return naming?.role === 'order' && naming.close && isBehindNumberWord(text, start);
}

/** "T 02-2712-3456 #218": what follows a telephone number with its mark is an extension. */
const PHONE_BEFORE = /\d[\d\s().-]{6,24}(?:ext\.?|x)?\s?[#＃]$/iu;

function isExtension(text: string, chunk: Chunk): boolean {
  return chunk.hashed && /^\d{1,5}$/.test(chunk.id) && PHONE_BEFORE.test(text.slice(Math.max(0, chunk.start - LONGEST_PHONE), chunk.start));
}

const LONGEST_PHONE = 32;
