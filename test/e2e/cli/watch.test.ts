import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ImapFlow } from 'imapflow';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type DovecotServer, startDovecot } from '../dovecot/dovecot-server.ts';
import { START_TIMEOUT_MS } from '../servers/server-process.ts';
import { asPerson as asPersonOf } from '../support/as-person.ts';
import { mailboxSettings, type Settings, writeSettingsFile } from '../support/settings-file.ts';
import { runCli } from './run-cli.ts';

const SAMPLE = readFileSync('fixtures/contract/sample-request.eml', 'utf8');
const PUBLISHED = readFileSync('fixtures/contract/policy.example.json', 'utf8');
/** Longer than any test: what happens sooner was told by the server. */
const NO_INTERVAL = '600';

let server: DovecotServer;
let directory = '';
let user = '';
let users = 0;
let child: ChildProcess | null = null;
let out = '';
let err = '';

beforeAll(async () => {
  server = await startDovecot();
}, START_TIMEOUT_MS);
afterAll(() => server?.stop());
beforeEach(() => {
  user = `watch${++users}`;
  out = '';
  err = '';
  directory = mkdtempSync(join(tmpdir(), 'refund-triage-watch-'));
  writeFileSync(join(directory, 'policy.json'), PUBLISHED);
  writeSettings();
});

afterEach(async () => {
  if (child && child.exitCode === null) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  child = null;
  rmSync(directory, { recursive: true, force: true });
});

function writeSettings(changes: Settings = {}): void {
  writeSettingsFile(directory, {
    SUPPORT_ADDRESS: 'support@qwenimage2.net',
    ORDERS: resolve('fixtures/contract/orders.example.json'),
    POLICY: 'policy.json',
    SENDER_VERIFICATION: 'off',
    ...mailboxSettings(server, user),
    ...changes,
  });
}

function startWatch(interval: string): ChildProcess {
  const started = spawn(resolve('bin/refund-triage'), ['watch', '--interval', interval], {
    cwd: directory,
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' },
  });
  started.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  started.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  child = started;
  return started;
}

/** Fails by the test's own time limit, telling what was seen. */
async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (await holds()) return;
    await delay(100);
  }
  throw new Error(`${what} was awaited in vain\nstdout: ${out}\nstderr: ${err}`);
}

const asPerson = <T>(work: (client: ImapFlow) => Promise<T>) => asPersonOf(server, user, work);

/** Each asks for another order, so that none is a duplicate. */
const deliver = (orderId: string) =>
  asPerson((client) =>
    client.append(
      'INBOX',
      SAMPLE.replaceAll('QI-20260301-0042', orderId).replace(/(Message-ID: <)/i, `$1${orderId}.`),
      [],
      new Date('2026-03-05T09:30:00Z'),
    ),
  );

describe('watch', () => {
  test('takes in new mail as soon as the server tells of it, and ends politely', async () => {
    const watching = startWatch(NO_INTERVAL);
    await deliver('QI-20260301-0042');
    await until('the first mail', () => /1 new, 1 drafted/.test(out));
    await until('a connection that waits', () => server.log().includes(`user=<${user}>`));
    await delay(1500);
    await deliver('QI-0');
    await until('the second mail', () => (out.match(/1 new/g) ?? []).length === 2);
    watching.kill('SIGTERM');
    const [status] = (await once(watching, 'exit')) as [number | null];
    expect([status, err]).toEqual([0, '']);
  });

  test('a policy that changes takes effect without a restart, and one that breaks leaves the last good one in force', async () => {
    const policy = join(directory, 'policy.json');
    startWatch('5');
    await deliver('QI-20260301-0042');
    await until('the first mail', () => /1 drafted \(1 proportional\)/.test(out));
    writeFileSync(policy, '{ "versions": [');
    await deliver('QI-1');
    await until('the broken file told', () => err.includes('the policy read before stays in force'));
    await until('the second mail', () => /1 drafted \(1 needs-info\)/.test(out));
    writeFileSync(policy, PUBLISHED.replace('"windowDays": 7', '"windowDays": 3'));
    await deliver('qi-20260301-0042 ');
    await until('the mended file told', () => err.includes('can be used again'));
    expect(err.match(/stays in force/g)).toHaveLength(1);
  });

  test('a server that is gone does not end it', async () => {
    writeSettings({ IMAP_PORT: '1' });
    const watching = startWatch('5');
    await until('two passes that failed', () => (err.match(/refused/gi) ?? []).length >= 2);
    expect(watching.exitCode).toBeNull();
  });

  test.each([
    ['an interval that is none', ['--interval', 'soon'], '--interval: soon is no wait between two passes'],
    ['an interval that servers refuse', ['--interval', '1'], '--interval: 1 is no wait'],
  ])('%s is refused in one line', async (_, options, message) => {
    const run = await runCli(['watch', ...options], { cwd: directory });
    expect(run).toMatchObject({ status: 2, stdout: '' });
    expect(run.stderr).toContain(message);
  });

  test('a policy that is broken from the start is told, and nothing begins', async () => {
    writeFileSync(join(directory, 'policy.json'), '{}');
    const run = await runCli(['watch'], { cwd: directory });
    expect(run).toMatchObject({ status: 2, stdout: '' });
    expect(run.stderr).toContain('policy.json: versions: expected a list');
  });
});
