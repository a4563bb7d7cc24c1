import type { Readable } from 'node:stream';
import type { Config } from '../config/config.ts';
import type { IntakeError, RawMessage } from '../domain/message.ts';
import { UnusableInput } from '../domain/problem.ts';
import { type Result, refuse } from '../domain/result.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { CaseContext } from '../pipeline/triage-mail.ts';
import { inTurn } from './in-turn.ts';
import { type Judging, openJudging } from './judging.ts';
import type { Overrides, Surroundings } from './sources.ts';

type Judged = Result<Verdict, IntakeError>;

/** Judges mails one by one, without side effects. */
export interface TriageDesk {
  judgeAll(paths: readonly string[], stdin: Readable): AsyncIterable<Judged>;
  close(): Promise<void>;
}

/** Everything is read and checked before the first mail. Senders are checked by DNS only where a setting asks for it: the same mail gives the same answer. */
export async function openTriage(
  config: Config,
  overrides: Overrides,
  now: Date,
  around: Surroundings,
  signal: AbortSignal,
): Promise<TriageDesk> {
  const judging = await openJudging(config, overrides, around, {
    checks: config.identity.senderVerification ?? 'off',
    signal,
    now: () => now,
  });
  const [{ readMessages }, { READERS }] = await Promise.all([import('../intake/files/read-messages.ts'), import('./readers.ts')]);
  const alone = { findThread: async () => null, hasCase: async () => false, now };
  return {
    judgeAll(paths, stdin) {
      const raws = readMessages(paths, { stdin, maxBytes: config.maxMailBytes, signal, now });
      // While one mail is answered here, each reader has its next one.
      return inTurn(raws, async (raw) => (raw.ok ? judgeOrRefuse(judging, raw.value, alone, signal) : raw), READERS);
    },
    close: () => judging.close(),
  };
}

/** A fault of ours in a stage is that mail's answer, as in a poll: the others are still judged. */
async function judgeOrRefuse(judging: Judging, raw: RawMessage, context: CaseContext, signal: AbortSignal): Promise<Judged> {
  try {
    return await judging.judge(raw, context);
  } catch (error) {
    signal.throwIfAborted();
    // No mail is to blame for an order book that cannot be used.
    if (error instanceof UnusableInput) throw error;
    const what = error instanceof Error ? error.message : String(error);
    return refuse({ source: raw.source, code: 'unparseable', message: `could not be judged: ${what}` } as const);
  }
}
