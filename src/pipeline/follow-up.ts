import { canonicalJson } from '../domain/canonical-json.ts';
import type { RefundClaim } from '../domain/claim.ts';
import type { Decision } from '../domain/decision.ts';
import type { DecisionInput } from '../domain/decision-input.ts';
import type { CaseThread, FollowUp } from '../domain/ledger.ts';
import { comparableOrderId } from '../domain/order-id.ts';
import type { Verdict } from '../domain/verdict.ts';
import { nameOf } from './read-request.ts';

/** What a follow-up led to, before it is told what that means for its case. */
type Judged = Pick<Verdict, 'claim' | 'decision' | 'basis' | 'reply'>;

/** What a follow-up means for the case that it answers. */
export function followUpOf(thread: CaseThread, judged: Judged): FollowUp {
  return { caseId: thread.caseId, revision: thread.revision, effect: effectOf(thread, judged) };
}

/**
 * Thanks and questions after the state add nothing. New facts lead to a new draft where the answer they lead to is another one.
 * The neutral reply is repeated for whatever new thing its reader names: were it only where the decision behind it has changed,
 * our silence would tell what is in the book.
 */
function effectOf({ newest }: CaseThread, { claim, decision, basis, reply }: Judged): FollowUp['effect'] {
  if (claim === null || decision === null || basis === null) return 'nothing-new';
  const earlier = newest?.input.claim ?? null;
  if (earlier === null ? claim.orderIds.length === 0 : statementOf(earlier) === statementOf(claim)) return 'nothing-new';
  if (earlier === null || newest === null || reply?.template === 'verify-details') return 'new-answer';
  return answerOf(newest.decision, newest.input) === answerOf(decision, basis.input) ? 'same-answer' : 'new-answer';
}

/** What the customer has stated, in a form that is equal for equal statements. */
function statementOf({ accountEmail, orderIds, purchaseDateReadings, missing }: RefundClaim): string {
  return canonicalJson({ accountEmail, orderIds: orderIds.map(comparableOrderId), purchaseDateReadings, missing });
}

/** What the customer would be told. */
function answerOf({ outcome, amount, currency, clauses, flags }: Decision, { claim, facts }: DecisionInput): string {
  const asked = outcome === 'needs-info' ? claim.missing : [];
  const spoken = flags.filter((flag) => flag !== 'duplicate-request' && flag !== 'reply-to-differs');
  const order = facts.kind === 'found' ? nameOf(facts.entry) : claim.orderIds.map(comparableOrderId);
  return canonicalJson({ outcome, amount, currency, clauses, flags: spoken, asked, order });
}
