import type { PassResult, PassSummary } from '../../compose/poll.ts';
import { watchMailbox } from '../../compose/watch.ts';
import { describeProblem, UnusableInput } from '../../domain/problem.ts';
import { type CommandIo, EXIT, type ExitStatus } from '../io.ts';
import { loadConfig, sendingSwitch } from '../load-config.ts';
import { describeProblemOfPass, describeSummary } from '../pass-view.ts';

/** Seconds. Below, servers begin to refuse logins; above, a server that tells nothing would keep customers waiting for half a working day. */
const SHORTEST = 5;
const LONGEST = 14_400;

/** `refund-triage watch`: passes one after the other, a line for each that did something, until it is told to end. */
export async function watch(options: { readonly interval: string }, envFile: string | null, io: CommandIo): Promise<ExitStatus> {
  const intervalMs = parseInterval(options.interval) * 1000;
  const warn = (line: string) => io.stderr.write(`${line}\n`);
  await watchMailbox(
    loadConfig(envFile, io),
    {
      intervalMs,
      signal: io.signal,
      isSendingOn: sendingSwitch(envFile, io),
      passed: (result) => tellPass(result, io),
      stuck: ({ problems }) => warn(problems.map(describeProblem).join('\n')),
    },
    { cwd: io.cwd, warn },
  );
  return EXIT.fine;
}

function tellPass(result: PassResult, io: CommandIo): void {
  if (!result.ok) io.stderr.write(`${describeProblemOfPass(result.error)}\n`);
  else if (hasNews(result.value)) io.stdout.write(`${describeSummary(result.value)}\n`);
}

function hasNews({ newMessages, results, resumed, draftLives, startWindow, sending }: PassSummary): boolean {
  if (sending.opened !== null || sending.copiesMissing.length > 0) return true;
  return newMessages > 0 || resumed > 0 || startWindow !== null || Object.keys(results).length > 0 || Object.keys(draftLives).length > 0;
}

function parseInterval(text: string): number {
  const seconds = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (seconds >= SHORTEST && seconds <= LONGEST) return seconds;
  const what = `${text} is no wait between two passes`;
  throw new UnusableInput([{ place: '--interval', what, mend: `write seconds from ${SHORTEST} to ${LONGEST}` }]);
}
