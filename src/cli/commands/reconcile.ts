import { type Reconciled, type Reconciliation, reconcileMailbox } from '../../compose/reconcile.ts';
import { type CommandIo, EXIT, type ExitStatus, jsonLine, jsonReport } from '../io.ts';
import { loadConfig } from '../load-config.ts';
import { parseDay } from '../parse-options.ts';
import { describeProblemOfPass } from '../pass-view.ts';
import { printable } from '../printable.ts';

interface ReconcileCommandOptions {
  readonly repair?: boolean;
  readonly since?: string;
  readonly json?: boolean;
}

/** `refund-triage reconcile`: whether every message of the mailbox is accounted for in the ledger. Exit status 1 where gaps remain. */
export async function reconcile(options: ReconcileCommandOptions, envFile: string | null, io: CommandIo): Promise<ExitStatus> {
  const config = loadConfig(envFile, io);
  const since = options.since === undefined ? null : new Date(`${parseDay('--since', options.since)}T00:00:00Z`);
  const ended = await reconcileMailbox(config, { since, repair: options.repair === true });
  if (!ended.ok) {
    if (options.json) io.stdout.write(jsonReport({ error: ended.error }));
    io.stderr.write(`${describeProblemOfPass(ended.error)}\n`);
    return ended.error.kind === 'another-pass' ? EXIT.alreadyRunning : EXIT.unreachable;
  }
  const { found, repaired } = ended.value;
  io.stdout.write(options.json ? jsonLine(asObject(ended.value)) : describe(found, repaired));
  return hasGaps(repaired ?? found) ? EXIT.someFailed : EXIT.fine;
}

function hasGaps({ missing, gone }: Reconciliation): boolean {
  return missing.length > 0 || gone.length > 0;
}

function asObject({ found, repaired }: Reconciled): object {
  return { ...found, ok: !hasGaps(repaired ?? found), repaired: repaired === null ? null : { ...repaired } };
}

function describe(found: Reconciliation, repaired: Reconciliation | null): string {
  const lines = [total(found), ...gapsOf(found)];
  if (repaired !== null) lines.push('repaired; the next poll works on what was missing', total(repaired), ...gapsOf(repaired));
  return `${lines.join('\n')}\n`;
}

function total({ mailbox, received, accounted, standings, from, tidiedAway }: Reconciliation): string {
  const sign = received === accounted ? '=' : '≠';
  const split = Object.entries(standings).map(([state, count]) => `${count} ${STANDING_WORDS[state] ?? state}`);
  const window = from === null ? '' : `, of mail since ${from.toISOString().slice(0, 10)}`;
  const away = tidiedAway === 0 ? '' : `; ${tidiedAway} more were done and have left the mailbox`;
  return `${printable(mailbox)}${window}: ${received} received ${sign} ${accounted} accounted (${split.join(', ') || 'none'})${away}`;
}

const STANDING_WORDS: Readonly<Record<string, string>> = {
  seen: 'listed',
  retry: 'to be tried again',
  answering: 'being answered',
  done: 'done',
  'set-aside': 'set aside for a person',
  'not-listed-yet': 'came after the last poll',
};

function gapsOf({ isKnown, missing, gone, uidValidity }: Reconciliation): string[] {
  if (!isKnown) return [`no poll has seen this mailbox under UIDVALIDITY ${uidValidity}: the next one takes it in`];
  return [
    ...(missing.length === 0 ? [] : [`not in the ledger: UID ${describeUids(missing)}; reconcile --repair has them worked on`]),
    ...(gone.length === 0 ? [] : [`gone before they were read: UID ${describeUids(gone)}; reconcile --repair closes them`]),
  ];
}

/** Beyond this many a person looks at `--json`. */
const MAX_RANGES_SHOWN = 20;

/** `3-7, 9`. */
function describeUids(uids: readonly number[]): string {
  const ranges: { first: number; last: number }[] = [];
  for (const uid of uids) {
    const range = ranges.at(-1);
    if (range && range.last + 1 === uid) range.last = uid;
    else ranges.push({ first: uid, last: uid });
  }
  const shown = ranges.slice(0, MAX_RANGES_SHOWN).map(({ first, last }) => (first === last ? String(first) : `${first}-${last}`));
  return ranges.length > shown.length ? `${shown.join(', ')} and more` : shown.join(', ');
}
