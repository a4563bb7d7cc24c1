import type { HeaderField } from '../domain/mail.ts';
import { decodeEncodedWords, decodeRaw } from './encoded-words.ts';
import { MAX_HEADER_BYTES, MAX_HEADER_FIELDS, MAX_HEADER_VALUE_CHARS } from './limits.ts';

/** The header of a mail and where its body begins. */
export interface Header {
  /** Topmost first, names lower case, values unfolded but not yet decoded: an address must be read before its encoded words are. */
  readonly raw: readonly HeaderField[];
  /** Offset of the first byte below the empty line. */
  readonly bodyStart: number;
}

const LF = 10;
const CR = 13;

/** RFC 5322 section 2.2: printable ASCII but the colon, then the colon. Space before it is obsolete syntax that is still seen. */
const FIELD = /^([!-9;-~]{1,100})[ \t]*:/;

/** Reads the fields above the first empty line. Lines that are neither a field nor a continuation (an mbox's `From ` line) are skipped. */
export function readHeader(bytes: Uint8Array): Header {
  const raw: HeaderField[] = [];
  const limit = Math.min(bytes.length, MAX_HEADER_BYTES);
  let at = 0;
  let open: { name: string; parts: string[]; length: number } | null = null;
  const close = () => {
    if (open && raw.length < MAX_HEADER_FIELDS) raw.push({ name: open.name, value: open.parts.join(' ').trim() });
    open = null;
  };
  while (at < limit) {
    const lineEnd = endOfLine(bytes, at, limit);
    const next = lineEnd + (bytes[lineEnd] === CR && bytes[lineEnd + 1] === LF ? 2 : 1);
    if (lineEnd === at) {
      close();
      return { raw, bodyStart: Math.min(next, bytes.length) };
    }
    const line = decodeRaw(bytes.subarray(at, lineEnd));
    const field = FIELD.exec(line);
    const current: { name: string; parts: string[]; length: number } | null = open;
    if ((line[0] === ' ' || line[0] === '\t') && current !== null) {
      const part = line.trim();
      if (current.length + part.length <= MAX_HEADER_VALUE_CHARS) {
        current.parts.push(part);
        current.length += part.length + 1;
      }
    } else if (field) {
      close();
      const value = line.slice(field[0].length).trim().slice(0, MAX_HEADER_VALUE_CHARS);
      open = { name: (field[1] ?? '').toLowerCase(), parts: [value], length: value.length };
    }
    at = next;
  }
  close();
  return { raw, bodyStart: Math.min(at, bytes.length) };
}

function endOfLine(bytes: Uint8Array, from: number, limit: number): number {
  let at = from;
  while (at < limit && bytes[at] !== LF && !(bytes[at] === CR && bytes[at + 1] === LF)) at++;
  return at;
}

/** Encoded words decoded, control characters out: what `Mail.headers` holds. */
export function decodeField(field: HeaderField): HeaderField {
  return { name: field.name, value: stripControls(decodeEncodedWords(field.value)) };
}

const CONTROLS = /(?!\t)\p{Cc}/gu;
// Unicode's bidirectional overrides and isolates (UAX #9) can make a subject or a name read as another.
const BIDI = /[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/g;

function stripControls(text: string): string {
  return text.replace(/[\r\n]{1,8}/g, ' ').replace(CONTROLS, '');
}

/** For what people are shown on one line: controls become spaces, overrides go. */
export function displayText(text: string, maxChars: number): string {
  const clean = text
    .replace(/[\p{Cc}\u2028\u2029]/gu, ' ')
    .replace(BIDI, '')
    .replace(/ {2,}/g, ' ')
    .trim();
  return clean.length <= maxChars
    ? clean
    : `${clean
        .slice(0, maxChars - 1)
        .toWellFormed()
        .replace(/\ufffd$/, '')}…`;
}

/** The values of every field of that name, topmost first. */
export function valuesOf(headers: readonly HeaderField[], name: string): string[] {
  return headers.filter((field) => field.name === name).map((field) => field.value);
}
