import { audit, tellEvents } from '../../compose/cases.ts';
import type { BrokenRecord } from '../../domain/case-record.ts';
import { noSuchCase, readCaseNumber } from '../case-number.ts';
import { describeEvent } from '../case-view.ts';
import { type CommandIo, EXIT, type ExitStatus, jsonLine, write } from '../io.ts';
import { loadConfig } from '../load-config.ts';
import { printable } from '../printable.ts';

interface VerifyOptions {
  readonly head?: string;
  readonly json?: boolean;
}

/** `refund-triage audit verify` */
export async function auditVerify(options: VerifyOptions, envFile: string | null, io: CommandIo): Promise<ExitStatus> {
  const found = await audit(loadConfig(envFile, io), options.head ?? null);
  const holds = found.broken === null && found.containsEarlierHead !== false;
  if (options.json) io.stdout.write(jsonLine({ ok: holds, ...found }));
  else if (found.broken) io.stdout.write(`broken: ${describeBroken(found.broken)}\n`);
  else if (!holds)
    io.stdout.write(`broken: the head ${printable(options.head ?? '')} is not in the chain: events were rewritten or cut off since\n`);
  else
    io.stdout.write(
      `${counted(found.events, 'event')} and ${counted(found.decisions, 'decision')}, as they were written; head ${found.head}\n`,
    );
  return holds ? EXIT.fine : EXIT.someFailed;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function describeBroken(broken: BrokenRecord): string {
  if (broken.kind === 'decision')
    return `the decision of case ${broken.caseId}, revision ${broken.revision}, is not the one that was recorded`;
  const { id, at, what } = broken.event;
  return printable(`event ${id} (${at}, ${what}) is not as it was written, or an event before it is missing`);
}

/** `refund-triage audit show [CASE]` */
export async function auditShow(
  caseId: string | null,
  options: { readonly json?: boolean },
  envFile: string | null,
  io: CommandIo,
): Promise<ExitStatus> {
  let told = 0;
  await tellEvents(loadConfig(envFile, io), caseId === null ? null : readCaseNumber(caseId), (event) => {
    told++;
    return write(io.stdout, options.json ? jsonLine(event) : `${describeEvent(event, caseId === null)}\n`);
  });
  if (caseId !== null && told === 0) throw noSuchCase(caseId);
  return EXIT.fine;
}
