import { reportOnSending, type SendingReport } from '../../compose/report.ts';
import { type CommandIo, EXIT, type ExitStatus, jsonLine } from '../io.ts';
import { loadConfig } from '../load-config.ts';
import { printable } from '../printable.ts';

/** `refund-triage report`: how drafts fared, what is worth sending, and what a person must find out. */
export async function report(options: { readonly json?: boolean }, envFile: string | null, io: CommandIo): Promise<ExitStatus> {
  const found = await reportOnSending(loadConfig(envFile, io));
  io.stdout.write(options.json ? jsonLine(found) : `${(await describeReport(found)).join('\n')}\n`);
  return EXIT.fine;
}

/** The sections of the policy that decide these outcomes. */
const SECTIONS: Readonly<Record<string, string>> = { full: 'section 1', proportional: 'section 2', none: 'section 3' };

async function describeReport(found: SendingReport): Promise<string[]> {
  const switches = `MODE=${found.mode}, SENDING=${found.sending}, SEND_OUTCOMES=${found.sendOutcomes.join(', ')}`;
  const table = found.outcomes.length === 0 ? ['No replies yet.'] : [await tableOf(found)];
  return [switches, ...table, ...found.suggestions.map(describeSuggestion), ...describeUncertain(found)];
}

async function tableOf({ outcomes }: SendingReport): Promise<string> {
  const { default: Table } = await import('cli-table3');
  const head = [
    '',
    'drafts',
    'waiting',
    'sent as written',
    'sent edited',
    'answered otherwise',
    'deleted',
    'declined',
    'sent by itself',
    'as written in a row',
  ];
  const table = new Table({ head, style: { head: [], border: [] }, wordWrap: true, colWidths: [18, ...head.slice(1).map(() => 11)] });
  for (const row of outcomes) {
    const { outcome, drafted, waiting, sentAsWritten, sentEdited, answeredOtherwise, deleted, declined, sent, asWrittenInARow } = row;
    const section = SECTIONS[outcome];
    const name = section === undefined ? outcome : `${outcome}, ${section}`;
    table.push([name, drafted, waiting, sentAsWritten, sentEdited, answeredOtherwise, deleted, declined, sent, asWrittenInARow]);
  }
  return table.toString();
}

function describeSuggestion({ outcome, asWrittenInARow }: SendingReport['suggestions'][number]): string {
  return `${outcome}: the last ${asWrittenInARow} drafts that would have been sent went out as written; sending ${outcome} is worth switching on (SEND_OUTCOMES)`;
}

function describeUncertain({ uncertain }: SendingReport): string[] {
  if (uncertain.length === 0) return [];
  const lines = uncertain.map(({ caseId, recipient, since, messageId }) =>
    printable(`  ${caseId}  to ${recipient} at ${since.toISOString()}, ${messageId}`),
  );
  return [
    'Sent or not, nobody knows (look in sent mail and in the mail server’s log):',
    ...lines,
    'then: refund-triage delivery CASE --sent, or --not-sent, which leaves it in Drafts',
  ];
}
