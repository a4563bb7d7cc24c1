import { resumeDraft } from './poll-drafts.ts';
import { resumeSend, type SendingBench } from './poll-sending.ts';

/** Finishes what earlier passes promised, oldest first. */
export async function resumeReplies(bench: SendingBench, signal: AbortSignal): Promise<number> {
  const { drafts, store, clock, tally } = bench;
  let resumed = 0;
  for (const reply of await store.pendingReplies(clock.now())) {
    if (signal.aborted) break;
    if (reply.channel === 'draft') {
      if (await resumeDraft(drafts, store, clock, reply)) resumed++;
      continue;
    }
    const { result } = await resumeSend(bench, reply);
    tally.countResumedSend(result);
    if (result === 'sent' || result === 'drafted') resumed++;
  }
  return resumed;
}
