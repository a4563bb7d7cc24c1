import type { PendingReply } from '../domain/ledger.ts';
import { ok } from '../domain/result.ts';
import type { CaseStore } from '../ports/case-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { DraftBox, SentBox } from '../ports/drafts.ts';
import type { MailTransport, SendError } from '../ports/mail-transport.ts';
import { lost, placeDraft } from './poll-drafts.ts';
import type { SendingNeeds } from './poll-needs.ts';
import type { Tally } from './poll-report.ts';

const MINUTE_MS = 60_000;
/** After each attempt that certainly failed. Greylisting asks for minutes (RFC 6647 section 5.1); a customer who waits for hours is better answered by a person. */
const BACK_OFF_MS = [5, 15, 30, 90].map((minutes) => minutes * MINUTE_MS);
const MAX_ATTEMPTS = BACK_OFF_MS.length + 1;
/** The usage was right when the reply was written, and the customer has waited since: then a person looks at it, tried or not. */
const STALE_AFTER_MS = 4 * 60 * MINUTE_MS;
/** Providers that put sent mail into Sent themselves may take a while. */
const LOOK_FOR_MS = 15 * MINUTE_MS;
const LOOK_AGAIN_MS = 5 * MINUTE_MS;
/** Looks in a row that broke off, the put-off ones some twenty minutes apart in all: then a person finds out. */
const MAX_LOOKS = 5;

/** What a reply is sent with. */
export interface SendingBench {
  readonly sending: SendingNeeds | undefined;
  readonly store: CaseStore;
  readonly drafts: DraftBox;
  readonly sent: SentBox | undefined;
  readonly clock: Clock;
  readonly tally: Tally;
}

/** What became of one reply. All but `sent`, `drafted` and `superseded` are gone on with by a later pass. */
export interface SendEnd {
  readonly result: 'sent' | 'drafted' | 'superseded' | 'draft-refused' | 'send-postponed' | 'delivery-uncertain';
  readonly why: string;
}

/** Where the mails of a dry run go. */
export const NO_TRANSPORT: MailTransport = { send: () => Promise.resolve(ok({ renamedTo: null })), close: () => Promise.resolve() };

/**
 * Sends a reply whose intent is written down. What was certainly not taken is tried again, and in the end goes to a person as a draft.
 * What may have been taken is never sent again.
 */
export async function sendReply(bench: SendingBench, reply: PendingReply): Promise<SendEnd> {
  const { sending, store, clock, tally } = bench;
  const now = clock.now();
  const stop = whyStopped(sending, reply, now);
  if (stop !== null || !sending?.transport) return draftInstead(bench, reply, stop ?? NOT_SENDING);
  // A server that is gone would be waited for by each reply in turn.
  if (tally.outage !== null) return postpone(bench, reply, tally.outage);
  if ((await store.beginReplies([reply])).length === 0) return SUPERSEDED;
  const outgoing = { from: sending.from, to: reply.envelopeTo, raw: reply.raw };
  const sent = await sending.transport.send(outgoing, () => store.markUncertain(reply, CONTENT_BEGUN, clock.now()));
  if (!sent.ok) return afterError(bench, { ...reply, attempts: reply.attempts + 1 }, sent.error);
  const { renamedTo } = sent.value;
  const why = renamedTo === null ? null : `the server calls it ${renamedTo}`;
  await store.markSent(reply, why, clock.now(), sending.copiesToSent ? { renamedTo } : null);
  return { result: 'sent', why: 'the server has taken it' };
}

/** Finishes a reply that an earlier pass began: one that may have left is looked for, and never sent again. */
export async function resumeSend(bench: SendingBench, reply: PendingReply): Promise<SendEnd> {
  if (reply.state !== 'uncertain') return sendReply(bench, reply);
  const { store, clock } = bench;
  const found = bench.sent ? await bench.sent.find([reply.messageId]) : ok(null);
  if (!found.ok && found.error.kind === 'unclear') {
    if (reply.looks + 1 < MAX_LOOKS) throw lost(found.error.what);
    const left = `${NOT_FOUND}: ${found.error.what}`;
    await store.leaveUncertain(reply, left, clock.now());
    return { result: 'delivery-uncertain', why: left };
  }
  if (found.ok && found.value !== null) {
    await store.markSent(reply, `found in ${found.value.folder}`, clock.now());
    return { result: 'sent', why: `found in ${found.value.folder}` };
  }
  const why = found.ok ? NOT_FOUND : `${NOT_FOUND}: ${found.error.what}`;
  const now = clock.now();
  if (now.getTime() - reply.since.getTime() < LOOK_FOR_MS) await store.lookAgain(reply, why, new Date(now.getTime() + LOOK_AGAIN_MS));
  else await store.leaveUncertain(reply, why, now);
  return { result: 'delivery-uncertain', why };
}

const SUPERSEDED: SendEnd = { result: 'superseded', why: 'a newer answer took its place, or a person has ended its case' };
const NOT_SENDING = 'MODE is draft';
const CONTENT_BEGUN = 'its content was handed over, and the server has not answered yet';
const NOT_FOUND = 'it may have been sent or not: the server did not answer, and it was not found in sent mail';

/** Asked at the last moment, so that a switch thrown in the middle of a pass stops the next mail. */
function whyStopped(sending: SendingNeeds | undefined, reply: PendingReply, now: Date): string | null {
  if (!sending?.transport) return NOT_SENDING;
  if (!sending.isOn()) return 'SENDING is off';
  if (reply.attempts >= MAX_ATTEMPTS) return `${reply.attempts} attempts to send it failed`;
  return now.getTime() - reply.intendedAt.getTime() > STALE_AFTER_MS ? 'it could not be sent for four hours' : null;
}

async function afterError(bench: SendingBench, reply: PendingReply, { kind, what, mend }: SendError): Promise<SendEnd> {
  const { store, clock, tally } = bench;
  const why = mend === undefined ? what : `${what}; ${mend}`;
  if (kind === 'refused') return draftInstead(bench, reply, `the server refused it: ${what}`);
  if (kind === 'unclear') {
    // Looked for by a later pass; at once could come before the server has finished.
    await store.lookAgain(reply, why, new Date(clock.now().getTime() + LOOK_AGAIN_MS));
    return { result: 'delivery-uncertain', why };
  }
  if (kind === 'unavailable') tally.outage = why;
  return postpone(bench, reply, why);
}

async function postpone({ store, clock }: SendingBench, reply: PendingReply, why: string): Promise<SendEnd> {
  const now = clock.now();
  const wait = BACK_OFF_MS[Math.max(0, reply.attempts - 1)] ?? 0;
  await store.putOffReply(reply, why, new Date(now.getTime() + wait), now);
  return { result: 'send-postponed', why };
}

async function draftInstead({ drafts, store, clock }: SendingBench, reply: PendingReply, why: string): Promise<SendEnd> {
  const draft = await store.turnIntoDraft(reply, why, clock.now());
  if (draft === null) return SUPERSEDED;
  const placed = await placeDraft(drafts, store, clock, draft);
  if (!placed.ok) return { result: 'draft-refused', why: placed.error.what };
  return placed.value === 'superseded' ? SUPERSEDED : { result: 'drafted', why };
}
