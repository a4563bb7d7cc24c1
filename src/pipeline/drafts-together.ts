import type { CaseStore } from '../ports/case-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { DraftBox } from '../ports/drafts.ts';

/** In a row: one cut says nothing of the server. */
const FAILURES_UNTIL_ONE_BY_ONE = 2;
/** Then several are tried in one command again: servers are mended, and what stands before them is replaced. */
const ONE_BY_ONE_MS = 24 * 3_600_000;

/**
 * The Drafts folder as this pass uses it. A server, or what stands before it, may not bear many drafts in one command: while it is open what became
 * of any, and for a day after a second time in a row, they are placed one by one.
 */
export async function draftsForPass(drafts: DraftBox, store: CaseStore, account: string, clock: Clock): Promise<DraftBox> {
  const { putTogether } = drafts;
  if (!putTogether) return drafts;
  const earlier = await store.togetherFailures(account);
  const isPutOff = earlier?.notBefore != null && earlier.notBefore > clock.now();
  if (isPutOff || (await store.hasUnclearDraft())) return oneByOne(drafts);
  let failures = earlier?.failures ?? 0;
  return {
    ...oneByOne(drafts),
    putTogether: async (several) => {
      const placed = await putTogether(several);
      if (placed.ok && failures > 0) {
        failures = 0;
        await store.noteTogether(account, null);
      }
      if (!placed.ok && placed.error.kind === 'unclear') {
        failures++;
        const isTooOften = failures >= FAILURES_UNTIL_ONE_BY_ONE;
        const notBefore = isTooOften ? new Date(clock.now().getTime() + ONE_BY_ONE_MS) : null;
        await store.noteTogether(account, { failures, notBefore });
      }
      return placed;
    },
  };
}

function oneByOne(drafts: DraftBox): DraftBox {
  return { put: (messageId, raw) => drafts.put(messageId, raw), find: (messageId) => drafts.find(messageId) };
}
