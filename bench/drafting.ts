// How many request mails a second become drafts, as whole processes: see README.md beside this file.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type DovecotServer, startDovecot } from '../test/e2e/dovecot/dovecot-server.ts';
import { PASSWORD } from '../test/e2e/servers/server-process.ts';
import { mailboxSettings, writeSettingsFile } from '../test/e2e/support/settings-file.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** At least as fast as the loop that decides nothing, keeps no ledger and doubles drafts when a line is cut. */
const TARGET_TO_NAIVE = 1;
const TEXT_LINES = 8;
const HTML_CELLS = 100;
/** With text and HTML a mail comes to 25 KB. */
const ATTACHMENT_BYTES = 12_000;

interface Contestant {
  readonly name: string;
  readonly command: (user: string) => readonly string[];
  readonly runs: { readonly ms: number; readonly rssMiB: number }[];
}

const { values } = parseArgs({ options: { mails: { type: 'string', default: '1000' }, runs: { type: 'string', default: '3' } } });
const mails = Number(values.mails);
const server = await startDovecot();
const folder = mkdtempSync(join(tmpdir(), 'bench-'));
try {
  writeFileSync(join(folder, 'orders.json'), JSON.stringify({ orders: Array.from({ length: mails }, (_, n) => orderOf(n)) }));
  const contestants: readonly Contestant[] = [
    {
      name: 'the loop that everybody writes first',
      command: (user) => [process.execPath, join(ROOT, 'bench/naive-mailbox-loop.ts'), server.host, String(server.port), user, PASSWORD],
      runs: [],
    },
    { name: 'poll', command: () => [join(ROOT, 'bin/refund-triage'), 'poll'], runs: [] },
  ];
  // One round unmeasured: the compile cache, the server's first start of everything.
  for (let round = -1; round < Number(values.runs); round++) {
    for (const [which, contestant] of contestants.entries()) {
      const run = measure(contestant, `bench-${round + 1}-${which}`);
      if (round >= 0) contestant.runs.push(run);
    }
  }
  report(contestants);
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** A mailbox and a ledger of its own for each run. GNU time tells the peak of a child that this process cannot ask after it ended. */
function measure({ name, command }: Contestant, user: string): { ms: number; rssMiB: number } {
  const maildir = fill(server, user);
  const cwd = join(folder, user);
  mkdirSync(cwd);
  writeSettingsFile(cwd, { ORDERS: '../orders.json', ...mailboxSettings(server, user), SENDER_VERIFICATION: 'off' });
  const started = performance.now();
  const ended = spawnSync('time', ['-f', '%M', ...command(user)], { cwd, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
  const ms = performance.now() - started;
  const drafts = spawnSync('sh', ['-c', `find "${maildir}/.Drafts" -type f -name '*.*,S=*' | wc -l`], { encoding: 'utf8' }).stdout.trim();
  const rssKiB = Number(ended.stderr.trim().split('\n').at(-1));
  if (ended.status !== 0 || Number(drafts) !== mails)
    throw new Error(`${name} ended with ${ended.status} and ${drafts} drafts: ${ended.stderr}`);
  return { ms, rssMiB: rssKiB / 1024 };
}

function fill(on: DovecotServer, user: string): string {
  const maildir = on.maildir(user);
  const now = Math.floor(Date.now() / 1000);
  for (let n = 0; n < mails; n++) {
    const path = join(maildir, 'new', `${now}.M${String(n).padStart(6, '0')}P1.bench`);
    writeFileSync(path, mailOf(n), { mode: 0o666 });
    utimesSync(path, now, now);
  }
  return maildir;
}

function mailOf(n: number): string {
  const words = `Order: ${orderIdOf(n)}\nAccount: customer-${n}@example.com\nReason: the pictures were not what I had hoped for.\n\nPlease refund my credits.\n`;
  const more = Array.from(
    { length: TEXT_LINES },
    (_, line) => `${line}. I have tried it on several machines and with several prompts.`,
  ).join('\n');
  const cells = Array.from(
    { length: HTML_CELLS },
    (_, cell) => `<tr><td style="padding:4px">${cell}</td><td>with several prompts</td></tr>`,
  ).join('\n');
  const attachment = Buffer.alloc(ATTACHMENT_BYTES, n & 0xff)
    .toString('base64')
    .replace(/(.{76})/g, '$1\n');
  return [
    `From: Customer ${n} <customer-${n}@example.com>`,
    'To: support@qwenimage2.net',
    `Subject: Refund Request ${n}`,
    `Message-ID: <bench-${n}@example.com>`,
    'Date: Thu, 05 Mar 2026 09:30:00 +0000',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="mixed"',
    '',
    '--mixed',
    'Content-Type: multipart/alternative; boundary="alt"',
    '',
    '--alt',
    'Content-Type: text/plain; charset=utf-8',
    '',
    `${words}\n${more}`,
    '--alt',
    'Content-Type: text/html; charset=utf-8',
    '',
    `<html><body><p>${words.replaceAll('\n', '<br>\n')}</p><table>${cells}</table></body></html>`,
    '--alt--',
    '--mixed',
    'Content-Type: image/png; name="picture.png"',
    'Content-Transfer-Encoding: base64',
    '',
    attachment,
    '--mixed--',
    '',
  ].join('\n');
}

function orderIdOf(n: number): string {
  return `QI-2026-${String(n).padStart(6, '0')}`;
}

function orderOf(n: number) {
  const purchasedAt = new Date(Date.now() - 2 * 86_400_000).toISOString();
  return {
    orderId: orderIdOf(n),
    accountEmail: `customer-${n}@example.com`,
    purchasedAt,
    currency: 'USD',
    total: '29.90',
    creditsPurchased: 400,
    creditsUsed: n % 400,
  };
}

function report(contestants: readonly Contestant[]): void {
  const [naive = 0, ours = 0] = contestants.map(({ name, runs }) => {
    const perSecond = (1000 * mails) / median(runs.map(({ ms }) => ms));
    console.log(
      `${perSecond.toFixed(0).padStart(6)} mails/s ${median(runs.map(({ rssMiB }) => rssMiB))
        .toFixed(0)
        .padStart(5)} MiB  ${name}`,
    );
    return perSecond;
  });
  const ratio = ours / naive;
  const isMet = ratio >= TARGET_TO_NAIVE;
  console.log(`${ratio.toFixed(2).padStart(6)}     poll to the loop (target: at least ${TARGET_TO_NAIVE}) ${isMet ? 'met' : 'MISSED'}`);
  if (!isMet) process.exitCode = 1;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
