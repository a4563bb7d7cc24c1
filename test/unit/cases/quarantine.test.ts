import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openCaseArchive } from '../../../src/cases/case-archive.ts';
import { openCaseStore } from '../../../src/cases/case-store.ts';
import { countQuarantined } from '../../../src/cases/examine-quarantine.ts';
import { acquirePassLock } from '../../../src/cases/pass-lock.ts';
import { openQuarantine } from '../../../src/cases/quarantine.ts';
import { draftFolder } from '../../../src/delivery/draft-folder.ts';
import { CHAIN_START, linkHolds } from '../../../src/domain/case-event.ts';
import { ok } from '../../../src/domain/result.ts';
import { folderMailbox } from '../../../src/intake/folder-mailbox.ts';
import { runPass } from '../../../src/pipeline/poll.ts';
import { reconcile, repair } from '../../../src/pipeline/reconcile.ts';
import type { Quarantine } from '../../../src/ports/quarantine.ts';
import { composeSimply, judgeSimply } from '../../support/simple-judge.ts';

const MINUTE_MS = 60_000;
const BY = { actor: 'person:ines', at: new Date('2026-03-06T08:00:00Z') } as const;
const LARGE_BYTES = 5_000;

let folder: string;
let ledger: string;
let minutes: number;
let quarantine: Quarantine;

/** One mail that cannot be read, given up after five passes; one too large; one like any other. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'quarantine-'));
  ledger = join(folder, 'ledger.sqlite');
  mkdirSync(join(folder, 'mails'));
  minutes = 0;
  write('a', 'X-Unparseable: yes\n', 'Order: QI-1\n');
  write('b', '', 'x'.repeat(LARGE_BYTES));
  write('c', '', 'Order: QI-3\n');
  for (minutes of [0, 1, 6, 36, 156]) await pass();
  quarantine = openQuarantine(ledger);
});
afterEach(async () => {
  await quarantine.dispose();
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, field: string, body: string): void {
  const mail = `From: ${name}@example.com\nSubject: Refund Request\nMessage-ID: <${name}@example.com>\n${field}\n${body}`;
  writeFileSync(join(folder, 'mails', `${name}.eml`), mail);
}

function pass(maxMailBytes = LARGE_BYTES) {
  const session = {
    mailbox: folderMailbox(join(folder, 'mails')),
    drafts: draftFolder(join(folder, 'drafts')),
    close: () => Promise.resolve(),
  };
  return runPass(
    {
      acquireLock: () => acquirePassLock(ledger),
      openStore: async () => openCaseStore({ path: ledger, messageIdDomain: 'shop.test' }),
      connect: () => Promise.resolve(ok(session)),
      judge: judgeSimply,
      compose: composeSimply,
      clock: { now: () => new Date(Date.UTC(2026, 2, 5) + minutes * MINUTE_MS) },
    },
    { dryRun: false, maxMailBytes, signal: new AbortController().signal, report: () => undefined },
  );
}

async function eventsOfPeople() {
  const archive = openCaseArchive(ledger);
  const events = await Array.fromAsync(archive.events(null));
  await archive.dispose();
  let last = { id: 0, hash: CHAIN_START };
  for (const event of events) {
    expect(linkHolds(last, event)).toBe(true);
    last = event;
  }
  return events.filter(({ actor }) => actor !== 'poll').map(({ what, actor, at, messageRowId }) => ({ what, actor, at, messageRowId }));
}

describe('what is in quarantine', () => {
  test('is listed with why it is there and whether its bytes are', async () => {
    expect(await quarantine.list()).toMatchObject([
      { id: 1, uid: 1, end: 'unreadable', why: 'unparseable: made so by the test', attempts: 5, bytes: 'kept', isStale: false },
      { id: 2, uid: 2, end: 'too-large', bytes: 'none', attempts: 0 },
    ]);
    expect(Buffer.from((await quarantine.bytes(1)) ?? '').toString()).toContain('X-Unparseable: yes');
    expect(await quarantine.bytes(2)).toBeNull();
    expect(countQuarantined(ledger)).toBe(2);
    expect(await pass()).toMatchObject({ ok: true, value: { newMessages: 0, backlog: { waiting: 0, setAside: 2 } } });
  });

  test('a mail that is not there is not acted on', async () => {
    const refusal = { ok: false, error: { kind: 'no-such-mail' } };
    for (const id of [3, 99]) {
      expect(await quarantine.retry(id, LARGE_BYTES, BY)).toMatchObject(refusal);
      expect(await quarantine.replace(id, Buffer.from('x'), BY)).toMatchObject(refusal);
      expect(await quarantine.drop(id, BY)).toMatchObject(refusal);
    }
    expect(await eventsOfPeople()).toEqual([]);
  });
});

describe('its bytes', () => {
  const kept = () => {
    const database = new DatabaseSync(ledger, { readOnly: true });
    const rows = database.prepare('select message_row_id as id from set_aside order by id').all();
    database.close();
    return rows.map(({ id }) => id);
  };

  test('stay while a retried mail fails, and are forgotten when a replaced one ends well', async () => {
    expect(kept()).toEqual([1]);
    await quarantine.retry(1, LARGE_BYTES, BY);
    await pass();
    expect(kept()).toEqual([1]);
    minutes += 10_000;
    for (let tries = 0; tries < 5; tries++) {
      await pass();
      minutes += 200;
    }
    expect(await quarantine.find(1)).toMatchObject({ bytes: 'kept' });
    await quarantine.replace(1, Buffer.from('From: a@example.com\nSubject: Refund Request\n\nOrder: QI-1\n'), BY);
    expect(await pass()).toMatchObject({ ok: true, value: { results: { drafted: 1 } } });
    expect(kept()).toEqual([]);
  });

  test('are forgotten when it is dropped', async () => {
    await quarantine.drop(1, BY);
    expect(kept()).toEqual([]);
  });
});

describe('put back in line', () => {
  test('a mail is judged again from the kept bytes, even where it is gone from the mailbox', async () => {
    expect(await quarantine.retry(1, LARGE_BYTES, BY)).toMatchObject({ ok: true });
    rmSync(join(folder, 'mails', 'a.eml'));
    writeFileSync(join(folder, 'mails', 'a.eml'), '');
    expect(await pass()).toMatchObject({ ok: true, value: { results: { failed: 1 }, backlog: { setAside: 1, waiting: 1 } } });
    expect(await eventsOfPeople()).toEqual([
      { what: 'quarantine-retried', actor: 'person:ines', at: BY.at.toISOString(), messageRowId: 1 },
    ]);
  });

  test('it has all its attempts again, and comes back with the bytes that it came with', async () => {
    await quarantine.retry(1, LARGE_BYTES, BY);
    for (minutes of [200, 201, 206, 236, 356]) await pass();
    expect(await quarantine.find(1)).toMatchObject({ end: 'unreadable', attempts: 5, bytes: 'kept' });
  });

  test('one that is too large is refused under the same limit, and judged under a higher one', async () => {
    const { sizeBytes } = (await quarantine.find(2)) ?? { sizeBytes: 0 };
    expect(await quarantine.retry(2, LARGE_BYTES, BY)).toEqual({
      ok: false,
      error: { kind: 'above-limit', id: 2, sizeBytes, maxMailBytes: LARGE_BYTES },
    });
    expect(await quarantine.retry(2, sizeBytes, BY)).toMatchObject({ ok: true });
    expect(await pass(sizeBytes)).toMatchObject({ ok: true, value: { results: { drafted: 1 }, backlog: { setAside: 1 } } });
  });
});

describe('replaced by an edited mail', () => {
  const edited = Buffer.from('From: a@example.com\nSubject: Refund Request\nMessage-ID: <a@example.com>\n\nOrder: QI-1\n');

  test('the next pass judges it in the place of what came', async () => {
    await quarantine.replace(1, edited, BY);
    expect(await pass()).toMatchObject({ ok: true, value: { results: { drafted: 1 }, backlog: { setAside: 1, waiting: 0 } } });
    expect(await quarantine.find(1)).toBeNull();
    expect(await eventsOfPeople()).toMatchObject([{ what: 'quarantine-replaced', messageRowId: 1 }]);
  });

  test('of one that is too large, nothing is fetched', async () => {
    await quarantine.replace(2, edited, BY);
    expect(await pass()).toMatchObject({ ok: true, value: { results: { drafted: 1 } } });
  });

  test('what came is still what came, should the edited one fail as well', async () => {
    await quarantine.replace(1, Buffer.from('X-Unparseable: still\n\n'), BY);
    for (minutes of [200, 201, 206, 236, 356]) await pass();
    expect(await quarantine.find(1)).toMatchObject({ bytes: 'edited' });
    expect(Buffer.from((await quarantine.bytes(1)) ?? '').toString()).toContain('X-Unparseable: yes');
  });
});

test('dropped, a mail is closed for good, and its bytes are forgotten', async () => {
  expect(await quarantine.drop(1, BY)).toMatchObject({ ok: true });
  expect(await quarantine.find(1)).toBeNull();
  expect(await quarantine.bytes(1)).toBeNull();
  expect(await pass()).toMatchObject({ ok: true, value: { newMessages: 0, results: {}, backlog: { setAside: 1, waiting: 0 } } });
  expect(await eventsOfPeople()).toMatchObject([{ what: 'quarantine-dropped', messageRowId: 1 }]);
});

describe('put back in line, a mail that the mailbox does not have any more', () => {
  const bytes = async () => Buffer.from((await quarantine.bytes(1)) ?? '').toString();

  test('is not closed by a reconciliation: it is judged from the kept bytes', async () => {
    await quarantine.retry(1, LARGE_BYTES, BY);
    const mailbox = { ...folderMailbox(join(folder, 'mails')), uids: () => Promise.resolve([2, 3]) };
    const store = openCaseStore({ path: ledger, messageIdDomain: 'shop.test' });
    const found = await reconcile(mailbox, store, null, BY.at);
    expect(found.gone).toEqual([]);
    await repair(mailbox, store, found, BY.at);
    await store.dispose();
    expect(await bytes()).toContain('X-Unparseable: yes');
    expect(await pass()).toMatchObject({ ok: true, value: { results: { failed: 1 } } });
  });

  test('waits for a person again under another UIDVALIDITY, and its bytes stay', async () => {
    await quarantine.retry(1, LARGE_BYTES, BY);
    write('aa', '', 'Order: QI-4\n');
    await pass();
    expect(await quarantine.find(1)).toMatchObject({ isStale: true, bytes: 'kept', why: expect.stringContaining('put back') as string });
    expect(await bytes()).toContain('X-Unparseable: yes');
  });
});

test('under another UIDVALIDITY it came again, so the old row is only there to be dropped', async () => {
  write('aa', '', 'Order: QI-4\n');
  await pass();
  expect(await quarantine.find(1)).toMatchObject({ isStale: true });
  expect(await quarantine.retry(1, LARGE_BYTES, BY)).toMatchObject({ ok: false, error: { kind: 'stale' } });
  expect(await quarantine.replace(1, Buffer.from('x'), BY)).toMatchObject({ ok: false, error: { kind: 'stale' } });
  expect(await quarantine.drop(1, BY)).toMatchObject({ ok: true });
});
