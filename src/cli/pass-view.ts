import type { PassEvent, PassProblem, PassSummary } from '../compose/poll.ts';
import type { CommandIo } from './io.ts';
import { printable, printableLine } from './printable.ts';

/** What became of mails, in the order and the words of the summary. */
const RESULT_WORDS: readonly (readonly [string, string])[] = [
  ['sent', 'sent'],
  ['drafted', 'drafted'],
  ['follow-up', 'recorded on their case'],
  ['held', 'held for a person'],
  ['duplicate-request', 'asked again'],
  ['superseded', 'with a reply that is not to leave any more'],
  ['copy', 'copies'],
  ['not-answered', 'not answered'],
  ['postponed', 'waiting for the order book'],
  ['draft-refused', 'drafts refused by the server'],
  ['send-postponed', 'to be sent later'],
  ['delivery-uncertain', 'sent or not, nobody knows'],
  ['failed', 'failed, to be tried again'],
  ['too-large', 'too large'],
  ['unreadable', 'set aside as unreadable'],
  ['gone', 'gone before they were read'],
];

/** TLS libraries speak at length, and on several lines. */
const MAX_PROBLEM_CHARS = 300;

/** What people made of earlier drafts. */
const DRAFT_WORDS: readonly (readonly [keyof PassSummary['draftLives'], string])[] = [
  ['sent-as-written', 'drafts sent as written'],
  ['sent-edited', 'drafts sent edited'],
  ['answered-otherwise', 'answered otherwise'],
  ['edited', 'drafts edited'],
  ['deleted', 'drafts deleted'],
];

/** One line for a log. A second one only where an operator must know more. */
export function describeSummary(summary: PassSummary): string {
  const results = new Map(Object.entries(summary.results));
  const parts = RESULT_WORDS.flatMap(([result, words]) => (results.has(result) ? [`${results.get(result)} ${words}`] : []));
  const outcomes = Object.entries(summary.outcomes).map(([outcome, count]) => `${count} ${outcome}`);
  const verb = summary.dryRun ? 'dry run: ' : '';
  const judged = outcomes.length === 0 ? '' : ` (${outcomes.join(', ')})`;
  const resumed = summary.resumed === 0 ? [] : [`${summary.resumed} replies of an earlier pass finished`];
  const lives = DRAFT_WORDS.flatMap(([life, words]) => (life in summary.draftLives ? [`${summary.draftLives[life]} ${words}`] : []));
  const waiting = summary.backlog === null || summary.backlog.waiting === 0 ? [] : [`${summary.backlog.waiting} waiting`];
  const setAside = summary.backlog?.setAside ?? 0;
  const quarantine = setAside === 0 ? [] : [`${setAside} in quarantine`];
  const line = [`${summary.newMessages} new`, ...parts, ...resumed, ...lives, ...waiting, ...quarantine].join(', ');
  const lines = [`${verb}${printable(summary.mailbox)}: ${line}${judged}; ${(summary.durationMs / 1000).toFixed(1)} s`];
  if (summary.startWindow !== null) {
    const { from, exists, listed } = summary.startWindow;
    lines.push(
      `first poll of this mailbox: of ${exists} messages the ${listed} since ${from.toISOString().slice(0, 10)} were taken; poll --since DATE takes older ones`,
    );
  }
  lines.push(...describeSending(summary));
  if (summary.interrupted) lines.push('interrupted; the next pass goes on from here');
  return lines.join('\n');
}

/** Only what an operator must know: what was held back, and what could not be sent. */
function describeSending({ sending, backlog }: PassSummary): string[] {
  const restrained = Object.entries(sending.restrained).map(([by, count]) => `${count} ${by}`);
  return [
    ...(restrained.length === 0 ? [] : [`held back: ${restrained.join(', ')}`]),
    ...(sending.outage === null ? [] : [`no mail could be sent: ${printableLine(sending.outage, MAX_PROBLEM_CHARS)}`]),
    ...describeMissingCopies(sending.copiesMissing),
    ...(backlog === null || backlog.uncertain === 0
      ? []
      : [`replies of which nobody knows whether they were sent: ${backlog.uncertain}; refund-triage report names the cases`]),
    ...describeFailingLooks(backlog),
    ...(sending.opened === null ? [] : [describeOpened(sending.opened)]),
  ];
}

function describeMissingCopies([first, ...others]: readonly string[]): string[] {
  if (first === undefined) return [];
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  return [`sent, but not copied to sent mail: ${printableLine(first, MAX_PROBLEM_CHARS)}${more}; tried five times, then the case says so`];
}

function describeOpened({ outcomes, areNamed }: NonNullable<PassSummary['sending']['opened']>): string {
  const because = areNamed ? '' : '; SEND_OUTCOMES is not set, so this is every outcome that can be sent: name those that you mean';
  return `sending is on: from this pass on replies of ${outcomes.join(', ')} leave by themselves${because}`;
}

function describeFailingLooks(backlog: PassSummary['backlog']): string[] {
  const drafts = backlog?.failingDraftLook ?? null;
  return [
    ...(backlog === null || backlog.failingLooks === 0
      ? []
      : [`replies that cannot be looked after: ${backlog.failingLooks}; refund-triage case list names the cases`]),
    ...(drafts === null ? [] : [`Drafts and Sent cannot be looked through: ${printableLine(drafts.why, MAX_PROBLEM_CHARS)}`]),
  ];
}

/** The summary for machines. */
export function summaryObject(summary: PassSummary): object {
  return { ...summary, startedAt: summary.startedAt.toISOString() };
}

export function describeProblemOfPass(problem: PassProblem): string {
  if (problem.kind === 'another-pass') return printable(problem.what);
  const { what, mend } = problem.problem;
  return `${printableLine(what, MAX_PROBLEM_CHARS)}; ${printable(mend)}`;
}

/** Passes shorter than this end before anybody wonders. */
const PROGRESS_AFTER_MS = 2_000;

export interface Progress {
  readonly report: (event: PassEvent) => void;
  readonly stop: () => void;
}

/** A bar on a terminal for a long pass; with `listMails` a line for each mail, as a dry run shows it. */
export function showProgress(options: { readonly listMails: boolean }, io: CommandIo): Progress {
  const startedAt = performance.now();
  let bar: { update(done: number): void; stop(): void } | null = null;
  let starting = false;
  const report = (event: PassEvent) => {
    if (event.kind !== 'mail') return;
    if (options.listMails) {
      io.stdout.write(`${describeMail(event)}\n`);
      return;
    }
    if (bar) bar.update(event.done);
    else if (io.stderr.isTTY === true && !starting && performance.now() - startedAt > PROGRESS_AFTER_MS) {
      starting = true;
      void startBar(event.due, event.done).then((started) => {
        bar = started;
      });
    }
  };
  return { report, stop: () => bar?.stop() };
}

async function startBar(total: number, done: number): Promise<{ update(done: number): void; stop(): void }> {
  const { SingleBar, Presets } = await import('cli-progress');
  const bar = new SingleBar({ format: '{bar} {value}/{total} mails, {eta_formatted} left', clearOnComplete: true }, Presets.shades_classic);
  bar.start(total, done);
  return bar;
}

function describeMail(event: Extract<PassEvent, { kind: 'mail' }>): string {
  const { verdict } = event;
  if (!verdict) return `UID ${event.uid}: ${event.result} (${printableLine(event.why)})`;
  const from = verdict.mail.from.kind === 'one' ? verdict.mail.from.address : `sender ${verdict.mail.from.why}`;
  const { decision } = verdict;
  const amount = decision?.currency ? ` ${decision.amount} ${decision.currency}` : '';
  const verdictWords = decision ? `${decision.outcome}${amount}` : verdict.classification.kind;
  const subject = printableLine(verdict.mail.subject, 50);
  return `UID ${event.uid}: ${printableLine(from, 40)}, “${subject}”: ${verdictWords} → ${event.result}${describePlan(event)}`;
}

/** What sending would have done with a reply that lies in Drafts, and what held one back. */
function describePlan({ result, plan }: Extract<PassEvent, { kind: 'mail' }>): string {
  if (plan === null) return '';
  if (plan.restraint !== null) return ` (${printableLine(plan.restraint.why)})`;
  if (result !== 'drafted') return '';
  return plan.wouldSend ? ' (would be sent, if sending were switched on)' : ` (not to be sent: ${printableLine(plan.why ?? '')})`;
}
