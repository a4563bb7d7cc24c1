import { createHash } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import { isPlainAddress } from '../domain/plain-address.ts';
import type { Reply } from '../domain/reply.ts';

/** Whose message it is, and the name and date it carries: chosen and stored before it is composed. */
export interface Envelope {
  readonly from: { readonly name: string; readonly address: string };
  /** With angle brackets. */
  readonly messageId: string;
  readonly date: Date;
}

const MESSAGE_ID = /^<[\x21-\x3b\x3d\x3f-\x7e]{1,250}>$/;

/** Nothing that could end a header field or turn the text around it. */
const UNSAFE_IN_HEADER = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

/**
 * A reply as a whole RFC 5322 message: multipart/alternative of UTF-8 text and HTML, CRLF, lines of at most 998 octets.
 * The same reply in the same envelope gives the same bytes. Nothing is read from files or addresses named in it.
 * @throws where an address, the Message-ID or a header could not be written as exactly what it says
 */
export async function composeMessage(reply: Reply, { from, messageId, date }: Envelope): Promise<Uint8Array> {
  refuseUnsafe(reply, { from, messageId, date });
  const options = {
    from: { name: from.name, address: from.address },
    to: { name: '', address: reply.to },
    subject: reply.subject,
    messageId,
    date,
    headers: Object.entries(reply.headers).map(([key, value]) => ({ key, value })),
    text: reply.text,
    html: reply.html,
    // Quoted-printable whatever the words: it alone keeps every line short and survives every server.
    encoding: 'quoted-printable',
    newline: '\r\n',
    disableFileAccess: true,
    disableUrlAccess: true,
    // Otherwise drawn by lot, and a draft composed twice would be two messages.
    baseBoundary: createHash('sha256').update(messageId).digest('hex').slice(0, 32),
  };
  const message = new MailComposer(options).compile();
  const { to } = message.getEnvelope();
  if (to.length !== 1) throw new RangeError(`a reply has one recipient, not ${to.length}`);
  return message.build();
}

function refuseUnsafe(reply: Reply, { from, messageId, date }: Envelope): void {
  if (!isPlainAddress(reply.to)) throw new RangeError('the recipient of a reply is not one plain address');
  if (!isPlainAddress(from.address)) throw new RangeError('the address that replies come from is not one plain address');
  if (!MESSAGE_ID.test(messageId)) throw new RangeError('the Message-ID of a reply is malformed');
  if (Number.isNaN(date.getTime())) throw new RangeError('the date of a reply is no date');
  for (const [name, value] of [...Object.entries(reply.headers), ['Subject', reply.subject] as const, ['From', from.name] as const]) {
    if (!/^[A-Za-z][A-Za-z-]*$/.test(name) || UNSAFE_IN_HEADER.test(value)) throw new RangeError(`header ${name} cannot be written safely`);
  }
}
