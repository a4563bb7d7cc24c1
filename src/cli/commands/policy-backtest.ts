import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type BacktestReport, runBacktest } from '../../compose/backtest.ts';
import { UnusableInput } from '../../domain/problem.ts';
import { describeBacktest } from '../backtest/backtest-table.ts';
import { type CommandIo, EXIT, type ExitStatus, jsonReport, write } from '../io.ts';
import { loadConfig } from '../load-config.ts';
import { parseDay, parseInstant } from '../parse-options.ts';

interface BacktestCommandOptions {
  readonly effective?: string;
  readonly dated?: boolean;
  readonly since?: string;
  readonly mails?: readonly string[];
  readonly orders?: string;
  readonly policy?: string;
  readonly now?: string;
  readonly format?: string;
  readonly out?: string;
}

/** `refund-triage policy backtest NEW`: what another policy would have changed. Writes nothing but the report. */
export async function policyBacktest(
  file: string,
  options: BacktestCommandOptions,
  envFile: string | null,
  io: CommandIo,
): Promise<ExitStatus> {
  const { effective, since, mails = [], orders, policy } = options;
  const now = options.now === undefined ? new Date() : parseInstant('--now', options.now);
  const render = await rendererFor(options.format ?? 'table', now);
  const report = await runBacktest(
    loadConfig(envFile, io),
    {
      file,
      ...(effective === undefined ? {} : { version: parseDay('--effective', effective) }),
      dated: options.dated === true,
      since: since === undefined ? null : parseInstant('--since', since),
      mails,
      overrides: { ...(orders === undefined ? {} : { orders }), ...(policy === undefined ? {} : { policy }) },
      now,
    },
    io.stdin,
    { cwd: io.cwd, warn: (line) => io.stderr.write(`${line}\n`) },
    io.signal,
  );
  for (const line of report.unread) io.stderr.write(`${line}\n`);
  await deliver(render(report, io), options.out, io);
  return report.unread.length === 0 ? EXIT.fine : EXIT.someFailed;
}

type Render = (report: BacktestReport, io: CommandIo) => string;

async function rendererFor(format: string, now: Date): Promise<Render> {
  switch (format) {
    case 'table':
      return describeBacktest;
    case 'json':
      return (report) => jsonReport(report);
    case 'csv': {
      const { backtestCsv } = await import('../backtest/backtest-csv.ts');
      return backtestCsv;
    }
    case 'html': {
      const { backtestHtml } = await import('../backtest/backtest-html.ts');
      return (report) => backtestHtml(report, now);
    }
    default:
      throw new UnusableInput([{ place: '--format', what: `there is no format ${format}`, mend: 'choose table, json, csv or html' }]);
  }
}

async function deliver(text: string, out: string | undefined, io: CommandIo): Promise<void> {
  if (out === undefined) return write(io.stdout, text);
  const path = resolve(io.cwd, out);
  try {
    // Customers' order numbers stand in it.
    writeFileSync(path, text, { mode: 0o600 });
  } catch (error) {
    throw new UnusableInput([{ place: path, what: `could not be written: ${error instanceof Error ? error.message : String(error)}` }]);
  }
  io.stderr.write(`written to ${path}\n`);
}
