import { Command, CommanderError } from 'commander';
import { VERSION } from '../compose/version.ts';
import { describeProblem, type Problem, UnusableInput } from '../domain/problem.ts';
import { describeCaseCommands } from './describe-case-commands.ts';
import { describePolicyCommands } from './describe-policy-commands.ts';
import { describeQuarantineCommands } from './describe-quarantine-commands.ts';
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
  const envFile = () => program.opts<{ envFile?: string }>().envFile ?? null;

  program
    .command('triage')
    .description('judge mails without side effects: nothing is sent, drafted, flagged or stored')
    .argument('<path...>', 'an .eml file, a directory or Maildir, an .mbox file, or - for one mail on standard input')
    .option('--orders <uri>', 'the order book')
    .option('--policy <file>', 'the policy file')
    .option('--templates <dir>', 'the reply templates')
    .option('--now <iso>', 'the clock, for deadlines')
    .option('--json', 'one JSON object a mail, one a line')
    .action(async (paths: string[], options: object) =>
      end(await (await import('./commands/triage.ts')).triage(paths, options, envFile(), io)),
    );

  program
    .command('poll')
    .description('one pass over the mailbox: judge what is new, leave drafts')
    .option('--dry-run', 'show what it would do, and do nothing')
    .option('--since <date>', 'also process mail received on this day or later, YYYY-MM-DD')
    .option('--json', 'the summary as one JSON object')
    .action(async (options: object) => end(await (await import('./commands/poll.ts')).poll(options, envFile(), io)));

  program
    .command('watch')
    .description('passes one after the other, at once when the server tells of new mail; policy changes take effect without a restart')
    .option('--interval <seconds>', 'the longest time between two passes', '60')
    .action(async (options: { interval: string }) => end(await (await import('./commands/watch.ts')).watch(options, envFile(), io)));

  program
    .command('report')
    .description('how drafts fared by outcome, what is worth sending, and which replies nobody knows to be sent')
    .option('--json', 'the report as one JSON object')
    .action(async (options: object) => end(await (await import('./commands/report.ts')).report(options, envFile(), io)));

  program
    .command('delivery')
    .description('tell what you found out about a reply that may have been sent or not')
    .argument('<case>', 'the case, as report names it')
    .option('--sent', 'the customer has it')
    .option('--not-sent', 'it never left: the next poll leaves it in Drafts')
    .action(async (caseId: string, options: object) =>
      end(await (await import('./commands/delivery.ts')).delivery(caseId, options, envFile(), io)),
    );

  program
    .command('reconcile')
    .description('whether every message of the mailbox is accounted for in the ledger')
    .option('--repair', 'give what is missing to the next poll, and close what is gone')
    .option('--since <date>', 'mail received on this day or later, YYYY-MM-DD, whatever polls were to take')
    .option('--json', 'the counts and gaps as one JSON object')
    .action(async (options: object) => end(await (await import('./commands/reconcile.ts')).reconcile(options, envFile(), io)));

  program
    .command('doctor')
    .description('check settings, mailbox, order book, policy, templates and ledger, and say how to mend what is wrong')
    .option('--json', 'the findings as one JSON object')
    .action(async (options: object) => end(await (await import('./commands/doctor.ts')).doctor(options, envFile(), io)));

  program
    .command('usage')
    .description('show which credits of an order were used, step by step, as far as the order book knows')
    .argument('<order>', 'an order number or a transaction ID')
    .option('--at <iso>', 'up to when (default: now)')
    .option('--orders <uri>', 'the order book')
    .option('--policy <file>', 'the policy file: it says which credits go first')
    .option('--all', 'also the steps about other credits of the account')
    .option('--json', 'as one JSON object')
    .action(async (orderId: string, options: object) =>
      end(await (await import('./commands/usage.ts')).usage(orderId, options, envFile(), io)),
    );

  program
    .command('schema')
    .description('print the JSON Schema of an order book, a ledger, a mapping, a policy file or an answer; without a name, the names')
    .argument('[name]', 'one of the names')
    .option('--out <dir>', 'write all of them there instead')
    .action(async (name: string | undefined, options: object) =>
      end((await import('./commands/schema.ts')).printSchema(name, options, io)),
    );

  program
    .command('demo')
    .description('one pass over the embedded sample mailbox: no account, no server, no settings')
    .option('--out <dir>', 'where the drafts go', 'var/demo')
    .action(async (options: { out: string }) => end(await (await import('./commands/demo.ts')).demo(options, io)));

  program
    .command('templates')
    .description('work with reply templates')
    .command('check')
    .description('render every template with every sample')
    .option('--templates <dir>', 'the reply templates')
    .option('--out <dir>', 'also write each rendering to a file there')
    .action(async (options: object) => end(await (await import('./commands/templates-check.ts')).checkTemplates(options, envFile(), io)));

  describePolicyCommands(program, { io, envFile, end });
  describeCaseCommands(program, { io, envFile, end });
  describeQuarantineCommands(program, { io, envFile, end });

  return program;
}
