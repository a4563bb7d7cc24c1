import { comparableAddress } from '../domain/address.ts';
import type { RefundClaim } from '../domain/claim.ts';
import type { Classification } from '../domain/classification.ts';
import type { DecisionInput } from '../domain/decision-input.ts';
import type { Mail } from '../domain/mail.ts';
import type { IntakeError, RawMessage } from '../domain/message.ts';
import type { OrderEntry, OrderFacts } from '../domain/order.ts';
import type { CreditConsumption, Policy } from '../domain/policy.ts';
import type { Reading } from '../domain/reading.ts';
import { ok, type Result } from '../domain/result.ts';
import type { SendableOutcome } from '../domain/sending.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { OwnIdentity } from '../parse/classify-automatic.ts';
import { workOutDeadlines } from '../policy/business-days.ts';
import { decide } from '../policy/decide.ts';
import { versionInForce } from '../policy/version-in-force.ts';
import type { OrderBook } from '../ports.ts';
import { composeReply } from '../reply/compose-reply.ts';
import type { Templates } from '../reply/load-templates.ts';
import { findActualSender } from './actual-sender.ts';
import { checkSender, type SenderTrust } from './check-sender.ts';

/** What judging needs of the world, gathered once for many mails. */
export interface TriageNeeds {
  /** Parses, classifies and extracts, wherever that is done: see `readMail`. */
  readonly read: (raw: RawMessage, submittedAt: Date | null) => Promise<Result<Reading, IntakeError>>;
  readonly orderBook: OrderBook;
  readonly policy: Policy;
  readonly templates: Templates;
  readonly own: OwnIdentity;
  readonly identity: { readonly name: string; readonly address: string };
  readonly trust: SenderTrust;
  readonly locales: readonly string[];
  /** Outcomes whose replies may leave without a person; empty where everything is drafted. */
  readonly sendOutcomes: readonly SendableOutcome[];
  readonly autoSendMaxAmount: string | null;
}

/** What is known of the mail beyond itself. `triage` knows nothing: each mail is judged alone. */
export interface CaseContext {
  /** When the case's first mail came; null: this is it. */
  readonly submittedAt: Date | null;
  /** Whether the order has an open case that this request would attach to. */
  readonly hasCase: (orderId: string) => Promise<boolean>;
  /** The clock, for deadlines. */
  readonly now: Date;
}

/** The way of one mail, top to bottom: bytes in, an explained verdict with its reply out. Nothing is stored or sent. */
export async function triageMail(
  raw: RawMessage,
  needs: TriageNeeds,
  context: CaseContext,
  signal: AbortSignal,
): Promise<Result<Verdict, IntakeError>> {
  const read = await needs.read(raw, context.submittedAt);
  if (!read.ok) return read;

  const { classification, claim: stated } = read.value;
  const { mail, throughForm } = findActualSender(read.value.mail, needs.own.contactFormAddresses);
  if (classification.kind !== 'refund-request' || !stated) return ok(withoutRequest(mail, classification));

  const submittedAt = context.submittedAt ?? mail.receivedAt.instant;
  const { creditConsumption } = versionInForce(needs.policy, submittedAt) ?? needs.policy.versions[0];
  const [{ facts, asOf }, senderCheck] = await Promise.all([
    lookUp(stated, creditConsumption, needs.orderBook, signal),
    checkSender(raw, read.value.mail, throughForm, needs.trust, context.now, signal),
  ]);
  const { authentication } = senderCheck;
  const claim = preferKnownOrder(stated, facts);

  const address = mail.from.kind === 'one' ? mail.from.address : null;
  const replyToDiffers = mail.replyTo.some((replyTo) => address === null || comparableAddress(replyTo) !== comparableAddress(address));
  const input: DecisionInput = {
    claim,
    facts,
    sender: { address, authentication, replyToDiffers },
    receivedAt: mail.receivedAt,
    submittedAt,
    hasCase: facts.kind === 'found' && (await context.hasCase(nameOf(facts.entry))),
    autoSendMaxAmount: needs.autoSendMaxAmount,
  };
  const { decision, order, version } = decide(needs.policy, input);

  const refundIsDue = decision.outcome === 'full' || decision.outcome === 'proportional';
  const deadlines = workOutDeadlines(version, mail.receivedAt.instant, context.now, refundIsDue);
  const account = accountOf(facts);
  const matchesAccount = account === null || address === null ? null : comparableAddress(account) === comparableAddress(address);
  const sender = { address, authentication, matchesAccount };
  const { identity, sendOutcomes, locales } = needs;
  const { missing } = claim;
  const reply = composeReply(
    { mail, claim, missing, sender, order, decision, deadlines, version, identity, sendOutcomes, locales },
    needs.templates,
  );
  return ok({
    mail,
    classification,
    claim,
    missing,
    sender,
    senderCheck,
    order,
    decision,
    basis: { input, factsAsOf: asOf, policy: version },
    deadlines,
    reply,
  });
}

function withoutRequest(mail: Mail, classification: Classification): Verdict {
  return {
    mail,
    classification,
    claim: null,
    missing: [],
    sender: null,
    senderCheck: null,
    order: null,
    decision: null,
    basis: null,
    deadlines: null,
    reply: null,
  };
}

interface LookUp {
  readonly facts: OrderFacts;
  readonly asOf: Date | null;
}

async function lookUp(
  claim: RefundClaim,
  creditConsumption: CreditConsumption,
  orderBook: OrderBook,
  signal: AbortSignal,
): Promise<LookUp> {
  if (claim.orderIds.length === 0) return { facts: { kind: 'none-named' }, asOf: null };
  const answer = await orderBook.find({ candidates: claim.orderIds, account: claim.accountEmail, creditConsumption }, signal);
  if (!answer.ok) return { facts: { kind: 'unavailable', why: answer.error.why }, asOf: null };
  const { matches, asOf } = answer.value;
  const [best, ...others] = matches;
  if (best === undefined) return { facts: { kind: 'not-found' }, asOf };
  const otherOrderIds = new Set(others.map((match) => nameOf(match.entry)));
  otherOrderIds.delete(nameOf(best.entry));
  return { facts: { kind: 'found', candidate: best.candidate, entry: best.entry, otherOrderIds: [...otherOrderIds] }, asOf };
}

function nameOf(entry: OrderEntry): string {
  return entry.kind === 'order' ? entry.order.orderId : entry.orderId;
}

function accountOf(facts: OrderFacts): string | null {
  if (facts.kind !== 'found') return null;
  return facts.entry.kind === 'order' ? facts.entry.order.accountEmail : facts.entry.accountEmail;
}

/** A candidate that the order book knows comes before those that it does not. */
function preferKnownOrder(claim: RefundClaim, facts: OrderFacts): RefundClaim {
  if (facts.kind !== 'found' || claim.orderIds[0] === facts.candidate) return claim;
  const orderIds = [facts.candidate, ...claim.orderIds.filter((candidate) => candidate !== facts.candidate)];
  return { ...claim, orderIds, evidence: { ...claim.evidence, orderId: { text: facts.candidate, by: 'order-book' } } };
}
