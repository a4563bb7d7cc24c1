import { ok, type Result, refuse } from '../domain/result.ts';
import type { CaseStore } from '../ports/case-store.ts';
import type { MailSession } from '../ports/mail-session.ts';
import { MailboxLost, type MailboxProblem } from '../ports/mailbox.ts';
import { boundedSession } from './bounded-session.ts';
import { careForDrafts } from './draft-care.ts';
import { keepCopies } from './keep-copies.ts';
import { keepKeywords } from './keep-keywords.ts';
import { NO_DRAFTS } from './poll-drafts.ts';
import { listNewMail } from './poll-listing.ts';
import { workAndResume } from './poll-mails.ts';
import type { Bench } from './poll-message.ts';
import type { AnotherPass, PassNeeds, PassOptions, SendingNeeds } from './poll-needs.ts';
import { type OpenedSending, type PassSummary, Tally } from './poll-report.ts';
import { NO_TRANSPORT } from './poll-sending.ts';

export type PassProblem =
  | AnotherPass
  /** `summary` tells how far the pass came; null where it never began. */
  | { readonly kind: 'mailbox'; readonly problem: MailboxProblem; readonly summary: PassSummary | null };

/**
 * One pass over the mailbox: what is new is recorded, judged and answered with a draft; what is left from earlier passes is finished first.
 * Can be ended at any moment, by a signal or by a cut: the next pass goes on, and nothing is lost or done twice.
 * @throws UnusableInput where the ledger or the configuration of a stage is unusable
 */
export async function runPass(needs: PassNeeds, options: PassOptions): Promise<Result<PassSummary, PassProblem>> {
  const lock = options.dryRun ? ok(() => undefined) : needs.acquireLock();
  if (!lock.ok) return lock;
  try {
    return await runLockedPass(needs, options);
  } finally {
    lock.value();
  }
}

async function runLockedPass(needs: PassNeeds, options: PassOptions): Promise<Result<PassSummary, PassProblem>> {
  // The ledger is opened while the server makes up its mind: most of a pass with nothing new is waiting for it.
  const connecting = needs.connect();
  const store = await openStoreOrHangUp(needs, connecting);
  try {
    const session = await connecting;
    if (!session.ok) return refuse({ kind: 'mailbox', problem: session.error, summary: null });
    return await runSession(needs, options, store, boundedSession(session.value, options.deadlineMs));
  } finally {
    await store.dispose();
  }
}

async function openStoreOrHangUp(needs: PassNeeds, connecting: ReturnType<PassNeeds['connect']>): Promise<CaseStore> {
  try {
    return await needs.openStore();
  } catch (error) {
    const session = await connecting;
    if (session.ok) await session.value.close();
    throw error;
  }
}

async function runSession(
  needs: PassNeeds,
  options: PassOptions,
  store: CaseStore,
  session: MailSession,
): Promise<Result<PassSummary, PassProblem>> {
  const startedAt = needs.clock.now();
  const tally = new Tally();
  const summarise = () => tally.summarise(startedAt, needs.clock.now(), options.dryRun);
  try {
    await work(needs, options, store, session, tally);
    return ok(summarise());
  } catch (error) {
    if (!(error instanceof MailboxLost)) throw error;
    return refuse({ kind: 'mailbox', problem: error.problem, summary: summarise() });
  } finally {
    await needs.sending?.transport?.close();
    await session.close();
  }
}

/** The steps of a pass, in order. */
async function work(needs: PassNeeds, options: PassOptions, store: CaseStore, session: MailSession, tally: Tally): Promise<void> {
  const { mailbox } = session;
  const bench = layBench(needs, options, store, session, tally);
  const watch = options.dryRun ? undefined : session.watch;
  // First, since a pass may end early again and again.
  await forgetRaw(store, options.retainRawDays, needs.clock.now());
  const listed = await listNewMail(mailbox, store, options, needs.clock.now(), tally);
  if (needs.sending) tally.opened = await noteOpened(store, needs.sending, needs.clock.now());
  const care = watch && (await careForDrafts(watch, store, listed.account, needs.clock));
  if (care) tally.drafts(await care.before());
  if (listed.hasWork) await workAndResume(bench, mailbox, listed, tally);
  if (options.keyword !== undefined && !options.dryRun) await keepKeywords(mailbox, store, listed.mailboxId, options.keyword);
  if (care) tally.drafts(await care.after());
  if (bench.sent && needs.sending?.copiesToSent) {
    tally.copiesMissing = await keepCopies(bench.sent, store, listed.account, needs.clock, options.signal);
  }
  tally.interrupted = options.signal.aborted;
  tally.backlog = await store.backlog(listed.mailboxId);
}

/** Told once, by the first pass for which an outcome is open. */
async function noteOpened(
  store: CaseStore,
  { transport, isOn, outcomes, areOutcomesNamed }: SendingNeeds,
  now: Date,
): Promise<OpenedSending | null> {
  const open = transport !== null && isOn() ? outcomes : [];
  return (await store.noteOpenOutcomes(open, now)) ? { outcomes: open, areNamed: areOutcomesNamed } : null;
}

const DAY_MS = 86_400_000;

async function forgetRaw(store: CaseStore, days: number | undefined, now: Date): Promise<void> {
  if (days !== undefined && (await store.isForgettingDue(now))) await store.forgetRaw(new Date(now.getTime() - days * DAY_MS), now);
}

/** In a dry run drafts and mails go nowhere. */
function layBench(needs: PassNeeds, options: PassOptions, store: CaseStore, session: MailSession, tally: Tally): Bench {
  if (!options.dryRun) return { needs, options, store, drafts: session.drafts, sent: session.sent, tally };
  const { sending } = needs;
  const harmless = sending?.transport ? { ...needs, sending: { ...sending, transport: NO_TRANSPORT } } : needs;
  return { needs: harmless, options, store, drafts: NO_DRAFTS, sent: undefined, tally };
}
