import { MAX_LINES, MAX_QUOTE_DEPTH, MAX_TEXT_CHARS } from './limits.ts';

/**
 * What a mail program's markup says of a line, where there was markup: it introduces a quotation, belongs to a signature,
 * is another mail passed on, or stands (with all below it) in an earlier mail.
 */
export type Mark = 'attribution' | 'signature' | 'forwarded' | 'earlier';

/** One visible line. */
export interface Line {
  /** Without quote marks and trailing space. */
  readonly text: string;
  /** 0: not quoted. */
  readonly depth: number;
  readonly mark: Mark | null;
}

/** Plain text to lines: `>` marks become the depth (RFC 3676 section 4.5). */
export function linesOfText(text: string): Line[] {
  const lines: Line[] = [];
  for (const raw of text.slice(0, MAX_TEXT_CHARS).split('\n', MAX_LINES)) lines.push(lineOf(raw));
  return lines;
}

function lineOf(raw: string): Line {
  const line = tidy(raw);
  // An mbox writer's ">From " is an escape, not a quotation (RFC 4155).
  if (line.startsWith('>From ')) return { text: line.slice(1), depth: 0, mark: null };
  const { depth, end } = quoteMarks(line);
  return { text: depth === 0 ? line : line.slice(end), depth: Math.min(depth, MAX_QUOTE_DEPTH), mark: null };
}

/** Counts `>`, `> >` and `>>` at the start, and one space after them. */
function quoteMarks(line: string): { depth: number; end: number } {
  let depth = 0;
  let end = 0;
  let at = line.startsWith(' >') ? 1 : 0;
  while (line[at] === '>') {
    depth++;
    end = at + 1;
    at = line[end] === ' ' && line[end + 1] === '>' ? end + 1 : end;
  }
  if (line[end] === ' ') end++;
  return { depth, end };
}

/** Control characters and the byte order mark go; no-break spaces become spaces; tabs stay, since they separate a table's cells. */
export function tidy(line: string): string {
  return line
    .replace(/(?!\t)[\p{Cc}\ufeff]/gu, '')
    .replace(/[\u00a0\u202f\u2007]/g, ' ')
    .trimEnd();
}

/** The next line with text, at most six on. */
export function nextWithText(lines: readonly Line[], from: number): number {
  let at = from;
  while (at < lines.length && at < from + 6 && lines[at]?.text === '') at++;
  return at;
}
