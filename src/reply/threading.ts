import type { Mail } from '../domain/mail.ts';
import { plainText } from './plain-text.ts';
import { MAX_SUBJECT_CHARACTERS } from './subject.ts';

/** A chain this long threads everywhere; 20 ids of usual length stay far below servers' limits on one field. */
const MAX_REFERENCES = 20;

/** RFC 5322 section 3.6.4, as loosely as real programs write it: printable ASCII in one pair of angle brackets; 250 octets keep a folded line under 998. */
const MESSAGE_ID = /^<[\x21-\x3b\x3d\x3f-\x7e]{1,250}>$/;

/** Base64 of Outlook's conversation index: 22 octets, then 5 for every reply (MS-OXOMSG section 2.2.1.3). */
const THREAD_INDEX = /^[A-Za-z0-9+/]{30,680}={0,2}$/;

/**
 * Headers that put the reply under the request and keep robots from answering it.
 * @see RFC 5322 section 3.6.4 (In-Reply-To, References), RFC 3834 section 5 (Auto-Submitted), MS-OXCMAIL (X-Auto-Response-Suppress)
 */
export function replyHeaders(mail: Mail): Readonly<Record<string, string>> {
  return {
    ...threadingHeaders(mail),
    ...outlookThread(mail),
    'Auto-Submitted': 'auto-replied',
    'X-Auto-Response-Suppress': 'All',
  };
}

function threadingHeaders(mail: Mail): Record<string, string> {
  const { messageId } = mail;
  if (messageId === null || !MESSAGE_ID.test(messageId)) return {};
  // A parent without References whose In-Reply-To names one message: that one starts the chain (RFC 5322 section 3.6.4).
  const earlier = mail.references.length > 0 || mail.inReplyTo.length !== 1 ? mail.references : mail.inReplyTo;
  const chain = [...new Set(earlier)].filter((id) => MESSAGE_ID.test(id) && id !== messageId);
  return { 'In-Reply-To': messageId, References: shorten([...chain, messageId]).join(' ') };
}

/** The first id names the thread and the last ones its branch; the middle is what a reader can do without. */
function shorten(ids: readonly string[]): readonly string[] {
  const [first] = ids;
  return first === undefined || ids.length <= MAX_REFERENCES ? ids : [first, ...ids.slice(1 - MAX_REFERENCES)];
}

function outlookThread(mail: Mail): Record<string, string> {
  const index = headerOf(mail, 'thread-index')?.replaceAll(' ', '');
  const topic = plainText(headerOf(mail, 'thread-topic') ?? '', MAX_SUBJECT_CHARACTERS);
  return {
    ...(topic === '' ? {} : { 'Thread-Topic': topic }),
    ...(index !== undefined && THREAD_INDEX.test(index) ? { 'Thread-Index': index } : {}),
  };
}

function headerOf(mail: Mail, name: string): string | undefined {
  return mail.headers.find((field) => field.name === name)?.value;
}
