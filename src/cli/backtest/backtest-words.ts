import type { BacktestReport, ChangedCase } from '../../compose/backtest.ts';

/** What was tried, in one line. */
export function subjectOf({ file, version, since }: Pick<BacktestReport, 'file' | 'version' | 'since'>): string {
  const tried = version === null ? `${file}, each request by the version of its day` : `${file}, version ${version}`;
  return since === null ? tried : `${tried}, cases decided since ${since.toISOString().slice(0, 10)}`;
}

export function rulingText({ outcome, amount, section }: ChangedCase['before'], currency: string | null): string {
  return `§${section} ${outcome} ${amount}${currency === null ? '' : ` ${currency}`}`;
}
