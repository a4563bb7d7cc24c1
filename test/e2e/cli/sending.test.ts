import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ImapFlow } from 'imapflow';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { SMTP_PASSWORD, SMTP_USER, type SmtpSink, startSmtpSink } from '../../support/smtp-sink.ts';
import { type DovecotServer, startDovecot } from '../dovecot/dovecot-server.ts';
import { START_TIMEOUT_MS } from '../servers/server-process.ts';
import { asPerson as asPersonOf } from '../support/as-person.ts';
import { mailboxSettings, type Settings, writeSettingsFile } from '../support/settings-file.ts';
import { runCli } from './run-cli.ts';

let server: DovecotServer;
let sink: SmtpSink;
let directory = '';
let user = '';
let users = 0;

beforeAll(async () => {
  server = await startDovecot();
}, START_TIMEOUT_MS);
afterAll(() => server?.stop());
beforeEach(async () => {
  user = `sending${++users}`;
  directory = mkdtempSync(join(tmpdir(), 'refund-triage-sending-'));
  sink = await startSmtpSink();
  return async () => {
    await sink.stop();
    rmSync(directory, { recursive: true, force: true });
  };
});

/** Settings of a shop that sends. */
function writeSettings(changes: Settings = {}): void {
  writeSettingsFile(directory, {
    SUPPORT_ADDRESS: 'support@qwenimage2.net',
    TRUSTED_AUTHSERV_IDS: 'mx.support.example',
    ORDERS: resolve('fixtures/contract/orders.example.json'),
    ...mailboxSettings(server, user),
    MODE: 'send',
    SMTP_HOST: sink.host,
    SMTP_PORT: String(sink.port),
    SMTP_TLS: 'none',
    SMTP_USER,
    SMTP_PASSWORD,
    ...changes,
  });
}

const run = (...args: string[]) => runCli(args, { cwd: directory });

const asPerson = <T>(work: (client: ImapFlow) => Promise<T>) => asPersonOf(server, user, work);

const SAMPLE = readFileSync('fixtures/contract/sample-request.eml', 'utf8');
/** What the shop's own mail exchanger found: the mail is Mira's. */
const PROVEN = 'Authentication-Results: mx.support.example; dmarc=pass header.from=example.com\r\n';
const deliver = (...mails: readonly string[]) =>
  asPerson(async (client) => {
    for (const mail of mails) await client.append('INBOX', mail.replace(/\r?\n/g, '\r\n'), [], new Date('2026-03-05T09:30:00Z'));
  });
/** Another order of Mira's asked for in a mail of its own. */
const asking = (order: string) =>
  PROVEN + SAMPLE.replace('sample-1@', `sample-${order}@`).replace('QI-20260301-0042', order).replace('blurry', `blurry (${order})`);

const folder = (path: string) =>
  asPerson(async (client) => {
    const listed = await client.list();
    if (!listed.some((box) => box.path === path)) return [];
    await client.mailboxOpen(path, { readOnly: true });
    const found = await client.fetchAll('1:*', { source: true, flags: true });
    return found.map(({ source, flags }) => ({ raw: source?.toString('latin1') ?? '', flags: [...(flags ?? [])] }));
  });

/** Orders of Mira's, as many as wanted. */
function writeOrders(...orderIds: readonly string[]): string {
  const order = { accountEmail: 'mira.holt@example.com', purchasedAt: '2026-03-01T22:15:00Z', currency: 'USD', total: '29.90' };
  const orders = orderIds.map((orderId) => ({ ...order, orderId, creditsPurchased: 400, creditsUsed: 100 }));
  writeFileSync(join(directory, 'orders.json'), JSON.stringify({ orders }));
  return './orders.json';
}

describe('poll in MODE=send', () => {
  test('sends the proven owner’s reply once, and puts a copy into Sent, read', async () => {
    writeSettings();
    await deliver(PROVEN + SAMPLE);
    const polled = await run('poll');
    expect(polled).toMatchObject({ status: 0, stderr: '' });
    expect(polled.stdout).toMatch(/: 1 new, 1 sent \(1 proportional\);/);
    expect(polled.stdout).toMatch(
      /\nsending is on: from this pass on replies of full, proportional, none leave by themselves; SEND_OUTCOMES is not set/,
    );
    expect(sink.taken).toMatchObject([{ from: 'support@qwenimage2.net', to: ['mira.holt@example.com'] }]);
    expect(sink.taken[0]?.raw).toContain('In-Reply-To: <sample-1@example.com>');
    expect(sink.taken[0]?.raw).toContain('Auto-Submitted: auto-replied');
    const copies = await folder('Sent');
    expect(copies).toEqual([{ raw: sink.taken[0]?.raw, flags: expect.arrayContaining(['\\Seen']) as string[] }]);
    expect(await folder('Drafts')).toEqual([]);
    expect(await run('poll')).toMatchObject({ status: 0, stdout: expect.stringMatching(/: 0 new;/) as string });
    expect(sink.taken).toHaveLength(1);
  });

  test('drafts what is not proven', async () => {
    writeSettings();
    await deliver(SAMPLE);
    expect(await run('poll')).toMatchObject({ status: 0, stdout: expect.stringContaining('1 drafted') as string });
    expect(sink.sessions()).toBe(0);
    expect(await folder('Drafts')).toHaveLength(1);
  });

  test('two started together send one mail', async () => {
    writeSettings();
    await deliver(PROVEN + SAMPLE);
    await Promise.all([run('poll'), run('poll')]);
    await run('poll');
    expect(sink.taken).toHaveLength(1);
  });

  test.each([
    ['SENDING=off', { SENDING: 'off' }],
    ['an outcome that is not named', { SEND_OUTCOMES: 'full,none' }],
    ['an amount above the limit', { AUTO_SEND_MAX_AMOUNT: '20.00' }],
    ['a cap of nothing', { MAX_SENDS_PER_HOUR: '0' }],
  ])('%s makes a draft of it', async (_, changes) => {
    writeSettings(changes);
    await deliver(PROVEN + SAMPLE);
    expect(await run('poll')).toMatchObject({ status: 0 });
    expect(sink.sessions()).toBe(0);
    expect(await folder('Drafts')).toHaveLength(1);
  });

  test('SENDING=off written into .env while a pass runs stops the next mail', async () => {
    const orders = ['QI-A-1', 'QI-B-2', 'QI-C-3'];
    writeSettings({ ORDERS: writeOrders(...orders) });
    await deliver(...orders.map(asking));
    const taking = sink.next();
    const polling = run('poll');
    await taking;
    writeSettings({ ORDERS: './orders.json', SENDING: 'off' });
    expect(await polling).toMatchObject({ status: 0 });
    expect(sink.taken.length).toBeLessThan(3);
    expect(sink.taken.length + (await folder('Drafts')).length).toBe(3);
  });

  test('the fourth reply to an address in a day is drafted, and the pass says why', async () => {
    const orders = ['QI-A-1', 'QI-B-2', 'QI-C-3', 'QI-D-4'];
    writeSettings({ ORDERS: writeOrders(...orders) });
    await deliver(...orders.map(asking));
    const polled = await run('poll', '--json');
    expect(JSON.parse(polled.stdout)).toMatchObject({
      results: { sent: 3, drafted: 1 },
      sending: { wouldSend: 3, restrained: { 'address-send-cap': 1 }, against: { 'address-send-cap': 1 } },
    });
    expect(sink.taken).toHaveLength(3);
  });

  test('a mail server that is gone is named with its mend; nothing is lost', async () => {
    writeSettings({ SMTP_PORT: '1' });
    await deliver(PROVEN + SAMPLE);
    const polled = await run('poll');
    expect(polled.status).toBe(1);
    expect(polled.stdout).toMatch(/1 to be sent later, 1 waiting .*\nno mail could be sent: 127\.0\.0\.1:1: .*check SMTP_HOST/);
    expect(polled.stdout + polled.stderr).not.toContain(SMTP_PASSWORD);
  });
});

describe('a reply of which nobody knows whether it was sent', () => {
  /** A pass that is killed when the server has the mail and has not answered. */
  async function dieAfterContent(): Promise<void> {
    sink.behave({ taken: 'silence' });
    const taking = sink.next();
    const child = spawn(resolve('bin/refund-triage'), ['poll'], {
      cwd: directory,
      stdio: 'ignore',
      detached: true,
      env: { PATH: process.env['PATH'] ?? '' },
    });
    const ended = new Promise((done) => child.on('close', done));
    await taking;
    process.kill(-(child.pid ?? 0), 'SIGKILL');
    await ended;
    sink.behave({});
  }

  test('is never sent again; report names it, and a person says how it was', async () => {
    writeSettings();
    await deliver(PROVEN + SAMPLE);
    await dieAfterContent();
    expect(sink.taken).toHaveLength(1);
    const next = await run('poll');
    expect(next.stdout).toMatch(/nobody knows whether they were sent: 1; refund-triage report/);
    await run('poll');
    expect(sink.taken).toHaveLength(1);
    expect(await folder('Drafts')).toEqual([]);

    const reported = await run('report');
    const caseId = /^ {2}(\w{10}) {2}to mira\.holt@example\.com/m.exec(reported.stdout)?.[1] ?? '';
    expect(caseId).not.toBe('');
    expect(await run('delivery', caseId)).toMatchObject({ status: 2 });
    expect(await run('delivery', caseId, '--not-sent')).toMatchObject({ status: 0 });
    expect(await run('poll')).toMatchObject({ status: 0 });
    expect(await folder('Drafts')).toHaveLength(1);
    expect(sink.taken).toHaveLength(1);
    expect(await run('delivery', caseId, '--sent')).toMatchObject({ status: 1, stderr: expect.stringContaining('no reply') as string });
  });

  test('was sent where Sent shows it', async () => {
    writeSettings();
    await deliver(PROVEN + SAMPLE);
    await dieAfterContent();
    await asPerson((client) => client.append('Sent', Buffer.from(sink.taken[0]?.raw ?? '', 'latin1'), ['\\Seen']));
    expect(await run('poll')).toMatchObject({ status: 0, stdout: expect.stringContaining('1 sent') as string });
    expect(await folder('Sent')).toHaveLength(1);
    expect(sink.taken).toHaveLength(1);
    expect(JSON.parse((await run('report', '--json')).stdout)).toMatchObject({
      uncertain: [],
      outcomes: [{ outcome: 'proportional', sent: 1 }],
    });
  });
});

describe('trying it out first', () => {
  test('in draft mode poll and report tell what would have been sent', async () => {
    writeSettings({ MODE: 'draft' });
    await deliver(PROVEN + SAMPLE, asking('QI-UNKNOWN-1'));
    const dry = await run('poll', '--dry-run');
    expect(dry.stdout).toMatch(/proportional 22\.43 USD → drafted \(would be sent, if sending were switched on\)/);
    expect(dry.stdout).toMatch(/→ drafted \(not to be sent: only what the policy decides alone is ever sent\)/);
    const polled = JSON.parse((await run('poll', '--json')).stdout) as object;
    expect(polled).toMatchObject({ results: { drafted: 2 }, sending: { wouldSend: 1 } });
    const reported = await run('report');
    expect(reported).toMatchObject({ status: 0, stderr: '' });
    expect(reported.stdout).toContain('MODE=draft');
    expect(reported.stdout).toMatch(/proportional/);
    expect(sink.sessions()).toBe(0);
  });

  test('report suggests to send what people send as it is, and forgets that when one is edited', async () => {
    const orders = ['QI-A-1', 'QI-B-2', 'QI-C-3'];
    writeSettings({ MODE: 'draft', UNLOCK_AFTER: '2', ORDERS: writeOrders(...orders) });
    await deliver(...orders.slice(0, 2).map(asking));
    await run('poll');
    const suggested = async () => (JSON.parse((await run('report', '--json')).stdout) as { suggestions: unknown }).suggestions;
    expect(await suggested()).toEqual([]);
    await asPerson(async (client) => {
      await client.mailboxOpen('Drafts');
      await client.messageMove('1:*', 'Sent');
    });
    await run('poll');
    expect(await suggested()).toEqual([{ outcome: 'proportional', asWrittenInARow: 2 }]);
    expect((await run('report')).stdout).toContain('sending proportional is worth switching on (SEND_OUTCOMES)');

    await deliver(asking('QI-C-3'));
    await run('poll');
    await asPerson(async (client) => {
      const lock = await client.getMailboxLock('Drafts');
      const draft = await client.fetchOne('*', { source: true });
      const edited = draft ? (draft.source?.toString('latin1') ?? '').replace('Hello', 'Dear') : '';
      await client.messageDelete('1:*');
      lock.release();
      await client.append('Sent', Buffer.from(edited, 'latin1'), ['\\Seen']);
    });
    await run('poll');
    expect(await suggested()).toEqual([]);
  });

  test('without a ledger there is nothing to report', async () => {
    writeSettings();
    expect(await run('report')).toMatchObject({ status: 2, stderr: expect.stringContaining('there is no ledger yet') as string });
  });

  test.each([
    ['to any amount', {}, /full, proportional, none may leave unseen, whatever the amount\n.*AUTO_SEND_MAX_AMOUNT/],
    ['whatever the outcome', {}, /• sending +SEND_OUTCOMES is not set, so every outcome that can be sent is open\n.*SEND_OUTCOMES=full/],
    ['up to a limit', { SEND_OUTCOMES: 'full', AUTO_SEND_MAX_AMOUNT: '50.00' }, /✓ sending +full may leave unseen, up to 50\.00/],
    ['not while the kill switch is thrown', { SENDING: 'off' }, /SENDING is off/],
  ])('doctor logs in at the mail server and says what may leave: %s', async (_, changes, words) => {
    writeSettings(changes);
    const { stdout } = await run('doctor');
    expect(stdout).toMatch(/✓ SMTP login/);
    expect(stdout).toMatch(words);
  });
});
