import { explainUsage, type NothingToExplain } from '../../compose/usage.ts';
import { describeProblem } from '../../domain/problem.ts';
import { type CommandIo, EXIT, type ExitStatus, jsonLine } from '../io.ts';
import { loadConfig } from '../load-config.ts';
import { parseInstant } from '../parse-options.ts';
import { printable } from '../printable.ts';
import { describeUsage } from '../usage-view.ts';

interface UsageOptions {
  readonly orders?: string;
  readonly policy?: string;
  readonly at?: string;
  readonly all?: boolean;
  readonly json?: boolean;
}

/** `refund-triage usage ORDER`: which credits of an order were used, step by step, as far as the order book knows. */
export async function usage(orderId: string, options: UsageOptions, envFile: string | null, io: CommandIo): Promise<ExitStatus> {
  const at = options.at === undefined ? new Date() : parseInstant('--at', options.at);
  const warn = (line: string) => io.stderr.write(`${line}\n`);
  const explained = await explainUsage(loadConfig(envFile, io), options, orderId, at, { cwd: io.cwd, warn }, io.signal);
  if (explained.ok) {
    io.stdout.write(options.json ? jsonLine(explained.value) : describeUsage(explained.value, options.all === true));
    return EXIT.fine;
  }
  io.stderr.write(printable(describeNothing(explained.error, orderId)));
  return explained.error.kind === 'unavailable' ? EXIT.unreachable : EXIT.someFailed;
}

function describeNothing(nothing: NothingToExplain, orderId: string): string {
  if (nothing.kind === 'not-found') return `${orderId}: there is no such order in the book\n`;
  if (nothing.kind === 'unavailable') return `the order book did not answer: ${nothing.why}\n`;
  return nothing.entry.problems.map((problem) => `${describeProblem(problem)}\n`).join('');
}
