import type { IntakeError, RawMessage } from '../domain/message.ts';
import type { Policy } from '../domain/policy.ts';
import type { Reading } from '../domain/reading.ts';
import { ok, type Result } from '../domain/result.ts';
import { openMail } from '../extract/read-claim.ts';
import { classifyAutomatic, type OwnIdentity } from '../parse/classify-automatic.ts';
import { declaredAutomatic } from '../parse/declared-automatic.ts';
import { parseMail } from '../parse/parse-mail.ts';
import { versionInForce } from '../policy/version-in-force.ts';
import { findActualSender } from './actual-sender.ts';

/** What reading needs besides the mail: plain values, since a thread is handed a copy of them. */
export interface ReadingNeeds {
  /** For the time zone that days are counted in. */
  readonly policy: Policy;
  readonly own: OwnIdentity;
  readonly orderIdPatterns: readonly RegExp[];
}

/** All that touches a stranger's words: bytes to Mail, kind and claim. Pure, so that it can be run where it may be ended. */
export async function readMail(raw: RawMessage, needs: ReadingNeeds): Promise<Result<Reading, IntakeError>> {
  const parsed = await parseMail(raw);
  if (!parsed.ok) return parsed;
  const mail = parsed.value;
  const automatic = classifyAutomatic(mail, needs.own);
  if (automatic) return ok({ mail, classification: automatic, claim: null });

  const { versions } = needs.policy;
  const { timezone } = versionInForce(needs.policy, mail.receivedAt.instant) ?? versions[0];
  const context = { timeZone: timezone, orderIdPatterns: needs.orderIdPatterns, ownAddresses: needs.own.addresses };
  const written = findActualSender(mail, needs.own.contactFormAddresses).mail;
  const declared = declaredAutomatic(written);
  // Its subject is the one that it answers: what it asks must stand in its own words.
  if (declared && openMail({ ...written, subject: '' }, context).readIntent().kind !== 'refund-request') {
    return ok({ mail, classification: declared, claim: null });
  }
  const reader = openMail(written, context);
  return ok({ mail, classification: reader.readIntent(), claim: reader.readClaim() });
}
