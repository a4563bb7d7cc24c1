import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type DovecotServer, startDovecot } from '../dovecot/dovecot-server.ts';
import { START_TIMEOUT_MS } from '../servers/server-process.ts';
import { type RequestMailbox, requestMailbox } from '../support/request-mailbox.ts';

const MAILS = 12;
const BIN = resolve('bin/refund-triage');

let server: DovecotServer;
let mailbox: RequestMailbox;

beforeAll(async () => {
  server = await startDovecot();
}, START_TIMEOUT_MS);
afterAll(() => server?.stop());
beforeEach(() => {
  mailbox = requestMailbox(server, MAILS);
});
afterEach(() => mailbox.remove());

/** Runs a command line in the mailbox's directory. */
function shell(script: string): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  const env = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', BIN };
  return spawnSync('bash', ['-c', script], { cwd: mailbox.directory, env, encoding: 'utf8' });
}

async function expectOneDraftEach(): Promise<void> {
  expect(await mailbox.run('poll')).toMatchObject({ status: 0, stderr: '' });
  expect((await mailbox.recipients()).toSorted((a, b) => a.localeCompare(b))).toEqual(
    mailbox.senders.toSorted((a, b) => a.localeCompare(b)),
  );
  expect(await mailbox.run('reconcile')).toMatchObject({ status: 0 });
}

describe('a ledger that can grow no more', () => {
  /** Bytes of any file, in units of 1,024: from where hardly a table fits to where all fits but the last. */
  const LIMITS = [40, 120, 200, 240, 280, 330, 400, 500];

  test('by a limit on file sizes, wherever it strikes: one clear message, and nothing lost or doubled afterwards', async () => {
    const ended = LIMITS.map((limit) => shell(`ulimit -f ${limit}; exec "$BIN" poll`));
    for (const { status, stderr } of ended) {
      expect([0, 2]).toContain(status);
      expect(stderr).not.toMatch(/\n\s+at |fault of refund-triage/);
    }
    const messages = ended.filter(({ status }) => status === 2).map(({ stderr }) => stderr);
    expect(messages.length).toBeGreaterThan(2);
    for (const message of messages) expect(message).toMatch(/^.*ledger\.sqlite.*: the ledger (could not be|cannot|failed).*\n$/);
    await expectOneDraftEach();
  });

  test.skipIf(!canMount('-rm'))(
    'by a full file system, wherever it strikes: one clear message, and nothing lost or doubled afterwards',
    async () => {
      const disk = mkdtempSync('/tmp/small-disk-');
      try {
        // A disk of its own in a mount namespace of its own; each time a little larger, with what the ledger had come to.
        const kept = join(mailbox.directory, 'kept');
        mkdirSync(kept);
        const messages: string[] = [];
        for (const kib of [64, 160, 260, 320, 380, 460, 4_000]) {
          const script = `mount -t tmpfs -o size=${kib}k none ${disk} && cp -a kept/. ${disk}/; LEDGER=${disk}/ledger.sqlite "$BIN" poll; ended=$?; rm -rf kept/*; cp -a ${disk}/. kept/; exit $ended`;
          const { status, stderr } = shell(`unshare -rm bash -c '${script}'`);
          expect([0, 2]).toContain(status);
          if (status === 2) messages.push(stderr);
        }
        expect(messages.length).toBeGreaterThan(1);
        for (const message of messages) expect(message).toMatch(/ledger.sqlite.*: the ledger .*(full|could not be|cannot be).*\n$/);
      } finally {
        rmSync(disk, { recursive: true, force: true });
      }
      expect((await mailbox.recipients()).toSorted((a, b) => a.localeCompare(b))).toEqual(
        mailbox.senders.toSorted((a, b) => a.localeCompare(b)),
      );
    },
  );
});

describe('a ledger that cannot be written', () => {
  test('because another program holds it: told after a few seconds, and the next pass goes on', async () => {
    await mailbox.run('poll', '--dry-run');
    expect(await mailbox.run('reconcile')).toMatchObject({ status: 1 });
    const ledger = join(mailbox.directory, 'var/ledger.sqlite');
    expect(shell('ulimit -f 200; exec "$BIN" poll').status).toBe(2);
    const other = new DatabaseSync(ledger);
    other.exec('begin immediate');
    const held = await mailbox.run('poll');
    other.exec('rollback');
    other.close();
    expect(held.status).toBe(2);
    expect(held.stderr).toMatch(/ledger\.sqlite: the ledger (is held by another program|cannot be opened: database is locked)/);
    await expectOneDraftEach();
  });

  // Root may write whatever its mode says: there the folder becomes a read-only mount of itself, where root may mount.
  const isRoot = process.getuid?.() === 0;
  test.skipIf(isRoot && !canMount('-m'))(
    'because it is read-only: told at once, nothing is drafted, and the next pass goes on',
    async () => {
      const folder = join(mailbox.directory, 'var');
      expect(shell('ulimit -f 200; exec "$BIN" poll').status).toBe(2);
      const before = (await mailbox.recipients()).length;
      const readOnly = isRoot ? `unshare -m bash -c 'mount --bind var var && mount -o remount,bind,ro var && "$BIN" poll'` : '"$BIN" poll';
      chmodSync(folder, 0o555);
      const { status, stderr } = shell(readOnly);
      chmodSync(folder, 0o755);
      expect(status).toBe(2);
      expect(stderr).toMatch(/ledger\.sqlite.*: the ledger /);
      expect(stderr).not.toMatch(/\n\s+at |fault of refund-triage/);
      expect(await mailbox.recipients()).toHaveLength(before);
      await expectOneDraftEach();
    },
  );
});

function canMount(unshare: '-m' | '-rm'): boolean {
  return spawnSync('unshare', [unshare, 'true'], { stdio: 'ignore' }).status === 0;
}
