import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, test } from 'vitest';
import { runCli } from './cli/run-cli.ts';
import { deliver, forgetUids } from './dovecot/maildir.ts';
import { expectOneDraftEach } from './support/exactly-once.ts';
import { mailboxSettings, writeSettingsFile } from './support/settings-file.ts';
import { useWiredBench } from './support/wired-bench.ts';

const DAY_MS = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * DAY_MS);

const place = useWiredBench();

/** As a fault of ours, or of a disk, would have it. */
function spoilLedger(sql: string): void {
  const database = new DatabaseSync(place.bench.ledger, { enableForeignKeyConstraints: false });
  database.exec(sql);
  database.close();
}

const deliverFrom = (...senders: readonly string[]) => {
  for (const from of senders) deliver(place.bench.maildir, { from });
};

describe('a mailbox beside its ledger', () => {
  test('everything accounted for, split by where it stands', async () => {
    deliverFrom('mira@example.com', 'noor@example.com');
    deliver(place.bench.maildir, { headers: ['X-Unparseable: yes'] });
    await place.bench.poll();
    deliverFrom('olaf@example.com');
    expect(await place.bench.reconcile()).toMatchObject({
      isKnown: true,
      received: 4,
      accounted: 4,
      standings: { done: 2, retry: 1, 'not-listed-yet': 1 },
      missing: [],
      gone: [],
      from: null,
    });
  });

  test('rows that were lost are found, given back, and worked on by the next poll without a double', async () => {
    deliverFrom('mira@example.com', 'noor@example.com', 'olaf@example.com');
    await place.bench.poll({}, { judge: () => Promise.reject(new Error('a fault of ours')) });
    spoilLedger('delete from messages where uid = 2');
    expect(await place.bench.reconcile()).toMatchObject({ received: 3, accounted: 2, missing: [2], gone: [] });
    await place.bench.poll({}, { clock: { now: () => new Date(Date.now() + DAY_MS) } });
    expect(await place.bench.reconcile()).toMatchObject({ missing: [2] });
    expect(await place.bench.reconcile({ repair: true })).toMatchObject({
      received: 3,
      accounted: 3,
      missing: [],
      standings: { done: 2, seen: 1 },
    });
    await place.bench.poll();
    await expectOneDraftEach(place.bench, ['mira@example.com', 'noor@example.com', 'olaf@example.com']);
  });

  test('a mail that was read but whose row was lost is not answered twice', async () => {
    deliverFrom('mira@example.com', 'noor@example.com');
    await place.bench.poll();
    spoilLedger('delete from word_prints where message_row_id = 1; delete from messages where uid = 1');
    await place.bench.reconcile({ repair: true });
    await place.bench.poll();
    await expectOneDraftEach(place.bench, ['mira@example.com', 'noor@example.com']);
  });

  test('a message that is gone before it was read is told, and closed', async () => {
    deliverFrom('mira@example.com', 'noor@example.com');
    await place.bench.poll({}, { judge: () => Promise.reject(new Error('a fault of ours')) });
    await place.bench.asPerson(async (client) => {
      await client.mailboxOpen('INBOX');
      await client.messageDelete('1', { uid: true });
    });
    expect(await place.bench.reconcile()).toMatchObject({ received: 1, accounted: 1, missing: [], gone: [1] });
    expect(await place.bench.reconcile({ repair: true })).toMatchObject({ gone: [], tidiedAway: 1 });
  });

  test('what people have tidied away is no gap', async () => {
    deliverFrom('mira@example.com', 'noor@example.com');
    await place.bench.poll();
    await place.bench.asPerson(async (client) => {
      await client.mailboxOpen('INBOX');
      await client.messageDelete('1:*', { uid: true });
    });
    expect(await place.bench.reconcile()).toMatchObject({ received: 0, accounted: 0, missing: [], gone: [], tidiedAway: 2 });
  });

  test('a first poll that began at a date leaves older mail out of the count; what comes later counts whatever its date', async () => {
    deliver(place.bench.maildir, { receivedAt: ago(90) });
    deliver(place.bench.maildir, { receivedAt: ago(60) });
    deliverFrom('mira@example.com');
    await place.bench.poll({ startFrom: ago(30) });
    deliver(place.bench.maildir, { receivedAt: ago(200), from: 'moved@example.com' });
    await place.bench.poll();
    expect(await place.bench.reconcile()).toMatchObject({ received: 2, accounted: 2, missing: [] });
    spoilLedger('delete from replies; delete from messages where uid = 4');
    expect(await place.bench.reconcile()).toMatchObject({ received: 2, missing: [4] });
    expect(await place.bench.reconcile({ since: ago(70) })).toMatchObject({ received: 2, accounted: 1, missing: [2] });
    expect(await place.bench.reconcile({ since: ago(70), repair: true })).toMatchObject({ received: 2, accounted: 2, missing: [] });
    await place.bench.poll({ since: ago(100) });
    expect(await place.bench.reconcile()).toMatchObject({ received: 4, accounted: 3, missing: [4] });
  });

  test('a mailbox that came back under another UIDVALIDITY is a gap until it is polled', async () => {
    deliverFrom('mira@example.com', 'noor@example.com');
    await place.bench.poll();
    await forgetUids(place.bench.maildir);
    expect(await place.bench.reconcile()).toMatchObject({ isKnown: false, received: 2, accounted: 0, missing: [1, 2] });
    await place.bench.poll();
    expect(await place.bench.reconcile()).toMatchObject({ isKnown: true, received: 2, accounted: 2, missing: [] });
    await expectOneDraftEach(place.bench, ['mira@example.com', 'noor@example.com']);
  });

  test('it asks for UIDs and for nothing else', async () => {
    for (let i = 0; i < 50; i++) deliver(place.bench.maildir, { subject: 'hello' });
    await place.bench.poll();
    const before = place.wire.commands.length;
    await place.bench.reconcile();
    expect(place.wire.commands.slice(before).filter((line) => /^(UID|SELECT|STATUS|FETCH)/.test(line))).toEqual([
      'STATUS INBOX (MESSAGES UIDNEXT UIDVALIDITY)',
      'SELECT INBOX',
      'UID SEARCH ALL',
    ]);
  });
});

describe('the command', () => {
  let directory: string;
  const run = (...args: string[]) => runCli(args, { cwd: directory });

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'reconcile-'));
    const orders = resolve('fixtures/contract/orders.example.json');
    const { settings, user } = place.bench;
    writeSettingsFile(directory, { ...mailboxSettings(settings, user), ORDERS: orders, SENDER_VERIFICATION: 'off' });
    return () => rmSync(directory, { recursive: true, force: true });
  });

  test('says N received = N accounted, exits with 1 where there are gaps, and with 0 once they are repaired', async () => {
    deliverFrom('mira@example.com', 'noor@example.com', 'olaf@example.com', 'pia@example.com');
    expect(await run('reconcile')).toMatchObject({ status: 1, stdout: expect.stringContaining('no poll has seen this mailbox') as string });
    expect(readdirSync(directory)).toEqual(['.env']);
    expect(await run('poll')).toMatchObject({ status: 0 });
    const whole = await run('reconcile');
    expect(whole).toMatchObject({ status: 0, stderr: '' });
    expect(whole.stdout).toMatch(/ INBOX: 4 received = 4 accounted \(4 done\)\n$/);

    const database = new DatabaseSync(join(directory, 'var/ledger.sqlite'), { enableForeignKeyConstraints: false });
    database.exec('delete from messages where uid in (2, 3)');
    database.close();
    const gaps = await run('reconcile');
    expect(gaps.status).toBe(1);
    expect(gaps.stdout).toContain('4 received ≠ 2 accounted');
    expect(gaps.stdout).toContain('not in the ledger: UID 2-3;');
    expect(JSON.parse((await run('reconcile', '--json')).stdout)).toMatchObject({
      ok: false,
      received: 4,
      missing: [2, 3],
      repaired: null,
    });
    expect(await run('reconcile', '--repair')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('4 received = 4 accounted (2 done, 2 listed)') as string,
    });
    expect(await run('poll')).toMatchObject({ status: 0 });
    expect((await run('reconcile')).stdout).toMatch(/4 received = 4 accounted \(4 done\)/);
  });

  test('a server that is not there is told, with the exit status of poll', async () => {
    writeSettingsFile(directory, mailboxSettings({ host: '127.0.0.1', port: 1 }, 'nobody'));
    expect(await run('reconcile')).toMatchObject({ status: 3, stdout: '' });
  });
});
