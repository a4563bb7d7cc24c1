import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCaseArchive } from '../../../src/cases/case-archive.ts';
import { openCaseStore } from '../../../src/cases/case-store.ts';
import { answersOf, type CliRun, runCli } from './run-cli.ts';

const RAW = Buffer.from('From: "\x1b[2Jx\u202e" <a@example.com>\r\nSubject: Refund\r\n\r\nSecret words \xff\r\n', 'latin1');
const MAILBOX = { account: 'support@imap.shop.test', path: 'INBOX', uidValidity: '7' };

let folder = '';
let ledger = '';
const quarantine = (...args: string[]) => runCli(['quarantine', ...args], { cwd: folder, env: { LEDGER: ledger } });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'refund-triage-quarantine-'));
  ledger = join(folder, 'ledger.sqlite');
  const at = new Date('2026-03-05T10:00:00Z');
  const store = openCaseStore({ path: ledger, messageIdDomain: 'shop.test' });
  const entries = [1, 2, 3].map((uid) => ({ uid, internalDate: at, sizeBytes: uid === 2 ? 99_000_000 : RAW.length }));
  await store.register(MAILBOX, { entries, listedTo: 3 }, at);
  await store.close(1, 'unreadable', 'unparseable: \x1b[31mmade so\x1b[0m', at, RAW);
  await store.close(2, 'too-large', '99000000 bytes, the limit is 26214400', at);
  await store.close(3, 'unreadable', '5 attempts ended with the process', at);
  await store.dispose();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('refund-triage quarantine', () => {
  test('list shows a row a mail, and nothing that a terminal obeys', async () => {
    const run = await quarantine('list');
    expect(run).toMatchObject({ status: 0, stderr: '' });
    expect(run.stdout).toContain('\\u{1b}[31mmade');
    expect(run.stdout).toContain('99.0 MB');
    expect(run.stdout).not.toContain('\x1b');
  });

  test('list --json gives an object a line', async () => {
    expect(answersOf(await quarantine('list', '--json'))).toMatchObject([
      { id: 1, uid: 1, end: 'unreadable', bytes: 'kept', setAsideAt: '2026-03-05T10:00:00.000Z' },
      { id: 2, uid: 2, end: 'too-large', bytes: 'none' },
      { id: 3, uid: 3, end: 'unreadable', bytes: 'none' },
    ]);
  });

  test('show tells why, what can be done, and the header without obeying it; never the body', async () => {
    const run = await quarantine('show', '1');
    expect(run.status).toBe(0);
    expect(run.stdout).toContain('From: "\\u{1b}[2Jx');
    expect(run.stdout).toContain('quarantine replace 1 FILE');
    expect(run.stdout).not.toMatch(/Secret|\p{Cf}|(?!\n)\p{Cc}/u);
    expect((await quarantine('show', '2')).stdout).toContain('raise MAX_MAIL_BYTES to 99000000 or more');
  });

  test('export gives the bytes as they came: to standard output, or to a new file of this user alone', async () => {
    expect((await quarantine('export', '1')).status).toBe(0);
    const out = join(folder, 'out.eml');
    expect(await quarantine('export', '1', '--out', 'out.eml')).toMatchObject({ status: 0, stdout: '' });
    expect(readFileSync(out).equals(RAW)).toBe(true);
    expect(statSync(out).mode & 0o777).toBe(0o600);
    expect(endOf(await quarantine('export', '1', '--out', 'out.eml'))).toMatch(/^2: .*out\.eml: is there already/);
    expect(endOf(await quarantine('export', '2'))).toMatch(/^2: .*INBOX, UID 2/);
  });

  test('what cannot be done is said, each mail by itself', async () => {
    expect(endOf(await quarantine('retry', '2', '9'))).toMatch(/^1: 2: it has 99000000 bytes.*\n9: no such mail/);
    expect(endOf(await quarantine('show', '9'))).toMatch(/^2: .*no mail 9/);
    expect(endOf(await quarantine('drop', 'x'))).toMatch(/^2: .*expected the number/);
    expect(endOf(await quarantine('replace', '1', 'nowhere.eml'))).toMatch(/^2: .*nowhere\.eml/);
    expect(endOf(await runCli(['quarantine', 'list'], { cwd: folder, env: { LEDGER: 'none.sqlite' } }))).toMatch(
      /^2: .*there is no ledger yet/,
    );
  });

  test('retry, replace and drop take them out, and the ledger keeps who did it', async () => {
    writeFileSync(join(folder, 'edited.eml'), 'From: a@example.com\n\nedited\n');
    expect(await quarantine('replace', '1', 'edited.eml')).toMatchObject({ status: 0 });
    expect(await quarantine('drop', '2')).toMatchObject({ status: 0 });
    expect(await quarantine('retry', '3')).toMatchObject({ status: 0 });
    expect(await quarantine('list')).toMatchObject({ stdout: 'nothing is in quarantine\n' });
    const archive = openCaseArchive(ledger);
    const events = (await Array.fromAsync(archive.events(null))).filter(({ what }) => what.startsWith('quarantine-'));
    await archive.dispose();
    const actor = `person:${userInfo().username}`;
    expect(events).toMatchObject([
      { what: 'quarantine-replaced', actor, messageRowId: 1 },
      { what: 'quarantine-dropped', actor, messageRowId: 2 },
      { what: 'quarantine-retried', actor, messageRowId: 3 },
    ]);
  });
});

/** The exit status, and what was said of it. */
function endOf({ status, stderr }: CliRun): string {
  return `${status}: ${stderr}`;
}
