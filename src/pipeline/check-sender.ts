import type { SenderCheck } from '../domain/authentication.ts';
import type { Mail } from '../domain/mail.ts';
import type { RawMessage } from '../domain/message.ts';
import { judgeCheckedMail, judgeResults, receivingHostsWord } from '../parse/authenticate.ts';
import type { SenderVerifier } from '../ports/sender-verifier.ts';

/** Whose word counts, as configured. */
export interface SenderTrust {
  /** Receiving hosts of ours. */
  readonly authservIds: readonly string[];
  /** Domains whose ARC seal is believed. */
  readonly sealers: readonly string[];
  /** Null: nothing is checked here. */
  readonly verifier: SenderVerifier | null;
}

/**
 * How far the address that a mail came from can be believed: by the word of our receiving host, else by what is checked here.
 * @param mail under the From of its own header
 * @param throughForm nobody has proven who filled our contact form in, so a pass of the form's is worth nothing; its fail still says
 * that the mail did not come from our form
 * @param now where the mailbox did not say when the mail came in
 */
export async function checkSender(
  raw: RawMessage,
  mail: Mail,
  throughForm: boolean,
  trust: SenderTrust,
  now: Date,
  signal: AbortSignal,
): Promise<SenderCheck> {
  const check = await checkFrom(raw, mail, trust, now, signal);
  return throughForm && check.authentication === 'pass' ? { ...check, authentication: 'none' } : check;
}

async function checkFrom(raw: RawMessage, mail: Mail, trust: SenderTrust, now: Date, signal: AbortSignal): Promise<SenderCheck> {
  const { from, headers } = mail;
  const word = receivingHostsWord(headers, trust.authservIds);
  if (word !== null) return { authentication: judgeResults(from, word.results), by: 'receiving-host', results: word.results };
  // Without all of the body no signature over it holds, and a mail that its sender signed would look forged.
  if (trust.verifier === null || from.kind !== 'one' || raw.leftOut) return { authentication: 'none', by: 'nobody', results: [] };
  const checked = await trust.verifier.verify(raw.bytes, from.address, raw.internalDate ?? now, signal);
  return { authentication: judgeCheckedMail(from, checked, trust.sealers), by: 'checked-here', results: checked.results };
}
