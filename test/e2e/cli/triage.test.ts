import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answersOf, runCli } from './run-cli.ts';

const CONTRACT = resolve('fixtures/contract');
const SAMPLE_MAIL = readFileSync(join(CONTRACT, 'sample-request.eml'));
const BOOK_AND_POLICY = ['--orders', join(CONTRACT, 'orders.example.json'), '--policy', join(CONTRACT, 'policy.example.json')];
const NOW = ['--now', '2026-03-05T10:00:00Z'];

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'refund-triage-cli-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function place(name: string, content: string | Buffer): string {
  const file = join(directory, name);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, content);
  return file;
}

describe('triage --json', () => {
  test("answers the contract's example as the contract does", async () => {
    const run = await runCli(['triage', '--json', ...BOOK_AND_POLICY, ...NOW, 'sample-request.eml'], { cwd: CONTRACT });
    expect(run.stderr).toBe('');
    expect(run.status).toBe(0);
    const expected = JSON.parse(readFileSync(join(CONTRACT, 'triage.example.json'), 'utf8')) as {
      decision: { trace: { because?: string }[] };
      reply: { text?: string; html?: string };
    };
    // The words of `because` and of the reply's bodies are up to the program.
    for (const step of expected.decision.trace) delete step.because;
    delete expected.reply.text;
    delete expected.reply.html;
    const [answer] = answersOf(run);
    expect(Object.keys(answer ?? {})).toEqual(Object.keys(expected));
    expect(answer).toMatchObject(expected);
  });

  test('runs from any directory and through a symbolic link, with settings or without', async () => {
    const link = join(directory, 'rt');
    symlinkSync(resolve('bin/refund-triage'), link);
    const run = await runCli(['triage', '--json', '-'], { cwd: '/', bin: link, input: SAMPLE_MAIL });
    expect(answersOf(run)).toMatchObject([{ source: '-', decision: { outcome: 'proportional', amount: '22.43' } }]);
  });

  test('a directory is answered in byte order of its paths, with Maildir messages and without drafts in progress', async () => {
    for (const name of ['box/b.eml', 'box/a/z.eml', 'box/B.eml', 'box/cur/1.x:2,S', 'box/new/2.x', 'box/tmp/3.x', 'box/notes.txt'])
      place(name, SAMPLE_MAIL);
    const run = await runCli(['triage', '--json', ...BOOK_AND_POLICY, 'box'], { cwd: directory });
    expect(answersOf(run).map((answer) => answer['source'])).toEqual([
      'box/B.eml',
      'box/a/z.eml',
      'box/b.eml',
      'box/cur/1.x:2,S',
      'box/new/2.x',
    ]);
  });

  test('an mbox is answered message by message', async () => {
    const mail = SAMPLE_MAIL.toString('utf8').trimEnd();
    place('two.mbox', `From mira Thu Mar  5 09:30:00 2026\n${mail}\n\nFrom mira Thu Mar  5 09:31:00 2026\n${mail}\n`);
    const run = await runCli(['triage', '--json', ...BOOK_AND_POLICY, 'two.mbox'], { cwd: directory });
    expect(answersOf(run)).toMatchObject([
      { source: 'two.mbox#1', decision: { amount: '22.43' } },
      { source: 'two.mbox#2', decision: { amount: '22.43' } },
    ]);
  });

  test('what cannot be read has its line, the others are still judged, and the exit status says so', async () => {
    const good = place('good.eml', SAMPLE_MAIL);
    const empty = place('empty.eml', '');
    const run = await runCli(['triage', '--json', ...BOOK_AND_POLICY, '/nowhere/x.eml', empty, good]);
    expect(run.status).toBe(1);
    expect(answersOf(run)).toMatchObject([
      { source: '/nowhere/x.eml', error: { code: 'not-found' } },
      { source: empty, error: { code: 'unparseable' } },
      { source: good, decision: { outcome: 'proportional' } },
    ]);
  });

  test('of several numbers the one that is an order wins, and the evidence names it', async () => {
    const mail = SAMPLE_MAIL.toString('utf8').replace('Order number: QI-20260301-0042', 'Order number: 2026-7781 or QI-20260301-0042');
    const [answer] = answersOf(await runCli(['triage', '--json', ...BOOK_AND_POLICY, '-'], { input: mail }));
    expect(answer).toMatchObject({
      request: {
        orderId: 'QI-20260301-0042',
        orderIds: ['QI-20260301-0042', '2026-7781'],
        evidence: { orderId: { text: 'QI-20260301-0042', by: 'order-book' } },
      },
      decision: { amount: '22.43' },
    });
  });

  test('one unusable order is named, and a request for it goes to a person', async () => {
    const orders = place('orders.json', readFileSync(join(CONTRACT, 'orders.example.json'), 'utf8').replace('"29.90"', '"29,90"'));
    const run = await runCli(['triage', '--json', '--orders', orders, '-'], { input: SAMPLE_MAIL });
    expect(run.status).toBe(0);
    expect(run.stderr).toContain('orders.json: orders[0].total');
    const [answer] = answersOf(run);
    expect(answer).toMatchObject({
      order: null,
      decision: { outcome: 'review', amount: '0.00', flags: ['invalid-order', 'sender-unauthenticated'] },
    });
  });
});

describe('bad input is one clear message, exit status 2, and nothing on standard output', () => {
  const policy = readFileSync(join(CONTRACT, 'policy.example.json'), 'utf8');
  test.each([
    ['malformed policy', '--policy', 'policy.json', '{ "versions": [', /policy\.json.*line 1/],
    [
      'a policy value out of range',
      '--policy',
      'policy.json',
      policy.replace('"windowDays": 7', '"windowDays": -7'),
      /policy\.json: versions\[0\]\.windowDays/,
    ],
    [
      'a policy key that is no key',
      '--policy',
      'policy.json',
      policy.replace('windowDays', 'windowDay'),
      /policy\.json: versions\[0\].*windowDay/,
    ],
    ['malformed orders', '--orders', 'orders.json', '{ "orders": [ {,} ] }', /orders\.json/],
    ['orders without their column', '--orders', 'orders.csv', 'orderId,total\n1,2\n', /orders\.csv.*accountEmail/],
    ['a kind of order book that is not known', '--orders', 'orders.xlsx', 'PK', /orders\.xlsx/],
  ])('%s', async (_, option, name, content, expected) => {
    const run = await runCli(['triage', '--json', option, place(`bad/${name}`, content), '-'], { input: SAMPLE_MAIL });
    expect(run).toMatchObject({ status: 2, stdout: '' });
    expect(run.stderr).toMatch(expected);
    expect(run.stderr).not.toMatch(/\n\s+at /);
  });

  test.each([
    ['no order book at that path', ['--orders', '/nowhere/orders.json'], /\/nowhere\/orders\.json: there is no such file/],
    ['no policy at that path', ['--policy', '/nowhere/policy.json'], /\/nowhere\/policy\.json: no such file/],
    ['no templates at that path', ['--templates', '/nowhere'], /\/nowhere/],
    ['a clock that is none', ['--now', 'yesterday'], /--now: yesterday is no point in time; write it like/],
    ['a clock beyond the calendar', ['--now', '9999-12-31T00:00:00Z'], /--now: 9999-12-31T00:00:00Z is no year that a clock can show/],
    ['settings at a path where none are', ['--env-file', 'nowhere.env'], /nowhere\.env: no such file/],
    ['an option that is not known', ['--oders', 'x'], /unknown option '--oders'[\s\S]*--orders/],
  ])('%s', async (_, args, expected) => {
    const run = await runCli(['triage', '--json', ...args, '-'], { input: SAMPLE_MAIL });
    expect(run).toMatchObject({ status: 2, stdout: '' });
    expect(run.stderr).toMatch(expected);
    expect(run.stderr).not.toMatch(/\n\s+at /);
  });

  test('a malformed .env is named with its lines', async () => {
    const env = place('shop/.env', 'IMAP_HOST imap.example.com\nIMAP_PORT=99999\n');
    const run = await runCli(['triage', '--json', '-'], { cwd: join(directory, 'shop'), input: SAMPLE_MAIL });
    expect(run).toMatchObject({ status: 2, stdout: '' });
    expect(run.stderr).toContain(`${env} line 1: neither NAME=value nor a comment`);
  });
});

test('a full disk behind standard output is said, in one line', () => {
  const shown = spawnSync('sh', ['-c', 'bin/refund-triage triage --json "$0" >/dev/full', join(CONTRACT, 'sample-request.eml')], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '' },
  });
  expect(shown.status).toBe(1);
  expect(shown.stderr).toMatch(/^standard output: ENOSPC.*\n$/);
});

describe('triage for people', () => {
  test('shows what was read, each rule, and the reply, and obeys no control character of the mail', async () => {
    const hostile = SAMPLE_MAIL.toString('utf8').replace('came out blurry', 'came out \u001b[31mblurry\u202e');
    const run = await runCli(['triage', ...BOOK_AND_POLICY, ...NOW, '-'], { input: hostile });
    expect(run.status).toBe(0);
    expect(run.stdout).toContain('proportional 22.43 USD');
    expect(run.stdout).toContain('22.425 rounded half up');
    expect(run.stdout).not.toContain('\u001b[31mblurry');
    expect(run.stdout).not.toContain('\u202e');
  });
});
