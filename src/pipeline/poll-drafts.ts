import type { PendingReply } from '../domain/ledger.ts';
import { ok, type Result } from '../domain/result.ts';
import type { CaseStore } from '../ports/case-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { DraftBox, DraftError } from '../ports/drafts.ts';
import { MailboxLost } from '../ports/mailbox.ts';

/** Over quota, no rights, no folder: a person mends that, so there is no hurry and no giving up. */
const REFUSED_RETRY_MS = 10 * 60_000;

/** Where the drafts of a dry run go. */
export const NO_DRAFTS: DraftBox = {
  put: () => Promise.resolve(ok({ folder: '(dry run)', uid: null })),
  find: () => Promise.resolve(ok(null)),
};

/**
 * Finishes a draft that an earlier pass promised: looks for it first, because that pass may have died after placing it.
 * @returns whether it lies there now
 */
export async function resumeDraft(drafts: DraftBox, store: CaseStore, clock: Clock, reply: PendingReply): Promise<boolean> {
  const found = await drafts.find(reply.messageId);
  if (!found.ok) {
    await giveUpForNow(store, clock, reply, found.error);
    return false;
  }
  if (found.value === null) {
    if (await store.withdrawIfEnded(reply, clock.now())) return false;
    return (await placeDraft(drafts, store, clock, reply)).ok;
  }
  await store.markPlaced(reply, found.value, clock.now());
  return true;
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
  throw lost(error.what);
}

/** After an end that leaves open what the server did. */
export function lost(what: string): MailboxLost {
  return new MailboxLost({ kind: 'lost', what, mend: 'the next pass looks for the reply before it acts' });
}
