import type { Command } from 'commander';
import type { CommandSurroundings } from './command-surroundings.ts';

export function describePolicyCommands(program: Command, { io, envFile, end }: CommandSurroundings): void {
  const policy = program.command('policy').description('show, check, compare and try refund policies');
  const load = () => import('./commands/policy.ts');
  policy
    .command('show')
    .description('every version, value by value, with the section that each stands for')
    .argument('[file]', 'a policy file (default: the configured one)')
    .option('--at <iso>', 'tell which version is in force then (default: now)')
    .option('--words', 'also quote the published sections')
    .option('--json', 'as one JSON object')
    .action(async (file: string | undefined, options: object) => end(await (await load()).policyShow(file, options, envFile(), io)));
  policy
    .command('check')
    .description('check the form of a policy file, and its numbers against the published words')
    .argument('[file]', 'a policy file (default: the configured one)')
    .action(async (file: string | undefined) => end(await (await load()).policyCheck(file, envFile(), io)));
  policy
    .command('schema')
    .description('print the JSON Schema of a policy file')
    .action(async () => end((await import('./commands/schema.ts')).printSchema('policy', {}, io)));
  policy
    .command('diff')
    .description('what one policy file says otherwise than another, by version and section')
    .argument('<before>', 'a policy file')
    .argument('<after>', 'a policy file')
    .option('--json', 'as one JSON object')
    .action(async (before: string, after: string, options: object) =>
      end(await (await load()).policyDiff(before, after, options, envFile(), io)),
    );
  policy
    .command('backtest')
    .description('what a policy would have changed, tried on the cases of the ledger or on mails; nothing is decided or stored')
    .argument('<file>', 'the policy file to try')
    .option('--effective <day>', 'which of its versions, by its effective date (default: the newest), as if it had been in force all along')
    .option('--dated', 'each request by the version in force on its own day')
    .option('--since <iso>', 'only cases decided then or later')
    .option('--mails <path...>', 'judge these mails instead of the ledger: .eml files, directories, .mbox files')
    .option('--orders <uri>', 'with --mails: the order book')
    .option('--policy <file>', 'with --mails: the policy that they are judged by before')
    .option('--now <iso>', 'the clock printed in the HTML report (default: now)')
    .option('--format <form>', 'table, json, csv or html', 'table')
    .option('--out <file>', 'write the report there')
    .action(async (file: string, options: object) =>
      end(await (await import('./commands/policy-backtest.ts')).policyBacktest(file, options, envFile(), io)),
    );
  program
    .command('explain')
    .description('one decision as a story: each rule with its section and arithmetic, and what would have changed it')
    .argument('<case|file>', 'a case of the ledger, an .eml file, or - for one mail on standard input')
    .option('--at <iso>', 'suppose that the request came then')
    .option('--used <credits>', 'suppose that so many credits of the order were used')
    .option('--orders <uri>', 'the order book, for a mail')
    .option('--policy <file>', 'the policy file')
    .option('--json', 'as one JSON object')
    .action(async (of: string, options: object) =>
      end(await (await import('./commands/explain.ts')).explainDecision(of, options, envFile(), io)),
    );
}
