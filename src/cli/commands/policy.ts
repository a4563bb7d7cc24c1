import { checkPolicy, comparePolicies, showPolicy } from '../../compose/policy.ts';
import { describeProblem } from '../../domain/problem.ts';
import { type CommandIo, EXIT, type ExitStatus, jsonReport } from '../io.ts';
import { loadConfig } from '../load-config.ts';
import { parseInstant } from '../parse-options.ts';
import { describeChanges, describeSheet } from '../policy-view.ts';

interface ShowOptions {
  readonly at?: string;
  readonly words?: boolean;
  readonly json?: boolean;
}

/** `refund-triage policy show [FILE]`: every version, value by value, with the section each stands for. */
export async function policyShow(
  file: string | undefined,
  options: ShowOptions,
  envFile: string | null,
  io: CommandIo,
): Promise<ExitStatus> {
  const at = options.at === undefined ? new Date() : parseInstant('--at', options.at);
  const sheets = await showPolicy(loadConfig(envFile, io), file, at, io);
  if (options.json) {
    const versions = sheets.map(({ version, inForce, words }) => ({ ...version, sections: words, inForce }));
    io.stdout.write(jsonReport({ versions }));
  } else io.stdout.write(sheets.map((sheet) => describeSheet(sheet, options.words === true, io)).join('\n'));
  return EXIT.fine;
}

/** `refund-triage policy check [FILE]`: exit status 2 and a line for each problem where the file cannot be relied on. */
export async function policyCheck(file: string | undefined, envFile: string | null, io: CommandIo): Promise<ExitStatus> {
  const checked = await checkPolicy(loadConfig(envFile, io), file, io);
  for (const problem of checked.problems) io.stderr.write(`${describeProblem(problem)}\n`);
  if (checked.problems.length > 0) return EXIT.unusable;
  const days = checked.policy.versions.map((version) => version.effectiveFrom);
  const quoted = [...checked.policy.texts.values()].filter((words) => Object.keys(words).length > 0).length;
  const words = quoted === 0 ? 'no published words to hold against the numbers' : 'the published words agree with the numbers';
  io.stdout.write(`${checked.file}: ${days.length === 1 ? 'version' : 'versions'} ${days.join(', ')}; ${words}\n`);
  return EXIT.fine;
}

/** `refund-triage policy diff A B`: what B says otherwise than A, by version and section. */
export async function policyDiff(
  before: string,
  after: string,
  options: { readonly json?: boolean },
  envFile: string | null,
  io: CommandIo,
): Promise<ExitStatus> {
  const changes = await comparePolicies(loadConfig(envFile, io), before, after, io);
  io.stdout.write(options.json ? jsonReport({ changes }) : describeChanges(changes, io));
  return EXIT.fine;
}
