import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openCaseArchive } from '../../../src/cases/case-archive.ts';
import { openCaseStore, openScratchCaseStore } from '../../../src/cases/case-store.ts';
import { UnusableInput } from '../../../src/domain/problem.ts';
import type { CaseStore } from '../../../src/ports/case-store.ts';
import { describeCaseStore, entries, MAILBOX, NOW, type TestLedger } from './case-store-contract.ts';

function sqliteLedger(): TestLedger {
  const own = mkdtempSync(join(tmpdir(), 'ledger-'));
  const path = join(own, 'ledger.sqlite');
  return {
    open: () => openCaseStore({ path, messageIdDomain: 'shop.test' }),
    openArchive: () => openCaseArchive(path),
    remove: () => rmSync(own, { recursive: true, force: true }),
  };
}

describeCaseStore('an SQLite file', sqliteLedger);

let folder: string;
let path: string;
let store: CaseStore;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  path = join(folder, 'deep/ledger.sqlite');
  store = openCaseStore({ path, messageIdDomain: 'shop.test' });
});
afterEach(async () => {
  await store.dispose();
  rmSync(folder, { recursive: true, force: true });
});

describe('the file', () => {
  test('is for its owner alone, and so is its log', () => {
    for (const file of [path, `${path}-wal`]) expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'deep')).mode & 0o777).toBe(0o700);
  });

  test('keeps what happened: events are neither changed nor removed', async () => {
    await store.register(MAILBOX, { entries: entries(1), listedTo: 1 }, NOW);
    const database = new DatabaseSync(path);
    expect(database.prepare('select what from events').all()).toMatchObject([{ what: 'mailbox-registered' }]);
    expect(() => database.exec("update events set what = 'nothing'")).toThrow('append-only');
    expect(() => database.exec('delete from events')).toThrow('append-only');
    database.close();
  });

  test('a scratch copy knows what the ledger knows and leaves it as it was', async () => {
    await store.register(MAILBOX, { entries: entries(1, 2), listedTo: 2 }, NOW);
    const scratch = openScratchCaseStore({ path, messageIdDomain: 'shop.test' });
    expect(await scratch.lookUp(MAILBOX, NOW)).toEqual(await store.lookUp(MAILBOX, NOW));
    expect(await scratch.nameCase(1)).toEqual(await store.nameCase(1));
    await scratch.close(1, 'gone', 'test', NOW);
    await scratch.dispose();
    expect(await store.dueMessages(1, NOW)).toHaveLength(2);
  });

  test.each([
    [
      'is no database',
      () => writeFileSync(join(folder, 'bad'), 'a shopping list, long enough to be read as a header of a file '.repeat(20)),
    ],
    ['is a newer program’s', () => new DatabaseSync(join(folder, 'bad')).exec('pragma user_version = 99')],
  ])('that %s is named, with a way to mend it', (_, make) => {
    make();
    const open = () => openCaseStore({ path: join(folder, 'bad'), messageIdDomain: 'shop.test' });
    expect(open).toThrow(UnusableInput);
    expect(open).toThrow(/bad: .*;/);
  });
});
