import type { Classification } from '../domain/classification.ts';
import type { Mail } from '../domain/mail.ts';
import { acknowledgementsIn, isPassedOn, isReport, openingOf } from './classify-automatic.ts';
import { alternativesOf, foldPhrase, wordsOf } from './phrase-tables.ts';

/** "Automatic" in the languages of the phrases: those that say so of the mail itself, not only of what it acknowledges. */
const AUTOMATIC = new RegExp(alternativesOf(wordsOf('automatic').whole), 'u');

/** Acknowledgements say what they are at once. */
const DECLARING_CHARS = 800;

/**
 * A mail that says of itself that a program wrote it, though no field and no address does, or a program's report passed on.
 * Customers quote such words too, so this counts only for a mail whose own words ask for nothing.
 */
export function declaredAutomatic(mail: Mail): Classification | null {
  const subject = foldPhrase(mail.subject);
  if (isPassedOn(subject) && isReport(subject, openingOf(mail))) {
    return { kind: 'bounce', why: `Subject: ${subject} (a mail server’s report, passed on without a request)` };
  }
  // Notes of this kind look like the small print that stands below signatures.
  const own = mail.body.filter(({ role }) => role === 'own' || role === 'signature').map((segment) => segment.text);
  const texts = [subject, foldPhrase(own.join('\n').slice(0, DECLARING_CHARS))];
  const phrases = [...new Set(texts.flatMap((text) => acknowledgementsIn(text)))];
  if (phrases.length < 2 || !phrases.some((phrase) => AUTOMATIC.test(phrase))) return null;
  const words = phrases.map((phrase) => `“${phrase}”`).join(', ');
  return { kind: 'auto-reply', why: `${words} (a mail that says so of itself, and asks for nothing)` };
}
