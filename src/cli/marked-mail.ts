import { REQUEST_FIELDS, type RefundClaim, type RequestField } from '../domain/claim.ts';
import type { Mail, SegmentRole } from '../domain/mail.ts';
import { printable } from './printable.ts';

/** Mails are shown up to here; the verdict stays on the same screen. */
const MOST_LINES = 60;

/** Whose words a line is, beside it. */
const MARGINS: Readonly<Record<SegmentRole, string>> = { own: '│', quoted: '>', forwarded: '»', signature: '~', attribution: '>' };

/** How a stretch of evidence is set off. */
export type Mark = (words: string, field: RequestField) => string;

/** The mail as its reader saw it, line by line, with the words that each field was read from set off. */
export function markedMail(mail: Mail, claim: RefundClaim, mark: Mark): string[] {
  const evidence = REQUEST_FIELDS.flatMap((field) => {
    const found = claim.evidence[field];
    // Evidence of several lines (a label above its value, a reason in paragraphs) is found line by line.
    return found === undefined || found.by === 'sender' ? [] : found.text.split('\n').map((words) => ({ field, words: words.trim() }));
  });
  const lines = mail.body.flatMap(({ role, text }) => text.split('\n').map((line) => ({ role, line })));
  const shown = lines.slice(0, MOST_LINES).map(({ role, line }) => `${MARGINS[role]} ${markLine(line, evidence, mark)}`.trimEnd());
  return lines.length > MOST_LINES ? [...shown, `… ${lines.length - MOST_LINES} more lines`] : shown;
}

interface Words {
  readonly field: RequestField;
  readonly words: string;
}

/** Marks each field's words once; what overlaps an earlier field's words is left to that one. */
function markLine(line: string, evidence: readonly Words[], mark: Mark): string {
  const spots = evidence
    .filter(({ words }) => words !== '')
    .map(({ field, words }) => ({ field, start: line.indexOf(words), end: line.indexOf(words) + words.length }))
    .filter(({ start }) => start >= 0)
    .toSorted((a, b) => a.start - b.start);
  let marked = '';
  let at = 0;
  for (const { field, start, end } of spots) {
    if (start < at) continue;
    marked += printable(line.slice(at, start)) + mark(printable(line.slice(start, end)), field);
    at = end;
  }
  return marked + printable(line.slice(at));
}
