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
    await notFoundOut(store, clock, reply, found.error);
    return false;
  }
  if (found.value === null) {
    if (await store.withdrawIfOutdated(reply, clock.now())) return false;
    const end = await placeDraft(drafts, store, clock, reply);
    return end.ok && end.value === 'placed';
  }
  await store.markPlaced(reply, found.value, clock.now());
  return true;
}

/** What became of one draft. `superseded`: it is not to leave any more, because a newer answer took its place or a person ended its case. */
export type DraftEnd = Result<'placed' | 'superseded', DraftError>;

/**
 * Places a draft whose intent is written down, and writes down how it ended.
 * @throws MailboxLost after an end that leaves open whether it lies there: the next pass looks before it acts
 */
export async function placeDraft(drafts: DraftBox, store: CaseStore, clock: Clock, reply: PendingReply): Promise<DraftEnd> {
  const [begun] = await store.beginReplies([reply]);
  return begun ? placeBegun(drafts, store, clock, begun) : ok('superseded');
}

/**
 * Places several drafts in one act where the mailbox can, else one by one.
 * @returns their ends in the same order
 * @throws MailboxLost as {@link placeDraft}
 */
export async function placeTogether(
  drafts: DraftBox,
  store: CaseStore,
  clock: Clock,
  replies: readonly PendingReply[],
): Promise<readonly DraftEnd[]> {
  if (replies.length === 0) return [];
  const begun = await store.beginReplies(replies);
  const placed = begun.length > 1 && (await placeInOneAct(drafts, store, clock, begun));
  const ends: DraftEnd[] = [];
  for (const reply of replies) {
    if (!begun.includes(reply)) ends.push(ok('superseded'));
    else if (placed) ends.push(ok('placed'));
    else ends.push(await placeByItself(drafts, store, clock, reply, begun.length > 1));
  }
  return ends;
}

/** @returns false where none was taken: each is then tried by itself, since one alone may be to blame */
async function placeInOneAct(drafts: DraftBox, store: CaseStore, clock: Clock, replies: readonly PendingReply[]): Promise<boolean> {
  const placed = await drafts.putTogether?.(replies);
  if (!placed) return false;
  if (placed.ok) {
    await store.markPlacedTogether(zip(replies, placed.value), clock.now());
    return true;
  }
  if (placed.error.kind === 'refused') return false;
  for (const reply of replies) await store.markUncertain(reply, placed.error.what, clock.now());
  throw lost(placed.error.what);
}

function zip<A, B>(as: readonly A[], bs: readonly B[]): readonly (readonly [A, B])[] {
  if (as.length !== bs.length) throw new Error(`${as.length} drafts were placed, and ${bs.length} places told`);
  return as.flatMap((a, index) => {
    const b = bs[index];
    return b === undefined ? [] : [[a, b] as const];
  });
}

/** @param mayLieThere a server that refused it together with others may have taken it all the same */
async function placeByItself(
  drafts: DraftBox,
  store: CaseStore,
  clock: Clock,
  reply: PendingReply,
  mayLieThere: boolean,
): Promise<Result<'placed', DraftError>> {
  const found = mayLieThere ? await drafts.find(reply.messageId) : ok(null);
  if (!found.ok) {
    await notFoundOut(store, clock, reply, found.error);
    return found;
  }
  if (found.value === null) return placeBegun(drafts, store, clock, reply);
  await store.markPlaced(reply, found.value, clock.now());
  return ok('placed');
}

async function placeBegun(drafts: DraftBox, store: CaseStore, clock: Clock, reply: PendingReply): Promise<Result<'placed', DraftError>> {
  const placed = await drafts.put(reply.messageId, reply.raw);
  if (placed.ok) {
    await store.markPlaced(reply, placed.value, clock.now());
    return ok('placed');
  }
  await giveUpForNow(store, clock, reply, placed.error);
  return placed;
}

/** A look that was refused tells nothing of the draft: it is looked for again. */
async function notFoundOut(store: CaseStore, clock: Clock, reply: PendingReply, error: DraftError): Promise<void> {
  if (error.kind === 'unclear') return giveUpForNow(store, clock, reply, error);
  await store.lookAgain(reply, error.what, new Date(clock.now().getTime() + REFUSED_RETRY_MS));
}

async function giveUpForNow(store: CaseStore, clock: Clock, reply: PendingReply, error: DraftError): Promise<void> {
  const now = clock.now();
  if (error.kind === 'refused') {
    await store.putOffReply(reply, error.what, new Date(now.getTime() + REFUSED_RETRY_MS), now);
    return;
  }
  await store.markUncertain(reply, error.what, now);
  throw lost(error.what);
}

/** After an end that leaves open what the server did. */
export function lost(what: string): MailboxLost {
  return new MailboxLost({ kind: 'lost', what, mend: 'the next pass looks for the reply before it acts' });
}
