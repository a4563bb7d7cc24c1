import type { PendingReply } from '../domain/ledger.ts';
import { ok, type Result } from '../domain/result.ts';
import { type CaseStore, type Clock, type DraftBox, type DraftError, MailboxLost } from '../ports.ts';

/** Over quota, no rights, no folder: a person mends that, so there is no hurry and no giving up. */
const REFUSED_RETRY_MS = 10 * 60_000;

/** Where the drafts of a dry run go. */
export const NO_DRAFTS: DraftBox = {
  put: () => Promise.resolve(ok({ folder: '(dry run)', uid: null })),
  find: () => Promise.resolve(ok(null)),
};

/** Finishes what earlier passes promised: looks for each draft first, because its pass may have died after placing it. */
export async function resumeDrafts(drafts: DraftBox, store: CaseStore, clock: Clock, signal: AbortSignal): Promise<number> {
  let resumed = 0;
  for (const reply of await store.pendingReplies(clock.now())) {
    if (signal.aborted) break;
    const found = await drafts.find(reply.messageId);
    if (!found.ok) await giveUpForNow(store, clock, reply, found.error);
    else if (found.value) await store.markPlaced(reply, found.value, clock.now());
    else if (!(await placeDraft(drafts, store, clock, reply)).ok) continue;
    if (found.ok) resumed++;
  }
  return resumed;
}

/**
 * Places a draft whose intent is written down, and writes down how it ended.
 * @throws MailboxLost after an end that leaves open whether it lies there: the next pass looks before it acts
 */
export async function placeDraft(drafts: DraftBox, store: CaseStore, clock: Clock, reply: PendingReply): Promise<Result<null, DraftError>> {
  await store.beginReply(reply);
  const placed = await drafts.put(reply.messageId, reply.raw);
  if (placed.ok) {
    await store.markPlaced(reply, placed.value, clock.now());
    return ok(null);
  }
  await giveUpForNow(store, clock, reply, placed.error);
  return placed;
}

async function giveUpForNow(store: CaseStore, clock: Clock, reply: PendingReply, error: DraftError): Promise<void> {
  const now = clock.now();
  if (error.kind === 'refused') {
    await store.markRefused(reply, error.what, new Date(now.getTime() + REFUSED_RETRY_MS), now);
    return;
  }
  await store.markUncertain(reply, error.what, now);
  throw new MailboxLost({ kind: 'lost', what: error.what, mend: 'the next pass looks for the draft before it acts' });
}
