import { expect } from 'vitest';
import type { PassOptions } from '../../../src/pipeline/poll-needs.ts';
import type { PollBench } from './poll-bench.ts';

const HOUR_MS = 3_600_000;
/** Nothing waits longer than a few passes once faults have ended. */
const MAX_PASSES = 6;

/** Polls again, each time an hour later, until nothing is left to do. @returns how many passes it took */
export async function pollUntilQuiet(bench: PollBench, options: Partial<PassOptions> = {}): Promise<number> {
  for (let passes = 1; passes <= MAX_PASSES; passes++) {
    const clock = { now: () => new Date(Date.now() + passes * HOUR_MS) };
    const pass = await bench.poll(options, { clock });
    if (!pass.ok) continue;
    const { newMessages, resumed, results, backlog } = pass.value;
    if (newMessages === 0 && resumed === 0 && Object.keys(results).length === 0 && backlog?.waiting === 0) return passes;
  }
  throw new Error(`not quiet after ${MAX_PASSES} passes`);
}

/** Every sender has exactly one draft, nobody else has any, and every message of the mailbox is accounted for. */
export async function expectOneDraftEach(bench: PollBench, senders: readonly string[]): Promise<void> {
  const recipients = await bench.recipients();
  expect(recipients.toSorted((a, b) => a.localeCompare(b))).toEqual(senders.toSorted((a, b) => a.localeCompare(b)));
  const { received, accounted, missing, gone } = await bench.reconcile();
  expect({ accounted, missing, gone }).toEqual({ accounted: received, missing: [], gone: [] });
}
