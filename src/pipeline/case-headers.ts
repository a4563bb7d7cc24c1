import type { CaseNames } from '../domain/ledger.ts';
import type { Reply } from '../domain/reply.ts';

/** Names the case and revision of a reply, so that its draft is found again after a mail program has given it another Message-ID. */
const REPLY_HEADER = 'X-Refund-Triage';

/**
 * The reply with the names of its case in its header. The token goes first into References: answers carry it on where a server
 * gave our reply another Message-ID (outlook.com does), and the parent stays last, where mail programs look for it (RFC 5322 section 3.6.4).
 */
export function withCaseNames(reply: Reply, { caseId, revision, caseToken }: CaseNames): Reply {
  const earlier = (reply.headers['References'] ?? '').split(' ').filter((id) => id !== '' && id !== caseToken);
  const references = [caseToken, ...earlier].join(' ');
  return { ...reply, headers: { ...reply.headers, References: references, [REPLY_HEADER]: `${caseId}.${revision}` } };
}
