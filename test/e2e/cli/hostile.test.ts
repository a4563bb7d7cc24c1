import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HOSTILE_MAILS } from './hostile-mails.ts';
import { answersOf, runCli } from './run-cli.ts';

/** The slowest takes one second on an idle machine; a quadratic scan of 300 KB takes minutes. */
const MOST_MS_A_MAIL = 10_000;
const MOST_MS_IN_ALL = 180_000;

const NAMES = [...HOSTILE_MAILS.keys()];

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'refund-triage-hostile-'));
  mkdirSync(join(directory, 'mails'));
  for (const [at, name] of NAMES.entries()) writeFileSync(join(directory, 'mails', `${numbered(at)}.eml`), HOSTILE_MAILS.get(name) ?? '');
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test.each([
  ['as JSON', ['--json']],
  ['for people', []],
])('every hostile mail is answered in its turn, none of them late, in one run: %s', { timeout: MOST_MS_IN_ALL }, async (_, flags) => {
  const args = ['triage', ...flags, '--now', '2026-03-05T10:00:00Z', 'mails'];
  const child = spawn(resolve('bin/refund-triage'), args, {
    cwd: directory,
    env: { PATH: process.env['PATH'] ?? '', HOME: directory },
    timeout: MOST_MS_IN_ALL,
    killSignal: 'SIGKILL',
  });
  const ended = new Promise<number | null>((done) => child.on('close', done));
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('utf8');
  });
  const answers: string[] = [];
  const late: string[] = [];
  let last = performance.now();
  for await (const line of createInterface({ input: child.stdout })) {
    const now = performance.now();
    if (now - last > MOST_MS_A_MAIL) late.push(`${Math.round(now - last)} ms before ${line.slice(0, 80)}`);
    last = now;
    answers.push(line);
  }
  // 1: some were no mails at all.
  expect({ status: await ended, late }).toEqual({ status: 1, late: [] });
  expect(stderr).not.toMatch(/\n\s+at |Error:/);
  if (flags.length === 0) return;
  const sources = answers.map((line) => (JSON.parse(line) as { source: string }).source);
  expect(sources).toEqual(NAMES.map((__, at) => `mails/${numbered(at)}.eml`));
});

test('a mail that hangs is told as such after eight seconds, and the ones around it are judged', { timeout: 60_000 }, async () => {
  const mail = (order: string) => `From: mira@example.com\r\nSubject: Refund Request\r\n\r\nPlease refund my order ${order}.\r\n`;
  mkdirSync(join(directory, 'hangs'));
  for (const [at, order] of ['QI-20260301-0001', 'a'.repeat(60), 'QI-20260301-0003'].entries())
    writeFileSync(join(directory, 'hangs', `${at}.eml`), mail(order));
  // An operator's pattern that backtracks: the one thing that hangs on a mail for certain.
  const run = await runCli(['triage', '--json', 'hangs'], { cwd: directory, env: { ORDER_ID_PATTERNS: '(?:a+)+!' } });
  expect(run.status).toBe(1);
  expect(answersOf(run)).toMatchObject([
    { source: 'hangs/0.eml', request: { orderId: 'QI-20260301-0001' } },
    { source: 'hangs/1.eml', error: { code: 'timeout' } },
    { source: 'hangs/2.eml', request: { orderId: 'QI-20260301-0003' } },
  ]);
});

function numbered(at: number): string {
  return String(at).padStart(3, '0');
}
