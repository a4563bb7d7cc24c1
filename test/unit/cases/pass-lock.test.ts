import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { acquirePassLock } from '../../../src/cases/pass-lock.ts';

let folder: string;
let ledger: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
  ledger = join(folder, 'ledger.sqlite');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const HOLDER = `
  const { DatabaseSync } = require('node:sqlite');
  const lock = new DatabaseSync(process.argv[1], { timeout: 0 });
  lock.exec('begin exclusive');
  console.log('held');
  setInterval(() => undefined, 1000);
`;

describe('one pass at a time', () => {
  test('a second one is refused at once, and let in when the first has ended', () => {
    const first = acquirePassLock(ledger);
    if (!first.ok) throw new Error(first.error.what);
    expect(acquirePassLock(ledger)).toMatchObject({ ok: false, error: { kind: 'another-pass' } });
    expect(acquirePassLock(join(folder, 'another.sqlite'))).toMatchObject({ ok: true });
    first.value();
    expect(acquirePassLock(ledger)).toMatchObject({ ok: true });
  });

  test('the lock of a process that was killed is gone with it', async () => {
    const holder = spawn(process.execPath, ['-e', HOLDER, `${ledger}.lock`], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(holder.stdout, 'data');
    expect(acquirePassLock(ledger)).toMatchObject({ ok: false });
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    expect(acquirePassLock(ledger)).toMatchObject({ ok: true });
  });
});
