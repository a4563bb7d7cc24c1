import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type DovecotServer, startDovecot } from '../dovecot/dovecot-server.ts';
import { PASSWORD, START_TIMEOUT_MS } from '../servers/server-process.ts';
import { type RequestMailbox, requestMailbox } from '../support/request-mailbox.ts';
import { startWire, type Wire } from '../support/wire.ts';

const LOOP = fileURLToPath(new URL('../../../bench/naive-mailbox-loop.ts', import.meta.url));
const MAILS = 4;

let server: DovecotServer;
let wire: Wire<DovecotServer>;
let mailbox: RequestMailbox;

beforeAll(async () => {
  server = await startDovecot();
}, START_TIMEOUT_MS);
afterAll(() => server?.stop());
beforeEach(async () => {
  wire = await startWire(server);
  mailbox = requestMailbox(wire.server, MAILS);
});
afterEach(async () => {
  mailbox.remove();
  await wire.stop();
});

function runLoop(): Promise<number | null> {
  const args = [LOOP, wire.server.host, String(wire.server.port), mailbox.bench.user, PASSWORD];
  const child = spawn(process.execPath, args, { stdio: 'ignore', env: { PATH: process.env['PATH'] ?? '' } });
  return new Promise((done, fail) => child.on('error', fail).on('close', done));
}

const runOurs = async () => (await mailbox.run('poll')).status;

async function countDoubles(): Promise<number> {
  const recipients = await mailbox.recipients();
  expect([...new Set(recipients)].toSorted((a, b) => a.localeCompare(b))).toEqual(mailbox.senders);
  return recipients.length - new Set(recipients).size;
}

/** What costs the loop that everybody writes first a doubled draft. */
const FAULTS: readonly (readonly [string, (run: () => Promise<number | null>) => Promise<unknown>])[] = [
  [
    'the acknowledgement of APPEND is lost',
    (run) => {
      wire.inject({ at: 'answer to APPEND', nth: 2, does: 'cut' });
      return run();
    },
  ],
  [
    'the connection is cut right after the draft was sent',
    (run) => {
      wire.inject({ at: 'end of APPEND', nth: 2, does: 'cut-after' });
      return run();
    },
  ],
  [
    'the server says NO though it did as told',
    (run) => {
      wire.inject({ at: 'answer to APPEND', nth: 2, does: 'refuse' });
      return run();
    },
  ],
  [
    'the connection is cut before STORE',
    (run) => {
      wire.inject({ at: 'command UID STORE', nth: 1, does: 'cut' });
      return run();
    },
  ],
  [
    'two are started at once',
    (run) => {
      // However far apart the machine starts them: what one has found, the other finds meanwhile. Ours never searches.
      wire.inject({ at: 'answer to UID SEARCH', does: { delayMs: 5_000 } });
      return Promise.all([run(), run()]);
    },
  ],
];

describe.each(FAULTS)('%s', (_, strike) => {
  test('the loop that everybody writes first leaves a draft twice', async () => {
    await strike(runLoop);
    await runLoop();
    expect(await countDoubles()).toBeGreaterThan(0);
  });

  test('ours leaves none twice, and none out', async () => {
    await strike(runOurs);
    await expect.poll(runOurs, { timeout: 30_000 }).toBe(0);
    await settle();
    expect(await countDoubles()).toBe(0);
    expect(await mailbox.run('reconcile')).toMatchObject({ status: 0 });
  });
});

/** What the server refused is tried again after ten minutes, by a clock that the real command takes from the system: here the ledger is told that they have passed. */
async function settle(): Promise<void> {
  const { DatabaseSync } = await import('node:sqlite');
  const ledger = new DatabaseSync(`${mailbox.directory}/var/ledger.sqlite`);
  ledger.exec('update messages set next_attempt_at = null where next_attempt_at is not null');
  ledger.close();
  expect(await runOurs()).toBe(0);
}
