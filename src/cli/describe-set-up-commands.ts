import type { Command } from 'commander';
import type { CommandSurroundings } from './command-surroundings.ts';

/** What a newcomer and an operator try first. */
export function describeSetUpCommands(program: Command, { io, envFile, end }: CommandSurroundings): void {
  program
    .command('doctor')
    .description('check settings, mailbox, order book, policy, templates and ledger, and say how to mend what is wrong')
    .option('--json', 'the findings as one JSON object')
    .action(async (options: object) => end(await (await import('./commands/doctor.ts')).doctor(options, envFile(), io)));

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

  program
    .command('schema')
    .description('print the JSON Schema of an order book, a ledger, a mapping, a policy file or an answer; without a name, the names')
    .argument('[name]', 'one of the names')
    .option('--out <dir>', 'write all of them there instead')
    .action(async (name: string | undefined, options: object) =>
      end((await import('./commands/schema.ts')).printSchema(name, options, io)),
    );
}
