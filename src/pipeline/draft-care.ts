import type { DraftNews } from '../domain/draft-life.ts';
import { type FailingLook, LOOKS_UNTIL_TROUBLE } from '../domain/ledger.ts';
import type { CaseStore } from '../ports/case-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { DraftWatch } from '../ports/drafts.ts';
import { nextLookAfter, whyItFailed } from './look-back-off.ts';
import { removeSuperseded, watchDrafts } from './watch-drafts.ts';

/** The looks through Drafts and Sent that belong to one pass. Each is counted before it is made; one that breaks off ends the pass. */
export interface DraftCare {
  /** Before new mail: what is decided next depends on whether a person is at work on the last answer. Nothing where looks keep failing. */
  before(): Promise<readonly DraftNews[]>;
  /** After new mail: what `before` has left, if its time has come, and the removal of what is superseded. */
  after(): Promise<readonly DraftNews[]>;
}

/** Read by whoever comes after a look that nobody could write the end of. */
const ENDED_WITH_PROCESS = 'the last look ended with the process';

export async function careForDrafts(watch: DraftWatch, store: CaseStore, account: string, clock: Clock): Promise<DraftCare> {
  const failing = await store.failingDraftLook(account);
  const isInTrouble = (failing?.failures ?? 0) >= LOOKS_UNTIL_TROUBLE;
  const count = <T>(look: () => Promise<T>) => counted(store, account, clock, failing, look);
  const look = async () => {
    const waiting = await store.waitingDrafts(account, clock.now());
    return waiting.length === 0 ? [] : count(() => watchDrafts(watch, store, account, waiting, clock.now()));
  };
  return {
    before: async () => (isInTrouble ? [] : look()),
    after: async () => {
      if (isPutOff(failing, clock.now())) return [];
      const news = isInTrouble ? await look() : [];
      const superseded = await store.supersededDrafts(account);
      if (superseded.length > 0) await count(() => removeSuperseded(watch, store, superseded, clock.now()));
      if (failing !== null) await store.noteDraftLook(account, null);
      return news;
    },
  };
}

function isPutOff(failing: FailingLook | null, now: Date): boolean {
  return failing?.nextLookAt != null && failing.nextLookAt > now;
}

/** A look that comes to an end leaves the count as it was: another of this pass may be the one that keeps breaking off. */
async function counted<T>(
  store: CaseStore,
  account: string,
  clock: Clock,
  failing: FailingLook | null,
  look: () => Promise<T>,
): Promise<T> {
  const before = failing?.failures ?? 0;
  const note = (why: string) => store.noteDraftLook(account, { failures: before + 1, why, nextLookAt: nextLookAfter(before, clock.now()) });
  await note(ENDED_WITH_PROCESS);
  const found = await look().catch(async (error: unknown) => {
    await note(whyItFailed(error));
    throw error;
  });
  await store.noteDraftLook(account, failing);
  return found;
}
