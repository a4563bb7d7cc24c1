import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openCaseArchive } from '../../../src/cases/case-archive.ts';
import { openCaseStore } from '../../../src/cases/case-store.ts';
import type { Audit } from '../../../src/domain/case-record.ts';
import { decide } from '../../../src/policy/decide.ts';
import { inputOf, policyOf } from '../policy/eligible.ts';

const NOW = new Date('2026-03-05T10:00:00Z');
const MAILBOX = { account: 'support@imap.shop.test', path: 'INBOX', uidValidity: '17' };

let folder: string;
let path: string;

/** A ledger with one case of one decision, held for a person. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  path = join(folder, 'ledger.sqlite');
  const store = openCaseStore({ path, messageIdDomain: 'shop.test' });
  await store.register(MAILBOX, { entries: [{ uid: 1, internalDate: NOW, sizeBytes: 1 }], listedTo: 1 }, NOW);
  const input = inputOf({});
  const { decision, version } = decide(policyOf({}), input);
  const caseFacts = {
    caseKey: 'order:qi-1',
    orderKey: 'order:qi-1',
    sender: 'mira@example.com',
    receivedAt: NOW,
    decision,
    basis: { input, policy: version, factsAsOf: null },
    followUp: null,
  };
  const judgement = {
    messageId: null,
    contentHash: '',
    copyKey: 'a',
    kind: 'refund-request',
    why: '',
    caseFacts,
  } as const;
  await store.file(1, judgement, await store.nameCase(1), null, NOW);
  await store.dispose();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function audit(earlierHead: string | null = null): Promise<Audit> {
  const archive = openCaseArchive(path);
  try {
    return await archive.audit(earlierHead);
  } finally {
    await archive.dispose();
  }
}

/** As somebody with the file in their hands. */
function tamper(sql: string): void {
  const database = new DatabaseSync(path);
  database.exec(`drop trigger events_are_never_changed; drop trigger events_are_never_removed; ${sql}`);
  database.close();
}

describe('an audit of the ledger', () => {
  test('finds all as it was written, and tells the head', async () => {
    const { head, ...found } = await audit();
    expect(found).toEqual({ events: 5, decisions: 1, containsEarlierHead: null, broken: null });
    expect(await audit(head)).toMatchObject({ containsEarlierHead: true });
    expect(await audit('0'.repeat(64))).toMatchObject({ containsEarlierHead: true });
    expect(await audit('f'.repeat(64))).toMatchObject({ containsEarlierHead: false });
  });

  test.each([
    ['a time changed', "update events set at = '2026-03-04T10:00:00.000Z' where id = 2", 2],
    ['who did it changed', "update events set actor = 'person:eve' where id = 1", 1],
    ['a detail changed', `update events set detail = '{"outcome":"none"}' where id = 3`, 3],
    ['a link changed', "update events set hash = 'x' where id = 4", 4],
    ['the first removed', 'delete from events where id = 1', 2],
    ['one in the middle removed', 'delete from events where id = 3', 4],
    [
      'one added',
      'insert into events select 6, at, actor, what, why, message_row_id, case_id, policy_version, inputs_hash, detail, hash from events where id = 5',
      6,
    ],
  ])('names the first event that does not hold: %s', async (_, sql, id) => {
    tamper(sql);
    expect((await audit()).broken).toMatchObject({ kind: 'event', event: { id } });
  });

  test.each([
    ['its facts changed', `update decisions set facts = json_set(facts, '$.input.facts.entry.order.total', '99.00')`],
    ['its facts are no JSON', "update decisions set facts = 'gone'"],
    ['its amount changed', `update decisions set decision = json_set(decision, '$.amount', '99.00')`],
    ['it was made up', 'update decisions set revision = 2'],
  ])('names a decision that is not the one recorded: %s', async (_, sql) => {
    tamper(sql);
    expect((await audit()).broken).toMatchObject({ kind: 'decision' });
  });

  test('facts that are kept no longer are no breach', async () => {
    tamper('delete from decisions');
    expect(await audit()).toMatchObject({ decisions: 1, broken: null });
  });

  test('events cut off at the end show only beside a head noted before', async () => {
    const { head } = await audit();
    tamper('delete from events where id > 3');
    expect(await audit()).toMatchObject({ events: 3, broken: null });
    expect(await audit(head)).toMatchObject({ containsEarlierHead: false });
  });
});
