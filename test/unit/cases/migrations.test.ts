import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openCaseArchive } from '../../../src/cases/case-archive.ts';
import { openCaseStore, openScratchCaseStore } from '../../../src/cases/case-store.ts';
import { MIGRATIONS } from '../../../src/cases/migrations.ts';

const NOW = new Date('2026-03-06T10:00:00Z');
const AT = '2026-03-05T10:00:00.000Z';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  path = join(folder, 'ledger.sqlite');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A ledger as version 1 left it: one draft placed, one not confirmed, one case held, one closed. */
function writeVersion1(): void {
  const database = new DatabaseSync(path);
  const [first] = MIGRATIONS;
  if (typeof first !== 'string') throw new Error('the first migration is SQL');
  database.exec(first);
  database.exec(`
    pragma user_version = 1;
    insert into settings values ('secret', 'AAAA');
    insert into mailboxes values (1, 'support@imap.shop.test', 'INBOX', '17', 4, '${AT}');
    insert into cases values ('PLACED0000', 'order:qi-1', 'open', 'mira@example.com', '${AT}', 'full', '29.90', 'USD', '2026-02-04', '${AT}');
    insert into cases values ('PENDING000', 'claim:noor@example.com:qi-2', 'open', 'noor@example.com', '${AT}', 'review', '0.00', null, '2026-02-04', '${AT}');
    insert into cases values ('HELD000000', null, 'open', null, '${AT}', 'review', '0.00', null, '2026-02-04', '${AT}');
    insert into cases values ('CLOSED0000', 'order:qi-1', 'closed', 'mira@example.com', '${AT}', 'none', '0.00', 'USD', '2026-02-04', '${AT}');
    insert into messages (id, mailbox_id, uid, submitted_at, size_bytes, state, message_id, case_id, recorded_at) values
      (1, 1, 1, '${AT}', 100, 'done', '<one@example.com>', 'PLACED0000', '${AT}'),
      (2, 1, 2, '${AT}', 100, 'answering', '<two@example.com>', 'PENDING000', '${AT}'),
      (3, 1, 3, '${AT}', 100, 'done', '<three@example.com>', 'HELD000000', '${AT}');
    insert into replies values (1, 'PLACED0000', 1, 1, '<r1@shop.test>', 'placed', x'41', 'Drafts', 7, '${AT}');
    insert into replies values (2, 'PENDING000', 1, 2, '<r2@shop.test>', 'uncertain', x'42', null, null, '${AT}');
    insert into events (id, at, what, message_row_id, case_id, detail) values
      (1, '${AT}', 'case-opened', null, 'PLACED0000', '{"outcome":"full"}'),
      (2, '${AT}', 'draft-placed', 1, 'PLACED0000', '{"folder":"Drafts","uid":7}');
  `);
  database.close();
}

describe('a ledger of version 1', () => {
  test('keeps every row, and each case stands where its reply stood', async () => {
    writeVersion1();
    const store = openCaseStore({ path, messageIdDomain: 'shop.test' });
    expect(await store.pendingReplies(NOW)).toMatchObject([
      { id: 2, caseId: 'PENDING000', channel: 'draft', recipient: 'noor@example.com', state: 'uncertain', messageId: '<r2@shop.test>' },
    ]);
    expect(await store.hasOpenCase('order:qi-1', null)).toBe(true);
    await store.dispose();
    const database = new DatabaseSync(path);
    expect(database.prepare('select id, state, revision from cases order by id').all()).toEqual([
      { id: 'CLOSED0000', state: 'closed', revision: 1 },
      { id: 'HELD000000', state: 'held', revision: 1 },
      { id: 'PENDING000', state: 'received', revision: 1 },
      { id: 'PLACED0000', state: 'drafted', revision: 1 },
    ]);
    expect(database.prepare("select life, folder, draft_uid from replies where state = 'placed'").all()).toEqual([
      { life: 'untouched', folder: 'Drafts', draft_uid: 7 },
    ]);
    expect(database.prepare('pragma foreign_key_check').all()).toEqual([]);
    expect(() =>
      database.exec("insert into messages (mailbox_id, uid, size_bytes, state, recorded_at) values (9, 1, 1, 'seen', '')"),
    ).toThrow('FOREIGN KEY');
    database.close();
  });

  test('gets its events chained in the order in which they were written, and later ones go on from them', async () => {
    writeVersion1();
    const archive = openCaseArchive(path);
    const moved = await archive.move('HELD000000', 'decline', { actor: 'person:ann', why: 'bought by mistake' }, NOW);
    expect(moved).toEqual({ ok: true, value: 'declined' });
    const events = await Array.fromAsync(archive.events(null));
    const audit = await archive.audit(events[1]?.hash ?? '');
    await archive.dispose();
    expect(events.map(({ id, what, actor }) => [id, what, actor])).toEqual([
      [1, 'case-opened', 'poll'],
      [2, 'draft-placed', 'poll'],
      [3, 'case-declined', 'person:ann'],
    ]);
    expect(audit).toEqual({ events: 3, decisions: 0, head: events[2]?.hash, containsEarlierHead: true, broken: null });
  });

  test('can be looked at by a dry run, which leaves it at version 1', async () => {
    writeVersion1();
    const scratch = openScratchCaseStore({ path, messageIdDomain: 'shop.test' });
    expect(await scratch.pendingReplies(NOW)).toHaveLength(1);
    await scratch.dispose();
    const database = new DatabaseSync(path);
    expect(database.prepare('pragma user_version').get()).toEqual({ user_version: 1 });
    database.close();
  });
});
