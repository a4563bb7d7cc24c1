import type { Readable } from 'node:stream';
import type { Config } from '../config/config.ts';
import type { CalendarDate } from '../domain/calendar-date.ts';
import type { PolicyVersion, QuotablePolicy } from '../domain/policy.ts';
import { UnusableInput } from '../domain/problem.ts';
import { type Backtest, BacktestTally, type PastDecision, type Trial } from '../policy/backtest.ts';
import { withArchive } from './archive.ts';
import { type Overrides, readPolicy, type Surroundings } from './sources.ts';
import { openTriage } from './triage.ts';

export type { ChangedCase, Move } from '../policy/backtest.ts';

export interface BacktestOptions {
  /** The policy file that is tried. */
  readonly file: string;
  /** Which of its versions; the newest where not told. */
  readonly version?: CalendarDate;
  /** Each request by the version that the file has in force on its own day. */
  readonly dated: boolean;
  /** Decided at this instant or later. */
  readonly since: Date | null;
  /** Mails to judge instead of the ledger's cases, by `overrides`. */
  readonly mails: readonly string[];
  readonly overrides: Overrides;
  readonly now: Date;
}

/** What was tried, on what, and what came of it. */
export interface BacktestReport {
  readonly file: string;
  /** The effective date of the version tried; null where each request has its own. */
  readonly version: CalendarDate | null;
  readonly since: Date | null;
  readonly result: Backtest;
  /** Mails that could not be judged, each with its reason. */
  readonly unread: readonly string[];
}

/** Tries a policy on the recorded facts of past cases, or on mails and an order book. Nothing is written anywhere. */
export async function runBacktest(
  config: Config,
  options: BacktestOptions,
  stdin: Readable,
  around: Surroundings,
  signal: AbortSignal,
): Promise<BacktestReport> {
  const policy = await readPolicy(config, { policy: options.file }, around);
  const trial = chooseTrial(policy, options);
  const tally = new BacktestTally(trial);
  const unread: string[] = [];
  const add = (past: PastDecision): void => {
    signal.throwIfAborted();
    tally.add(past);
  };
  if (options.mails.length === 0) await addCases(config, options.since, add);
  else for await (const past of fromMails(config, options, stdin, around, signal, unread)) add(past);
  const version = trial.kind === 'one' ? trial.version.effectiveFrom : null;
  return { file: options.file, version, since: options.since, result: tally.result(), unread };
}

function chooseTrial(policy: QuotablePolicy, { dated, version, file }: BacktestOptions): Trial {
  if (dated) return { kind: 'dated', policy };
  const found: PolicyVersion | undefined =
    version === undefined ? policy.versions.at(-1) : policy.versions.find(({ effectiveFrom }) => effectiveFrom === version);
  if (found) return { kind: 'one', version: found };
  const known = policy.versions.map(({ effectiveFrom }) => effectiveFrom).join(', ');
  throw new UnusableInput([{ place: '--effective', what: `${file} has no version of ${version}`, mend: `choose one of ${known}` }]);
}

function addCases({ ledgerFile }: Config, since: Date | null, add: (past: PastDecision) => void): Promise<void> {
  return withArchive(ledgerFile, async (archive) => {
    for await (const { caseId, input, policy, decision } of archive.newestDecisions(since))
      add({ id: caseId, basis: { input, policy }, decision });
  });
}

async function* fromMails(
  config: Config,
  { mails, overrides, since, now }: BacktestOptions,
  stdin: Readable,
  around: Surroundings,
  signal: AbortSignal,
  unread: string[],
): AsyncIterable<PastDecision> {
  const desk = await openTriage(config, overrides, now, around, signal);
  try {
    for await (const judged of desk.judgeAll(mails, stdin)) {
      if (!judged.ok) unread.push(`${judged.error.source}: ${judged.error.message}`);
      else {
        const { mail, basis, decision } = judged.value;
        if (basis && decision && (since === null || basis.input.submittedAt >= since)) yield { id: mail.source, basis, decision };
      }
    }
  } finally {
    await desk.close();
  }
}
