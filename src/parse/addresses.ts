import { lowerAscii } from '../domain/address.ts';
import type { From } from '../domain/mail.ts';
import { decodeEncodedWords } from './encoded-words.ts';
import { displayText } from './header-fields.ts';
import { MAX_ADDRESS_CHARS, MAX_ADDRESSES } from './limits.ts';
import { endOfComment, endOfQuoted } from './quoted-strings.ts';

/** One mailbox as RFC 5322 section 3.4 reads it. */
interface Mailbox {
  /** ASCII letters lower-cased, otherwise byte by byte as written, a quoted local part with its quotes. */
  readonly address: string;
  /** Decoded, for display only. */
  readonly name: string;
}

/** What an address field holds. Anything that two readers could read differently is `unreadable`. */
export type AddressList =
  | { readonly kind: 'mailboxes'; readonly mailboxes: readonly Mailbox[] }
  | { readonly kind: 'group' }
  | { readonly kind: 'unreadable' };

type Token = { readonly type: 'text' | 'quoted' | 'comment' | 'space' | 'special'; readonly text: string };

/**
 * Reads a raw address field, before its encoded words are decoded: `=?utf-8?q?boss=40bank.example?= <x@y.example>` is x@y.example
 * with a name, whatever the name looks like (RFC 2047 section 5: an encoded word never is part of an address).
 */
export function parseAddressList(raw: string): AddressList {
  const tokens = tokenize(raw);
  if (tokens === null) return { kind: 'unreadable' };
  if (hasGroup(tokens)) return { kind: 'group' };
  const mailboxes: Mailbox[] = [];
  for (const part of splitAtCommas(tokens)) {
    if (part.every((token) => token.type === 'space' || token.type === 'comment')) continue;
    const mailbox = mailboxOf(part);
    if (mailbox === null || mailboxes.length >= MAX_ADDRESSES) return { kind: 'unreadable' };
    mailboxes.push(mailbox);
  }
  return { kind: 'mailboxes', mailboxes };
}

/** The sender, from every From field of the mail (RFC 5322 section 3.6: there may be only one). */
export function parseFrom(rawFields: readonly string[]): From {
  const [only, ...others] = rawFields;
  if (only === undefined || only.trim() === '') return { kind: 'unclear', why: 'missing' };
  if (others.length > 0) return { kind: 'unclear', why: 'several' };
  const list = parseAddressList(only);
  if (list.kind !== 'mailboxes') return { kind: 'unclear', why: list.kind };
  const [mailbox, ...more] = list.mailboxes;
  if (mailbox === undefined) return { kind: 'unclear', why: 'missing' };
  if (more.length > 0) return { kind: 'unclear', why: 'several' };
  return { kind: 'one', address: mailbox.address, name: mailbox.name };
}

/** @returns null where a quotation, comment or angle is left open or a control character stands inside */
function tokenize(raw: string): Token[] | null {
  const tokens: Token[] = [];
  let at = 0;
  while (at < raw.length) {
    const char = raw[at] ?? '';
    const end = endOfToken(raw, at, char);
    if (end === null) return null;
    const text = raw.slice(at, end);
    if (/(?!\t)\p{Cc}/u.test(text)) return null;
    tokens.push({ type: typeOf(char), text });
    at = end;
  }
  return tokens;
}

function typeOf(char: string): Token['type'] {
  if (char === '"') return 'quoted';
  if (char === '(') return 'comment';
  if (char === ' ' || char === '\t') return 'space';
  return '<>,:;@'.includes(char) ? 'special' : 'text';
}

function endOfToken(raw: string, at: number, char: string): number | null {
  if (char === '"') return endOfQuoted(raw, at);
  if (char === '(') return endOfComment(raw, at);
  if (typeOf(char) === 'special') return at + 1;
  let end = at + 1;
  while (end < raw.length && typeOf(raw[end] ?? '') === typeOf(char)) end++;
  return end;
}

/** `Name: a@b.example;` A colon inside angle brackets ends a route instead (`<@relay.example:a@b.example>`, RFC 5322 section 4.4). */
function hasGroup(tokens: readonly Token[]): boolean {
  let inAngle = false;
  for (const { type, text } of tokens) {
    if (type !== 'special') continue;
    if (text === '<') inAngle = true;
    if (text === '>') inAngle = false;
    if (!inAngle && (text === ':' || text === ';')) return true;
  }
  return false;
}

function splitAtCommas(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]];
  let inAngle = false;
  for (const token of tokens) {
    if (token.type === 'special' && token.text === '<') inAngle = true;
    if (token.type === 'special' && token.text === '>') inAngle = false;
    if (token.type === 'special' && token.text === ',' && !inAngle) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

function mailboxOf(tokens: readonly Token[]): Mailbox | null {
  const open = tokens.findIndex((token) => token.type === 'special' && token.text === '<');
  if (open < 0) return bareMailbox(tokens);
  const close = tokens.findIndex((token) => token.type === 'special' && token.text === '>');
  if (close < open || tokens.slice(close + 1).some((token) => token.type !== 'space' && token.type !== 'comment')) return null;
  const phrase = tokens.slice(0, open);
  const address = addressOf(withoutRoute(tokens.slice(open + 1, close)));
  if (address === null) return null;
  // An unquoted @ before the bracket: readers differ on which address counts. Harmless only where both are the same.
  if (phrase.some((token) => token.type === 'special')) {
    const shown = phrase
      .map((token) => token.text)
      .join('')
      .trim();
    if (lowerAscii(shown) !== address) return null;
  }
  return { address, name: nameOf(phrase) };
}

/** `a@b.example (Name)`: the comment after the address is its name. */
function bareMailbox(tokens: readonly Token[]): Mailbox | null {
  const address = addressOf(tokens);
  if (address === null) return null;
  const comment = tokens.find((token) => token.type === 'comment');
  return { address, name: comment === undefined ? '' : nameOf([{ type: 'quoted', text: `"${comment.text.slice(1, -1)}"` }]) };
}

function withoutRoute(tokens: readonly Token[]): Token[] {
  const colon = tokens.findLastIndex((token) => token.type === 'special' && token.text === ':');
  const first = tokens.find((token) => token.type !== 'space');
  return colon >= 0 && first?.text === '@' ? tokens.slice(colon + 1) : [...tokens];
}

/** Local part, one @, domain, with nothing but comments and outer space around them. */
function addressOf(tokens: readonly Token[]): string | null {
  const solid = tokens.filter((token) => token.type !== 'comment');
  const start = solid.findIndex((token) => token.type !== 'space');
  const end = solid.findLastIndex((token) => token.type !== 'space');
  const kept = start < 0 ? [] : solid.slice(start, end + 1);
  const at = kept.findIndex((token) => token.type === 'special' && token.text === '@');
  if (at !== kept.length - 2 || at < 1 || kept.some((token) => token.type === 'space')) return null;
  const local = kept.slice(0, at);
  const domain = kept[at + 1];
  const soundLocal = local.length === 1 && (local[0]?.type === 'quoted' || isDotAtom(local[0]?.text ?? ''));
  if (!soundLocal || domain?.type !== 'text' || !isDomain(domain.text)) return null;
  const address = lowerAscii(`${local[0]?.text}@${domain.text}`);
  return address.length <= MAX_ADDRESS_CHARS ? address : null;
}

function isDotAtom(text: string): boolean {
  return /^[^\s()<>[\]:;@\\,"]+$/.test(text) && !text.startsWith('=?');
}

/** Dotted labels, or an address literal. A trailing dot, an empty label or one with a hyphen at its end names no host (RFC 1123 section 2.1). */
function isDomain(text: string): boolean {
  if (/^\[[0-9A-Za-z.]+\]$/.test(text)) return true;
  return text
    .split('.')
    .every((label) => label !== '' && !label.startsWith('-') && !label.endsWith('-') && /^[\p{L}\p{M}\p{N}_-]+$/u.test(label));
}

function nameOf(tokens: readonly Token[]): string {
  const words = tokens.map((token) => {
    if (token.type === 'quoted') return token.text.slice(1, -1).replace(/\\(.)/g, '$1');
    return token.type === 'comment' ? '' : token.text;
  });
  return displayText(decodeEncodedWords(words.join('').trim()), 200);
}
