import type { Command } from 'commander';
import type { CommandSurroundings } from './command-surroundings.ts';

/** The mailbox, its passes, and what became of the replies. */
export function describeMailboxCommands(program: Command, { io, envFile, end }: CommandSurroundings): void {
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
}
