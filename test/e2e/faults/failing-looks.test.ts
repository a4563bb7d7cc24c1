import { expect, test } from 'vitest';
import { deliver } from '../dovecot/maildir.ts';
import { expectOneDraftEach, pollUntilQuiet } from '../support/exactly-once.ts';
import { useWiredBench } from '../support/wired-bench.ts';

const place = useWiredBench();

test('a search in Drafts that ends the connection each time: the third pass reads new mail first, and in the end each request has one draft', async () => {
  deliver(place.bench.maildir, { from: 'mira@example.com' });
  place.wire.inject({ at: 'answer to APPEND', does: 'cut' });
  expect(await place.bench.poll()).toMatchObject({ ok: false });
  deliver(place.bench.maildir, { from: 'noor@example.com' });
  for (const drafted of [undefined, undefined, 1]) {
    place.wire.inject({ at: 'command UID SEARCH', does: 'cut' });
    const ended = await place.bench.poll();
    expect(place.wire.isSpent()).toBe(true);
    expect(ended.ok ? undefined : ended.error).toMatchObject({ kind: 'mailbox', summary: { newMessages: expect.any(Number) as number } });
    expect(!ended.ok && ended.error.kind === 'mailbox' ? ended.error.summary?.results.drafted : null).toBe(drafted);
  }
  expect(await place.bench.poll()).toMatchObject({ ok: true, value: { backlog: { waiting: 1, failingLooks: 1 } } });
  await pollUntilQuiet(place.bench);
  await expectOneDraftEach(place.bench, ['mira@example.com', 'noor@example.com']);
});

test('a STATUS of Drafts that ends the connection each time: the third pass reads new mail first, and later looks are put off', async () => {
  deliver(place.bench.maildir, { from: 'mira@example.com' });
  await place.bench.poll();
  deliver(place.bench.maildir, { from: 'noor@example.com' });
  for (const drafted of [undefined, undefined, 1]) {
    // The second one: the first asks after INBOX.
    place.wire.inject({ at: 'command STATUS', nth: 2, does: 'cut' });
    const ended = await place.bench.poll();
    expect(!ended.ok && ended.error.kind === 'mailbox' ? ended.error.summary?.results.drafted : null).toBe(drafted);
  }
  expect(await place.bench.poll()).toMatchObject({ ok: true, value: { backlog: { failingDraftLook: { failures: 3 } } } });
  await pollUntilQuiet(place.bench);
  expect(await place.bench.poll({}, { clock: { now: () => new Date(Date.now() + 3_600_000) } })).toMatchObject({
    ok: true,
    value: { backlog: { failingDraftLook: null } },
  });
  await expectOneDraftEach(place.bench, ['mira@example.com', 'noor@example.com']);
});
