import { resolve } from 'node:path';
import { type PassEvent, pollSample } from '../../compose/poll.ts';
import { type CommandIo, EXIT, type ExitStatus, jsonReport } from '../io.ts';
import { describeSummary } from '../pass-view.ts';
import { verdictTable } from '../verdict-table.ts';

/** `refund-triage demo`: the main job on the embedded sample mailbox, with nothing set up. */
export async function demo(options: { readonly out: string }, io: CommandIo): Promise<ExitStatus> {
  const out = resolve(io.cwd, options.out);
  const events: PassEvent[] = [];
  const warn = (line: string) => io.stderr.write(`${line}\n`);
  const ended = await pollSample(out, { signal: io.signal, report: (event) => events.push(event) }, { cwd: io.cwd, warn });
  if (!ended.ok) {
    io.stderr.write(jsonReport(ended.error));
    return EXIT.someFailed;
  }
  io.stdout.write(`${verdictTable(events, io)}\n\n`);
  io.stdout.write(`${describeSummary(ended.value)}\n`);
  io.stdout.write(`The drafts lie in ${out}/Drafts: open one in a mail client, or read it with any editor.\n`);
  io.stdout.write(
    'One mail in full, with its arithmetic: bin/refund-triage triage fixtures/sample/mailbox/03-proportional-html-table.eml\n',
  );
  return EXIT.fine;
}
