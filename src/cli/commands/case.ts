import { listCases, moveCase, readCase } from '../../compose/cases.ts';
import { CASE_STATES, type CaseMove, type CaseState } from '../../domain/case.ts';
import { UnusableInput } from '../../domain/problem.ts';
import { noSuchCase, readCaseNumber } from '../case-number.ts';
import { caseTable, describeCase } from '../case-view.ts';
import { type CommandIo, EXIT, type ExitStatus, jsonLine, jsonReport } from '../io.ts';
import { loadConfig } from '../load-config.ts';
import { PERSONS_MOVES, type PersonsMove } from '../persons-moves.ts';
import { printable } from '../printable.ts';

interface JsonOption {
  readonly json?: boolean;
}

/** `refund-triage case list` */
export async function caseList(
  options: JsonOption & { readonly state?: readonly string[]; readonly wroteAgain?: boolean },
  envFile: string | null,
  io: CommandIo,
): Promise<ExitStatus> {
  const states = (options.state ?? []).flatMap((words) => words.split(',')).map(readState);
  const cases = await listCases(loadConfig(envFile, io), { states, wroteAgain: options.wroteAgain === true });
  io.stdout.write(options.json ? jsonLine({ cases }) : `${caseTable(cases, io)}\n`);
  return EXIT.fine;
}

/** `refund-triage case show CASE` */
export async function caseShow(caseId: string, options: JsonOption, envFile: string | null, io: CommandIo): Promise<ExitStatus> {
  const found = await readCase(loadConfig(envFile, io), readCaseNumber(caseId));
  if (!found) throw noSuchCase(caseId);
  io.stdout.write(options.json ? jsonLine(found) : describeCase(found, io));
  return EXIT.fine;
}

/** `refund-triage case close CASE` and the other moves of a person. */
export async function caseMove(
  { name, move }: PersonsMove,
  caseId: string,
  options: JsonOption & { readonly why?: string },
  envFile: string | null,
  io: CommandIo,
): Promise<ExitStatus> {
  const number = readCaseNumber(caseId);
  const moved = await moveCase(loadConfig(envFile, io), number, move, options.why ?? null);
  if (moved.ok) {
    io.stdout.write(options.json ? jsonLine({ caseId: number, state: moved.value }) : `${number}: ${moved.value}\n`);
    return EXIT.fine;
  }
  if (moved.error.kind === 'no-such-case') throw noSuchCase(caseId);
  if (options.json) io.stdout.write(jsonReport({ error: moved.error }));
  io.stderr.write(`${describeRefusal(number, name, moved.error)}\n`);
  return moved.error.kind === 'another-pass' ? EXIT.alreadyRunning : EXIT.someFailed;
}

type Refusal = Exclude<Extract<Awaited<ReturnType<typeof moveCase>>, { ok: false }>['error'], { kind: 'no-such-case' }>;

function describeRefusal(number: string, name: string, refusal: Refusal): string {
  if (refusal.kind === 'another-pass') return `${printable(refusal.what)}; nothing has been changed, try again when it has ended`;
  if (refusal.kind === 'another-open-case')
    return `${number} cannot be opened again: case ${refusal.caseId} of the same order is open; go on with that one`;
  return `${number} is ${refusal.from}: ${name} cannot follow; what can: ${namesOf(refusal.allowed)}`;
}

function namesOf(allowed: readonly CaseMove[]): string {
  const names = PERSONS_MOVES.filter(({ move }) => allowed.includes(move)).map(({ name }) => name);
  return names.length === 0 ? 'nothing by hand' : names.join(', ');
}

function readState(text: string): CaseState {
  const state = CASE_STATES.find((known) => known === text.trim());
  if (state === undefined) {
    throw new UnusableInput([{ place: '--state', what: `${printable(text)} is no state`, mend: `one of ${CASE_STATES.join(', ')}` }]);
  }
  return state;
}
