import { styleText } from 'node:util';
import Table from 'cli-table3';
import type { PassEvent } from '../compose/poll.ts';
import type { Outcome } from '../domain/decision.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { CommandIo } from './io.ts';
import { printableLine } from './printable.ts';

/** A terminal of this width shows every column; a wider one gives the room to the last. */
const NARROWEST = 100;
const WIDEST = 160;
const FIXED_COLUMNS = [34, 15, 14] as const;
const BORDERS = 12;

const STYLES = { full: 'green', proportional: 'green', none: 'red', 'needs-info': 'yellow', review: 'magenta' } as const satisfies Record<
  Outcome,
  string
>;

/** Mail, verdict, amount and why, a row for each mail. */
export function verdictTable(events: readonly PassEvent[], io: Pick<CommandIo, 'stdout'>): string {
  const width = Math.min(WIDEST, Math.max(NARROWEST, io.stdout.columns ?? NARROWEST));
  const whyWidth = width - FIXED_COLUMNS.reduce((sum, column) => sum + column, BORDERS);
  const table = new Table({
    head: ['Mail', 'Verdict', 'Amount', 'Why, and what was done'],
    colWidths: [...FIXED_COLUMNS, whyWidth],
    wordWrap: true,
    style: { head: [], border: [], compact: true },
    colAligns: ['left', 'left', 'right', 'left'],
  });
  for (const event of events) if (event.kind === 'mail') table.push(row(event, io));
  return table.toString();
}

function row(event: Extract<PassEvent, { kind: 'mail' }>, io: Pick<CommandIo, 'stdout'>): string[] {
  const { verdict, result } = event;
  if (!verdict) return ['', result, '', printableLine(event.why)];
  const from = verdict.mail.from.kind === 'one' ? verdict.mail.from.address : `From ${verdict.mail.from.why}`;
  const mail = `${printableLine(verdict.mail.subject, 30)}\n${printableLine(from, 30)}`;
  const { decision, classification } = verdict;
  if (!decision) return [mail, classification.kind, '', printableLine(classification.why)];
  if (result === 'duplicate-request') return [mail, 'asked again', '', `no second draft: ${whyAgain(verdict)}`];
  const outcome = styleText(STYLES[decision.outcome], decision.outcome, { stream: io.stdout });
  const amount = isPaid(decision.outcome) ? `${decision.amount} ${decision.currency ?? ''}` : '';
  return [mail, outcome, amount, `${whyOf(verdict)} → ${result}`];
}

function whyAgain({ decision }: Verdict): string {
  const suspicious = decision?.flags.filter((flag) => flag === 'sender-mismatch' || flag === 'account-mismatch') ?? [];
  return ['the order has an open case', ...suspicious].join('; ');
}

function isPaid(outcome: Outcome): boolean {
  return outcome === 'full' || outcome === 'proportional';
}

/** The reasons in the trace's own words: what decided, then what a person must look at. */
function whyOf({ decision, missing }: Verdict): string {
  if (!decision) return '';
  if (decision.outcome === 'needs-info') return missing.includes('orderId') ? 'no order number' : decision.flags.join(', ');
  if (decision.outcome === 'review') return decision.flags.join(', ');
  const deciding = decision.trace.filter((step) => ['window', 'usage', 'proportional'].includes(step.rule)).map((step) => step.because);
  return `section ${decision.clauses.join(', ')}: ${deciding.join('; ')}`;
}
