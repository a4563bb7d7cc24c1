import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openCaseArchive } from '../../../src/cases/case-archive.ts';
import { openCaseStore } from '../../../src/cases/case-store.ts';
import { countQuarantined } from '../../../src/cases/examine-quarantine.ts';
import { openQuarantine } from '../../../src/cases/quarantine.ts';
import type { Decision, Outcome } from '../../../src/domain/decision.ts';
import type { DraftLife } from '../../../src/domain/draft-life.ts';
import type { Judgement } from '../../../src/domain/ledger.ts';
import type { CaseArchive } from '../../../src/ports/case-archive.ts';
import type { CaseStore } from '../../../src/ports/case-store.ts';

const NOW = new Date('2026-03-05T10:00:00Z');
const LATER = new Date('2026-03-05T11:00:00Z');
const MAILBOX = { account: 'support@imap.shop.test', path: 'INBOX', uidValidity: '17' };
const TO = 'mira@example.com';
const BY = { actor: 'person:noor', why: 'asked the customer' } as const;

let folder: string;
let path: string;
let store: CaseStore;
let archive: CaseArchive;
let mailboxId: number;
let uid: number;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'record-'));
  path = join(folder, 'ledger.sqlite');
  store = openCaseStore({ path, messageIdDomain: 'shop.test' });
  archive = openCaseArchive(path);
  uid = 0;
  ({ mailboxId } = await store.register(MAILBOX, { entries: [], listedTo: 0 }, NOW));
});
afterEach(async () => {
  await archive.dispose();
  await store.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const DECISION = { amount: '0.00', currency: null, creditsToRemove: 0, clauses: ['1'], flags: [], trace: [], policyVersion: 'x' } as const;

/** One mail, judged, and its reply written down. */
async function reply(outcome: Outcome, channel: 'draft' | 'send', wouldSend = true) {
  uid++;
  await store.record(mailboxId, { entries: [{ uid, internalDate: NOW, sizeBytes: 1 }], listedTo: uid }, NOW);
  const row = (await store.dueMessages(mailboxId, NOW)).find((message) => message.uid === uid);
  if (!row) throw new Error('no such row');
  const decision: Decision = { ...DECISION, outcome };
  const facts = { caseKey: null, orderKey: null, sender: TO, receivedAt: NOW, decision, basis: null, followUp: null };
  const judged: Judgement = { messageId: null, contentHash: '', copyKey: String(uid), kind: 'refund-request', why: '', caseFacts: facts };
  const composed = { channel, recipient: TO, envelopeTo: TO, wouldSend, raw: new Uint8Array() };
  const filing = await store.file(row.id, judged, await store.nameCase(row.id), composed, NOW);
  if (filing.kind !== 'answering') throw new Error(filing.kind);
  return filing.reply;
}

/** A draft and what a person made of it, a minute after the one before. */
async function draft(outcome: Outcome, life: DraftLife, wouldSend = true): Promise<void> {
  const placed = await reply(outcome, 'draft', wouldSend);
  await store.markPlaced(placed, { folder: 'Drafts', uid }, NOW);
  const at = new Date(NOW.getTime() + uid * 60_000).toISOString();
  const database = new DatabaseSync(path);
  database.prepare('update replies set life = ?, life_at = ? where id = ?').run(life, at, placed.id);
  database.close();
}

describe('what people made of the drafts', () => {
  test('is counted by outcome, and what left by itself beside it', async () => {
    await draft('full', 'sent-as-written');
    await draft('full', 'sent-edited');
    await draft('full', 'deleted');
    await draft('full', 'untouched');
    await draft('full', 'edited');
    await draft('none', 'answered-otherwise');
    await store.markSent(await reply('full', 'send'), null, NOW);
    const declined = await reply('full', 'draft');
    await store.markPlaced(declined, { folder: 'Drafts', uid }, NOW);
    await archive.move(declined.caseId, 'decline', BY, NOW);
    expect(await archive.draftRecords()).toEqual([
      {
        outcome: 'full',
        drafted: 6,
        waiting: 2,
        sentAsWritten: 1,
        sentEdited: 1,
        answeredOtherwise: 0,
        deleted: 1,
        declined: 1,
        sent: 1,
        asWrittenInARow: 0,
      },
      expect.objectContaining({ outcome: 'none', drafted: 1, answeredOtherwise: 1 }),
    ]);
  });

  test.each<[string, readonly DraftLife[], number]>([
    ['three as written', ['sent-as-written', 'sent-as-written', 'sent-as-written'], 3],
    ['one edited ends the row', ['sent-as-written', 'sent-edited', 'sent-as-written', 'sent-as-written'], 2],
    ['the newest edited', ['sent-as-written', 'sent-edited'], 0],
    ['one deleted ends the row', ['deleted', 'sent-as-written'], 1],
    ['those that still lie there tell nothing yet', ['sent-as-written', 'untouched', 'edited'], 1],
  ])('as written in a row: %s', async (_, lives, inARow) => {
    for (const life of lives) await draft('proportional', life);
    expect(await archive.draftRecords()).toMatchObject([{ outcome: 'proportional', asWrittenInARow: inARow }]);
  });

  test('a draft whose case was declined ends the row', async () => {
    await draft('full', 'sent-as-written');
    const declined = await reply('full', 'draft');
    await store.markPlaced(declined, { folder: 'Drafts', uid }, new Date(NOW.getTime() + uid * 60_000));
    await archive.move(declined.caseId, 'decline', BY, LATER);
    await draft('full', 'sent-as-written');
    expect(await archive.draftRecords()).toMatchObject([{ declined: 1, asWrittenInARow: 1 }]);
  });

  test('a draft that would not have been sent is no part of the row', async () => {
    await draft('full', 'sent-as-written');
    await draft('full', 'sent-edited', false);
    await draft('full', 'sent-as-written', false);
    expect(await archive.draftRecords()).toMatchObject([{ asWrittenInARow: 1 }]);
  });
});

describe('a reply of which nobody knows whether it was sent', () => {
  async function uncertain(): Promise<string> {
    const begun = await reply('full', 'send');
    await store.markUncertain(begun, 'begun', NOW);
    await store.leaveUncertain(begun, 'nobody knows', LATER);
    return begun.caseId;
  }

  test('is listed until a person has found out', async () => {
    const caseId = await uncertain();
    const messageId = expect.stringMatching(/^<.*@shop\.test>$/) as string;
    expect(await archive.uncertainReplies()).toEqual([{ caseId, recipient: TO, messageId, since: NOW }]);
    expect(await archive.settleDelivery(caseId, 'sent', BY, LATER)).toEqual({ ok: true, value: 'sent' });
    expect(await archive.uncertainReplies()).toEqual([]);
    expect(await archive.settleDelivery(caseId, 'sent', BY, LATER)).toEqual({ ok: false, error: { kind: 'nothing-uncertain', caseId } });
  });

  test('is in no quarantine, where its mail could be judged and answered again', async () => {
    await uncertain();
    const quarantine = openQuarantine(path);
    expect(await quarantine.list()).toEqual([]);
    expect(await quarantine.retry(1, 1_000, { actor: 'person:noor', at: LATER })).toMatchObject({ error: { kind: 'no-such-mail' } });
    await quarantine.dispose();
    expect(countQuarantined(path)).toBe(0);
    expect(await store.backlog(mailboxId)).toMatchObject({ uncertain: 1, setAside: 0 });
  });

  test('is not answered again when its mail comes a second time', async () => {
    const caseId = await uncertain();
    await archive.move(caseId, 'close', BY, LATER);
    uid = 0;
    ({ mailboxId } = await store.register({ ...MAILBOX, uidValidity: '18' }, { entries: [], listedTo: 0 }, LATER));
    await expect(reply('full', 'send')).rejects.toThrow('copy');
  });

  test('found sent, the case is answered and counts from when it was handed over', async () => {
    const caseId = await uncertain();
    await archive.settleDelivery(caseId, 'sent', BY, LATER);
    expect((await Array.fromAsync(archive.events(caseId))).at(-1)).toMatchObject({ what: 'case-sent', ...BY });
    expect(await store.backlog(mailboxId)).toMatchObject({ uncertain: 0, setAside: 0, waiting: 0 });
    const about = { recipient: TO, caseId, receivedAt: LATER, orderKey: null, wordPrint: null };
    expect(await store.countReplies(about, LATER)).toMatchObject({ sendsInCase: 1, secondsSinceOurReply: 3_600 });
  });

  test.each([
    ['decline', 'declined'],
    ['close', 'closed'],
  ] as const)('found not sent after a person’s %s, it is no draft either', async (move, state) => {
    const caseId = await uncertain();
    await archive.move(caseId, move, BY, LATER);
    expect(await archive.settleDelivery(caseId, 'not-sent', BY, LATER)).toEqual({ ok: true, value: 'withdrawn' });
    expect(await store.pendingReplies(LATER)).toEqual([]);
    expect(await store.backlog(mailboxId)).toMatchObject({ uncertain: 0, setAside: 0, waiting: 0 });
    const events = (await Array.fromAsync(archive.events(caseId))).slice(-2);
    expect(events).toMatchObject([{ what: 'reply-found-not-sent' }, { what: 'reply-withdrawn', why: `case ${state}`, actor: BY.actor }]);
  });

  test('found not sent, it is left in Drafts by the next pass and never sent', async () => {
    const caseId = await uncertain();
    expect(await archive.settleDelivery(caseId, 'not-sent', BY, LATER)).toEqual({ ok: true, value: 'to-draft' });
    expect(await store.pendingReplies(LATER)).toMatchObject([{ caseId, channel: 'draft', state: 'intended' }]);
    expect(await store.lookUp(MAILBOX, LATER)).toMatchObject({ hasWorkDue: true });
    expect((await Array.fromAsync(archive.events(caseId))).at(-1)).toMatchObject({ what: 'reply-found-not-sent', ...BY });
  });
});
