import type { OwedCopy } from '../domain/ledger.ts';
import { ok, type Result } from '../domain/result.ts';
import type { CaseStore } from '../ports/case-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { DraftError, SentBox } from '../ports/drafts.ts';

const MINUTE_MS = 60_000;
/** After each try but the last. The mail itself has left: a Sent folder that takes nothing for hours is not worth more tries. */
const BACK_OFF_MS = [5, 15, 60, 240].map((minutes) => minutes * MINUTE_MS);
const MAX_TRIES = BACK_OFF_MS.length + 1;

/**
 * Puts the copies that are owed into Sent. The last work of a pass: what breaks the connection here holds up nothing, and each try is counted before
 * it is made. A copy that fails is a pity, and never a reason to send again.
 * @returns why copies are still missing, one reason each
 */
export async function keepCopies(
  sent: SentBox,
  store: CaseStore,
  account: string,
  clock: Clock,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const copy of await store.dueCopies(account, clock.now())) {
    if (signal.aborted) break;
    const kept = copy.tries < MAX_TRIES ? await tryToKeep(sent, store, copy, clock) : null;
    if (kept?.ok) continue;
    const why = kept === null ? 'the last try ended with the process' : kept.error.what;
    missing.push(why);
    if (kept === null || copy.tries + 1 >= MAX_TRIES) await store.giveUpCopy(copy, why, clock.now());
    // Nothing more can be asked of this connection.
    if (kept?.error.kind === 'unclear') break;
  }
  return missing;
}

async function tryToKeep(sent: SentBox, store: CaseStore, copy: OwedCopy, clock: Clock): Promise<Result<'kept', DraftError>> {
  await store.beginCopy(copy, new Date(clock.now().getTime() + (BACK_OFF_MS[copy.tries] ?? 0)));
  const kept = await keepCopy(sent, store, copy);
  if (!kept.ok) return kept;
  await store.endCopy(copy);
  return ok('kept');
}

async function keepCopy(sent: SentBox, store: CaseStore, { replyId, messageId, renamedTo }: OwedCopy): ReturnType<SentBox['find']> {
  const renamed = renamedTo === null ? ok(null) : await sent.find([renamedTo]);
  if (!renamed.ok || renamed.value !== null) return renamed;
  return sent.keep(messageId, await store.rawOf(replyId));
}
