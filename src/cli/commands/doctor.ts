import { styleText } from 'node:util';
import { examine } from '../../compose/doctor.ts';
import type { Finding } from '../../domain/finding.ts';
import { UnusableInput } from '../../domain/problem.ts';
import { type CommandIo, EXIT, type ExitStatus, jsonReport } from '../io.ts';
import { loadConfig } from '../load-config.ts';
import { safeForTerminal } from '../printable.ts';

const MARKS = { ok: ['green', '✓'], note: ['yellow', '•'], wrong: ['red', '✗'] } as const;

/** `refund-triage doctor`: every check, even after one that failed. Exit status 0 only where nothing is wrong. */
export async function doctor(options: { readonly json?: boolean }, envFile: string | null, io: CommandIo): Promise<ExitStatus> {
  const findings: Finding[] = [];
  for await (const finding of allFindings(envFile, io)) {
    findings.push(finding);
    if (!options.json) io.stdout.write(describeFinding(finding, io));
  }
  const wrong = findings.filter((finding) => finding.state === 'wrong').length;
  if (options.json) io.stdout.write(jsonReport({ ok: wrong === 0, findings }));
  else io.stdout.write(wrong === 0 ? '\nReady.\n' : `\n${wrong} to mend.\n`);
  return wrong === 0 ? EXIT.fine : EXIT.unusable;
}

async function* allFindings(envFile: string | null, io: CommandIo): AsyncIterable<Finding> {
  try {
    const config = loadConfig(envFile, io);
    yield { check: 'settings', state: 'ok', what: 'complete and of the right form' };
    yield* examine(config, { cwd: io.cwd, warn: (line) => io.stderr.write(`${line}\n`) }, io.signal);
  } catch (error) {
    if (!(error instanceof UnusableInput)) throw error;
    for (const { place, what, mend } of error.problems)
      yield { check: 'settings', state: 'wrong', what: `${place}: ${what}`, ...(mend === undefined ? {} : { mend }) };
  }
}

function describeFinding({ check, state, what, mend }: Finding, io: CommandIo): string {
  const [style, mark] = MARKS[state];
  const advice = mend === undefined ? '' : `\n${' '.repeat(20)}→ ${safeForTerminal(mend)}`;
  return `${styleText(style, mark, { stream: io.stdout })} ${check.padEnd(17)} ${safeForTerminal(what)}${advice}\n`;
}
