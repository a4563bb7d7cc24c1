import { openTriage } from '../../compose/triage.ts';
import { answerOf, errorAnswerOf } from '../answer.ts';
import { type CommandIo, EXIT, type ExitStatus, jsonLine, write } from '../io.ts';
import { loadConfig } from '../load-config.ts';
import { parseInstant } from '../parse-options.ts';
import { describeVerdict } from '../verdict-view.ts';

interface TriageOptions {
  readonly orders?: string;
  readonly policy?: string;
  readonly templates?: string;
  readonly now?: string;
  readonly json?: boolean;
}

/** `refund-triage triage`: each mail judged alone, in the order given, without side effects. */
export async function triage(paths: readonly string[], options: TriageOptions, envFile: string | null, io: CommandIo): Promise<ExitStatus> {
  const now = options.now === undefined ? new Date() : parseInstant('--now', options.now);
  const desk = await openTriage(
    loadConfig(envFile, io),
    options,
    now,
    { cwd: io.cwd, warn: (line) => io.stderr.write(`${line}\n`) },
    io.signal,
  );
  let status: ExitStatus = EXIT.fine;
  let mails = 0;
  try {
    for await (const judged of desk.judgeAll(paths, io.stdin)) {
      mails += 1;
      if (!judged.ok) {
        status = EXIT.someFailed;
        if (!options.json) io.stderr.write(`${judged.error.source}: ${judged.error.message} (${judged.error.code})\n`);
        else await write(io.stdout, jsonLine(errorAnswerOf(judged.error)));
      } else await write(io.stdout, options.json ? jsonLine(answerOf(judged.value)) : describeVerdict(judged.value, io));
    }
  } finally {
    await desk.close();
  }
  if (mails === 0) io.stderr.write(`no mails in ${paths.join(', ')}: expected .eml files, a Maildir or an .mbox file\n`);
  return status;
}
