import { comparableAddress, envelopeAddress } from '../domain/address.ts';
import type { CaseNames, ComposedReply, LedgerMessage, PendingReply } from '../domain/ledger.ts';
import { LARGE_BODY_BYTES, type RawMessage } from '../domain/message.ts';
import { orderKeyOf } from '../domain/order-key.ts';
import { UnusableInput } from '../domain/problem.ts';
import type { ReplyPlan } from '../domain/sending.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { CaseStore } from '../ports/case-store.ts';
import type { DraftBox, SentBox } from '../ports/drafts.ts';
import type { Mailbox } from '../ports/mailbox.ts';
import { withCaseNames } from './case-headers.ts';
import { type DraftEnd, placeDraft, placeTogether } from './poll-drafts.ts';
import { judgementOf } from './poll-judgement.ts';
import type { PassNeeds, PassOptions } from './poll-needs.ts';
import { planFor, printOf } from './poll-planning.ts';
import type { MailResult, Tally } from './poll-report.ts';
import { sendReply } from './poll-sending.ts';
import type { CaseContext } from './triage-mail.ts';

const MINUTE_MS = 60_000;
/** After each failed attempt but the last. A fault of ours is mended in hours; a mail that fails for good must reach a person the same day. */
const BACK_OFF_MS = [1, 5, 30, 120].map((minutes) => minutes * MINUTE_MS);
/** Not the mail's fault: it is tried again on every pass and never given up. */
const ORDER_BOOK_SILENT = 'the order book did not answer';
const UNUSABLE = 'the order book, the policy or the templates could not be used';
const MAX_ATTEMPTS = BACK_OFF_MS.length + 1;

/** What one message is worked on with. */
export interface Bench {
  readonly needs: PassNeeds;
  readonly options: PassOptions;
  readonly store: CaseStore;
  readonly drafts: DraftBox;
  readonly sent: SentBox | undefined;
  readonly tally: Tally;
}

/** How far one message came. */
export interface Worked {
  readonly result: MailResult;
  readonly why: string;
  readonly verdict: Verdict | null;
  readonly plan: ReplyPlan | null;
}

/** One message whose reply is written down and waits to be placed with others of its chunk. */
export interface Waiting {
  readonly uid: number;
  readonly waits: PendingReply;
  readonly why: string;
  readonly verdict: Verdict;
  readonly plan: ReplyPlan | null;
}

/** Sizes come before bodies: what is listed as too large is not asked for, of large mails only what people wrote, and not at all what a person put back in line with bytes of its own. */
export async function fetchChunk(
  mailbox: Mailbox,
  store: CaseStore,
  chunk: readonly LedgerMessage[],
  maxMailBytes: number,
): Promise<ReadonlyMap<number, RawMessage>> {
  const wanted = chunk.filter(({ sizeBytes, attempts }) => sizeBytes <= maxMailBytes && attempts < MAX_ATTEMPTS);
  const kept = await store.keptBytes(wanted.map(({ id }) => id));
  const [large, small] = partition(
    wanted.filter(({ id }) => !kept.has(id)),
    ({ sizeBytes }) => sizeBytes > LARGE_BODY_BYTES,
  );
  const raws = new Map(
    small.length === 0
      ? []
      : await mailbox.fetch(
          small.map(({ uid }) => uid),
          maxMailBytes,
        ),
  );
  for (const { uid } of large) {
    const raw = await mailbox.fetchText(uid, maxMailBytes);
    if (raw) raws.set(uid, raw);
  }
  for (const { id, uid, submittedAt } of wanted) {
    const bytes = kept.get(id);
    if (bytes) raws.set(uid, { source: `quarantine:${id}`, bytes, internalDate: submittedAt, fileModifiedAt: null });
  }
  return raws;
}

function partition<T>(all: readonly T[], holds: (each: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [all.filter(holds), all.filter((each) => !holds(each))];
}

/**
 * Takes one message as far as it comes. Whatever is wrong with it is written to its row and never stops the next one.
 * @param onBegun called once its attempt is counted, before it is judged
 */
export async function workOnMessage(
  bench: Bench,
  message: LedgerMessage,
  raw: RawMessage | undefined,
  onBegun: () => void,
): Promise<Worked | Waiting> {
  const { needs, options, store } = bench;
  const close = async (result: 'too-large' | 'gone' | 'unreadable', why: string): Promise<Worked> => {
    await store.close(message.id, result, why, needs.clock.now(), result === 'unreadable' && !raw?.leftOut ? raw?.bytes : undefined);
    return { result, why, verdict: null, plan: null };
  };
  const size = Math.max(message.sizeBytes, raw?.bytes.length ?? 0);
  if (size > options.maxMailBytes) return close('too-large', `${size} bytes, the limit is ${options.maxMailBytes}`);
  if (message.attempts >= MAX_ATTEMPTS) return close('unreadable', `${message.attempts} attempts ended with the process`);
  if (!raw) return close('gone', 'removed from the mailbox before it was read');

  await store.begin(message.id);
  onBegun();
  const judged = await tryToJudge(bench, message, { ...raw, internalDate: message.submittedAt });
  if (judged.verdict) return fileAndReply(bench, message, judged, raw);
  if (message.attempts + 1 >= MAX_ATTEMPTS) return close('unreadable', judged.why);
  return postpone(bench, message, judged.why);
}

interface Judged {
  readonly verdict: Verdict;
  readonly plan: ReplyPlan | null;
  readonly names: CaseNames;
  readonly reply: ComposedReply | null;
  readonly wordPrint: string | null;
}
type Failed = { readonly verdict: null; readonly why: string };

/**
 * A fault of ours in a stage counts as a failure of this mail, not of the pass.
 * @throws UnusableInput where the order book, the policy or the templates cannot be used: that ends the pass, and no mail is to blame
 */
async function tryToJudge({ needs, store }: Bench, message: LedgerMessage, raw: RawMessage): Promise<Judged | Failed> {
  const hasCase: CaseContext['hasCase'] = (orderId, except) => store.hasOpenCase(orderKeyOf(orderId), except);
  try {
    const judged = await needs.judge(raw, { hasCase, findThread: (ids, sender) => store.findThread(ids, sender) });
    if (!judged.ok) return { verdict: null, why: `${judged.error.code}: ${judged.error.message}` };
    const names = await nameFor(store, message, judged.value);
    const wordPrint = printOf(judged.value);
    const plan = await planFor(judged.value, names.caseId, store, needs.sending, needs.clock.now(), wordPrint);
    return { verdict: judged.value, plan, names, reply: await composeFor(needs, judged.value, plan, names), wordPrint };
  } catch (error) {
    if (error instanceof UnusableInput) {
      await store.postpone(message.id, UNUSABLE, needs.clock.now(), false);
      throw error;
    }
    return { verdict: null, why: error instanceof Error ? error.message : String(error) };
  }
}

function nameFor(store: CaseStore, message: LedgerMessage, { followUp }: Verdict): Promise<CaseNames> {
  return followUp ? store.nameRevision(followUp.caseId, followUp.revision + 1) : store.nameCase(message.id);
}

/** Null where nothing is to be drafted: no reply, one that a person must see first, or a follow-up that changes no answer. */
async function composeFor(needs: PassNeeds, { reply }: Verdict, plan: ReplyPlan | null, names: CaseNames): Promise<ComposedReply | null> {
  if (!reply || !plan || plan.step === 'hold') return null;
  const raw = await needs.compose(withCaseNames(reply, names), { messageId: names.replyMessageId, date: needs.clock.now() });
  const { step: channel, wouldSend } = plan;
  return { channel, recipient: comparableAddress(reply.to), envelopeTo: envelopeAddress(reply.to), wouldSend, raw };
}

async function postpone({ needs, store }: Bench, message: LedgerMessage, why: string): Promise<Worked> {
  const wait = BACK_OFF_MS[message.attempts] ?? 0;
  await store.postpone(message.id, why, new Date(needs.clock.now().getTime() + wait), true);
  return { result: 'failed', why, verdict: null, plan: null };
}

async function fileAndReply(bench: Bench, message: LedgerMessage, judged: Judged, raw: RawMessage): Promise<Worked | Waiting> {
  const { needs, store } = bench;
  const { verdict, plan, names, reply, wordPrint } = judged;
  const { why } = verdict.classification;
  if (verdict.decision?.flags.includes('usage-unavailable')) {
    const { facts } = verdict.basis?.input ?? {};
    const silent = facts?.kind === 'unavailable' ? `${ORDER_BOOK_SILENT}: ${facts.why}` : ORDER_BOOK_SILENT;
    await store.postpone(message.id, silent, needs.clock.now(), false);
    return { result: 'postponed', why: silent, verdict, plan };
  }
  const filing = await store.file(message.id, judgementOf(verdict, raw, plan, wordPrint), names, reply, needs.clock.now());
  if (filing.kind !== 'answering') return { result: filing.kind, why, verdict, plan };
  const { sending, clock } = needs;
  if (filing.reply.channel === 'send') {
    const end = await sendReply({ ...bench, sending, clock }, filing.reply);
    return { ...end, verdict, plan };
  }
  const waiting = { uid: message.uid, waits: filing.reply, why, verdict, plan };
  return bench.drafts.putTogether ? waiting : afterDraft(waiting, await placeDraft(bench.drafts, store, clock, filing.reply));
}

/** Places the drafts of a chunk. @returns how far each message came, by its UID */
export async function workOnWaiting(
  { drafts, store, needs }: Bench,
  waiting: readonly Waiting[],
): Promise<readonly (readonly [number, Worked])[]> {
  const ends = await placeTogether(
    drafts,
    store,
    needs.clock,
    waiting.map(({ waits }) => waits),
  );
  return waiting.flatMap((each, index) => {
    const end = ends[index];
    return end ? [[each.uid, afterDraft(each, end)] as const] : [];
  });
}

function afterDraft({ why, verdict, plan }: Waiting, end: DraftEnd): Worked {
  if (!end.ok) return { result: 'draft-refused', why: end.error.what, verdict, plan };
  return { result: end.value === 'placed' ? 'drafted' : 'superseded', why, verdict, plan };
}
