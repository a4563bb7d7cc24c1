import { type DeliverySettled, settleDelivery } from '../../compose/report.ts';
import { UnusableInput } from '../../domain/problem.ts';
import { readCaseNumber } from '../case-number.ts';
import { type CommandIo, EXIT, type ExitStatus } from '../io.ts';
import { loadConfig } from '../load-config.ts';
import { printable } from '../printable.ts';

interface DeliveryOptions {
  readonly sent?: boolean;
  readonly notSent?: boolean;
}

const NEXT: Readonly<Record<DeliverySettled, string>> = {
  sent: 'the case is answered',
  'to-draft': 'the next poll leaves it in Drafts',
  withdrawn: 'nothing is placed in Drafts, because the case has been declined or closed',
};

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
  io.stdout.write(`${printable(caseId)}: ${NEXT[settled.value]}\n`);
  return EXIT.fine;
}
