import { styleText } from 'node:util';
import { describeResult, type SenderCheck } from '../domain/authentication.ts';
import { REQUEST_FIELDS, type RefundClaim, type RequestField } from '../domain/claim.ts';
import type { Decision, Outcome } from '../domain/decision.ts';
import type { Mail } from '../domain/mail.ts';
import type { Reply } from '../domain/reply.ts';
import type { OrderWithUsage, Sender, Verdict } from '../domain/verdict.ts';
import type { CommandIo } from './io.ts';
import { type Mark, markedMail } from './marked-mail.ts';
import { printable, printableLine } from './printable.ts';

type Style = Parameters<typeof styleText>[0];

const LABEL_WIDTH = 11;

const OUTCOME_STYLE: Readonly<Record<Outcome, Style>> = {
  full: 'green',
  proportional: 'green',
  none: 'red',
  'needs-info': 'yellow',
  review: 'magenta',
};

/** One verdict for people: what was read and from which words, each rule with its arithmetic, and the reply. */
export function describeVerdict(verdict: Verdict, io: Pick<CommandIo, 'stdout'>): string {
  const paint = (style: Style, text: string) => styleText(style, text, { stream: io.stdout });
  const { mail, claim, decision, deadlines, reply } = verdict;
  const rows: [string, string][] = [
    ['From', describeSender(mail, verdict.sender)],
    ...describeCheck(verdict.senderCheck),
    ['Subject', printableLine(mail.subject)],
    ['Received', `${mail.receivedAt.instant.toISOString()} (${mail.receivedAt.from})`],
    ['Kind', `${paint('bold', verdict.classification.kind)} (${printableLine(verdict.classification.why)})`],
  ];
  if (claim)
    for (const [index, line] of markedMail(mail, claim, markWith(io.stdout)).entries()) rows.push([index === 0 ? 'Mail' : '', line]);
  if (claim) for (const [index, line] of describeClaim(claim).entries()) rows.push([index === 0 ? 'Read' : '', line]);
  if (verdict.missing.length > 0) rows.push(['Missing', verdict.missing.join(', ')]);
  if (verdict.order) rows.push(['Order', describeOrder(verdict.order)]);
  if (decision) {
    rows.push(['Verdict', paint(OUTCOME_STYLE[decision.outcome], describeOutcome(decision))]);
    for (const line of describeTrace(decision)) rows.push(['', line]);
    if (decision.flags.length > 0) rows.push(['Flags', decision.flags.join(', ')]);
  }
  if (deadlines) {
    const payment = deadlines.processFrom === null ? '' : `, refund processed ${deadlines.processFrom} to ${deadlines.processBy}`;
    rows.push(['Deadlines', `review by ${deadlines.reviewBy}${payment}`]);
  }
  if (reply) rows.push(['Reply', `${reply.action}: ${reply.template} (${reply.locale}) to ${printableLine(reply.to)}`]);
  const body = rows.map(([label, text]) => `${paint('dim', label.padEnd(LABEL_WIDTH))}${text}\n`).join('');
  return `${paint('bold', `■ ${printable(mail.source)}`)}\n${body}${reply ? quoteReply(reply, paint) : ''}\n`;
}

/** Colour on a terminal, brackets in a file. */
function markWith(stdout: CommandIo['stdout']): Mark {
  return (words, field) => {
    const coloured = styleText(FIELD_STYLES[field], words, { stream: stdout });
    return coloured === words ? `[${FIELD_NAMES[field]}: ${words}]` : coloured;
  };
}

function describeSender(mail: Mail, sender: Sender | null): string {
  const from = mail.from.kind === 'one' ? printableLine(mail.from.address) : `unclear: ${mail.from.why}`;
  if (!sender) return from;
  const owner = sender.matchesAccount === null ? '' : sender.matchesAccount ? ", the order's account" : ", not the order's account";
  return `${from} (authentication ${sender.authentication}${owner})`;
}

const WORD_OF: Readonly<Record<SenderCheck['by'], string>> = {
  'receiving-host': 'by our receiving host',
  'checked-here': 'checked here',
  nobody: '',
};

/** The figures behind the authentication, one a line. */
function describeCheck(check: SenderCheck | null): [string, string][] {
  if (check === null || check.by === 'nobody') return [];
  const figures = check.results.length === 0 ? ['nothing that can be read'] : check.results.map(describeResult);
  return figures.map((figure, index) => ['', `${printableLine(figure, 120)}${index === 0 ? `  ← ${WORD_OF[check.by]}` : ''}`]);
}

const FIELD_NAMES: Readonly<Record<RequestField, string>> = {
  accountEmail: 'account',
  orderId: 'order',
  purchaseDate: 'date',
  reason: 'reason',
};

const FIELD_STYLES: Readonly<Record<RequestField, Style>> = {
  accountEmail: 'cyan',
  orderId: 'green',
  purchaseDate: 'yellow',
  reason: 'magenta',
};

function describeClaim(claim: RefundClaim): string[] {
  const values: Record<RequestField, string | null> = {
    accountEmail: claim.accountEmail,
    orderId: claim.orderIds.length === 0 ? null : claim.orderIds.join(', '),
    purchaseDate: claim.purchaseDateReadings.length === 0 ? null : claim.purchaseDateReadings.join(' or '),
    reason: claim.reason,
  };
  return REQUEST_FIELDS.map((field) => {
    const evidence = claim.evidence[field];
    const words = evidence === undefined ? '' : `  ← ${evidence.by}: “${printableLine(evidence.text, 70)}”`;
    return `${FIELD_NAMES[field].padEnd(8)} ${printableLine(values[field] ?? 'not stated', 60)}${words}`;
  });
}

function describeOrder(order: OrderWithUsage): string {
  const bonus = order.creditsBonus === 0 ? '' : ` and ${order.creditsBonus} bonus`;
  return `${printableLine(order.orderId)}, ${order.total} ${order.currency}, ${order.creditsPurchased} credits${bonus}, ${order.creditsUsed} used, bought ${order.purchasedAt}, ${order.status}`;
}

function describeOutcome(decision: Decision): string {
  const amount = decision.currency === null ? '' : ` ${decision.amount} ${decision.currency}`;
  const removed = decision.creditsToRemove === 0 ? '' : `, ${decision.creditsToRemove} credits to remove`;
  const sections = decision.clauses.length === 0 ? '' : `, section ${decision.clauses.join(' and ')}`;
  return `${decision.outcome}${amount}${removed}${sections} of the policy of ${decision.policyVersion}`;
}

function describeTrace(decision: Decision): string[] {
  const widest = Math.max(0, ...decision.trace.map((step) => step.rule.length));
  return decision.trace.map(
    (step) => `§${step.clause} ${step.rule.padEnd(widest)}  ${printable(step.because)} → ${printable(String(step.result))}`,
  );
}

function quoteReply(reply: Reply, paint: (style: Style, text: string) => string): string {
  const lines = [`Subject: ${reply.subject}`, '', ...reply.text.trimEnd().split('\n')];
  return lines
    .map((line) => `${' '.repeat(LABEL_WIDTH)}${paint('dim', '│')} ${printable(line)}`.trimEnd())
    .join('\n')
    .concat('\n');
}
