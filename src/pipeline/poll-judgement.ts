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
 * Only the owner of an order opens the order's own case and attaches to it. A stranger who names it opens one between him and us:
 * else anybody who guesses an order number could have its owner's request taken for a duplicate, or learn from our silence that
 * the order exists and its owner has asked already.
 */
function caseFactsOf({ mail, sender, order, claim, decision }: Verdict): CaseFacts {
  const isOwner = sender?.matchesAccount === true && sender.authentication !== 'fail';
  const ownerKey = isOwner && order ? caseKeyOf(order.orderId) : null;
  return {
    caseKey: ownerKey ?? strangerKeyOf(sender?.address ?? null, claim?.orderIds ?? []),
    ownerKey,
    sender: sender?.address ?? null,
    receivedAt: mail.receivedAt.instant,
    outcome: decision?.outcome ?? null,
    amount: decision?.amount ?? null,
    currency: decision?.currency ?? null,
    policyVersion: decision?.policyVersion ?? null,
  };
}

/**
 * Made of what the mail says alone, whatever the order book knows of it: were it the order's own number, two mails that name one
 * order in two ways would be answered once where the order exists, and twice where it does not.
 */
function strangerKeyOf(address: string | null, candidates: readonly string[]): string | null {
  if (address === null || candidates.length === 0) return null;
  const named = [...new Set(candidates.map((candidate) => candidate.toLowerCase()))].toSorted();
  return `claim:${address}:${named.join(' ')}`;
}
