import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ImapFlow } from 'imapflow';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { acquirePassLock } from '../../../src/cases/pass-lock.ts';
import { type DovecotServer, startDovecot } from '../dovecot/dovecot-server.ts';
import { asPerson as asPersonOf } from '../support/as-person.ts';
import { mailboxSettings, type Settings, writeSettingsFile } from '../support/settings-file.ts';
import { runCli } from './run-cli.ts';

let server: DovecotServer;
let directory = '';
let user = '';
let users = 0;

beforeAll(async () => {
  server = await startDovecot();
});
afterAll(() => server?.stop());
beforeEach(() => {
  user = `cli${++users}`;
  directory = mkdtempSync(join(tmpdir(), 'refund-triage-poll-'));
  return () => rmSync(directory, { recursive: true, force: true });
});

function writeSettings(changes: Settings = {}): void {
  writeSettingsFile(directory, {
    SUPPORT_NAME: 'Qwen Image Support',
    SUPPORT_ADDRESS: 'support@qwenimage2.net',
    ORDERS: resolve('fixtures/contract/orders.example.json'),
    SENDER_VERIFICATION: 'off',
    ...mailboxSettings(server, user),
    ...changes,
  });
}

const run = (...args: string[]) => runCli(args, { cwd: directory });

const asPerson = <T>(work: (client: ImapFlow) => Promise<T>) => asPersonOf(server, user, work);

/** As a delivery agent would, with the time of receipt that the server keeps. */
const SAMPLE = readFileSync('fixtures/contract/sample-request.eml', 'utf8');
const deliver = (mails: readonly string[]) =>
  asPerson(async (client) => {
    for (const mail of mails) await client.append('INBOX', mail.replace(/\r?\n/g, '\r\n'), [], new Date('2026-03-05T09:30:00Z'));
  });
const deliverSample = () => deliver([SAMPLE]);

const drafts = (folder = 'Drafts') =>
  asPerson(async (client) => {
    await client.mailboxOpen(folder, { readOnly: true });
    const found = await client.fetchAll('1:*', { source: true, flags: true });
    return Promise.all(found.map(async ({ source, flags }) => ({ flags: [...(flags ?? [])], mail: await simpleParser(source ?? '') })));
  });

describe('poll', () => {
  test('leaves the draft that triage shows, threaded, and a second poll adds none', async () => {
    writeSettings();
    await deliverSample();
    const first = await run('poll');
    expect(first).toMatchObject({ status: 0, stderr: '' });
    expect(first.stdout).toMatch(/^cli\d+@127\.0\.0\.1 INBOX: 1 new, 1 drafted \(1 proportional\); [\d.]+ s\n$/);

    const [draft, ...others] = await drafts();
    expect(others).toEqual([]);
    expect(draft?.flags).toContain('\\Draft');
    expect(draft?.mail).toMatchObject({
      inReplyTo: '<sample-1@example.com>',
      references: [expect.stringMatching(/^<[0-9a-z]{10}\.case\./) as string, '<sample-1@example.com>'],
      subject: 'Re: Refund Request',
    });
    expect(draft?.mail.from?.text).toBe('"Qwen Image Support" <support@qwenimage2.net>');
    expect(draft?.mail.to).toMatchObject({ text: 'mira.holt@example.com' });
    expect(draft?.mail.headers.get('auto-submitted')).toBe('auto-replied');
    expect(draft?.mail.headers.get('x-auto-response-suppress')).toBe('All');
    expect(draft?.mail.text).toContain('29.90 ÷ 400 × 300 = 22.43 USD');
    expect(draft?.mail.html).toContain('22.43');

    expect(await run('poll')).toMatchObject({ status: 0, stdout: expect.stringMatching(/: 0 new;/) as string });
    expect(await drafts()).toHaveLength(1);
  });

  test('the drafts folder may be named in any script, and is made where it is missing', async () => {
    writeSettings({ DRAFTS_MAILBOX: 'Entwürfe für 客服' });
    await deliverSample();
    expect(await run('poll')).toMatchObject({ status: 0, stderr: '' });
    expect(await drafts('Entwürfe für 客服')).toHaveLength(1);
  });

  test('--json is one object for machines', async () => {
    writeSettings();
    await deliverSample();
    const polled = await run('poll', '--json');
    expect(JSON.parse(polled.stdout)).toMatchObject({
      newMessages: 1,
      results: { drafted: 1 },
      outcomes: { proportional: 1 },
      dryRun: false,
    });
  });

  test('--dry-run shows what it would do, and leaves no draft and no ledger', async () => {
    writeSettings();
    await deliverSample();
    const dry = await run('poll', '--dry-run');
    expect(dry.status).toBe(0);
    expect(dry.stdout).toContain('mira.holt@example.com, “Refund Request”: proportional 22.43 USD');
    expect(existsSync(join(directory, 'var'))).toBe(false);
    expect(await run('poll')).toMatchObject({ stdout: expect.stringContaining('1 drafted') as string });
  });

  test('two at once: the second one ends at once, says so, and exits with 4', async () => {
    writeSettings();
    await run('poll');
    const lock = acquirePassLock(join(directory, 'var', 'ledger.sqlite'));
    const second = await run('poll');
    if (lock.ok) lock.value();
    expect(second).toMatchObject({ status: 4, stdout: '' });
    expect(second.stderr).toMatch(/another pass/i);
    expect(await run('poll')).toMatchObject({ status: 0 });
  });

  test('two started together leave one draft', async () => {
    writeSettings();
    await deliverSample();
    const both = await Promise.all([run('poll'), run('poll')]);
    const statuses = both.map(({ status }) => status ?? -1).toSorted((a, b) => a - b);
    expect([
      [0, 0],
      [0, 4],
    ]).toContainEqual(statuses);
    expect(await drafts()).toHaveLength(1);
  });

  test.each([
    ['a port where nobody listens', { IMAP_PORT: '1' }, 3, /127\.0\.0\.1/],
    ['a wrong password', { IMAP_PASSWORD: 'wrong-canary' }, 3, /refused the login of cli/],
    ['no mailbox in the settings', { IMAP_HOST: '' }, 2, /IMAP_HOST: no mailbox is set; copy \.env\.example/],
    ['no order book in the settings', { ORDERS: '' }, 2, /ORDERS: no order book is set/],
    ['a ledger that cannot be made', { LEDGER: './.env/ledger.sqlite' }, 2, /ledger\.sqlite: the ledger cannot be made \(E/],
    ['a folder that the server does not have', { IMAP_MAILBOX: 'Nope' }, 3, /no such folder/],
    ['an order book that is not there', { ORDERS: './nowhere.csv' }, 2, /nowhere\.csv/],
  ])('%s is one clear message', async (_, changes, status, message) => {
    writeSettings(changes);
    await deliverSample();
    const polled = await run('poll');
    expect(polled).toMatchObject({ status, stdout: '' });
    expect(polled.stderr).toMatch(message);
    expect(polled.stderr).not.toMatch(/\n\s+at |wrong-canary/);
  });

  test('an interrupted pass ends cleanly, and the next one leaves exactly one draft for each request', async () => {
    writeSettings();
    const senders = Array.from({ length: 20 }, (_, n) => SAMPLE.replaceAll('mira.holt', `c${n}`).replace('sample-1@', `sample-${n}@`));
    await deliver(senders);
    const child = spawn(resolve('bin/refund-triage'), ['poll'], {
      cwd: directory,
      stdio: 'ignore',
      env: { PATH: process.env['PATH'] ?? '' },
    });
    const ended = new Promise<number | null>((done) => child.on('close', done));
    while (!readdirSync(directory).includes('var')) await new Promise((next) => setTimeout(next, 20));
    child.kill('SIGTERM');
    expect([0, 1]).toContain(await ended);
    expect(await run('poll')).toMatchObject({ status: 0 });
    expect(await drafts()).toHaveLength(20);
  });
});

describe('doctor', () => {
  test('is content where everything works', async () => {
    writeSettings();
    const checked = await run('doctor');
    expect(checked.stdout).toContain('Ready.');
    expect(checked.status).toBe(0);
    expect(checked.stdout).toMatch(/✓ drafts folder\s+Drafts/);
    expect(existsSync(join(directory, 'var'))).toBe(false);
  });

  test('goes on after what is wrong, and says how to mend each', async () => {
    writeSettings({
      IMAP_PASSWORD: 'wrong-canary',
      POLICY: './policy.json',
      ORDERS: './orders.csv',
      SMTP_HOST: '127.0.0.1',
      SMTP_PORT: '1',
      SMTP_USER: 'u',
      SMTP_PASSWORD: 'p-canary',
    });
    const checked = await run('doctor', '--json');
    expect(checked.status).toBe(2);
    const { findings } = JSON.parse(checked.stdout) as { findings: { check: string; state: string; what: string; mend?: string }[] };
    const wrong = findings.filter(({ state }) => state === 'wrong').map(({ check }) => check);
    expect(wrong).toEqual(['policy', 'order book', 'IMAP login', 'SMTP login']);
    expect(findings.find(({ check }) => check === 'IMAP login')?.mend).toMatch(/check the user name and the password/);
    expect(checked.stdout + checked.stderr).not.toMatch(/canary/);
  });
});

describe('the README', () => {
  test('each of its commands is one that the program has', async () => {
    const readme = readFileSync('README.md', 'utf8');
    const named = new Set(
      [...readme.matchAll(/bin\/refund-triage (\w+(?: (?:check|list|show|verify|backtest|handed-over|schema))?)/g)].map(
        ([, command = '']) => command,
      ),
    );
    expect(named.size).toBeGreaterThan(15);
    for (const command of named) expect(await runCli([...command.split(' '), '--help'])).toMatchObject({ status: 0 });
  });

  test('demo shows the table and leaves a draft for each request', async () => {
    const shown = await run('demo');
    expect(shown).toMatchObject({ status: 0, stderr: '' });
    for (const words of ['full', 'proportional', 'needs-info', 'review', '22.43 USD', 'mailing-list', 'unrelated'])
      expect(shown.stdout).toContain(words);
    expect(readdirSync(join(directory, 'var/demo/Drafts'))).toHaveLength(15);
    expect(shown.stdout).toContain(join(directory, 'var/demo/Drafts'));
  });
});
