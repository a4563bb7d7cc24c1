import { createHash } from 'node:crypto';
import { comparableAddress } from '../domain/address.ts';
import type { Attachment, HeaderField, Mail, ReceivedAt } from '../domain/mail.ts';
import { type IntakeError, LARGE_BODY_BYTES, type RawMessage } from '../domain/message.ts';
import { ok, type Result, refuse } from '../domain/result.ts';
import { parseAddressList, parseFrom } from './addresses.ts';
import { decodeEncodedWords } from './encoded-words.ts';
import { decodeField, displayText, type Header, readHeader, valuesOf } from './header-fields.ts';
import { MAX_MAIL_BYTES, MAX_REFERENCES, MAX_SUBJECT_CHARS } from './limits.ts';
import { isMailTime, parseMailDate } from './mail-date.ts';
import { type MimeParts, readMimeParts, type TextNode } from './mime-parts.ts';
import { segmentLines } from './segments.ts';
import { visibleLines } from './visible-lines.ts';

/**
 * Reads a mail as leniently as a mail program does, and believes none of it.
 * @returns `too-large` above {@link MAX_MAIL_BYTES}; `unparseable` for what is no mail at all: nothing, or binary junk without a header
 */
export async function parseMail(raw: RawMessage): Promise<Result<Mail, IntakeError>> {
  const { source } = raw;
  if (raw.bytes.length > MAX_MAIL_BYTES) {
    return refuse({ source, code: 'too-large', message: `${raw.bytes.length} bytes are above the limit of ${MAX_MAIL_BYTES}` });
  }
  const bytes = withLineFeeds(raw.bytes);
  const read = readHeader(bytes);
  if (!isMail(bytes, read)) return refuse({ source, code: 'unparseable', message: 'no mail: no header field and no text' });
  const isText = !read.raw.some(({ name }) => HEADER_FIELDS.has(name) || name.startsWith('x-') || name.startsWith('list-'));
  const header = isText ? { raw: [], bodyStart: 0 } : read;
  try {
    return ok(mailOf(raw, header, bytes, await readMimeParts(isText ? Buffer.concat([EMPTY_HEADER, bytes]) : bytes)));
  } catch (error) {
    // mailparser gives up on what is above its limits; a person may still read the raw bytes.
    return refuse({ source, code: 'unparseable', message: error instanceof Error ? error.message : String(error) });
  }
}

/** Of these a mail has at least one (RFC 5322 section 3.6, RFC 2045); what has none is a text that somebody pasted or saved. */
const HEADER_FIELDS = new Set(
  'from to cc subject date sender reply-to received return-path delivered-to message-id in-reply-to references mime-version content-type content-transfer-encoding auto-submitted precedence'.split(
    ' ',
  ),
);
const EMPTY_HEADER = Buffer.from('\r\n');

function mailOf(raw: RawMessage, header: Header, bytes: Uint8Array, parts: MimeParts): Mail {
  const headers = header.raw.map(decodeField);
  const from = parseFrom(valuesOf(header.raw, 'from'));
  const subject = displayText(valuesOf(headers, 'subject')[0] ?? '', MAX_SUBJECT_CHARS);
  return {
    source: raw.source,
    messageId: messageIdsIn(headers, 'message-id')[0] ?? null,
    inReplyTo: messageIdsIn(headers, 'in-reply-to'),
    references: messageIdsIn(headers, 'references').slice(-MAX_REFERENCES),
    receivedAt: receivedAt(raw, headers),
    from,
    replyTo: replyTo(header.raw),
    subject,
    headers,
    contentType: (valuesOf(headers, 'content-type')[0] ?? 'text/plain').split(/[;\s(]/, 1)[0]?.toLowerCase() || 'text/plain',
    body: segmentLines(visibleLines(parts.root), {
      subject,
      senderName: from.kind === 'one' ? from.name : '',
      senderAddress: from.kind === 'one' ? from.address : '',
    }),
    attachments: raw.leftOut ? raw.leftOut.map(readAttachment) : parts.attachments,
    contentHash: contentHashOf(raw, bytes.subarray(header.bodyStart), parts.root),
  };
}

/** Left on the server, named in its words. */
function readAttachment({ filename, contentType, sizeBytes }: Attachment): Attachment {
  return {
    filename: filename === null ? null : displayText(decodeEncodedWords(filename), 255),
    contentType: contentType.toLowerCase(),
    sizeBytes,
  };
}

/** Enough to tell two letters apart, and within what is fetched of every text part. */
const MAX_HASHED_CHARS = 64 * 1024;

/** Of a large body its text, which is all that may have been fetched; else every byte. */
function contentHashOf({ leftOut }: RawMessage, body: Uint8Array, root: TextNode): string {
  const hash = createHash('sha256');
  if (leftOut === undefined && body.length <= LARGE_BODY_BYTES) return hash.update(body).digest('hex');
  for (const text of textsOf(root)) hash.update(JSON.stringify(text.slice(0, MAX_HASHED_CHARS)));
  return hash.digest('hex');
}

/** Of the mail itself: one that is attached to it may not have been fetched. */
function textsOf({ contentType, text, children }: TextNode): readonly string[] {
  if (contentType === 'message/rfc822') return [];
  return text === null || !/^text\/(?:plain|html)$/.test(contentType) ? children.flatMap(textsOf) : [text.trimEnd()];
}

/** Files of old Macs and of broken gateways end lines in CR alone, which no MIME parser takes for a line end. */
function withLineFeeds(bytes: Uint8Array): Uint8Array {
  const CR = 13;
  const LF = 10;
  return bytes.includes(LF) || !bytes.includes(CR) ? bytes : bytes.map((byte) => (byte === CR ? LF : byte));
}

/** Bytes looked at to tell text from junk. */
const SAMPLE_BYTES = 4096;

function isMail(bytes: Uint8Array, header: Header): boolean {
  if (header.raw.length > 0) return !looksBinary(bytes.subarray(0, header.bodyStart));
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  return !looksBinary(sample) && sample.some((byte) => byte > 32);
}

/** Above one control byte in twenty: text of any charset has none but tabs and line ends (ISO-2022-JP has a few escapes). */
function looksBinary(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  const controls = sample.reduce((sum, byte) => sum + (byte < 9 || (byte > 13 && byte < 27) || (byte > 27 && byte < 32) ? 1 : 0), 0);
  return controls * 20 > sample.length;
}

/** `<left@right>`, with the angle brackets that some writers leave out. */
function messageIdsIn(headers: readonly HeaderField[], name: string): string[] {
  const value = valuesOf(headers, name)
    .join(' ')
    .slice(0, 64 * 1024);
  const bracketed = [...value.matchAll(/<([^<>\s]{1,900})>/g)].map((match) => `<${match[1]}>`);
  if (bracketed.length > 0) return bracketed;
  const bare = value.trim().split(/\s+/, 1)[0] ?? '';
  return /^[^<>\s]{1,900}$/.test(bare) ? [`<${bare}>`] : [];
}

/** The contract's order: our server's clock, the topmost relay's that has one, the sender's, the file's. Never now. */
function receivedAt(raw: RawMessage, headers: readonly HeaderField[]): ReceivedAt {
  if (raw.internalDate && isMailTime(raw.internalDate)) return { instant: raw.internalDate, from: 'internaldate' };
  for (const value of valuesOf(headers, 'received')) {
    // RFC 5321 section 4.4: the date-time stands after the last semicolon.
    const instant = parseMailDate(value.slice(value.lastIndexOf(';') + 1));
    if (instant) return { instant, from: 'received-header' };
  }
  for (const value of valuesOf(headers, 'date')) {
    const instant = parseMailDate(value);
    if (instant) return { instant, from: 'date-header' };
  }
  // A mail with no time at all counts from the epoch, before the first policy: a person decides.
  const modifiedAt = raw.fileModifiedAt && isMailTime(raw.fileModifiedAt) ? raw.fileModifiedAt : null;
  return { instant: modifiedAt ?? new Date(0), from: 'file-time' };
}

function replyTo(raw: readonly HeaderField[]): string[] {
  const lists = valuesOf(raw, 'reply-to').map(parseAddressList);
  const addresses = lists.flatMap((list) =>
    list.kind === 'mailboxes' ? list.mailboxes.map((mailbox) => comparableAddress(mailbox.address)) : [],
  );
  return [...new Set(addresses)];
}
