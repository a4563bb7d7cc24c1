import type { Evidence } from '../domain/claim.ts';
import type { LabelledField } from './labelled-fields.ts';
import { ALL_LANGUAGES } from './languages/all.ts';
import { foldDigits, foldMark, foldWord, stripInvisible } from './words.ts';

/** One stretch of a mail that may name an order. */
export interface OrderSource {
  readonly fields: readonly LabelledField[];
  /** Sentences outside labelled fields. */
  readonly texts: readonly string[];
  /** A subject names its order with fewer words around it. */
  readonly subject?: true;
}

export interface FoundOrderIds {
  readonly ids: readonly string[];
  readonly evidence: Evidence | null;
}

interface Candidate {
  readonly id: string;
  /** 0 labelled as order, 1 order number by its shape, 2 labelled as payment, 3 payment reference by its shape. */
  readonly rank: 0 | 1 | 2 | 3;
  readonly evidence: Evidence;
}

/** Nobody asks for more orders in one mail; a longer list is pasted. */
const MAX_CANDIDATES = 200;

/** @param patterns a shop's own forms; what they find comes first */
export function readOrderIds(sources: readonly OrderSource[], patterns: readonly RegExp[]): FoundOrderIds {
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
        .flatMap((field) => chunksOf(field.value).map((chunk) => chunk.id.toLowerCase())),
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

/** As a reader sees it: invisible characters gone, full-width letters and digits, which an order book has in ASCII, folded. */
function readable(text: string): string {
  return foldMark(foldDigits(stripInvisible(text)));
}

interface Chunk {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  /** `#` or `№` stood before it. */
  readonly hashed: boolean;
}

// One class repeated: linear. Letters beyond ASCII end a chunk, as in 注文番号10482です.
const CHUNK = /[\w#№@.+:/$€£¥%~&=?*'-]+/g;

function chunksOf(text: string): Chunk[] {
  return [...readable(text).matchAll(CHUNK)].flatMap((match) => {
    const lead = /^[.\-:/*'#№=~_]*/.exec(match[0])?.[0] ?? '';
    const tail = /[.:/*'=?~_-]*$/.exec(match[0].slice(lead.length))?.[0].length ?? 0;
    const core = match[0].slice(lead.length, match[0].length - tail);
    // "order:10482", "order#10482": what stands before belongs to the label.
    const glued = /^[A-Za-z.]{1,20}[:#=]#?/.exec(core)?.[0] ?? '';
    const id = core.slice(glued.length);
    const start = match.index + lead.length + glued.length;
    return id === '' || !/\d/.test(id) ? [] : [{ id, start, end: start + id.length, hashed: /[#№]/.test(lead) || /#/.test(glued) }];
  });
}

const MAX_ID = 80;

const PAYMENT_SHAPES = [
  /^(?:pi|ch|py|txn|pay|che|chk)_[A-Za-z0-9_]{6,}$/i,
  /^cs_(?:live|test)_[A-Za-z0-9]{6,}$/i,
  /^(?=.*[A-Z])(?=.*\d)[0-9A-Z]{17}$/,
];
const ORDER_SHAPES = [/^GPA\.\d{4}-\d{4}-\d{4}-\d{5}(?:\.\.\d{1,3})?$/i, /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i];
const PREFIXED = /^[A-Z]{1,8}(?:[-_][A-Z0-9]{1,24}){1,6}$/i;
/** UPS, postal items (S10), bank accounts: shapes that are never an order's. */
const OTHER_SHAPES = [
  /^1Z[0-9A-Z]{16}$/i,
  /^[A-Z]{2}\d{9}[A-Z]{2}$/i,
  /^(?:INV|INVOICE|RE|RG|RN|FAC|FACT|FV|TICKET|TKT|CASE|TRK|TRACK|SUP|SUPPORT|CVE|ISO|RFC|UTF|RTX|GTX|KB|ERR|ERROR|COVID|IBAN|VAT)[-_]/i,
];

function isIdShaped(id: string): boolean {
  return (
    id.length <= MAX_ID &&
    (/^[A-Za-z0-9](?:[\w-]*[A-Za-z0-9])?$/.test(id) ||
      ORDER_SHAPES.some((shape) => shape.test(id)) ||
      /^[A-Za-z0-9]+(?:[./][A-Za-z0-9]+)+$/.test(id))
  );
}

function shapeRank(id: string): 1 | 3 | null {
  if (OTHER_SHAPES.some((shape) => shape.test(id))) return null;
  if (PAYMENT_SHAPES.some((shape) => shape.test(id))) return 3;
  if (ORDER_SHAPES.some((shape) => shape.test(id))) return 1;
  const digits = id.replace(/\D/g, '').length;
  return PREFIXED.test(id) && digits >= 5 && !isDateLike(id) ? 1 : null;
}

function isDateLike(text: string): boolean {
  return (
    /^\d{1,4}([-./])\d{1,2}\1\d{1,4}(?:T[\d:.Z+-]*)?$/.test(text) ||
    /^\d{1,2}[./]\d{1,2}\.?$/.test(text) ||
    /^\d{1,2}:\d{2}/.test(text) ||
    /^\d{1,2}-[A-Za-z]{3,9}-\d{2,4}$/.test(text)
  );
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
  const chunks = chunksOf(value.replace(/(?<=[\w-])\u00a0(?=[\w-])/g, ''));
  const shaped = chunks.filter(
    (chunk) => isIdShaped(chunk.id) && !isDateLike(chunk.id) && !/^[$€£¥]|%$/.test(chunk.id) && !isCounted(value, chunk),
  );
  const [only] = shaped;
  const alone =
    shaped.length === 1 &&
    only !== undefined &&
    readable(value)
      .trim()
      .replace(/^[#№:\s]+/, '')
      .replace(/[\s.,;!)]+$/, '').length === only.id.length;
  if (alone) return [only.id];
  const [first] = shaped;
  const leads = first !== undefined && /^[\s#№("'“*:-]*$/.test(readable(value).slice(0, first.start));
  return shaped
    .filter(
      (chunk) =>
        shapeRank(chunk.id) !== null || chunk.hashed || (leads && chunk === first) || (digitsOf(chunk.id) >= 4 && isListed(value, chunk)),
    )
    .map((chunk) => chunk.id);
}

/** "txn_01 and order 10482": a value may name further numbers itself. */
function namedInside(source: OrderSource): Candidate[] {
  const values = source.fields.filter((field) => field.kind === 'payment' || field.kind === 'order').map((field) => field.value);
  return values.flatMap((value) => fromText(value, source));
}

function digitsOf(id: string): number {
  return id.replace(/\D/g, '').length;
}

/** "10482 and 10483", "10482, 10483": only numbers and joining words in the value. */
function isListed(value: string, chunk: Chunk): boolean {
  const others = readable(value).replace(CHUNK, (found) => (/\d/.test(found) ? '' : found));
  return (
    others.replace(/[\s,;&/+]|and|und|et|y|e|en|i|и|と|和|및/giu, '') === '' &&
    /^\d{4,}$|[A-Za-z].*\d/.test(chunk.id) &&
    !/^(19|20)\d\d$/.test(chunk.id)
  );
}

const words = collectWords();

function collectWords() {
  const read = (pick: (language: (typeof ALL_LANGUAGES)[number]) => string, unspaced: boolean) =>
    ALL_LANGUAGES.filter((language) => Boolean(language.unspaced) === unspaced).flatMap((language) =>
      pick(language).split(' ').filter(Boolean),
    );
  const matcher = (pick: (language: (typeof ALL_LANGUAGES)[number]) => string) => {
    const spaced = read(pick, false);
    return {
      whole: new Set(spaced.filter((word) => !word.endsWith('~')).map(foldWord)),
      stems: spaced.filter((word) => word.endsWith('~')).map((word) => foldWord(word.slice(0, -1))),
      inside: read(pick, true).map((word) => foldWord(word.replace(/~$/, ''))),
    };
  };
  return {
    order: matcher((l) => l.orderWords),
    payment: matcher((l) => l.paymentWords),
    other: matcher((l) => l.otherNumberWords),
    links: matcher((l) => l.numberLinks),
    units: matcher((l) => l.units),
  };
}

type Matcher = (typeof words)['order'];

function matches(matcher: Matcher, word: string): boolean {
  return matcher.whole.has(word) || matcher.stems.some((stem) => word.startsWith(stem));
}

type Role = 'order' | 'payment' | 'other';

/** What the words before a number call it. `close`: nothing but number words, marks and other numbers stand between. */
interface Naming {
  readonly role: Role;
  readonly close: boolean;
}

const REACH_CHARACTERS = 80;
const REACH_WORDS = 7;

function namingBefore(text: string, start: number): Naming | null {
  const before = text.slice(Math.max(0, start - REACH_CHARACTERS), start);
  const inside = unspacedNaming(before);
  const found = [...before.matchAll(/[\p{L}\p{M}]+|[\w-]*\d[\w-]*/gu)].map((match) => foldWord(match[0])).slice(-REACH_WORDS);
  let close = true;
  for (let at = found.length - 1; at >= 0; at--) {
    const word = found[at] ?? '';
    // "Bestellnummer" is found before "nummer" as a link would be.
    const role = roleOf(word);
    if (role) return { role, close };
    if (!matches(words.links, word) && !/\d/.test(word) && !JOINING.has(word)) close = false;
  }
  return inside;
}

const JOINING = new Set(['and', 'und', 'et', 'y', 'e', 'en', 'i', 'и', 'і', 've', 'och', 'og', 'ja', 'or', 'oder', 'ou', 'o']);

function roleOf(word: string): Role | null {
  if (matches(words.other, word)) return 'other';
  if (matches(words.order, word)) return 'order';
  return matches(words.payment, word) ? 'payment' : null;
}

/** Scripts without spaces: the last naming word in the characters before; close when at most a few particles follow it. */
const CLOSE_PARTICLES = 6;

function unspacedNaming(before: string): Naming | null {
  const folded = foldWord(before);
  let best: { role: Role; end: number } | null = null;
  for (const role of ['order', 'payment', 'other'] as const) {
    for (const word of words[role].inside) {
      const at = folded.lastIndexOf(word);
      if (at >= 0 && (best === null || at + word.length > best.end)) best = { role, end: at + word.length };
    }
  }
  return best === null ? null : { role: best.role, close: folded.slice(best.end).replace(/[\s\p{P}]/gu, '').length <= CLOSE_PARTICLES };
}

function isCounted(text: string, chunk: Chunk): boolean {
  if (/[A-Za-z]/.test(chunk.id)) return false;
  const plain = readable(text);
  const after = plain.slice(chunk.end, chunk.end + 24);
  if (/^\s?[%€$£¥]/.test(after) || /[$€£¥]\s?$/.test(plain.slice(Math.max(0, chunk.start - 2), chunk.start)) || /^[.,]\d/.test(after))
    return true;
  const word = /^[\s-]{0,2}([\p{L}\p{M}]+)/u.exec(after)?.[1];
  if (word === undefined) return false;
  const folded = foldWord(word);
  return matches(words.units, folded) || words.units.inside.some((unit) => folded.startsWith(unit));
}

/** Shortest number that stands for an order by the word before it alone. */
const SHORTEST_NUMBER = 3;

function fromText(raw: string, source: OrderSource): Candidate[] {
  const text = readable(raw);
  return chunksOf(raw).flatMap((chunk): Candidate[] => {
    const { id } = chunk;
    if (!isIdShaped(id) || isDateLike(id) || isCounted(text, chunk) || /[@]/.test(text[chunk.start - 1] ?? '')) return [];
    const naming = namingBefore(text, chunk.start);
    const shape = shapeRank(id);
    const evidence: Evidence = {
      text: text.slice(Math.max(0, text.lastIndexOf('\n', chunk.start) + 1, chunk.start - 40), chunk.end).trim(),
      by: source.subject ? 'subject' : 'words',
    };
    if (naming?.role === 'other' && (naming.close || shape === null)) return [];
    if (
      naming?.close &&
      digitsOf(id) > 0 &&
      (digitsOf(id) >= SHORTEST_NUMBER || chunk.hashed) &&
      !isYear(id) &&
      !/^[a-z]+\d{1,2}$/.test(id)
    ) {
      if (/[./]/.test(id) && shape === null) return [];
      if (naming.role === 'order') return [{ id, rank: shape === 3 ? 3 : 0, evidence }];
      if (shape !== null || digitsOf(id) >= 5) return [{ id, rank: shape === 1 ? 1 : 2, evidence }];
    }
    if (shape !== null) return [{ id, rank: shape, evidence }];
    return chunk.hashed && /^[A-Za-z0-9-]{3,40}$/.test(id) && digitsOf(id) >= 3 && !isTagged(text, chunk)
      ? [{ id, rank: 1, evidence }]
      : [];
  });
}

function isYear(id: string): boolean {
  return /^(19|20)\d\d$/.test(id);
}

/** `[#4711]` in a subject is another system's ticket. */
function isTagged(text: string, chunk: Chunk): boolean {
  return (
    /\[[^\]]{0,20}$/.test(text.slice(Math.max(0, chunk.start - 24), chunk.start)) && /^\s?\]/.test(text.slice(chunk.end, chunk.end + 2))
  );
}
