import type { PendingReply } from '../domain/ledger.ts';
import { nextLookAfter, whyItFailed } from './look-back-off.ts';
import { resumeDraft } from './poll-drafts.ts';
import { resumeSend, type SendingBench } from './poll-sending.ts';

/**
 * Finishes what earlier passes promised, oldest first.
 * @throws MailboxLost where a look for one breaks off; that is counted, and from the third on put off
 */
export async function resumeReplies(bench: SendingBench, signal: AbortSignal): Promise<number> {
  const { store, clock } = bench;
  let resumed = 0;
  for (const reply of await store.pendingReplies(clock.now())) {
    if (signal.aborted) break;
    await store.beginLook(reply, nextLookAfter(reply.looks, clock.now()));
    try {
      if (await resumeReply(bench, reply)) resumed++;
    } catch (error) {
      await store.noteFailedLook(reply, whyItFailed(error), clock.now());
      throw error;
    }
    await store.endLook(reply);
  }
  return resumed;
}

/** @returns whether it is placed or sent now */
async function resumeReply(bench: SendingBench, reply: PendingReply): Promise<boolean> {
  if (reply.channel === 'draft') return resumeDraft(bench.drafts, bench.store, bench.clock, reply);
  const { result } = await resumeSend(bench, reply);
  bench.tally.countResumedSend(result);
  return result === 'sent' || result === 'drafted';
}
