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
  const { awaitNewMail } = await import('../intake/imap/await-new-mail.ts');
  while (!options.signal.aborted) {
    try {
      passed(await pollMailbox(config, { ...asked, dryRun: false, report: () => undefined, policy }, around));
    } catch (error) {
      if (!(error instanceof UnusableInput)) throw error;
      stuck(error);
    }
    if (!options.signal.aborted) await awaitNewMail(settings, mailbox.path, intervalMs, options.signal);
  }
}
