import { comparableAddress } from '../domain/address.ts';
import type { RefundClaim } from '../domain/claim.ts';
import type { CaseThread } from '../domain/ledger.ts';
import type { From, Mail } from '../domain/mail.ts';
import type { OrderEntry, OrderFacts } from '../domain/order.ts';
import type { Policy } from '../domain/policy.ts';
import { mergeClaims } from '../extract/merge-claims.ts';
import { versionInForce } from '../policy/version-in-force.ts';
import type { OrderBook } from '../ports/order-book.ts';

/** What a mail states, together with the earlier mails of its case, and what the order book says to it. */
interface ReadRequest {
  /** The case that the mail goes on with; null for a request of its own. */
  readonly thread: CaseThread | null;
  readonly claim: RefundClaim;
  readonly facts: OrderFacts;
  /** Of which instant the facts are; null where the book does not say. */
  readonly asOf: Date | null;
}

/** What the record is asked with. */
interface OrderRecord {
  readonly orderBook: OrderBook;
  readonly policy: Policy;
}

/**
 * Reads a mail as going on with the case that it answers, unless an owner names another order of his there:
 * that is a request of its own, and the first one stands.
 */
export async function readRequest(
  mail: Mail,
  stated: RefundClaim,
  thread: CaseThread | null,
  record: OrderRecord,
  signal: AbortSignal,
): Promise<ReadRequest> {
  const alone = () => withFacts(null, stated, mail.receivedAt.instant, record, signal);
  if (thread === null) return alone();
  const together = await withFacts(thread, withEarlier(thread, stated, mail), thread.submittedAt, record, signal);
  return isAboutAnotherOrder(thread, together.facts, mail.from) ? alone() : together;
}

async function withFacts(
  thread: CaseThread | null,
  claim: RefundClaim,
  submittedAt: Date,
  record: OrderRecord,
  signal: AbortSignal,
): Promise<ReadRequest> {
  const { facts, asOf } = await lookUp(claim, submittedAt, record, signal);
  return { thread, facts, asOf, claim: preferKnownOrder(claim, facts) };
}

/** Facts of all mails of a case; the newest statement wins. */
function withEarlier(thread: CaseThread, stated: RefundClaim, mail: Mail): RefundClaim {
  if (!thread.newest) return stated;
  return mergeClaims({ claim: thread.newest.input.claim, mail: thread.newestMail }, { claim: stated, mail: mail.messageId });
}

/** For an owner alone: a stranger's mail must be handled alike whatever the book knows of what he names. */
function isAboutAnotherOrder({ newest }: CaseThread, facts: OrderFacts, from: From): boolean {
  if (newest?.input.facts.kind !== 'found' || facts.kind !== 'found') return false;
  const account = accountOf(facts);
  if (from.kind !== 'one' || account === null || comparableAddress(account) !== comparableAddress(from.address)) return false;
  const before = nameOf(newest.input.facts.entry);
  return nameOf(facts.entry) !== before && !facts.otherOrderIds.includes(before);
}

async function lookUp(
  claim: RefundClaim,
  submittedAt: Date,
  { orderBook, policy }: OrderRecord,
  signal: AbortSignal,
): Promise<Pick<ReadRequest, 'facts' | 'asOf'>> {
  if (claim.orderIds.length === 0) return { facts: { kind: 'none-named' }, asOf: null };
  const { creditConsumption } = versionInForce(policy, submittedAt) ?? policy.versions[0];
  const answer = await orderBook.find({ candidates: claim.orderIds, account: claim.accountEmail, creditConsumption }, signal);
  if (!answer.ok) return { facts: { kind: 'unavailable', why: answer.error.why }, asOf: null };
  const { matches, asOf } = answer.value;
  const [best, ...others] = matches;
  if (best === undefined) return { facts: { kind: 'not-found' }, asOf };
  const otherOrderIds = new Set(others.map((match) => nameOf(match.entry)));
  otherOrderIds.delete(nameOf(best.entry));
  return { facts: { kind: 'found', candidate: best.candidate, entry: best.entry, otherOrderIds: [...otherOrderIds] }, asOf };
}

export function nameOf(entry: OrderEntry): string {
  return entry.kind === 'order' ? entry.order.orderId : entry.orderId;
}

export function accountOf(facts: OrderFacts): string | null {
  if (facts.kind !== 'found') return null;
  return facts.entry.kind === 'order' ? facts.entry.order.accountEmail : facts.entry.accountEmail;
}

/** A candidate that the order book knows comes before those that it does not. */
function preferKnownOrder(claim: RefundClaim, facts: OrderFacts): RefundClaim {
  if (facts.kind !== 'found' || claim.orderIds[0] === facts.candidate) return claim;
  const orderIds = [facts.candidate, ...claim.orderIds.filter((candidate) => candidate !== facts.candidate)];
  return {
    ...claim,
    orderIds,
    evidence: { ...claim.evidence, orderId: { ...claim.evidence.orderId, text: facts.candidate, by: 'order-book' } },
  };
}
