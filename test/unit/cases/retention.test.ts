import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openCaseArchive } from '../../../src/cases/case-archive.ts';
import { openCaseStore } from '../../../src/cases/case-store.ts';
import type { DraftLife } from '../../../src/domain/draft-life.ts';
import type { Judgement, PendingReply } from '../../../src/domain/ledger.ts';
import type { CaseStore } from '../../../src/ports/case-store.ts';

const NOW = new Date('2026-03-05T10:00:00Z');
const BEFORE = new Date('2027-03-05T10:00:00Z');
const ACCOUNT = 'support@imap.shop.test';
const TO = 'mira@example.com';
const RAW = new TextEncoder().encode(`Subject: Re: Refund Request\r\n\r\n${'Hello Mira, '.repeat(1_000)}\r\n`);

let folder: string;
let path: string;
let store: CaseStore;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'retention-'));
  path = join(folder, 'ledger.sqlite');
  store = openCaseStore({ path, messageIdDomain: 'shop.test' });
});
afterEach(async () => {
  await store.dispose();
  rmSync(folder, { recursive: true, force: true });
});

/** A reply to the only mail of the ledger, whose words were written down. */
async function reply(channel: 'draft' | 'send'): Promise<PendingReply> {
  const mailbox = { account: ACCOUNT, path: 'INBOX', uidValidity: '17' };
  await store.register(mailbox, { entries: [{ uid: 1, internalDate: NOW, sizeBytes: 1 }], listedTo: 1 }, NOW);
  const facts = { caseKey: null, orderKey: null, sender: TO, receivedAt: NOW, decision: null, basis: null, followUp: null };
  const judged: Judgement = {
    messageId: null,
    contentHash: '',
    copyKey: '1',
    kind: 'refund-request',
    why: '',
    wordPrint: 'ff',
    caseFacts: facts,
  };
  const composed = { channel, recipient: TO, envelopeTo: TO, wouldSend: false, raw: RAW };
  const filing = await store.file(1, judged, await store.nameCase(1), composed, NOW);
  if (filing.kind !== 'answering') throw new Error(filing.kind);
  return filing.reply;
}

async function draft(life: DraftLife): Promise<PendingReply> {
  const placed = await reply('draft');
  await store.markPlaced(placed, { folder: 'Drafts', uid: 4 }, NOW);
  const [waiting] = await store.waitingDrafts(ACCOUNT, NOW);
  if (!waiting) throw new Error('no draft waits');
  const uid = life === 'answered-otherwise' ? null : 4;
  await store.noteDrafts(ACCOUNT, [{ draft: waiting, life, similarity: 1, folder: 'Drafts', uid }], [], NOW);
  return placed;
}

const isForgotten = async ({ id }: PendingReply) => (await store.rawOf(id)).length === 0;

function countPrints(): unknown {
  const database = new DatabaseSync(path, { readOnly: true });
  const row = database.prepare('select count(*) as count from word_prints').get();
  database.close();
  return row?.['count'];
}

describe('a whole reply older than its time', () => {
  test.each<[DraftLife, boolean]>([
    ['sent-as-written', true],
    ['sent-edited', true],
    ['answered-otherwise', true],
    ['deleted', true],
    ['untouched', false],
    ['edited', false],
  ])('%s: forgotten %s', async (life, expected) => {
    const placed = await draft(life);
    await store.forgetRaw(BEFORE, BEFORE);
    expect(await isForgotten(placed)).toBe(expected);
  });

  test('is looked for once a day', async () => {
    await draft('sent-as-written');
    const at = (ms: number) => new Date(BEFORE.getTime() + ms);
    expect(await store.isForgettingDue(BEFORE)).toBe(true);
    await store.forgetRaw(NOW, BEFORE);
    expect([await store.isForgettingDue(at(86_399_999)), await store.isForgettingDue(at(86_400_000))]).toEqual([false, true]);
    // A clock that was ahead.
    expect(await store.isForgettingDue(at(-1))).toBe(true);
  });

  test('that are more than a pass forgets at once are gone on with by the next one', async () => {
    const { id } = await draft('sent-as-written');
    const database = new DatabaseSync(path);
    const copies = `with recursive n(i) as (values (1) union all select i + 1 from n where i < 1000)
      insert into replies (case_id, revision, message_row_id, channel, message_id, state, raw, life, intended_at, updated_at)
      select case_id, i + 1, message_row_id, channel, '<copy' || i || '>', state, raw, life, intended_at, updated_at from replies, n where id = ${id}`;
    database.exec(copies);
    database.close();
    await store.forgetRaw(BEFORE, BEFORE);
    expect(await store.isForgettingDue(BEFORE)).toBe(true);
    await store.forgetRaw(BEFORE, BEFORE);
    expect(await store.isForgettingDue(BEFORE)).toBe(false);
  });

  test('is kept where nobody knows whether it was sent, and forgotten once somebody does', async () => {
    const begun = await reply('send');
    await store.markUncertain(begun, 'begun', NOW);
    await store.forgetRaw(BEFORE, BEFORE);
    expect(await isForgotten(begun)).toBe(false);
    await store.markSent(begun, 'found in Sent', NOW);
    await store.forgetRaw(NOW, BEFORE);
    expect(await isForgotten(begun)).toBe(false);
    await store.forgetRaw(BEFORE, BEFORE);
    expect(await isForgotten(begun)).toBe(true);
  });

  test('leaves nothing of its words in the file', async () => {
    await draft('sent-as-written');
    await store.forgetRaw(BEFORE, BEFORE);
    await store.dispose();
    // A part of it: longer ones are parted by the file's pages.
    expect(readFileSync(path).includes('Hello Mira, Hello Mira, ')).toBe(false);
    store = openCaseStore({ path, messageIdDomain: 'shop.test' });
  });

  test('goes with the fingerprint of its mail; the record of what happened stays as it was written', async () => {
    await draft('sent-as-written');
    expect(countPrints()).toBe(1);
    await store.forgetRaw(BEFORE, BEFORE);
    expect(countPrints()).toBe(0);
    const archive = openCaseArchive(path);
    expect(await archive.audit(null)).toMatchObject({ broken: null });
    await archive.dispose();
  });
});
