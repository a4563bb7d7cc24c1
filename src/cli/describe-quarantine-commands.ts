import type { Command } from 'commander';
import type { CommandSurroundings } from './command-surroundings.ts';

/** `refund-triage quarantine …`: what passes gave up. */
export function describeQuarantineCommands(program: Command, { io, envFile, end }: CommandSurroundings): void {
  const load = () => import('./commands/quarantine.ts');
  const quarantine = program.command('quarantine').description('look after mails that a poll gave up');
  quarantine
    .command('list')
    .description('what is there and why, oldest first')
    .option('--json', 'one JSON object a mail, one a line')
    .action(async (options: object) => end(await (await load()).listQuarantine(options, envFile(), io)));
  quarantine
    .command('show')
    .description('why a mail is there, what can be done, and its header')
    .argument('<mail>', 'its number in the list')
    .option('--json', 'as one JSON object, without the header')
    .action(async (id: string, options: object) => end(await (await load()).showQuarantined(id, options, envFile(), io)));
  quarantine
    .command('export')
    .description('the mail as it came, byte for byte')
    .argument('<mail>', 'its number in the list')
    .option('--out <file>', 'a new file that only you can read (default: standard output)')
    .action(async (id: string, options: object) => end(await (await load()).exportQuarantined(id, options, envFile(), io)));
  quarantine
    .command('retry')
    .description('put mails back in line for the next poll')
    .argument('<mail...>', 'their numbers in the list')
    .action(async (ids: string[]) => end(await (await load()).retryQuarantined(ids, envFile(), io)));
  quarantine
    .command('replace')
    .description('have the next poll judge an edited mail in its place, as received when it was')
    .argument('<mail>', 'its number in the list')
    .argument('<file>', 'the edited mail')
    .action(async (id: string, file: string) => end(await (await load()).replaceQuarantined(id, file, envFile(), io)));
  quarantine
    .command('drop')
    .description('close mails for good; in the mailbox they stay')
    .argument('<mail...>', 'their numbers in the list')
    .action(async (ids: string[]) => end(await (await load()).dropQuarantined(ids, envFile(), io)));
}
