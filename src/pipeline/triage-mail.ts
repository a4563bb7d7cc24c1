import { comparableAddress } from '../domain/address.ts';
import type { Classification } from '../domain/classification.ts';
import type { DecisionInput } from '../domain/decision-input.ts';
import type { CaseThread } from '../domain/ledger.ts';
import type { Mail } from '../domain/mail.ts';
import type { IntakeError, RawMessage } from '../domain/message.ts';
import type { Policy } from '../domain/policy.ts';
import type { Reading } from '../domain/reading.ts';
import { ok, type Result } from '../domain/result.ts';
import type { SendableOutcome } from '../domain/sending.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { OwnIdentity } from '../parse/classify-automatic.ts';
import { workOutDeadlines } from '../policy/business-days.ts';
import { decide } from '../policy/decide.ts';
import type { OrderBook } from '../ports/order-book.ts';
import { composeReply } from '../reply/compose-reply.ts';
import type { Templates } from '../reply/load-templates.ts';
import { findActualSender } from './actual-sender.ts';
import { checkSender, type SenderTrust } from './check-sender.ts';
import { followUpOf } from './follow-up.ts';
import { accountOf, nameOf, readRequest } from './read-request.ts';

/** What judging needs of the world, gathered once for many mails. */
export interface TriageNeeds {
  /** Parses, classifies and extracts, wherever that is done: see `readMail`. */
  readonly read: (raw: RawMessage) => Promise<Result<Reading, IntakeError>>;
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
  /**
   * The case that a mail answers: its In-Reply-To or References name a reply of ours, and its sender, in comparable form, belongs to the case.
   * Null for a mail that answers none; `triage` knows none.
   */
  readonly findThread: (ids: readonly string[], sender: string) => Promise<CaseThread | null>;
  /** Whether the order has an open case, other than the one named, that this request would attach to. */
  readonly hasCase: (orderId: string, exceptCaseId: string | null) => Promise<boolean>;
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
  const read = await needs.read(raw);
  if (!read.ok) return read;

  const { classification: intent, claim: stated } = read.value;
  const { mail, throughForm } = findActualSender(read.value.mail, needs.own.contactFormAddresses);
  const answered = stated && (await findThread(mail, context));
  if (!stated || (!answered && intent.kind !== 'refund-request')) return ok(withoutRequest(mail, intent));

  const checking = checkSender(raw, read.value.mail, throughForm, needs.trust, context.now, signal);
  // Whose sender is forged does not belong to the case; only for an answer must that be known first.
  const genuine = answered && (await checking).authentication !== 'fail' ? answered : null;
  if (!genuine && intent.kind !== 'refund-request') return ok(withoutRequest(mail, intent));

  const [{ thread, claim, facts, asOf }, senderCheck] = await Promise.all([readRequest(mail, stated, genuine, needs, signal), checking]);
  const { authentication } = senderCheck;
  const classification = genuine ? describeAnswer(genuine, thread) : intent;
  const submittedAt = thread?.submittedAt ?? mail.receivedAt.instant;
  const address = mail.from.kind === 'one' ? mail.from.address : null;
  const replyToDiffers = mail.replyTo.some((replyTo) => address === null || comparableAddress(replyTo) !== comparableAddress(address));
  const input: DecisionInput = {
    claim,
    facts,
    sender: { address, authentication, replyToDiffers },
    receivedAt: mail.receivedAt,
    submittedAt,
    hasCase: facts.kind === 'found' && (await context.hasCase(nameOf(facts.entry), thread?.caseId ?? null)),
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
  const basis = { input, factsAsOf: asOf, policy: version };
  const followUp = thread && followUpOf(thread, { claim, decision, basis, reply });
  return ok({
    mail,
    classification,
    followUp,
    claim,
    missing,
    sender,
    senderCheck,
    order,
    decision,
    basis,
    deadlines,
    reply,
  });
}

function withoutRequest(mail: Mail, classification: Classification): Verdict {
  return {
    mail,
    classification,
    followUp: null,
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

async function findThread(mail: Mail, context: CaseContext): Promise<CaseThread | null> {
  if (mail.from.kind !== 'one') return null;
  return context.findThread([...mail.references, ...mail.inReplyTo], comparableAddress(mail.from.address));
}

/** @param thread null where the mail turned out to be a request of its own */
function describeAnswer({ caseId }: CaseThread, thread: CaseThread | null): Classification {
  if (thread === null) return { kind: 'refund-request', why: `names another order than case ${caseId}, which it answers` };
  return { kind: 'follow-up', why: `answers our reply of case ${caseId}` };
}
