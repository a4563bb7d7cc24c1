import { styleText } from 'node:util';
import Table from 'cli-table3';
import type { BacktestReport } from '../../compose/backtest.ts';
import type { CommandIo } from '../io.ts';
import { printableLine } from '../printable.ts';
import { rulingText, subjectOf } from './backtest-words.ts';

/** Beyond this many rows a terminal is no place to read them; the other forms have them all. */
const MOST_ROWS = 50;
const PLAIN = { head: [], border: [], compact: true };

/** What changes, what it costs, and the changed cases. */
export function describeBacktest(report: BacktestReport, io: Pick<CommandIo, 'stdout'>): string {
  const { result } = report;
  const paint = (style: Parameters<typeof styleText>[0], text: string) => styleText(style, text, { stream: io.stdout });
  const head = `${paint('bold', subjectOf(report))}\n${countsOf(report)}\n`;
  if (result.cases === 0) return head;
  return [head, movesTable(report), paidTable(report), changedTable(report)].filter(Boolean).join('\n');
}

function countsOf({ result: { cases, changed, outcomesChanged, amountsChanged }, unread }: BacktestReport): string {
  const left = unread.length === 0 ? '' : `; ${unread.length} mails could not be judged`;
  return `${cases} cases, ${changed.length} of them change: ${outcomesChanged} outcomes, ${amountsChanged} amounts${left}`;
}

function movesTable({ result }: BacktestReport): string {
  const table = new Table({ head: ['Before', 'After', 'Cases'], colAligns: ['left', 'left', 'right'], style: PLAIN });
  const name = ({ outcome, section }: { outcome: string; section: string }) => `§${section} ${outcome}`;
  for (const { before, after, cases } of result.moves) table.push([name(before), name(after), String(cases)]);
  return `${table.toString()}\n`;
}

function paidTable({ result }: BacktestReport): string {
  const entries = Object.entries(result.paid);
  if (entries.length === 0) return '';
  const table = new Table({
    head: ['Paid', 'Before', 'After', 'Difference'],
    colAligns: ['left', 'right', 'right', 'right'],
    style: PLAIN,
  });
  for (const [currency, { before, after, difference }] of entries) table.push([currency, before, after, difference]);
  return `${table.toString()}\n`;
}

/** Of a mail's path the end tells which it is. */
const CASE_WIDTH = 40;

function lastPart(id: string): string {
  const line = Array.from(printableLine(id, id.length));
  return line.length <= CASE_WIDTH ? line.join('') : `…${line.slice(1 - CASE_WIDTH).join('')}`;
}

function changedTable({ result: { changed } }: BacktestReport): string {
  if (changed.length === 0) return '';
  const table = new Table({ head: ['Case', 'Order', 'Requested', 'Before', 'After'], style: PLAIN });
  for (const { id, orderId, requestedOn, currency, before, after } of changed.slice(0, MOST_ROWS))
    table.push([lastPart(id), printableLine(orderId ?? '', 30), requestedOn, rulingText(before, currency), rulingText(after, currency)]);
  const rest = changed.length > MOST_ROWS ? `… and ${changed.length - MOST_ROWS} more: --format json, csv or html has them all\n` : '';
  return `${table.toString()}\n${rest}`;
}
