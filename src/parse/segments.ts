import type { Segment } from '../domain/mail.ts';
import type { Line } from './lines.ts';
import { foldPhrase, phrasesOf } from './phrase-tables.ts';
import { rolesOfQuotation } from './quotation.ts';
import { joinRoles, ownRuns } from './segment-roles.ts';
import { markNoticeBelow, markSignature } from './signature-block.ts';
import { signerOf } from './signer.ts';

/** What is known beside the lines. */
export interface Circumstances {
  readonly subject: string;
  /** The display name of From: alone on the last line, it is a signature. Empty where there is none. */
  readonly senderName: string;
  /** The address of From:, whose first part often holds the name. Empty where it is not clear. */
  readonly senderAddress: string;
}

/** Whose words each stretch is, in the order of the mail; empty stretches are left out. */
export function segmentLines(lines: readonly Line[], circumstances: Circumstances): Segment[] {
  const roles = rolesOfQuotation(lines, isForwardSubject(circumstances.subject) ? 'forwarded' : 'quoted');
  const signer = signerOf(circumstances.senderName, circumstances.senderAddress);
  for (const [start, end] of ownRuns(roles)) {
    markSignature(lines, roles, start, end, signer);
    markNoticeBelow(lines, roles, start, end);
  }
  return joinRoles(lines, roles);
}

const FORWARD_PREFIXES = phrasesOf('forwardPrefixes');

/** The first prefix counts: "Re: Fwd: …" answers a mail that was passed on. */
function isForwardSubject(subject: string): boolean {
  const colon = subject.slice(0, 40).search(/[:：]/);
  return colon > 0 && FORWARD_PREFIXES.has(foldPhrase(subject.slice(0, colon)));
}
