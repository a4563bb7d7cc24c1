import { linesOfHtml } from './html-lines.ts';
import { MAX_HTML_CHARS, MAX_LINES, MAX_TEXT_CHARS } from './limits.ts';
import { type Line, linesOfText } from './lines.ts';
import type { TextNode } from './mime-parts.ts';

/** A plain alternative up to this long that speaks of HTML only says that there is nothing to read. */
const MAX_STUB_CHARS = 400;

/** A plain alternative with less than this part of what the HTML shows leaves out what the customer wrote. */
const MIN_SHARE = 0.1;

/** What may still be read of a mail: its parts share it, since a mail may have hundreds. */
interface Allowance {
  htmlChars: number;
  textChars: number;
  lines: number;
}

/** What a reader sees of the text parts, in order; of alternatives the plain one, unless it is empty or a stub (RFC 2046 section 5.1.4). */
export function visibleLines(root: TextNode): Line[] {
  return linesOf(root, { htmlChars: MAX_HTML_CHARS, textChars: MAX_TEXT_CHARS, lines: MAX_LINES });
}

function linesOf(node: TextNode, allowance: Allowance): Line[] {
  if (node.contentType === 'multipart/alternative') return linesOfAlternatives(node.children, allowance);
  if (node.text !== null) return linesOfPart(node.contentType, node.text, allowance);
  const lines: Line[] = [];
  for (const child of node.children) {
    const below = linesOf(child, allowance);
    if (lines.length > 0 && below.length > 0) lines.push({ text: '', depth: 0, mark: null });
    // A mail shown inline within this one was written by someone else.
    const isMail = node.contentType === 'message/rfc822';
    for (const line of below) lines.push(isMail ? { ...line, mark: 'forwarded' } : line);
  }
  return lines;
}

function linesOfPart(contentType: string, text: string, allowance: Allowance): Line[] {
  if (allowance.lines <= 0) return [];
  const kind = contentType === 'text/html' ? 'htmlChars' : 'textChars';
  const part = text.slice(0, allowance[kind]);
  const lines = (kind === 'htmlChars' ? linesOfHtml(part) : linesOfText(part)).slice(0, allowance.lines);
  allowance[kind] -= part.length;
  allowance.lines -= lines.length;
  return lines;
}

function linesOfAlternatives(alternatives: readonly TextNode[], allowance: Allowance): Line[] {
  const plain = alternatives.find((node) => node.contentType === 'text/plain' && node.text !== null);
  const lines = plain === undefined ? [] : linesOfPart('text/plain', plain.text ?? '', allowance);
  const rich = alternatives.filter((node) => node !== plain).map((node) => linesOf(node, allowance));
  const shown = rich.toSorted((a, b) => lengthOf(b) - lengthOf(a))[0] ?? [];
  return plain === undefined || isStub(plain.text ?? '', lines, shown) ? shown : lines;
}

function isStub(text: string, lines: readonly Line[], shown: readonly Line[]): boolean {
  const plainLength = lengthOf(lines);
  const richLength = lengthOf(shown);
  if (richLength === 0) return false;
  if (plainLength === 0 || plainLength < richLength * MIN_SHARE) return true;
  // "Your client does not support HTML" holds that word in every language.
  return text.length <= MAX_STUB_CHARS && /html|view (?:it|this)|browser/i.test(text) && richLength > plainLength;
}

function lengthOf(lines: readonly Line[]): number {
  return lines.reduce((sum, line) => sum + line.text.length, 0);
}
