import { MAX_STRUCTURE_LINE_CHARS } from './limits.ts';
import type { Line } from './lines.ts';
import { anyOf, foldPhrase, phrasesOf } from './phrase-tables.ts';

type Field = 'from' | 'sent' | 'to' | 'subject';

const LABELS = new Map<string, Set<Field>>();
for (const field of ['from', 'sent', 'to', 'subject'] as const) {
  for (const label of phrasesOf(field)) LABELS.set(label, (LABELS.get(label) ?? new Set<Field>()).add(field));
}

/** Lines from one label to the next: a recipient list may be folded, and a mail program may set empty lines between. */
const MAX_GAP = 4;
const MAX_BLOCK_LINES = 24;

/**
 * A copied header (From, Sent, To, Subject in any language) that starts at `at`: the index after it, or null.
 * One such line alone is prose ("From: the red box"); three different ones, the sender among them, are a header.
 * @param afterDivider two are enough below "Original message" or a ruled line
 */
export function headerBlockEnd(lines: readonly Line[], at: number, afterDivider: boolean): number | null {
  const first = lines[at];
  if (first === undefined || labelsOf(first.text) === null) return null;
  const found: Set<Field>[] = [];
  let end = at;
  for (let i = at; i < lines.length && i < at + MAX_BLOCK_LINES && i <= end + MAX_GAP; i++) {
    const line = lines[i];
    if (line === undefined || line.depth < first.depth) break;
    const fields = labelsOf(line.text);
    if (fields === null) continue;
    found.push(fields);
    end = i;
  }
  const distinct = new Set(found.flatMap((fields) => [...fields]));
  const enough = afterDivider ? 2 : 3;
  const named = distinct.has('from') || (afterDivider && distinct.has('to'));
  return named && found.length >= enough && distinct.size >= enough && isAddressed(lines, at, end) ? end + 1 : null;
}

/** What the block says of people or times: an address or a day's figures somewhere. A form with empty labels is no header. */
function isAddressed(lines: readonly Line[], at: number, end: number): boolean {
  return lines.slice(at, end + 2).some((line) => /@|\d{4}|\d{1,2}[:.]\d{2}/.test(line.text.slice(0, 400)));
}

function labelsOf(text: string): Set<Field> | null {
  if (text.length > MAX_STRUCTURE_LINE_CHARS) return null;
  const head = text.slice(0, 48);
  const colon = head.search(/[:：\t]/);
  if (colon < 1) return null;
  return LABELS.get(foldPhrase(head.slice(0, colon)).replace(/^[-–>•|\s]{1,10}/u, '')) ?? null;
}

const ORIGINAL = anyOf(phrasesOf('original'));
const FORWARDED = anyOf(phrasesOf('forwarded'));

/** What a divider announces: an earlier mail, a mail passed on, or (a bare rule) something that only a header below it tells. */
export type Divider = 'original' | 'forwarded' | 'rule';

export function dividerOf(whole: string): Divider | null {
  // Samsung's client may lose the line ends: "-------- Original message --------From: …" on one line.
  const text = /^[-–—_]{4,40}\s?[^-–—_]{3,40}[-–—_]{4,40}/u.exec(whole.slice(0, 140))?.[0] ?? whole;
  if (text.length > 120) return null;
  const folded = foldPhrase(text.replaceAll('_', '-'));
  const bare = folded.replace(/^[-–—=~>\s]{1,100}/u, '').replace(/(?<![-–—=~:：<>.\s])[-–—=~:：<>.\s]+$/u, '');
  if (bare === '') return /^[-–—=]{5,}$/.test(folded.replaceAll(' ', '')) ? 'rule' : null;
  const dashed = folded.length - bare.length >= 4 && /^[-–—=~]{2}/u.test(folded);
  const fills = (pattern: RegExp) => (pattern.exec(bare)?.[0].length ?? Number.NEGATIVE_INFINITY) >= bare.length - 3;
  if (dashed ? FORWARDED.test(bare) : fills(FORWARDED)) return 'forwarded';
  if (dashed ? ORIGINAL.test(bare) && bare.length < 60 : fills(ORIGINAL)) return 'original';
  return null;
}
