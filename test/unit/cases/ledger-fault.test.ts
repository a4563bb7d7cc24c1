import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { openCaseStore } from '../../../src/cases/case-store.ts';
import { asLedgerFault } from '../../../src/cases/ledger-fault.ts';
import { UnusableInput } from '../../../src/domain/problem.ts';

const PATH = '/var/lib/shop/ledger.sqlite';

const sqlite = (errcode: number) => Object.assign(new Error('as SQLite words it'), { code: 'ERR_SQLITE_ERROR', errcode });
const system = (path: string) => Object.assign(new Error('refused'), { code: 'EACCES', syscall: 'mkdir', path });

test.each([
  ['a full disk', sqlite(13), 'the ledger cannot grow: the disk is full; make room'],
  ['a file of somebody else', sqlite(8), 'the ledger may not be written by this user'],
  ['an extended code', sqlite(8 | (5 << 8)), 'the ledger may not be written by this user'],
  ['a code without words of ours', sqlite(21), 'the ledger failed: as SQLite words it; check the disk'],
  ['a folder that cannot be made', system('/var/lib/shop'), 'the ledger cannot be made (EACCES); name a file'],
])('%s is told in an operator’s words', (_, error, words) => {
  const fault = asLedgerFault(error, PATH);
  expect(fault).toBeInstanceOf(UnusableInput);
  expect(String(fault)).toContain(`${PATH}: ${words}`);
});

test.each([
  ['a file of another kind', 'x'.repeat(4_096), 'the ledger is a file of another kind; let LEDGER name'],
  ['a damaged one', `SQLite format 3\0${'x'.repeat(4_096)}`, 'the ledger is '],
])('%s is told when it is opened', (_, bytes, words) => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-fault-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'ledger.sqlite');
  writeFileSync(path, bytes);
  expect(() => openCaseStore({ path, messageIdDomain: 'shop.test' })).toThrow(`${path}: ${words}`);
});

test.each([
  ['a file elsewhere', system('/etc/other')],
  ['a fault of ours', new TypeError('x is undefined')],
])('%s is none of the ledger', (_, error) => {
  expect(asLedgerFault(error, PATH)).toBe(error);
});

test('what SQLite rolled back by itself is told as what happened, not as a second rollback', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-fault-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'ledger.sqlite');
  const store = openCaseStore({ path, messageIdDomain: 'shop.test' });
  onTestFinished(() => store.dispose());
  const other = new DatabaseSync(path);
  other.exec(`create trigger full before insert on mailboxes begin select raise(rollback, 'no room'); end`);
  other.close();
  const identity = { account: 'a@b', path: 'INBOX', uidValidity: '1' };
  await expect(store.register(identity, { entries: [], listedTo: 0 }, new Date(0))).rejects.toThrow('no room');
});
