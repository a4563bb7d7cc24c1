import type { Command } from 'commander';
import type { CommandIo, ExitStatus } from './io.ts';

/** How a described command runs: with the settings file that was named, and where its exit status goes. */
export interface CommandSurroundings {
  readonly io: CommandIo;
  readonly envFile: () => string | null;
  readonly end: (status: ExitStatus) => void;
}

export function describePolicyCommands(program: Command, { io, envFile, end }: CommandSurroundings): void {
  const policy = program.command('policy').description('show, check and compare refund policies');
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
    .command('diff')
    .description('what one policy file says otherwise than another, by version and section')
    .argument('<before>', 'a policy file')
    .argument('<after>', 'a policy file')
    .option('--json', 'as one JSON object')
    .action(async (before: string, after: string, options: object) =>
      end(await (await load()).policyDiff(before, after, options, envFile(), io)),
    );
}
