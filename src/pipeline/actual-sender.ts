import { comparableAddress } from '../domain/address.ts';
import type { Authentication } from '../domain/classification.ts';
import type { From, Mail } from '../domain/mail.ts';
import { authenticate } from '../parse/authenticate.ts';

/** A mail under the name of whoever wrote it, and how far that name can be believed. */
export interface SentMail {
  readonly mail: Mail;
  readonly authentication: Authentication;
}

/**
 * Contract, "Kinds of mail": what our own contact form sends was written by its one Reply-To. Nobody has proven that address,
 * so a pass of the form's is worth nothing there; its fail still says that the mail did not come from our form.
 */
export function findActualSender(mail: Mail, contactFormAddresses: readonly string[], authservIds: readonly string[]): SentMail {
  const authentication = authenticate(mail, authservIds);
  if (!isFromContactForm(mail.from, contactFormAddresses)) return { mail, authentication };
  return { mail: { ...mail, from: writerOf(mail.replyTo), replyTo: [] }, authentication: authentication === 'fail' ? 'fail' : 'none' };
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
