import { explain } from '../../compose/explain.ts';
import { UnusableInput } from '../../domain/problem.ts';
import { readCaseNumber } from '../case-number.ts';
import { describeExplanation, explanationObject } from '../explain-view.ts';
import { type CommandIo, EXIT, type ExitStatus, jsonReport } from '../io.ts';
import { loadConfig } from '../load-config.ts';
import { parseInstant } from '../parse-options.ts';

interface ExplainCommandOptions {
  readonly at?: string;
  readonly used?: string;
  readonly orders?: string;
  readonly policy?: string;
  readonly json?: boolean;
}

/** `refund-triage explain CASE|FILE`: one decision as a story, with what would have changed it. Writes nothing. */
export async function explainDecision(
  of: string,
  options: ExplainCommandOptions,
  envFile: string | null,
  io: CommandIo,
): Promise<ExitStatus> {
  const supposition = {
    ...(options.at === undefined ? {} : { submittedAt: parseInstant('--at', options.at) }),
    ...(options.used === undefined ? {} : { creditsUsed: parseCredits('--used', options.used) }),
  };
  const around = { cwd: io.cwd, warn: (line: string) => io.stderr.write(`${line}\n`) };
  const { orders, policy } = options;
  const overrides = { ...(orders === undefined ? {} : { orders }), ...(policy === undefined ? {} : { policy }) };
  const told = await explain(
    loadConfig(envFile, io),
    { of, caseId: readCaseNumber(of), supposition, overrides, now: new Date() },
    io.stdin,
    around,
    io.signal,
  );
  io.stdout.write(options.json ? jsonReport(explanationObject(told)) : describeExplanation(told, io));
  return EXIT.fine;
}

function parseCredits(option: string, text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new UnusableInput([{ place: option, what: `${text} is no number of credits`, mend: 'write a whole number, such as 120' }]);
}
