import { beforeEach, expect, test } from 'vitest';
import { deliver } from '../dovecot/maildir.ts';
import { expectOneDraftEach, pollUntilQuiet } from '../support/exactly-once.ts';
import { useWiredBench } from '../support/wired-bench.ts';

const DAY_MS = 86_400_000;
const place = useWiredBench();
let customers: string[];

beforeEach(() => {
  customers = [];
});

/** Two requests come, and a pass so long after now answers them. @returns how many APPENDs it took */
async function answerTwo(laterMs = 0): Promise<number> {
  for (let n = 0; n < 2; n++) {
    const from = `customer${customers.length}@example.com`;
    customers.push(from);
    deliver(place.bench.maildir, { from });
  }
  const before = place.wire.commands.length;
  await place.bench.poll({}, { clock: { now: () => new Date(Date.now() + laterMs) } });
  return place.wire.commands.slice(before).filter((command) => command.startsWith('APPEND')).length;
}

test('a server that ends the connection at each APPEND of several: the second time in a row drafts go one by one for a day, each once', async () => {
  expect(await answerTwo()).toBe(1);
  for (let time = 0; time < 2; time++) {
    place.wire.inject({ at: 'answer to APPEND', does: 'cut' });
    expect(await answerTwo()).toBe(1);
    expect(place.wire.isSpent()).toBe(true);
    await pollUntilQuiet(place.bench);
  }
  expect(await answerTwo()).toBe(2);
  expect(await answerTwo(DAY_MS)).toBe(1);
  expect(await answerTwo()).toBe(1);
  await pollUntilQuiet(place.bench);
  await expectOneDraftEach(place.bench, customers);
});

test('one cut alone is forgotten with the next APPEND of several that ends well', async () => {
  for (let time = 0; time < 2; time++) {
    place.wire.inject({ at: 'answer to APPEND', does: 'cut' });
    await answerTwo();
    await pollUntilQuiet(place.bench);
    expect(await answerTwo()).toBe(1);
  }
  await expectOneDraftEach(place.bench, customers);
});
