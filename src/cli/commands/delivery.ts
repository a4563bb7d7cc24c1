import { settleDelivery } from '../../compose/report.ts';
import { UnusableInput } from '../../domain/problem.ts';
import { readCaseNumber } from '../case-number.ts';
import { type CommandIo, EXIT, type ExitStatus } from '../io.ts';
import { loadConfig } from '../load-config.ts';
import { printable } from '../printable.ts';

interface DeliveryOptions {
  readonly sent?: boolean;
  readonly notSent?: boolean;
}

/** `refund-triage delivery CASE --sent|--not-sent`: what a person has found out about an uncertain reply. */
export async function delivery(caseId: string, options: DeliveryOptions, envFile: string | null, io: CommandIo): Promise<ExitStatus> {
  if ((options.sent ?? false) === (options.notSent ?? false)) {
    throw new UnusableInput([{ place: 'delivery', what: 'one of --sent and --not-sent is needed', mend: 'say what was found out' }]);
  }
  const found = options.sent ? 'sent' : 'not-sent';
  const settled = await settleDelivery(loadConfig(envFile, io), readCaseNumber(caseId), found);
  if (!settled.ok && settled.error.kind === 'another-pass') {
    io.stderr.write(`${printable(settled.error.what)}\n`);
    return EXIT.alreadyRunning;
  }
  if (!settled.ok) {
    io.stderr.write(`${printable(caseId)}: no reply of this case is uncertain; refund-triage report lists those that are\n`);
    return EXIT.someFailed;
  }
  const next = found === 'sent' ? 'the case is answered' : 'the next poll leaves it in Drafts';
  io.stdout.write(`${printable(caseId)}: ${next}\n`);
  return EXIT.fine;
}
