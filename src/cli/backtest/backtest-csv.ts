import { stringify } from 'csv-stringify/sync';
import type { BacktestReport } from '../../compose/backtest.ts';

/** The changed cases, a row each, with a header. What a spreadsheet would take for a formula is written as text. */
export function backtestCsv({ result }: BacktestReport): string {
  const rows = result.changed.map(({ id, orderId, requestedOn, currency, before, after }) => ({
    case: id,
    order: orderId ?? '',
    requestedOn,
    currency: currency ?? '',
    sectionBefore: before.section,
    outcomeBefore: before.outcome,
    amountBefore: before.amount,
    sectionAfter: after.section,
    outcomeAfter: after.outcome,
    amountAfter: after.amount,
  }));
  return stringify(rows, { header: true, escape_formulas: true, columns: COLUMNS });
}

const COLUMNS = [
  'case',
  'order',
  'requestedOn',
  'currency',
  'sectionBefore',
  'outcomeBefore',
  'amountBefore',
  'sectionAfter',
  'outcomeAfter',
  'amountAfter',
];
