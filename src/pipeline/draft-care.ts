import type { DraftNews } from '../domain/draft-life.ts';
import { type FailingLook, LOOKS_UNTIL_TROUBLE } from '../domain/ledger.ts';
import type { CaseStore } from '../ports/case-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { DraftWatch } from '../ports/drafts.ts';
import { nextLookAfter, whyItFailed } from './look-back-off.ts';
import { removeSuperseded, watchDrafts } from './watch-drafts.ts';

/** The looks through Drafts and Sent that belong to one pass. Each that breaks off is counted and ends the pass. */
export interface DraftCare {
  /** Before new mail: what is decided next depends on whether a person is at work on the last answer. Nothing where looks keep failing. */
  before(): Promise<readonly DraftNews[]>;
  /** After new mail: what `before` has left, if its time has come, and the removal of what is superseded. */
  after(): Promise<readonly DraftNews[]>;
}

export async function careForDrafts(watch: DraftWatch, store: CaseStore, account: string, clock: Clock): Promise<DraftCare> {
  const failing = await store.failingDraftLook(account);
  const isInTrouble = (failing?.failures ?? 0) >= LOOKS_UNTIL_TROUBLE;
  const look = () => counted(store, account, clock, failing, () => watchDrafts(watch, store, account, clock.now()));
  return {
    before: async () => (isInTrouble ? [] : look()),
    after: async () => {
      if (isPutOff(failing, clock.now())) return [];
      const news = isInTrouble ? await look() : [];
      await counted(store, account, clock, failing, () => removeSuperseded(watch, store, account, clock.now()));
      if (failing !== null) await store.noteDraftLook(account, null);
      return news;
    },
  };
}

function isPutOff(failing: FailingLook | null, now: Date): boolean {
  return failing?.nextLookAt != null && failing.nextLookAt > now;
}

async function counted<T>(
  store: CaseStore,
  account: string,
  clock: Clock,
  failing: FailingLook | null,
  look: () => Promise<T>,
): Promise<T> {
  try {
    return await look();
  } catch (error) {
    const failures = (failing?.failures ?? 0) + 1;
    await store.noteDraftLook(account, { failures, why: whyItFailed(error), nextLookAt: nextLookAfter(failures - 1, clock.now()) });
    throw error;
  }
}
