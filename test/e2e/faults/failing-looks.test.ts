import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type DovecotServer, startDovecot } from '../dovecot/dovecot-server.ts';
import { deliver } from '../dovecot/maildir.ts';
import { START_TIMEOUT_MS } from '../servers/server-process.ts';
import { expectOneDraftEach, pollUntilQuiet } from '../support/exactly-once.ts';
import { type PollBench, pollBench } from '../support/poll-bench.ts';
import { startWire, type Wire } from '../support/wire.ts';

let server: DovecotServer;
let wire: Wire<DovecotServer>;
let bench: PollBench;

beforeAll(async () => {
  server = await startDovecot();
}, START_TIMEOUT_MS);
afterAll(() => server?.stop());
beforeEach(async () => {
  wire = await startWire(server);
  bench = pollBench(wire.server);
});
afterEach(async () => {
  bench.remove();
  await wire.stop();
});

test('a search in Drafts that ends the connection each time: the third pass reads new mail first, and in the end each request has one draft', async () => {
  deliver(bench.maildir, { from: 'mira@example.com' });
  wire.inject({ at: 'answer to APPEND', does: 'cut' });
  expect(await bench.poll()).toMatchObject({ ok: false });
  deliver(bench.maildir, { from: 'noor@example.com' });
  for (const drafted of [undefined, undefined, 1]) {
    wire.inject({ at: 'command UID SEARCH', does: 'cut' });
    const ended = await bench.poll();
    expect(wire.isSpent()).toBe(true);
    expect(ended.ok ? undefined : ended.error).toMatchObject({ kind: 'mailbox', summary: { newMessages: expect.any(Number) as number } });
    expect(!ended.ok && ended.error.kind === 'mailbox' ? ended.error.summary?.results.drafted : null).toBe(drafted);
  }
  expect(await bench.poll()).toMatchObject({ ok: true, value: { backlog: { waiting: 1, failingLooks: 1 } } });
  await pollUntilQuiet(bench);
  await expectOneDraftEach(bench, ['mira@example.com', 'noor@example.com']);
});

test('a STATUS of Drafts that ends the connection each time: the third pass reads new mail first, and later looks are put off', async () => {
  deliver(bench.maildir, { from: 'mira@example.com' });
  await bench.poll();
  deliver(bench.maildir, { from: 'noor@example.com' });
  for (const drafted of [undefined, undefined, 1]) {
    // The second one: the first asks after INBOX.
    wire.inject({ at: 'command STATUS', nth: 2, does: 'cut' });
    const ended = await bench.poll();
    expect(!ended.ok && ended.error.kind === 'mailbox' ? ended.error.summary?.results.drafted : null).toBe(drafted);
  }
  expect(await bench.poll()).toMatchObject({ ok: true, value: { backlog: { failingDraftLook: { failures: 3 } } } });
  await pollUntilQuiet(bench);
  expect(await bench.poll({}, { clock: { now: () => new Date(Date.now() + 3_600_000) } })).toMatchObject({
    ok: true,
    value: { backlog: { failingDraftLook: null } },
  });
  await expectOneDraftEach(bench, ['mira@example.com', 'noor@example.com']);
});
