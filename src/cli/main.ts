import { Command, CommanderError } from 'commander';
import { VERSION } from '../compose/version.ts';
import { describeProblem, type Problem, UnusableInput } from '../domain/problem.ts';
import { describeCaseCommands } from './describe-case-commands.ts';
import { describeJudgingCommands } from './describe-judging-commands.ts';
import { describeMailboxCommands } from './describe-mailbox-commands.ts';
import { describePolicyCommands } from './describe-policy-commands.ts';
import { describeQuarantineCommands } from './describe-quarantine-commands.ts';
import { describeSetUpCommands } from './describe-set-up-commands.ts';
import { type CommandIo, EXIT, type ExitStatus } from './io.ts';
import { safeForTerminal } from './printable.ts';

/** Runs one command. Sets the process's exit status; never ends the process in the middle of something. */
export async function main(args: readonly string[]): Promise<void> {
  const abort = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => abort.abort(new Error(`ended by ${signal}`)));
  // A reader that went away (`| head`) is no fault of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') {
      process.stderr.write(`standard output: ${error.message}\n`);
      process.exitCode = EXIT.someFailed;
    }
    abort.abort(error);
  });
  const { stdin, stdout, env } = process;
  const stderr = { write: (text: string) => process.stderr.write(safeForTerminal(text)), isTTY: process.stderr.isTTY };
  const status = await run(args, { stdin, stdout, stderr, env, cwd: process.cwd(), signal: abort.signal });
  process.exitCode ||= status;
}

/** @returns the exit status */
async function run(args: readonly string[], io: CommandIo): Promise<ExitStatus> {
  let status: ExitStatus = EXIT.fine;
  const program = describeCommands(io, (ended) => {
    status = ended;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.unusable;
    if (error instanceof UnusableInput) {
      io.stderr.write(describeProblems(error.problems));
      return EXIT.unusable;
    }
    if (io.signal.aborted) return EXIT.someFailed;
    io.stderr.write(describeFault(error, io));
    return EXIT.someFailed;
  }
}

/** One missing file of the layout is a problem of every template: beyond this many the first ones say it best. */
const MAX_PROBLEMS_SHOWN = 50;

function describeProblems(problems: readonly Problem[]): string {
  const shown = problems.slice(0, MAX_PROBLEMS_SHOWN).map(describeProblem);
  const count = problems.length === 1 ? [] : [`${problems.length} problems:`];
  const rest = problems.length > shown.length ? [`… and ${problems.length - shown.length} more`] : [];
  return `${[...count, ...shown, ...rest].join('\n')}\n`;
}

/** What the system refused is said as it words it. All else is a fault of this program: its stack helps nobody but whoever mends it. */
function describeFault(error: unknown, { env }: CommandIo): string {
  if (!(error instanceof Error)) return `${String(error)}\n`;
  if (env['REFUND_TRIAGE_STACK']) return `${error.stack ?? error.message}\n`;
  if ('syscall' in error) return `${error.message}\n`;
  return `a fault of refund-triage itself: ${error.message}\nPlease report it with what REFUND_TRIAGE_STACK=1 adds here.\n`;
}

/** Each command's code is loaded when it is called: a pass of cron pays for nothing else. */
function describeCommands(io: CommandIo, end: (status: ExitStatus) => void): Command {
  const program = new Command('refund-triage')
    .description('Reads refund requests, applies the refund policy to the cent, and leaves explained draft replies.')
    .version(VERSION)
    .option('--env-file <file>', 'settings (default: .env here, else beside the program)')
    .showHelpAfterError()
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: (text) => io.stderr.write(text) });
  const surroundings = { io, envFile: () => program.opts<{ envFile?: string }>().envFile ?? null, end };
  program.commandsGroup('To begin with:');
  describeSetUpCommands(program, surroundings);
  program.commandsGroup('Mails, judged without side effects:');
  describeJudgingCommands(program, surroundings);
  program.commandsGroup('The mailbox:');
  describeMailboxCommands(program, surroundings);
  program.commandsGroup('Cases, and mails that were given up:');
  describeCaseCommands(program, surroundings);
  describeQuarantineCommands(program, surroundings);
  program.commandsGroup('The refund policy:');
  describePolicyCommands(program, surroundings);
  return program;
}
