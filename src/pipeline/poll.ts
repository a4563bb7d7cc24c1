import type { LedgerMessage } from '../domain/ledger.ts';
import type { RawMessage } from '../domain/message.ts';
import { ok, type Result, refuse } from '../domain/result.ts';
import type { CaseStore } from '../ports/case-store.ts';
import type { DraftBox } from '../ports/drafts.ts';
import type { MailSession } from '../ports/mail-session.ts';
import { type Mailbox, MailboxLost, type MailboxProblem } from '../ports/mailbox.ts';
import { boundedSession } from './bounded-session.ts';
import { careForDrafts } from './draft-care.ts';
import { keepCopies } from './keep-copies.ts';
import { keepKeywords } from './keep-keywords.ts';
import { fetchedAhead, inChunks } from './poll-chunks.ts';
import { NO_DRAFTS } from './poll-drafts.ts';
import { listNewMail } from './poll-listing.ts';
import { type Bench, fetchChunk, type Waiting, type Worked, workOnMessage, workOnWaiting } from './poll-message.ts';
import type { AnotherPass, PassNeeds, PassOptions, SendingNeeds } from './poll-needs.ts';
import { resumeReplies } from './poll-replies.ts';
import { type OpenedSending, type PassSummary, Tally } from './poll-report.ts';
import { NO_TRANSPORT } from './poll-sending.ts';
import { readAheadOnceBegun } from './read-ahead.ts';

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
  if (listed.hasWork) await workAndResume(bench, mailbox, listed.mailboxId, tally);
  if (options.keyword !== undefined && !options.dryRun) await keepKeywords(mailbox, store, listed.mailboxId, options.keyword);
  if (care) tally.drafts(await care.after());
  if (bench.sent && needs.sending?.copiesToSent) {
    tally.copiesMissing = await keepCopies(bench.sent, store, listed.account, needs.clock, options.signal);
  }
  tally.interrupted = options.signal.aborted;
  tally.backlog = await store.backlog(listed.mailboxId);
}

/** What earlier passes promised comes first, unless looking after that keeps ending passes: new mail must not wait for it. */
async function workAndResume(bench: Bench, mailbox: Mailbox, mailboxId: number, tally: Tally): Promise<void> {
  const { sending, clock } = bench.needs;
  const resume = async () => {
    tally.resumed = await resumeReplies({ ...bench, sending, clock }, bench.options.signal);
  };
  const isInTrouble = await bench.store.hasFailingLooks();
  const isUnclear = await bench.store.hasUnclearDraft();
  if (!isInTrouble) await resume();
  await workThrough(isUnclear ? { ...bench, drafts: oneByOne(bench.drafts) } : bench, mailbox, mailboxId, tally);
  if (isInTrouble) await resume();
}

/** After an end that left drafts unclear: a server, or what stands before it, may not bear many in one command. */
function oneByOne(drafts: DraftBox): DraftBox {
  return { put: (messageId, raw) => drafts.put(messageId, raw), find: (messageId) => drafts.find(messageId) };
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

/** Each message whose time has come, as far as it comes; bodies are fetched in chunks. */
async function workThrough(bench: Bench, mailbox: Mailbox, mailboxId: number, tally: Tally): Promise<void> {
  const { needs, options, store } = bench;
  const due = await store.dueMessages(mailboxId, needs.clock.now());
  options.report({ kind: 'listed', due: due.length });
  let done = 0;
  // An earlier pass may have ended with a mail that was being read ahead, and another's attempt was counted: now each is read when it is its turn.
  const readsAhead = due.every(({ attempts }) => attempts === 0);
  const ahead = readAheadOnceBegun((raws) => readsAhead && needs.readAhead?.(raws));
  const fetch = async (chunk: readonly LedgerMessage[]) => {
    if (options.signal.aborted) return new Map<number, RawMessage>();
    const raws = await fetchChunk(mailbox, store, chunk, options.maxMailBytes);
    ahead.offer(inOrder(chunk, raws));
    return raws;
  };
  for await (const [chunk, raws] of fetchedAhead(inChunks(due), fetch)) {
    if (options.signal.aborted) return;
    const end = (uid: number, { result, why, verdict, plan }: Worked) => {
      tally.count(uid, result, verdict, plan);
      options.report({ kind: 'mail', done: ++done, due: due.length, uid, result, why, verdict, plan });
    };
    const waiting: Waiting[] = [];
    if (options.keyword !== undefined) await store.oweKeyword(chunk.map(({ id }) => id));
    if (done === 0) await needs.prepare?.();
    for (const message of chunk) {
      if (options.signal.aborted) break;
      const worked = await workOnMessage(bench, message, raws.get(message.uid), ahead.begin);
      if ('waits' in worked) waiting.push(worked);
      else end(message.uid, worked);
    }
    for (const [uid, worked] of await workOnWaiting(bench, waiting)) end(uid, worked);
  }
}

function inOrder(chunk: readonly LedgerMessage[], raws: ReadonlyMap<number, RawMessage>): readonly RawMessage[] {
  return chunk.flatMap(({ uid, submittedAt }) => {
    const raw = raws.get(uid);
    return raw ? [{ ...raw, internalDate: submittedAt }] : [];
  });
}
