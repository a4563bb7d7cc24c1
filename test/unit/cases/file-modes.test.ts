import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openCaseStore } from '../../../src/cases/case-store.ts';
import { acquirePassLock } from '../../../src/cases/pass-lock.ts';
import { draftFolder } from '../../../src/delivery/draft-folder.ts';

let folder = '';
let umaskBefore = 0;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'file-modes-'));
  umaskBefore = process.umask();
});
afterEach(() => {
  process.umask(umaskBefore);
  rmSync(folder, { recursive: true, force: true });
});

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe.each([
  ['000', 0o000],
  ['002', 0o002],
  ['022', 0o022],
  ['077', 0o077],
])('under umask %s', (_, umask) => {
  test.each(['ledger.sqlite', 'ledger.sqlite-wal', 'ledger.sqlite-shm', 'ledger.sqlite.lock'])(
    '%s is for its owner alone, whatever the umask',
    async (name) => {
      process.umask(umask);
      const path = join(folder, 'var', 'ledger.sqlite');
      const release = acquirePassLock(path);
      const store = openCaseStore({ path, messageIdDomain: 'shop.test' });
      // A mail that is set aside lies in the ledger, with its bytes.
      const mailbox = { account: 'a@b', path: 'INBOX', uidValidity: '1' };
      const entries = [{ uid: 1, internalDate: new Date(0), sizeBytes: 100 }];
      await store.register(mailbox, { entries, listedTo: 1 }, new Date(0));
      await store.close(1, 'unreadable', 'it hangs', new Date(0), Buffer.from('raw bytes of a mail'));
      expect(modeOf(join(folder, 'var', name))).toBe('600');
      expect(modeOf(join(folder, 'var'))).toBe('700');
      await store.dispose();
      if (release.ok) release.value();
      for (const left of readdirSync(join(folder, 'var'))) expect(modeOf(join(folder, 'var', left))).toBe('600');
    },
  );

  test('so is a draft in a folder', async () => {
    process.umask(umask);
    const placed = await draftFolder(join(folder, 'Drafts')).put('<case-1.1@shop.test>', Buffer.from('Subject: x\r\n\r\n'));
    expect(placed.ok && existsSync(placed.value.folder) && modeOf(placed.value.folder)).toBe('600');
  });
});
