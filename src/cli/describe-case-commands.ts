import type { Command } from 'commander';
import type { CommandSurroundings } from './command-surroundings.ts';
import { PERSONS_MOVES } from './persons-moves.ts';

export function describeCaseCommands(program: Command, { io, envFile, end }: CommandSurroundings): void {
  const cases = program.command('case').description('look at cases, and tell what people have done about them');
  const load = () => import('./commands/case.ts');
  cases
    .command('list')
    .description('cases, the most recently changed first')
    .option('--state <states...>', 'only those in these states')
    .option('--wrote-again', 'only those whose customer wrote again, and nobody has done anything about it since')
    .option('--json', 'as one JSON object')
    .action(async (options: object) => end(await (await load()).caseList(options, envFile(), io)));
  cases
    .command('show')
    .description('all of one case: what happened, what it was decided from, and what became of its replies')
    .argument('<case>', 'its number')
    .option('--json', 'as one JSON object')
    .action(async (caseId: string, options: object) => end(await (await load()).caseShow(caseId, options, envFile(), io)));
  for (const move of PERSONS_MOVES) {
    cases
      .command(move.name)
      .description(move.description)
      .argument('<case>', 'its number')
      .option('--why <words>', 'kept with the move')
      .option('--json', 'as one JSON object')
      .action(async (caseId: string, options: object) => end(await (await load()).caseMove(move, caseId, options, envFile(), io)));
  }

  const audit = program.command('audit').description('the record of what happened, each event chained to the one before');
  const loadAudit = () => import('./commands/audit.ts');
  audit
    .command('verify')
    .description('exit status 0 where every event and every decision is as it was written, else 1')
    .option('--head <hash>', 'a head noted earlier, which must still be in the chain')
    .option('--json', 'as one JSON object')
    .action(async (options: object) => end(await (await loadAudit()).auditVerify(options, envFile(), io)));
  audit
    .command('show')
    .description('what happened, oldest first')
    .argument('[case]', 'of one case only')
    .option('--json', 'one JSON object an event, one a line')
    .action(async (caseId: string | undefined, options: object) =>
      end(await (await loadAudit()).auditShow(caseId ?? null, options, envFile(), io)),
    );
}
