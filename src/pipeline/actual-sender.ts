import { comparableAddress } from '../domain/address.ts';
import type { From, Mail } from '../domain/mail.ts';

/** A mail under the name of whoever wrote it. */
export interface SentMail {
  readonly mail: Mail;
  /** Our own contact form sent it for its writer. */
  readonly throughForm: boolean;
}

/** Contract, "Kinds of mail": what our own contact form sends was written by its one Reply-To. */
export function findActualSender(mail: Mail, contactFormAddresses: readonly string[]): SentMail {
  if (!isFromContactForm(mail.from, contactFormAddresses)) return { mail, throughForm: false };
  return { mail: { ...mail, from: writerOf(mail.replyTo), replyTo: [] }, throughForm: true };
}

function isFromContactForm(from: From, contactFormAddresses: readonly string[]): boolean {
  if (from.kind !== 'one') return false;
  const sender = comparableAddress(from.address);
  return contactFormAddresses.some((address) => comparableAddress(address) === sender);
}

/** Without exactly one, nobody is answered: the form itself reads no mail. */
function writerOf(replyTo: readonly string[]): From {
  const [address, ...others] = new Set(replyTo);
  if (address === undefined) return { kind: 'unclear', why: 'missing' };
  return others.length > 0 ? { kind: 'unclear', why: 'several' } : { kind: 'one', address, name: '' };
}
