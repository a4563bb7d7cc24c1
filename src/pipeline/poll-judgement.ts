import { createHash } from 'node:crypto';
import type { CaseFacts, Judgement } from '../domain/ledger.ts';
import type { Verdict } from '../domain/verdict.ts';

/** What the ledger keeps of a verdict. */
export function judgementOf(verdict: Verdict, bytes: Uint8Array): Judgement {
  const { mail, classification } = verdict;
  return {
    messageId: mail.messageId,
    contentHash: mail.contentHash,
    copyKey: copyKeyOf(verdict, bytes),
    kind: classification.kind,
    why: classification.why,
    caseFacts: verdict.claim === null ? null : caseFactsOf(verdict),
  };
}

/** The key of an order's own case. Order numbers are compared without regard to ASCII case. */
export function caseKeyOf(orderId: string): string {
  return `order:${orderId.toLowerCase()}`;
}

/**
 * The same Message-ID with another content, or from another sender, is another mail: senders reuse ids.
 * Without a Message-ID only the same bytes are the same mail: two customers may well write the same words.
 */
function copyKeyOf({ mail }: Verdict, bytes: Uint8Array): string {
  const from = mail.from.kind === 'one' ? mail.from.address : mail.from.why;
  const id = mail.messageId ?? createHash('sha256').update(bytes).digest('hex');
  return createHash('sha256')
    .update(JSON.stringify([id, from, mail.contentHash]))
    .digest('hex');
}

/**
 * Only the owner of an order opens the order's own case. A stranger who names it opens one between him and us:
 * else anybody who guesses an order number could have its owner's request taken for a duplicate.
 * Once the owner's case is open, every request for the order attaches to it.
 */
function caseFactsOf({ mail, sender, order, claim, decision }: Verdict): CaseFacts {
  const isOwner = sender?.matchesAccount === true && sender.authentication !== 'fail';
  const ownerKey = order ? caseKeyOf(order.orderId) : null;
  const named = order?.orderId ?? claim?.orderIds[0];
  const strangerKey = named !== undefined && sender?.address ? `claim:${sender.address}:${named.toLowerCase()}` : null;
  return {
    caseKey: (isOwner ? ownerKey : null) ?? strangerKey,
    ownerKey,
    sender: sender?.address ?? null,
    receivedAt: mail.receivedAt.instant,
    outcome: decision?.outcome ?? null,
    amount: decision?.amount ?? null,
    currency: decision?.currency ?? null,
    policyVersion: decision?.policyVersion ?? null,
  };
}
