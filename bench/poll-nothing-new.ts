// What a cron pass with nothing new costs, as whole processes: see README.md beside this file.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type DovecotServer, startDovecot } from '../test/e2e/dovecot/dovecot-server.ts';
import { PASSWORD } from '../test/e2e/servers/server-process.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const LARGE = 50_000;
const SMALL = 500;
const TARGET_TO_BARE = 0.8;
const TARGET_TO_SMALL = 1.2;
/** Older than the window of a first poll, so that the first pass has nothing to judge. */
const MAIL_AGE_S = 90 * 86_400;

/** The peer, unbundled: what imapflow's own manual begins with. */
const BARE = `
import { ImapFlow } from 'imapflow';
const [host, port, user, pass] = process.argv.slice(2);
const client = new ImapFlow({ host, port: Number(port), secure: false, doSTARTTLS: false, auth: { user, pass }, logger: false });
await client.connect();
await client.mailboxOpen('INBOX');
await client.logout();
`;

interface Contestant {
  readonly name: string;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly times: number[];
}

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '21' }, command: { type: 'string', default: `${join(ROOT, 'bin/refund-triage')} poll` } },
});

const server = await startDovecot();
const ledgers = mkdtempSync(join(tmpdir(), 'bench-'));
try {
  const large = fill(server, 'large', LARGE);
  const small = fill(server, 'small', SMALL);
  const bare = [process.execPath, writeBare(), server.host, String(server.port), large, PASSWORD];
  const contestants: Contestant[] = [
    { name: `bare imapflow, unbundled, ${LARGE} messages`, command: bare, env: {}, times: [] },
    { name: `poll, ${LARGE} messages`, command: values.command.split(' '), env: environmentFor(server, large), times: [] },
    { name: `poll, ${SMALL} messages`, command: values.command.split(' '), env: environmentFor(server, small), times: [] },
  ];
  // Two rounds unmeasured: the server's index, the ledger's first listing, the compile cache.
  for (let round = -2; round < Number(values.runs); round++) {
    for (const contestant of contestants) {
      const took = run(contestant);
      if (round >= 0) contestant.times.push(took);
    }
  }
  report(contestants.map(({ name, times }) => ({ name, median: median(times) })));
} finally {
  await server.stop();
  rmSync(ledgers, { recursive: true, force: true });
}

function report(rows: readonly { readonly name: string; readonly median: number }[]): void {
  for (const row of rows) console.log(`${row.median.toFixed(0).padStart(6)} ms  ${row.name}`);
  const [bare, large, small] = rows.map((row) => row.median);
  if (bare === undefined || large === undefined || small === undefined) throw new Error('three contestants ran');
  judge('poll to bare imapflow', large / bare, TARGET_TO_BARE);
  judge(`poll on ${LARGE} to poll on ${SMALL}`, large / small, TARGET_TO_SMALL);
}

function judge(what: string, ratio: number, target: number): void {
  const isMet = ratio <= target;
  console.log(`${ratio.toFixed(2).padStart(6)}     ${what} (target: at most ${target}) ${isMet ? 'met' : 'MISSED'}`);
  if (!isMet) process.exitCode = 1;
}

function run({ name, command, env }: Contestant): number {
  const [program = '', ...rest] = command;
  const started = process.hrtime.bigint();
  const ended = spawnSync(program, rest, { env: { ...process.env, ...env }, encoding: 'utf8' });
  if (ended.status !== 0) throw new Error(`${name} ended with ${ended.status}: ${ended.stderr}${ended.stdout}`);
  return Number(process.hrtime.bigint() - started) / 1e6;
}

/** Below the project, so that it finds the project's imapflow. */
function writeBare(): string {
  const path = join(ROOT, '.cache/bare-imapflow.mjs');
  mkdirSync(join(ROOT, '.cache'), { recursive: true });
  writeFileSync(path, BARE);
  return path;
}

/** What `.env.example` calls the settings of a mailbox on this machine. */
function environmentFor({ host, port }: DovecotServer, user: string): Record<string, string> {
  return {
    SUPPORT_NAME: 'Bench',
    SUPPORT_ADDRESS: 'support@shop.test',
    ORDERS: join(ROOT, 'fixtures/contract/orders.example.json'),
    IMAP_HOST: host,
    IMAP_PORT: String(port),
    IMAP_TLS: 'none',
    IMAP_USER: user,
    IMAP_PASSWORD: PASSWORD,
    LEDGER: join(ledgers, `${user}.sqlite`),
  };
}

/** Writes the messages straight into the Maildir; the server's first look makes its index. */
function fill(to: DovecotServer, user: string, count: number): string {
  const maildir = to.maildir(user);
  const then = Math.floor(Date.now() / 1000) - MAIL_AGE_S;
  for (let number = 0; number < count; number++) {
    const path = join(maildir, 'cur', `${then}.M${String(number).padStart(6, '0')}P1.bench:2,S`);
    writeFileSync(path, `From: customer${number}@example.com\nSubject: Hello\nMessage-ID: <${number}@example.com>\n\nHello\n`, {
      mode: 0o666,
    });
    utimesSync(path, then, then);
  }
  return user;
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}
