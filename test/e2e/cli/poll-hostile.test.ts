import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DovecotServer, startDovecot } from '../dovecot/dovecot-server.ts';
import { deliver } from '../dovecot/maildir.ts';
import { START_TIMEOUT_MS } from '../servers/server-process.ts';
import { requestMailbox } from '../support/request-mailbox.ts';
import { mailboxSettings, writeSettingsFile } from '../support/settings-file.ts';
import { answersOf, runCli } from './run-cli.ts';

let server: DovecotServer;
let folder = '';

beforeAll(async () => {
  server = await startDovecot();
  folder = mkdtempSync(join(tmpdir(), 'refund-triage-hostile-poll-'));
}, START_TIMEOUT_MS);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await server?.stop();
});

test('a poll gives up a mail that hangs and one of 100,000 parts, answers the next, and tries the two again', {
  timeout: 120_000,
}, async () => {
  const user = `hostile${process.pid}`;
  const request = (order: string) => `Please refund my order ${order}.`;
  deliver(server.maildir(user), { messageId: '<hangs@example.com>', body: request('a'.repeat(60)) });
  deliver(server.maildir(user), {
    messageId: '<parts@example.com>',
    headers: ['Content-Type: multipart/mixed; boundary=b'],
    body: manyParts(),
  });
  deliver(server.maildir(user), { messageId: '<fine@example.com>', body: request('QI-20260301-0042') });
  writeSettingsFile(folder, {
    ORDERS: resolve('fixtures/contract/orders.example.json'),
    SENDER_VERIFICATION: 'off',
    // An operator's pattern that backtracks: the one thing that hangs on a mail for certain.
    ORDER_ID_PATTERNS: '(?:a+)+!',
    ...mailboxSettings(server, user),
  });
  const run = await runCli(['poll', '--json'], { cwd: folder });
  expect(run.status).toBe(1);
  expect(answersOf(run)).toMatchObject([{ newMessages: 3, results: { failed: 2, drafted: 1 }, backlog: { waiting: 2, setAside: 0 } }]);
});

/** Five attempts, one more where another mail was in hand as this one was read ahead, and the pass that gives it up. */
const MAX_PASSES = 7;

test.each([
  ['comes first', 60_000],
  ['comes last', 0],
])('a mail that ends the process whenever it is read and %s is in quarantine in the end, and the others are answered', async (_, agoMs) => {
  const mailbox = requestMailbox(server, 3);
  const receivedAt = new Date(Date.now() - agoMs);
  deliver(mailbox.bench.maildir, { from: 'eve@example.com', body: 'This mail ends whatever reads it.', receivedAt });
  const preload = fileURLToPath(new URL('../support/die-while-reading.ts', import.meta.url));
  const ends: (number | null)[] = [];
  while (ends.at(-1) !== 0 && ends.length < MAX_PASSES) {
    const run = await runCli(['poll'], { cwd: mailbox.directory, env: { NODE_OPTIONS: `--import=${preload}` } });
    ends.push(run.status);
  }
  expect(ends.at(-1)).toBe(0);
  expect(ends.filter((status) => status === null).length).toBeGreaterThanOrEqual(5);
  expect((await mailbox.recipients()).toSorted((a, b) => a.localeCompare(b))).toEqual(mailbox.senders);
  expect((await mailbox.run('quarantine', 'list', '--json')).stdout).toContain('5 attempts ended with the process');
  mailbox.remove();
});

/** No letter: the parser refuses it, whatever they hold. */
function manyParts(): string {
  return '--b\n\nx\n'.repeat(100_000);
}
