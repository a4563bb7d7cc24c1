import { fc } from '@fast-check/vitest';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CaseMove } from '../../../src/domain/case.ts';
import type { CaseFacts, ComposedReply, FollowUp, Judgement, MessageEnd } from '../../../src/domain/ledger.ts';
import { decide } from '../../../src/policy/decide.ts';
import type { CaseArchive } from '../../../src/ports/case-archive.ts';
import type { CaseStore } from '../../../src/ports/case-store.ts';
import type { MailboxEntry } from '../../../src/ports/mailbox.ts';
import { inputOf, policyOf } from '../policy/eligible.ts';

export const NOW = new Date('2026-03-05T10:00:00Z');
const LATER = new Date('2026-03-05T11:00:00Z');
export const MAILBOX = { account: 'support@imap.shop.test', path: 'INBOX', uidValidity: '17' };
const DRAFT = new TextEncoder().encode('Subject: Re: Refund Request\r\n\r\nHello\r\n');
const TO = 'mira@example.com';
const REPLY: ComposedReply = { channel: 'draft', recipient: TO, envelopeTo: TO, wouldSend: false, raw: DRAFT };

/** An empty ledger of a test's own. */
export interface TestLedger {
  /** With `shop.test` as the domain of its Message-IDs. */
  readonly open: () => CaseStore;
  readonly openArchive: () => CaseArchive;
  readonly remove: () => void;
}

export function entries(...uids: readonly number[]): MailboxEntry[] {
  return uids.map((uid) => ({ uid, internalDate: new Date(NOW.getTime() + uid * 1000), sizeBytes: 100 }));
}

function judgement(copyKey: string, caseFacts: Partial<CaseFacts> | null = {}): Judgement {
  const facts: CaseFacts = {
    caseKey: 'order:qi-1',
    orderKey: 'order:qi-1',
    sender: 'mira@example.com',
    receivedAt: NOW,
    decision: null,
    basis: null,
    followUp: null,
  };
  const judged = caseFacts === null ? null : { ...facts, ...caseFacts };
  return { messageId: '<m@example.com>', contentHash: 'hash', copyKey, kind: 'refund-request', why: 'subject', caseFacts: judged };
}

function decided(amount: string): Pick<CaseFacts, 'decision' | 'basis'> {
  const input = inputOf({});
  const { decision, version } = decide(policyOf({}), input);
  return { decision: { ...decision, outcome: 'proportional', amount, currency: 'USD' }, basis: { input, policy: version } };
}

/** What every ledger must do, whatever database it lies in. */
export function describeCaseStore(name: string, make: () => TestLedger): void {
  describe(`a ledger in ${name}`, () => {
    let ledger: TestLedger;
    let store: CaseStore;

    beforeEach(() => {
      ledger = make();
      store = ledger.open();
    });
    afterEach(async () => {
      await store.dispose();
      ledger.remove();
    });

    /** Registers the mailbox with these UIDs and gives the row ids, by UID. */
    async function seen(...uids: readonly number[]): Promise<Map<number, number>> {
      const { mailboxId } = await store.register(MAILBOX, { entries: entries(...uids), listedTo: Math.max(...uids) }, NOW);
      return new Map((await store.dueMessages(mailboxId, NOW)).map(({ uid, id }) => [uid, id]));
    }

    async function fileAs(rowId: number | undefined, judged: Judgement, reply: ComposedReply | null = REPLY) {
      if (rowId === undefined) throw new Error('no such row');
      return store.file(rowId, judged, await store.nameCase(rowId), reply, NOW);
    }

    describe('a listing', () => {
      test('gives each message one row, however often it is listed, and never moves back', async () => {
        const { mailboxId, added } = await store.register(MAILBOX, { entries: entries(1, 2), listedTo: 5 }, NOW);
        expect(added).toBe(2);
        expect(await store.record(mailboxId, { entries: entries(2, 3), listedTo: 3 }, NOW)).toEqual({ mailboxId, added: 1 });
        expect(await store.lookUp(MAILBOX, NOW)).toEqual({ id: mailboxId, listedTo: 5, hasWorkDue: true });
        expect(await store.lookUp({ ...MAILBOX, uidValidity: '18' }, NOW)).toBeNull();
      });

      test('keeps the time of first sight', async () => {
        const { mailboxId } = await store.register(MAILBOX, { entries: entries(1), listedTo: 1 }, NOW);
        await store.record(mailboxId, { entries: [{ uid: 1, internalDate: LATER, sizeBytes: 9 }], listedTo: 1 }, LATER);
        expect(await store.dueMessages(mailboxId, NOW)).toMatchObject([
          { uid: 1, submittedAt: new Date(NOW.getTime() + 1000), sizeBytes: 100 },
        ]);
      });

      test('of ten thousand messages is one transaction', async () => {
        const uids = Array.from({ length: 10_000 }, (_, index) => index + 1);
        expect(await store.register(MAILBOX, { entries: entries(...uids), listedTo: 10_000 }, NOW)).toMatchObject({ added: 10_000 });
      });

      test('under another UIDVALIDITY supersedes what waited to be read, and knows from when on', async () => {
        const rows = await seen(1, 2, 3);
        await store.close(rows.get(1) ?? 0, 'not-answered', 'no request', NOW);
        expect(await store.resumePoint(MAILBOX)).toEqual(new Date(NOW.getTime() + 2000));
        const { mailboxId } = await store.register({ ...MAILBOX, uidValidity: '18' }, { entries: entries(7), listedTo: 7 }, NOW);
        expect(await store.backlog(mailboxId)).toMatchObject({ waiting: 1, mark: 6 });
        expect(await store.lookUp(MAILBOX, NOW)).toMatchObject({ hasWorkDue: false });
        expect(await store.resumePoint({ ...MAILBOX, path: 'Other' })).toBeUndefined();
      });
    });

    describe('the high-water mark', () => {
      const ends: readonly MessageEnd[] = ['not-answered', 'too-large', 'gone', 'unreadable'];

      test('passes a message only when it is final, whatever the order in which they end', async () => {
        await fc.assert(
          fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }), async (isFinal) => {
            const ownLedger = make();
            const own = ownLedger.open();
            const uids = isFinal.map((_, index) => index + 1);
            const { mailboxId } = await own.register(MAILBOX, { entries: entries(...uids), listedTo: uids.length }, NOW);
            for (const { id, uid } of await own.dueMessages(mailboxId, NOW)) {
              if (isFinal[uid - 1]) await own.close(id, ends[uid % ends.length] ?? 'gone', 'test', NOW);
              else await own.postpone(id, 'test', LATER, true);
            }
            const firstOpen = isFinal.indexOf(false);
            const { mark, waiting } = await own.backlog(mailboxId);
            await own.dispose();
            ownLedger.remove();
            expect(mark).toBe(firstOpen === -1 ? uids.length : firstOpen);
            expect(waiting).toBe(isFinal.filter((final) => !final).length);
          }),
          { numRuns: 15 },
        );
      });
    });

    describe('attempts', () => {
      test('put a mail behind those that were never tried: a process that ends with one in hand meets another next time', async () => {
        const { mailboxId } = await store.register(MAILBOX, { entries: entries(1, 2, 3), listedTo: 3 }, NOW);
        const order = async () => (await store.dueMessages(mailboxId, NOW)).map(({ uid }) => uid);
        const [first] = await store.dueMessages(mailboxId, NOW);
        await store.begin(first?.id ?? 0);
        expect(await order()).toEqual([2, 3, 1]);
      });

      test('are counted before they are made, and given back where the mail is not to blame', async () => {
        const row = (await seen(1)).get(1) ?? 0;
        const attempts = async () => (await store.dueMessages(1, LATER)).map((message) => message.attempts);
        await store.begin(row);
        expect(await attempts()).toEqual([1]);
        await store.postpone(row, 'the order book did not answer', NOW, false);
        expect(await attempts()).toEqual([0]);
        await store.begin(row);
        await store.postpone(row, 'unparseable', LATER, true);
        expect(await attempts()).toEqual([1]);
        expect(await store.dueMessages(1, NOW)).toEqual([]);
        expect(await store.lookUp(MAILBOX, NOW)).toMatchObject({ hasWorkDue: false });
        expect(await store.lookUp(MAILBOX, LATER)).toMatchObject({ hasWorkDue: true });
      });
    });

    describe('filing a judged mail', () => {
      test('a first request opens a case and writes the intent of its draft, which waits until it is confirmed', async () => {
        const rows = await seen(1);
        const filing = await fileAs(rows.get(1), judgement('a'));
        expect(filing).toMatchObject({ kind: 'answering', reply: { raw: DRAFT } });
        const [reply, ...others] = await store.pendingReplies(NOW);
        expect(others).toEqual([]);
        if (!reply) throw new Error('no reply pending');
        expect(Buffer.from(reply.raw)).toEqual(Buffer.from(DRAFT));
        expect(await store.backlog(1)).toMatchObject({ waiting: 1, mark: 0 });
        await store.markUncertain(reply, 'cut', NOW);
        expect(await store.pendingReplies(NOW)).toHaveLength(1);
        await store.markPlaced(reply, { folder: 'Drafts', uid: 4 }, NOW);
        expect(await store.pendingReplies(NOW)).toEqual([]);
        expect(await store.backlog(1)).toMatchObject({ waiting: 0, mark: 1 });
      });

      test.each([
        ['the same mail again', 'a', {}, 'copy'],
        ['another mail about the same order', 'b', {}, 'duplicate-request'],
        ['a stranger who names an order that has its case', 'b', { caseKey: 'claim:stranger@example.com:qi-1' }, 'answering'],
        ['another order', 'b', { caseKey: 'order:qi-2', orderKey: 'order:qi-2' }, 'answering'],
        ['a request that names nothing', 'b', { caseKey: null, orderKey: null }, 'answering'],
        ['mail that asks for nothing', 'b', null, 'not-answered'],
      ])('%s', async (_, copyKey, facts, kind) => {
        const rows = await seen(1, 2);
        await fileAs(rows.get(1), judgement('a'));
        expect((await fileAs(rows.get(2), judgement(copyKey, facts))).kind).toBe(kind);
      });

      test('without a draft the case is opened and held for a person', async () => {
        const rows = await seen(1);
        expect(await fileAs(rows.get(1), judgement('a'), null)).toMatchObject({ kind: 'held' });
        expect(await store.pendingReplies(NOW)).toEqual([]);
        expect(await store.hasOpenCase('order:qi-1', null)).toBe(true);
        expect(await store.hasOpenCase('order:qi-2', null)).toBe(false);
      });

      test('a refused draft waits for its time', async () => {
        const rows = await seen(1);
        await fileAs(rows.get(1), judgement('a'));
        const [reply] = await store.pendingReplies(NOW);
        if (!reply) throw new Error('no reply pending');
        await store.putOffReply(reply, 'over quota', LATER, NOW);
        expect(await store.pendingReplies(NOW)).toEqual([]);
        expect(await store.lookUp(MAILBOX, NOW)).toMatchObject({ hasWorkDue: false });
        expect(await store.pendingReplies(LATER)).toHaveLength(1);
      });
    });

    describe('filing a mail that answers a case', () => {
      const followUp = (caseId: string, effect: FollowUp['effect'], revision = 1) => ({ followUp: { caseId, revision, effect } });

      /** A case whose draft is placed, and the row of a second mail. */
      async function drafted(): Promise<{ caseId: string; second: number }> {
        const rows = await seen(1, 2);
        await fileAs(rows.get(1), judgement('a'));
        const [reply] = await store.pendingReplies(NOW);
        if (!reply) throw new Error('no reply pending');
        await store.markPlaced(reply, { folder: 'Drafts', uid: 4 }, NOW);
        return { caseId: reply.caseId, second: rows.get(2) ?? 0 };
      }

      const file = async (
        rowId: number,
        caseId: string,
        effect: FollowUp['effect'],
        facts: Partial<CaseFacts> = {},
        reply: ComposedReply | null = REPLY,
      ) => store.file(rowId, judgement('b', { ...followUp(caseId, effect), ...facts }), await store.nameRevision(caseId, 2), reply, NOW);

      const archived = async <T>(read: (archive: CaseArchive) => Promise<T>): Promise<T> => {
        const archive = ledger.openArchive();
        try {
          return await read(archive);
        } finally {
          await archive.dispose();
        }
      };
      const move = (caseId: string, ...moves: readonly CaseMove[]) =>
        archived(async (archive) => {
          for (const each of moves)
            expect(await archive.move(caseId, each, { actor: 'person:ann', why: null }, NOW)).toMatchObject({ ok: true });
        });
      const happened = (caseId: string) =>
        archived(async (archive) => (await Array.fromAsync(archive.events(caseId))).map(({ what }) => what));

      test('with a new answer intends one more reply under the same case, with a name of its own', async () => {
        const { caseId, second } = await drafted();
        const filing = await file(second, caseId, 'new-answer');
        expect(filing).toMatchObject({
          kind: 'answering',
          reply: { caseId, messageId: (await store.nameRevision(caseId, 2)).replyMessageId },
        });
      });

      test.each(['nothing-new', 'same-answer'] as const)('with %s is recorded, and no reply is intended', async (effect) => {
        const { caseId, second } = await drafted();
        expect(await file(second, caseId, effect)).toEqual({ kind: 'follow-up', caseId });
        expect(await store.pendingReplies(NOW)).toEqual([]);
        expect(await happened(caseId)).toContain('message-follow-up');
      });

      test('whose reply a person must see first holds the case', async () => {
        const { caseId, second } = await drafted();
        expect(await file(second, caseId, 'new-answer', {}, null)).toEqual({ kind: 'held', caseId });
        expect((await happened(caseId)).at(-2)).toBe('case-held');
      });

      const marks = async () =>
        (await archived((archive) => archive.cases({ states: [], wroteAgain: true }))).map((each) => [each.caseId, each.wroteAgainAt]);

      test.each<[string, readonly CaseMove[]]>([
        ['declined', ['decline']],
        ['handed over', ['hand-over']],
        ['paid', ['hand-over', 'pay']],
        ['closed', ['close']],
      ])('marks a case that was %s, until a person’s next move', async (_, moves) => {
        const { caseId, second } = await drafted();
        await move(caseId, ...moves);
        await file(second, caseId, 'nothing-new', { receivedAt: LATER });
        expect(await marks()).toEqual([[caseId, LATER]]);
        const next = { decline: 'close', 'hand-over': 'pay', pay: 'close', close: 'reopen' } as const;
        await move(caseId, next[moves.at(-1) as keyof typeof next]);
        expect(await marks()).toEqual([]);
      });

      test('marks a case that was answered, since its first new words, until a person answers again', async () => {
        const { caseId, second } = await drafted();
        const [draft] = await store.waitingDrafts(MAILBOX.account, NOW);
        if (!draft) throw new Error('no draft waits');
        await store.noteDrafts(
          MAILBOX.account,
          [{ draft, life: 'answered-otherwise', similarity: 0, folder: 'Drafts', uid: null }],
          [],
          NOW,
        );
        await file(second, caseId, 'nothing-new', { receivedAt: NOW });
        const { mailboxId } = await store.record(1, { entries: entries(3), listedTo: 3 }, NOW);
        const third = (await store.dueMessages(mailboxId, NOW)).at(-1)?.id;
        await fileAs(third, judgement('c', { receivedAt: LATER }));
        expect(await marks()).toEqual([[caseId, NOW]]);
        await store.noteDrafts(MAILBOX.account, [{ draft, life: 'sent-edited', similarity: 0.9, folder: 'Sent', uid: 1 }], [], NOW);
        expect(await marks()).toEqual([]);
      });

      test.each(['nothing-new', 'same-answer'] as const)('marks no case whose draft waits for a person anyway (%s)', async (effect) => {
        const { caseId, second } = await drafted();
        await file(second, caseId, effect);
        expect(await marks()).toEqual([]);
      });

      test('is held while nobody can see whether a person has edited the draft', async () => {
        const { caseId, second } = await drafted();
        await store.noteDraftLook('support@imap.shop.test', { failures: 2, why: 'cut', nextLookAt: null });
        expect(await file(second, caseId, 'new-answer')).toEqual({ kind: 'held', caseId });
      });

      test('is not held because the Drafts of another account cannot be seen', async () => {
        const { caseId, second } = await drafted();
        await store.noteDraftLook('billing@imap.shop.test', { failures: 2, why: 'cut', nextLookAt: null });
        expect(await file(second, caseId, 'new-answer')).toMatchObject({ kind: 'answering' });
      });

      test.each([
        ['another answer withdraws', '9.00', true],
        ['the same answer leaves', '29.90', false],
      ])('with %s a draft that a look has not found', async (_, amount, isWithdrawn) => {
        const rows = await seen(1, 2);
        await fileAs(rows.get(1), judgement('a', decided('29.90')));
        const [first] = await store.pendingReplies(NOW);
        if (!first) throw new Error('no reply pending');
        await store.markUncertain(first, 'cut', NOW);
        await file(rows.get(2) ?? 0, first.caseId, 'new-answer', decided(amount));
        expect(await store.withdrawIfOutdated(first, NOW)).toBe(isWithdrawn);
        expect((await store.pendingReplies(LATER)).map(({ messageId }) => messageId).includes(first.messageId)).toBe(!isWithdrawn);
      });

      test('about an order that has another open case attaches to that one, and its own is closed', async () => {
        const rows = await seen(1, 2, 3);
        await fileAs(rows.get(1), judgement('a', { caseKey: null, orderKey: null }));
        await fileAs(rows.get(2), judgement('c'));
        const [asking, orders] = await store.pendingReplies(NOW);
        if (!asking || !orders) throw new Error('two replies are pending');
        expect(await file(rows.get(3) ?? 0, asking.caseId, 'new-answer')).toEqual({ kind: 'duplicate-request', caseId: orders.caseId });
        expect(await happened(asking.caseId)).toContain('case-closed');
      });

      test('takes the place of a reply that no server has taken in', async () => {
        const rows = await seen(1, 2);
        await fileAs(rows.get(1), judgement('a'));
        const [first] = await store.pendingReplies(NOW);
        if (!first) throw new Error('no reply pending');
        await store.putOffReply(first, 'over quota', LATER, NOW);
        await file(rows.get(2) ?? 0, first.caseId, 'new-answer');
        expect((await store.pendingReplies(LATER)).map(({ messageId }) => messageId)).not.toContain(first.messageId);
        expect(await store.backlog(1)).toMatchObject({ waiting: 1, mark: 1 });
      });

      test.each(['decline', 'close'] as const)('a reply that waits to leave never leaves after a person’s %s', async (ending) => {
        const rows = await seen(1);
        await fileAs(rows.get(1), judgement('a'), { ...REPLY, channel: 'send' });
        const [waiting] = await store.pendingReplies(NOW);
        if (!waiting) throw new Error('no reply pending');
        await store.putOffReply(waiting, 'greylisted', LATER, NOW);
        await move(waiting.caseId, ending);
        expect(await store.pendingReplies(LATER)).toEqual([]);
        expect(await happened(waiting.caseId)).toContain('reply-withdrawn');
        expect(await store.backlog(1)).toMatchObject({ waiting: 0 });
      });

      test('with new facts opens a closed case again; thanks do not', async () => {
        const { caseId, second } = await drafted();
        await move(caseId, 'close');
        expect(await file(second, caseId, 'new-answer')).toMatchObject({ kind: 'answering' });
        expect(await store.hasOpenCase('order:qi-1', null)).toBe(true);
      });

      test('a closed case is not opened again beside another one of its order', async () => {
        const rows = await seen(1, 2);
        const [first, second] = [await fileAs(rows.get(1), judgement('a')), rows.get(2)];
        if (first.kind !== 'answering') throw new Error(first.kind);
        const { caseId } = first.reply;
        await move(caseId, 'close');
        const again = await fileAs(second, judgement('b'));
        const reopen = () => archived((archive) => archive.move(caseId, 'reopen', { actor: 'person:ann', why: null }, NOW));
        const openCase = again.kind === 'answering' ? again.reply.caseId : '';
        expect(await reopen()).toEqual({ ok: false, error: { kind: 'another-open-case', caseId: openCase } });
        await move(openCase, 'close');
        expect(await reopen()).toEqual({ ok: true, value: 'received' });
      });

      test('comes too late once the money is on its way: a person sees it, nothing is drafted', async () => {
        const { caseId, second } = await drafted();
        await move(caseId, 'hand-over');
        expect(await file(second, caseId, 'new-answer')).toEqual({ kind: 'follow-up', caseId });
        expect(await store.pendingReplies(NOW)).toEqual([]);
        expect(await happened(caseId)).toContain('follow-up-too-late');
      });

      test('is known by the names in a reply of ours, and only from the sender of the case', async () => {
        const { caseId } = await drafted();
        const { replyMessageId, caseToken } = await store.nameRevision(caseId, 1);
        for (const id of [replyMessageId, caseToken, caseToken.toUpperCase()]) {
          expect(await store.findThread(['<other@example.com>', id], 'mira@example.com')).toMatchObject({
            caseId,
            revision: 1,
            submittedAt: NOW,
          });
          expect(await store.findThread([id], 'eve@example.com')).toBeNull();
        }
        expect(await store.findThread([replyMessageId.replace(/\.1\./, '.2.')], 'mira@example.com')).toBeNull();
        const many = Array.from({ length: 5_000 }, (_, index) => `<${index}@example.com>`);
        expect(await store.findThread([caseToken, ...many], 'mira@example.com')).toMatchObject({ caseId });
      });
    });

    describe('a draft that nobody should send any more', () => {
      test('is one whose case a person has ended; a server that cannot remove it alone leaves it, and the case says so once', async () => {
        const rows = await seen(1);
        const filing = await fileAs(rows.get(1), judgement('a'));
        if (filing.kind !== 'answering') throw new Error(filing.kind);
        await store.markPlaced(filing.reply, { folder: 'Drafts', uid: 4 }, NOW);
        expect(await store.supersededDrafts(MAILBOX.account)).toEqual([]);
        const archive = ledger.openArchive();
        await archive.move(filing.reply.caseId, 'close', { actor: 'person:ann', why: null }, NOW);
        const [draft, ...others] = await store.supersededDrafts(MAILBOX.account);
        expect([draft?.because, others]).toEqual(['case closed', []]);
        if (draft) await store.markSuperseded(draft, 'left', NOW);
        expect(await store.supersededDrafts(MAILBOX.account)).toEqual([]);
        const last = (await Array.fromAsync(archive.events(filing.reply.caseId))).at(-1);
        expect(last).toMatchObject({
          what: 'superseded-draft-left',
          why: expect.stringMatching(/^case closed; .*still lies there$/) as string,
        });
        await archive.dispose();
      });
    });

    describe('what is owed after the mail', () => {
      test('is the keyword of a message that is final, whoever ended it, until it is put on or tried three times', async () => {
        const rows = await seen(1, 2, 3);
        const [first = 0, second = 0, third = 0] = rows.values();
        await store.oweKeyword([first, second, third]);
        await store.oweKeyword([second]);
        expect(await store.dueKeywords(1)).toEqual([]);
        await store.close(second, 'not-answered', 'no request', NOW);
        await store.close(third, 'too-large', 'too large', NOW);
        expect(await store.dueKeywords(1)).toEqual([
          { id: second, uid: 2 },
          { id: third, uid: 3 },
        ]);
        await store.endKeywords([second]);
        for (const due of [[third], [third], []]) {
          await store.beginKeywords([third]);
          expect((await store.dueKeywords(1)).map(({ id }) => id)).toEqual(due);
        }
      });

      test('is no keyword under another UIDVALIDITY', async () => {
        const rows = await seen(1);
        const rowId = rows.get(1) ?? 0;
        await store.oweKeyword([rowId]);
        await store.close(rowId, 'not-answered', 'no request', NOW);
        const { mailboxId } = await store.register({ ...MAILBOX, uidValidity: '18' }, { entries: entries(1), listedTo: 1 }, NOW);
        expect([await store.dueKeywords(1), await store.dueKeywords(mailboxId)]).toEqual([[], []]);
      });

      test('is the copy of a sent mail, by its own account, until it lies there or is given up', async () => {
        const rows = await seen(1, 2);
        for (const [uid, renamedTo] of [
          [1, null],
          [2, '<theirs@provider.example>'],
        ] as const) {
          await fileAs(rows.get(uid), judgement(String(uid), { caseKey: null }), { ...REPLY, channel: 'send' });
          const [reply] = await store.pendingReplies(NOW);
          if (!reply) throw new Error('no reply pending');
          await store.markSent(reply, null, NOW, { renamedTo });
        }
        const [first, second] = await store.dueCopies(MAILBOX.account, NOW);
        if (!first || !second) throw new Error('two copies are owed');
        expect([first, second]).toMatchObject([
          { renamedTo: null, tries: 0 },
          { renamedTo: '<theirs@provider.example>', tries: 0 },
        ]);
        expect(await store.dueCopies('another@imap.shop.test', NOW)).toEqual([]);
        await store.beginCopy(first, LATER);
        expect((await store.dueCopies(MAILBOX.account, NOW)).map(({ replyId }) => replyId)).toEqual([second.replyId]);
        expect((await store.dueCopies(MAILBOX.account, LATER)).map(({ tries }) => tries)).toEqual([0, 1]);
        await store.endCopy(first);
        await store.giveUpCopy(second, 'over quota', LATER);
        expect(await store.dueCopies(MAILBOX.account, LATER)).toEqual([]);
        const archive = ledger.openArchive();
        const events = await Array.fromAsync(archive.events(null));
        await archive.dispose();
        expect(events.filter(({ what }) => what === 'sent-copy-missing')).toMatchObject([{ caseId: second.caseId, why: 'over quota' }]);
      });
    });

    describe('what a cap on sending counts', () => {
      test('is every reply that left, may have left or waits to leave, by channel, address and case, since an instant', async () => {
        const rows = await seen(1, 2, 3, 4);
        const to = (recipient: string): ComposedReply => ({ ...REPLY, channel: 'send', recipient, envelopeTo: recipient });
        await fileAs(rows.get(1), judgement('a', { caseKey: null }), to('mira@example.com'));
        await fileAs(rows.get(2), judgement('b', { caseKey: null }), to('noor@example.com'));
        await fileAs(rows.get(3), judgement('c', { caseKey: null }));
        const [first] = await store.pendingReplies(NOW);
        if (!first) throw new Error('no reply pending');
        await store.beginReplies([first]);
        await store.markSent(first, null, NOW);
        expect(await store.pendingReplies(NOW)).toMatchObject([{ channel: 'send' }, { channel: 'draft' }]);
        const about = { recipient: 'mira@example.com', caseId: first.caseId, receivedAt: LATER, orderKey: null, wordPrint: null };
        const counts = { sendsInHour: 2, sendsToAddressInDay: 1, repliesToAddressInDay: 2, sendsInCase: 1, repliesInCase: 1 };
        expect(await store.countReplies(about, NOW)).toMatchObject({ ...counts, secondsSinceOurReply: 3_600 });
        const at = (hours: number) => store.countReplies(about, new Date(NOW.getTime() + hours * 3_600_000 - 1));
        expect(await at(1)).toMatchObject({ sendsInHour: 2 });
        expect(await store.countReplies(about, LATER)).toMatchObject({ ...counts, sendsInHour: 0 });
        expect(await at(24)).toMatchObject({ sendsToAddressInDay: 1 });
        expect(await store.countReplies(about, new Date(NOW.getTime() + 24 * 3_600_000))).toMatchObject({
          sendsToAddressInDay: 0,
          repliesToAddressInDay: 0,
          repliesInCase: 1,
        });
      });

      test('a reply that went to a person instead is no send, one that may have left is', async () => {
        const rows = await seen(1, 2);
        const send: ComposedReply = { ...REPLY, channel: 'send' };
        await fileAs(rows.get(1), judgement('a', { caseKey: null }), send);
        await fileAs(rows.get(2), judgement('b', { caseKey: null }), send);
        const [first, second] = await store.pendingReplies(NOW);
        if (!first || !second) throw new Error('no replies pending');
        await store.turnIntoDraft(first, 'refused', NOW);
        await store.markUncertain(second, 'begun', NOW);
        await store.leaveUncertain(second, 'nobody knows', NOW);
        const about = { recipient: TO, caseId: second.caseId, receivedAt: LATER, orderKey: null, wordPrint: null };
        expect(await store.countReplies(about, NOW)).toMatchObject({
          sendsInHour: 1,
          sendsInCase: 1,
          repliesToAddressInDay: 2,
          uncertainInCase: 1,
        });
        expect(await store.countReplies({ ...about, caseId: first.caseId }, NOW)).toMatchObject({ uncertainInCase: 0 });
        expect(await store.pendingReplies(NOW)).toMatchObject([{ channel: 'draft' }]);
        expect(await store.backlog(1)).toMatchObject({ uncertain: 1, setAside: 0 });
      });

      test('a refund of the order that was handed over counts in every later case of it, until it has failed', async () => {
        const rows = await seen(1);
        const filing = await fileAs(rows.get(1), judgement('a'));
        if (filing.kind !== 'answering') throw new Error(filing.kind);
        const archive = ledger.openArchive();
        const about = { recipient: TO, caseId: 'another', orderKey: 'order:qi-1', receivedAt: LATER, wordPrint: null };
        const refunds = async (orderKey: string | null = about.orderKey) =>
          (await store.countReplies({ ...about, orderKey }, LATER)).refundsOfOrder;
        const tell = (move: CaseMove) => archive.move(filing.reply.caseId, move, { actor: 'person:ann', why: null }, NOW);
        await store.markPlaced(filing.reply, { folder: 'Drafts', uid: 4 }, NOW);
        expect(await refunds()).toBe(0);
        await tell('hand-over');
        expect(await refunds()).toBe(1);
        await tell('fail');
        expect(await refunds()).toBe(0);
        await tell('pay');
        await tell('close');
        expect([await refunds(), await refunds('order:qi-2'), await refunds(null)]).toEqual([1, 0, 0]);
        await archive.dispose();
      });

      test('mails of nearly the same words count by when they came in, each once, and a copy does not', async () => {
        const rows = await seen(1, 2, 3, 4);
        const print = '00000000000000ff';
        await fileAs(rows.get(1), { ...judgement('a', { caseKey: 'x', sender: 'Mira@Example.com' }), wordPrint: print });
        await fileAs(rows.get(2), { ...judgement('a', { caseKey: 'x' }), wordPrint: print });
        await fileAs(rows.get(3), { ...judgement('b', { caseKey: 'y', sender: 'noor@example.com' }), wordPrint: '00000000000001ff' });
        await fileAs(rows.get(4), { ...judgement('c', { caseKey: 'z', sender: 'olga@example.com' }), wordPrint: 'ffffffff000000ff' });
        const at = (receivedAt: Date) =>
          store.countReplies({ recipient: TO, caseId: 'C', orderKey: null, receivedAt, wordPrint: print }, LATER);
        expect(await at(NOW)).toMatchObject({ similarInHour: 2, similarFromAddressInHour: 1 });
        expect(await at(new Date(NOW.getTime() + 3_599_999))).toMatchObject({ similarInHour: 2 });
        expect(await at(LATER)).toMatchObject({ similarInHour: 0, similarFromAddressInHour: 0 });
        expect(await at(new Date(NOW.getTime() - 1))).toMatchObject({ similarInHour: 0 });
      });
    });

    describe('names of cases and replies', () => {
      test('are the same each time, differ between messages, and cannot be told without the ledger', async () => {
        const rows = await seen(1, 2);
        const first = await store.nameCase(rows.get(1) ?? 0);
        expect(await store.nameCase(rows.get(1) ?? 0)).toEqual(first);
        expect(first.caseId).toMatch(/^[0-9A-HJKMNP-TV-Z]{10}$/);
        expect(first.replyMessageId).toMatch(/^<[0-9a-z]{10}\.1\.[0-9a-z]{16}@shop\.test>$/);
        expect((await store.nameCase(rows.get(2) ?? 0)).replyMessageId).not.toBe(first.replyMessageId);
        const otherLedger = make();
        const other = otherLedger.open();
        await other.register(MAILBOX, { entries: entries(1), listedTo: 1 }, NOW);
        expect((await other.nameCase(1)).caseId).not.toBe(first.caseId);
        await other.dispose();
        otherLedger.remove();
      });
    });
  });
}
