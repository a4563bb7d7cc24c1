import { setTimeout as delay } from 'node:timers/promises';
import type { Config } from '../config/config.ts';
import { UnusableInput } from '../domain/problem.ts';
import { keepPolicy } from './policy-keeper.ts';
import { type PassResult, type PollOptions, pollMailbox } from './poll.ts';
import { requireMailbox, type Surroundings, serverSettings } from './sources.ts';

export interface WatchOptions extends Omit<PollOptions, 'dryRun' | 'since' | 'report' | 'policy'> {
  /** The longest time between two passes, in milliseconds. New mail that the server tells of is taken in at once. */
  readonly intervalMs: number;
  /** Told how each pass ended. */
  readonly passed: (result: PassResult) => void;
  /** Told where a pass could not begin: an order book, templates or a ledger that cannot be used just now. */
  readonly stuck: (problem: UnusableInput) => void;
}

/**
 * One pass after the other until the signal. Each is a whole pass with a connection of its own, as cron would make it;
 * policy, order book and templates are read anew for each that has mail. What ends one pass does not end the watch.
 * @throws UnusableInput where settings or policy cannot be used at the start
 */
export async function watchMailbox(config: Config, options: WatchOptions, around: Surroundings): Promise<void> {
  const { intervalMs, passed, stuck, ...asked } = options;
  const mailbox = requireMailbox(config);
  const policy = keepPolicy(config, around);
  await policy();
  const settings = { ...serverSettings(mailbox.server), maxMailBytes: config.maxMailBytes };
  const { listenForMail } = await import('../intake/imap/listen-for-mail.ts');
  while (!options.signal.aborted) {
    // Before the pass, so that what comes while it is at work is heard too.
    const listening = await listenForMail(settings, mailbox.path);
    try {
      await pollMailbox(config, { ...asked, dryRun: false, report: () => undefined, policy }, around).then(passed, stuckOrThrow(stuck));
      await newsOrTime(listening.told, intervalMs, options.signal);
    } finally {
      await listening.stop();
    }
  }
}

/** Ends with news, with the time, or with the signal. */
async function newsOrTime(told: Promise<boolean>, ms: number, signal: AbortSignal): Promise<void> {
  const over = new AbortController();
  const timer = delay(ms, undefined, { signal: AbortSignal.any([signal, over.signal]) }).catch(() => undefined);
  await Promise.race([timer, told.then((isNews) => (isNews ? undefined : timer))]);
  over.abort();
}

function stuckOrThrow(stuck: WatchOptions['stuck']): (error: unknown) => void {
  return (error) => {
    if (!(error instanceof UnusableInput)) throw error;
    stuck(error);
  };
}
