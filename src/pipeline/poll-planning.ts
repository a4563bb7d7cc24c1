import { comparableAddress } from '../domain/address.ts';
import { orderKeyOf } from '../domain/order-key.ts';
import type { ReplyPlan } from '../domain/sending.ts';
import type { Verdict } from '../domain/verdict.ts';
import { wordPrint } from '../domain/word-print.ts';
import type { CaseStore } from '../ports/case-store.ts';
import { whyNotSent } from '../reply/why-not-sent.ts';
import { planReply } from '../sending/plan-reply.ts';
import type { SendingNeeds } from './poll-needs.ts';

/** Gathers what the ledger has counted, and decides what may be done with a verdict's reply. Null where nothing is answered. */
export async function planFor(
  verdict: Verdict,
  caseId: string,
  store: CaseStore,
  sending: SendingNeeds | undefined,
  now: Date,
  print: string | null,
): Promise<ReplyPlan | null> {
  const { reply, decision, sender, mail, followUp } = verdict;
  if (!reply || (followUp && followUp.effect !== 'new-answer')) return null;
  if (!sending) return { ...UNPLANNED, step: reply.action === 'hold' ? 'hold' : 'draft' };
  const recipient = comparableAddress(reply.to);
  const about = { recipient, caseId, orderKey: orderToRefund(verdict), receivedAt: mail.receivedAt.instant, wordPrint: print };
  const counts = await store.countReplies(about, now);
  const { template, action } = reply;
  const barred = decision && sender ? whyNotSent({ sendOutcomes: sending.outcomes, template, decision, sender }) : 'nothing was decided';
  return planReply({ action, barred }, counts, sending.limits);
}

/** Null where the reply promises no money. */
function orderToRefund({ order, decision }: Verdict): string | null {
  return order && (decision?.outcome === 'full' || decision?.outcome === 'proportional') ? orderKeyOf(order.orderId) : null;
}

/** Where nothing was said about sending, everything is drafted. */
const UNPLANNED = { restraint: null, wouldSend: false, why: null, against: null } as const;

/** Of the customer's own words only: what a mail quotes is ours as often as not. */
export function printOf({ mail, claim }: Verdict): string | null {
  if (claim === null) return null;
  return wordPrint(
    mail.body
      .filter(({ role }) => role === 'own')
      .map(({ text }) => text)
      .join('\n'),
  );
}
