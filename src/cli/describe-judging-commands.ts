import type { Command } from 'commander';
import type { CommandSurroundings } from './command-surroundings.ts';

/** What is looked at and judged, and nothing done with it. */
export function describeJudgingCommands(program: Command, { io, envFile, end }: CommandSurroundings): void {
  program
    .command('triage')
    .description('judge mails without side effects: nothing is sent, drafted, flagged or stored')
    .argument('<path...>', 'an .eml file, a directory or Maildir, an .mbox file, or - for one mail on standard input')
    .option('--orders <uri>', 'the order book: a file or an address (default: ORDERS in the settings)')
    .option('--policy <file>', 'the policy file (default: POLICY in the settings, else the published one)')
    .option('--templates <dir>', 'the reply templates (default: TEMPLATES in the settings)')
    .option('--now <iso>', 'the time to judge at, such as 2026-03-05T09:30:00Z (default: now)')
    .option('--json', 'one JSON object a mail, one a line')
    .action(async (paths: string[], options: object) =>
      end(await (await import('./commands/triage.ts')).triage(paths, options, envFile(), io)),
    );

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
}
