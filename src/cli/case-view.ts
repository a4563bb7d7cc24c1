import { styleText } from 'node:util';
import Table from 'cli-table3';
import type { CaseState } from '../domain/case.ts';
import type { ChainedEvent } from '../domain/case-event.ts';
import type { CaseRecord, CaseSummary } from '../domain/case-record.ts';
import { REQUEST_FIELDS } from '../domain/claim.ts';
import type { DecisionRecord } from '../domain/decision-input.ts';
import type { CommandIo } from './io.ts';
import { minuteOf } from './minute.ts';
import { printable, printableLine } from './printable.ts';

/** What waits for a person stands out; what is over recedes. */
const STYLES: Readonly<Record<CaseState, 'yellow' | 'magenta' | 'green' | 'cyan' | 'red' | 'gray'>> = {
  received: 'yellow',
  'waiting-for-customer': 'cyan',
  drafted: 'yellow',
  held: 'magenta',
  approved: 'green',
  sent: 'green',
  answered: 'green',
  declined: 'red',
  'refund-handed-over': 'cyan',
  paid: 'green',
  failed: 'magenta',
  closed: 'gray',
  quarantined: 'magenta',
  ignored: 'gray',
};

export function caseTable(cases: readonly CaseSummary[], io: Pick<CommandIo, 'stdout'>): string {
  if (cases.length === 0) return 'No cases.';
  const table = new Table({
    head: ['Case', 'State', 'Changed', 'Sender', 'Order', 'Verdict', 'Amount'],
    style: { head: [], border: [], compact: true },
    colAligns: ['left', 'left', 'left', 'left', 'left', 'left', 'right'],
  });
  for (const each of cases) {
    const state = styleText(STYLES[each.state], each.state, { stream: io.stdout });
    const sender = printableLine(each.sender ?? '(unclear)', 34);
    table.push([
      each.caseId,
      [state, ...notesOn(each)].join('\n'),
      minuteOf(each.updatedAt),
      sender,
      printableLine(each.order ?? '', 24),
      each.outcome ?? '',
      amountOf(each),
    ]);
  }
  return table.toString();
}

/** What a person should know beside the state. */
function notesOn({ failingLook, wroteAgainAt }: CaseSummary): string[] {
  return [...(failingLook === null ? [] : ['reply in doubt']), ...(wroteAgainAt === null ? [] : ['customer wrote again'])];
}

function describeWroteAgain({ wroteAgainAt }: CaseSummary): string {
  return wroteAgainAt === null ? '' : `\n  customer wrote again: ${minuteOf(wroteAgainAt)} UTC; your next move on the case ends this mark`;
}

function describeFailingLook({ failingLook }: CaseSummary): string {
  if (failingLook === null) return '';
  const { failures, why, nextLookAt } = failingLook;
  const next = nextLookAt === null ? 'with the next pass' : `at ${minuteOf(nextLookAt)} UTC`;
  return `\n  its reply could not be looked after ${failures} times in a row (${printable(why)}); tried again ${next}`;
}

/** One case for people: what it is, what it was decided from, its mails and replies, what happened. */
export function describeCase(found: CaseRecord, io: Pick<CommandIo, 'stdout'>): string {
  const state = styleText(STYLES[found.state], found.state, { stream: io.stdout });
  const newest = found.decisions.at(-1);
  const sections = [
    `Case ${found.caseId}: ${state}, revision ${found.revision}\n  from ${printable(found.sender ?? '(unclear)')}, received ${minuteOf(found.receivedAt)} UTC${describeWroteAgain(found)}${describeFailingLook(found)}`,
    newest ? describeDecision(newest) : 'No decision is recorded with its facts (the case is of an older ledger).',
    heading('Mails', found.mails.map(describeMail)),
    heading('Replies', found.replies.map(describeReply)),
    heading(
      'What happened',
      found.events.map((event) => `  ${describeEvent(event, false)}`),
    ),
  ];
  return `${sections.join('\n\n')}\n`;
}

/** `#12 2026-03-05 09:30 poll  draft-placed  folder=Drafts uid=4` */
export function describeEvent({ id, at, actor, what, why, caseId, detail }: ChainedEvent, namesCase: boolean): string {
  const details = Object.entries(detail).flatMap(([name, value]) => (value === null || name.endsWith('Hash') ? [] : [`${name}=${value}`]));
  const words = [`#${id}`, minuteOf(new Date(at)), actor, ...(namesCase && caseId !== null ? [caseId] : []), what, ...details];
  return printableLine(`${words.join('  ')}${why === null ? '' : `  (${why})`}`, MAX_EVENT_CHARS);
}

const MAX_EVENT_CHARS = 240;

function describeDecision({ decision, input, revision, at }: DecisionRecord): string {
  const { claim } = input;
  const facts = REQUEST_FIELDS.flatMap((field) => {
    const evidence = claim.evidence[field];
    const mail = evidence?.mail === undefined ? '' : `, ${evidence.mail}`;
    return evidence ? [printableLine(`  ${field.padEnd(13)} “${evidence.text}” (${evidence.by}${mail})`, MAX_EVENT_CHARS)] : [];
  });
  const flags = decision.flags.length === 0 ? '' : ` [${decision.flags.join(', ')}]`;
  const steps = decision.trace.map(({ rule, clause, because }) =>
    printableLine(`  ${rule.padEnd(13)} section ${clause}: ${because}`, MAX_EVENT_CHARS),
  );
  const missing = claim.missing.length === 0 ? [] : [`  not stated    ${claim.missing.join(', ')}`];
  const title = `Decision ${revision}, ${minuteOf(at)} UTC, policy of ${decision.policyVersion}: ${decision.outcome} ${amountOf(decision)}${flags}`;
  return [title, ...facts, ...missing, ...steps].join('\n');
}

function describeMail(mail: CaseRecord['mails'][number]): string {
  const received = mail.receivedAt === null ? 'received ?' : minuteOf(mail.receivedAt);
  const became = mail.ended ?? mail.state;
  return printableLine(
    `  UID ${mail.uid}  ${received}  ${mail.sender ?? '(unclear)'}  ${mail.kind ?? ''} → ${became}  ${mail.messageId ?? ''}`,
    MAX_EVENT_CHARS,
  );
}

function describeReply(reply: CaseRecord['replies'][number]): string {
  const likeness = reply.similarity === null || reply.similarity === 1 ? '' : ` (${Math.floor(reply.similarity * 100)} % as written)`;
  const became = reply.life === null ? reply.state : `${reply.life}${likeness}`;
  return printableLine(
    `  ${reply.revision}  ${minuteOf(reply.intendedAt)}  ${reply.channel} to ${reply.recipient ?? '?'}: ${became}`,
    MAX_EVENT_CHARS,
  );
}

function heading(title: string, lines: readonly string[]): string {
  return [title, ...(lines.length === 0 ? ['  none'] : lines)].join('\n');
}

function amountOf({ amount, currency }: { readonly amount: string | null; readonly currency: string | null }): string {
  return amount === null || currency === null ? '' : `${amount} ${currency}`;
}
