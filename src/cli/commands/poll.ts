import { pollMailbox } from '../../compose/poll.ts';

import { type CommandIo, EXIT, type ExitStatus, jsonReport } from '../io.ts';
import { loadConfig, sendingSwitch } from '../load-config.ts';

import { parseDay } from '../parse-options.ts';
import { describeProblemOfPass, describeSummary, showProgress, summaryObject } from '../pass-view.ts';

interface PollCommandOptions {
  readonly dryRun?: boolean;
  readonly since?: string;
  readonly json?: boolean;
}

/** `refund-triage poll`: one pass for cron, one line of summary. */
export async function poll(options: PollCommandOptions, envFile: string | null, io: CommandIo): Promise<ExitStatus> {
  const config = loadConfig(envFile, io);
  const since = options.since === undefined ? {} : { since: new Date(`${parseDay('--since', options.since)}T00:00:00Z`) };
  const progress = showProgress({ listMails: options.dryRun === true && options.json !== true }, io);
  const warn = (line: string) => io.stderr.write(`${line}\n`);
  const ended = await pollMailbox(
    config,
    { dryRun: options.dryRun === true, ...since, signal: io.signal, report: progress.report, isSendingOn: sendingSwitch(envFile, io) },
    { cwd: io.cwd, warn },
  );
  progress.stop();
  if (!ended.ok) {
    const { kind } = ended.error;
    if (options.json) io.stdout.write(jsonReport({ error: ended.error }));
    io.stderr.write(`${describeProblemOfPass(ended.error)}\n`);
    return kind === 'another-pass' ? EXIT.alreadyRunning : EXIT.unreachable;
  }
  io.stdout.write(options.json ? jsonReport(summaryObject(ended.value)) : `${describeSummary(ended.value)}\n`);
  return hasFailures(ended.value.results) || ended.value.interrupted ? EXIT.someFailed : EXIT.fine;
}

function hasFailures(results: Readonly<Partial<Record<string, number>>>): boolean {
  return ['failed', 'postponed', 'draft-refused', 'send-postponed'].some((result) => (results[result] ?? 0) > 0);
}
