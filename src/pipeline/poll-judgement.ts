import { createHash } from 'node:crypto';
import { comparableAddress } from '../domain/address.ts';
import type { CaseFacts, Judgement } from '../domain/ledger.ts';
import { LARGE_BODY_BYTES, type RawMessage } from '../domain/message.ts';
import { comparableOrderId } from '../domain/order-id.ts';
import { orderKeyOf } from '../domain/order-key.ts';
import type { ReplyPlan } from '../domain/sending.ts';
import type { Verdict } from '../domain/verdict.ts';

/** What the ledger keeps of a verdict. */
export function judgementOf(verdict: Verdict, raw: RawMessage, plan: ReplyPlan | null, wordPrint: string | null): Judgement {
  const { mail, classification } = verdict;
  return {
    messageId: mail.messageId,
    contentHash: mail.contentHash,
    copyKey: copyKeyOf(verdict, raw),
    kind: classification.kind,
    why: classification.why,
    ...(wordPrint === null ? {} : { wordPrint }),
    ...(plan?.restraint ? { restraint: plan.restraint } : {}),
    caseFacts: verdict.claim === null ? null : caseFactsOf(verdict),
  };
}

/**
 * The same Message-ID with another content, or from another sender, is another mail: senders reuse ids.
 * Without a Message-ID only the same bytes are the same mail: two customers may well write the same words.
 */
function copyKeyOf({ mail }: Verdict, raw: RawMessage): string {
  const from = mail.from.kind === 'one' ? mail.from.address : mail.from.why;
  const id = mail.messageId ?? createHash('sha256').update(identifyingBytes(raw)).digest('hex');
  return createHash('sha256')
    .update(JSON.stringify([id, from, mail.contentHash]))
    .digest('hex');
}

/** All of them; of a large mail its header, which is the same whether or not the rest was fetched. Its text is in the content hash. */
function identifyingBytes({ bytes, leftOut }: RawMessage): Uint8Array {
  const headerEnd = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf('\r\n\r\n');
  if (headerEnd < 0) return bytes;
  const isLarge = leftOut !== undefined || bytes.length - (headerEnd + 4) > LARGE_BODY_BYTES;
  return isLarge ? bytes.subarray(0, headerEnd) : bytes;
}

/**
 * Only the owner of an order opens the order's own case and attaches to it. A stranger who names it has one between him and us, whether the
 * order has a case or not: else what he gets would tell him, and a guessed number could silence its owner.
 */
function caseFactsOf(verdict: Verdict): CaseFacts {
  const { mail, sender, order, claim, decision, basis, followUp } = verdict;
  const isOwner = sender?.matchesAccount === true && sender.authentication !== 'fail';
  const orderKey = order ? orderKeyOf(order.orderId) : null;
  return {
    caseKey: (isOwner ? orderKey : null) ?? strangersKey(sender?.address ?? null, claim?.orderIds ?? []),
    orderKey,
    sender: sender?.address ? comparableAddress(sender.address) : null,
    receivedAt: mail.receivedAt.instant,
    decision,
    basis,
    followUp,
  };
}

/** From his own words alone, in no order: which of the numbers are in the book must not show in what attaches to what. */
function strangersKey(address: string | null, orderIds: readonly string[]): string | null {
  if (address === null || orderIds.length === 0) return null;
  const numbers = new Set(orderIds.map(comparableOrderId));
  return `claim:${comparableAddress(address)}:${[...numbers].toSorted().join(' ')}`;
}
