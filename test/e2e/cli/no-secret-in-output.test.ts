import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type DovecotServer, startDovecot } from '../dovecot/dovecot-server.ts';
import { START_TIMEOUT_MS } from '../servers/server-process.ts';
import { mailboxSettings } from '../support/settings-file.ts';
import { type CliRun, runCli } from './run-cli.ts';

/** In every password and token of these settings. */
const CANARY = 'yellow-canary-7431';
const SECRETS = { IMAP_PASSWORD: `i ${CANARY}`, SMTP_PASSWORD: `"s#${CANARY}`, ORDERS_PASSWORD: `o@/${CANARY}` };

let dovecot: DovecotServer;
let echo: Server;
let echoPort = 0;
let commands: readonly (readonly string[])[] = [];
let directory = '';

beforeAll(async () => {
  dovecot = await startDovecot();
  // Repeats in its refusal what it was sent, as some do that do not know a command; the password as it came, and decoded.
  echo = createServer((socket) => {
    let asked = '*';
    socket.on('error', () => {});
    socket.write('* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready\r\n');
    socket.on('data', (chunk) => {
      const said = chunk.toString('latin1').trim();
      const [tag = '*', verb = ''] = said.split(' ');
      if (/^authenticate/i.test(verb)) {
        asked = tag;
        socket.write('+ \r\n');
      } else if (/^logout/i.test(verb)) socket.write(`${tag} OK bye\r\n`);
      else
        socket.write(
          `${verb === '' ? asked : tag} NO cannot do ${said} ${Buffer.from(said, 'base64').toString('latin1').replaceAll('\0', ' ')}\r\n`,
        );
    });
  });
  await new Promise<void>((done) => echo.listen(0, '127.0.0.1', done));
  const address = echo.address();
  echoPort = typeof address === 'object' && address !== null ? address.port : 0;
  commands = await everyCommand();
}, START_TIMEOUT_MS);
afterAll(async () => {
  echo?.close();
  await dovecot?.stop();
});
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'refund-triage-canary-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Every command that the program has, found by asking it, with arguments that make it run. */
async function everyCommand(): Promise<readonly (readonly string[])[]> {
  const found: string[][] = [];
  const visit = async (path: readonly string[]): Promise<void> => {
    const { stdout } = await runCli([...path, '--help']);
    const list = stdout.replace(/^Arguments:[\s\S]*?^Options:/m, '');
    const names = [...list.matchAll(/^ {2}([a-z][a-z-]*)/gm)].map(([, name = '']) => name).filter((name) => name !== 'help');
    if (names.length > 0) return Promise.all(names.map((name) => visit([...path, name]))).then(() => undefined);
    found.push([...path, ...argumentsOf(stdout)]);
    if (stdout.includes('--json')) found.push([...path, ...argumentsOf(stdout), '--json']);
  };
  await visit([]);
  return found;
}

function argumentsOf(help: string): readonly string[] {
  const [usage = ''] = help.split('\n');
  const wanted = [...usage.matchAll(/<([a-z.|-]+)>/g)].map(([, name = '']) => name);
  return wanted.map((name) => (/path|file/.test(name) ? resolve('fixtures/contract/sample-request.eml') : '1'));
}

function settings(changes: Readonly<Record<string, string>>): Record<string, string> {
  return {
    ORDERS: resolve('fixtures/contract/orders.example.json'),
    ...mailboxSettings(dovecot, 'canary-test'),
    SMTP_HOST: '127.0.0.1',
    SMTP_PORT: '1',
    SMTP_TLS: 'none',
    SMTP_USER: 'canary-test',
    SENDER_VERIFICATION: 'off',
    REFUND_TRIAGE_STACK: '1',
    ...SECRETS,
    ...changes,
  };
}

function tells(run: CliRun): boolean {
  const said = run.stdout + run.stderr;
  const decoded = (said.match(/[A-Za-z0-9+/]{12,}={0,2}/g) ?? []).map((text) => Buffer.from(text, 'base64').toString('latin1'));
  return [said, decodeURIComponent(said.replace(/%(?![0-9A-Fa-f]{2})/g, '%25')), ...decoded].some((text) => text.includes(CANARY));
}

test('the commands are found', () => {
  expect(commands.length).toBeGreaterThanOrEqual(5);
  expect(commands.map((command) => command[0])).toEqual(expect.arrayContaining(['triage', 'poll', 'doctor', 'demo', 'templates']));
});

/** `watch` ends when it is told to: long enough for its first pass to fail. */
const WATCHED_MS = 3_000;

/** What goes wrong at once, so that each command is run in few worlds. */
const WORLDS: [string, () => Record<string, string>][] = [
  [
    'a wrong password, and an order book behind one',
    () => ({ ORDERS: `postgres://shop:${encodeURIComponent(`p@ss ${CANARY}`)}@127.0.0.1:1/shop` }),
  ],
  [
    'servers that repeat it in their refusal, and a web address that holds one',
    () => ({
      IMAP_PORT: String(echoPort),
      SMTP_PORT: String(echoPort),
      ORDERS: `https://shop:${CANARY}@127.0.0.1:1/orders?token=${CANARY}`,
    }),
  ],
  [
    'servers that are not there, and an address that cannot be read',
    () => ({ IMAP_PORT: '1', ORDERS: `postgres://shop:${CANARY}@@:x y/` }),
  ],
  ['settings of the wrong form', () => ({ IMAP_PORT: 'x', MODE: 'x', IMAP_TLS: 'x', ORDERS: `mongodb://shop:${CANARY}@127.0.0.1:1/shop` })],
  ['a password that would travel in the clear', () => ({ IMAP_HOST: 'mail.example.com', SMTP_HOST: 'mail.example.com' })],
  [
    'a ledger that cannot be opened, an address of an unknown kind',
    () => ({ LEDGER: '/dev/null/ledger.sqlite', ORDERS: `mongodb://shop:${CANARY}@127.0.0.1:1/shop` }),
  ],
];

test.each(WORLDS)('no command tells a password: %s', { timeout: 300_000 }, async (_, changes) => {
  const env = settings(changes());
  const told: string[] = [];
  for (const command of commands) {
    const run = await runCli(command, { cwd: directory, env, ...(command[0] === 'watch' ? { endAfterMs: WATCHED_MS } : {}) });
    if (tells(run)) told.push(`${command.join(' ')}: ${run.stdout.slice(0, 500)} ${run.stderr.slice(0, 500)}`);
  }
  expect(told).toEqual([]);
});

test.each([
  ['a line that is none', `IMAP_PASSWORD ${CANARY}\n`],
  ['a quotation left open', `IMAP_PASSWORD="${CANARY}\nIMAP_USER=x\n`],
  ['a value that a # would cut', `IMAP_PASSWORD=${CANARY}#${CANARY}\n`],
  ['a name misspelt', `IMAP_PASSWROD=${CANARY}\n`],
  ['words behind a quotation', `IMAP_PASSWORD="x" ${CANARY}\n`],
])('nor does a .env file with %s', async (_, text) => {
  writeFileSync(join(directory, '.env'), text);
  for (const command of [['doctor'], ['poll'], ['triage', '-']]) expect(tells(await runCli(command, { cwd: directory }))).toBe(false);
});

test.each([
  ['is not there', () => join(directory, `${CANARY.slice(0, 3)}-none`)],
  ['is a folder', () => directory],
  ['may not be read', () => unreadable()],
])('nor does a password file that %s', async (_, file) => {
  const env = { ...settings({}), IMAP_PASSWORD: '', IMAP_PASSWORD_FILE: file() };
  expect(tells(await runCli(['doctor'], { cwd: directory, env }))).toBe(false);
});

function unreadable(): string {
  mkdirSync(join(directory, 'secrets'));
  const file = join(directory, 'secrets', 'imap');
  writeFileSync(file, CANARY);
  chmodSync(file, 0);
  return file;
}
