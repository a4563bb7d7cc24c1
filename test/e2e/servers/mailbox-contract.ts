import type { ImapFlow } from 'imapflow';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type DraftFolders, imapDraftBox } from '../../../src/delivery/imap-draft-box.ts';
import { imapDraftWatch } from '../../../src/delivery/imap-draft-watch.ts';
import { connectImap, disconnectImap } from '../../../src/intake/imap/connect-imap.ts';
import { imapMailbox } from '../../../src/intake/imap/imap-mailbox.ts';
import type { DraftBox, DraftWatch } from '../../../src/ports/drafts.ts';
import type { Mailbox } from '../../../src/ports/mailbox.ts';
import { type PollBench, pollBench } from '../support/poll-bench.ts';
import { startWire, type Wire } from '../support/wire.ts';
import { type ImapServer, START_TIMEOUT_MS } from './server-process.ts';

/** In what a server differs; all else must come to the same. */
export interface Traits {
  /** As our adapter finds them where nothing is configured. */
  readonly drafts: string;
  readonly sent: string;
  readonly takesKeywords: boolean;
  /** UIDPLUS: an APPEND tells the UID. */
  readonly tellsUid: boolean;
  /** MULTIAPPEND: several drafts in one command, all or none. */
  readonly takesTogether: boolean;
}

const DAY_MS = 86_400_000;
const NO_SUCH_UID = 4_000_000;
const encode = (text: string) => new TextEncoder().encode(text);
const draftOf = (id: string, subject = 'Re: Refund Request') =>
  encode(`From: support@shop.test\r\nTo: mira@example.com\r\nSubject: ${subject}\r\nMessage-ID: ${id}\r\n\r\nIhr Guthaben: 22,43\r\n`);

/** What the mailbox and the drafts of every IMAP server must do, and a whole pass over them. */
export function describeServer(name: string, start: () => Promise<ImapServer>, traits: Traits): void {
  let server: ImapServer;
  let wire: Wire<ImapServer>;
  let bench: PollBench;
  const closing: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    server = await start();
  }, START_TIMEOUT_MS);
  afterAll(() => server?.stop());
  beforeEach(async () => {
    wire = await startWire(server);
    bench = pollBench(wire.server);
  });
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
    bench.remove();
    await wire.stop();
  });

  /** A session of its own, closed after the test. */
  async function connect(): Promise<ImapFlow> {
    const client = await connectImap(bench.settings);
    if (!client.ok) throw new Error(client.error.what);
    closing.push(() => disconnectImap(client.value));
    return client.value;
  }
  const openMailbox = async (): Promise<Mailbox> => imapMailbox(await connect(), bench.settings, 'INBOX');
  const openDrafts = async (folders: DraftFolders = {}): Promise<DraftBox> => imapDraftBox(await connect(), folders);
  const uidsOf = ({ entries }: Awaited<ReturnType<Mailbox['listAfter']>>) => entries.map(({ uid }) => uid);

  describe(`the mailbox on ${name}`, () => {
    test('an empty one is told as empty', async () => {
      const mailbox = await openMailbox();
      expect(await mailbox.state()).toMatchObject({ account: `${bench.user}@${server.host}`, path: 'INBOX', exists: 0 });
      expect(await mailbox.listAfter(0)).toMatchObject({ entries: [], listedTo: 0 });
      // imap4d gives an empty mailbox another UIDVALIDITY each second.
      expect(await (await openMailbox()).listSince(new Date(0))).toMatchObject({ entries: [] });
    });

    test('its state is the same in two sessions, and UIDNEXT tells of what came', async () => {
      await bench.deliver({}, {}, {});
      const [first, second] = [await (await openMailbox()).state(), await (await openMailbox()).state()];
      expect(second).toEqual(first);
      expect(first).toMatchObject({ exists: 3, uidValidity: expect.stringMatching(/^\d+$/) as string });
      await bench.deliver({});
      expect((await (await openMailbox()).state()).uidNext).toBe((first.uidNext ?? 0) + 1);
    });

    test('everything above a UID is listed in order, with size and time of receipt, and nothing past the end', async () => {
      const receivedAt = new Date(Date.now() - 3 * DAY_MS);
      await bench.deliver({ receivedAt }, { body: 'x'.repeat(2_000) }, {});
      const mailbox = await openMailbox();
      const { entries, listedTo } = await mailbox.listAfter(0);
      expect(entries).toHaveLength(3);
      expect(uidsOf({ entries, listedTo })).toEqual(uidsOf({ entries, listedTo }).toSorted((a, b) => a - b));
      expect(Math.abs((entries[0]?.internalDate?.getTime() ?? 0) - receivedAt.getTime())).toBeLessThan(1_000);
      expect(entries[1]?.sizeBytes).toBeGreaterThan(2_000);
      expect(entries[2]?.sizeBytes).toBeLessThan(1_000);
      expect(listedTo).toBe(entries.at(-1)?.uid);
      expect(uidsOf(await mailbox.listAfter(entries[1]?.uid ?? 0))).toEqual([entries[2]?.uid]);
      expect(await mailbox.listAfter(listedTo)).toEqual({ entries: [], listedTo });
      expect(await mailbox.listAfter(listedTo + 1_000)).toMatchObject({ entries: [] });
    });

    test('what came since a time is listed by its time of receipt, not by its UID', async () => {
      const ago = (days: number) => new Date(Date.now() - days * DAY_MS);
      await bench.deliver({ receivedAt: ago(1) }, { receivedAt: ago(40) }, { receivedAt: ago(9) });
      const mailbox = await openMailbox();
      const [first, , third] = uidsOf(await mailbox.listAfter(0));
      expect(uidsOf(await mailbox.listSince(ago(10)))).toEqual([first, third]);
      expect(uidsOf(await mailbox.listSince(ago(-1)))).toEqual([]);
    });

    test('a mail that comes while a session is open is listed by it', async () => {
      await bench.deliver({});
      const mailbox = await openMailbox();
      const { listedTo } = await mailbox.listAfter(0);
      await bench.deliver({});
      expect((await mailbox.listAfter(listedTo)).entries).toHaveLength(1);
      expect((await mailbox.listSince(new Date(Date.now() - DAY_MS))).entries).toHaveLength(2);
    });

    test('bodies come to the byte, what is gone is left out, and what is too long is cut off one byte later', async () => {
      await bench.deliver({ body: 'größer\n.\n\n--' }, { body: 'y'.repeat(5_000) }, { body: 'gone' });
      const mailbox = await openMailbox();
      const [first = 0, second = 0, third = 0] = uidsOf(await mailbox.listAfter(0));
      await bench.asPerson(async (client) => {
        await client.mailboxOpen('INBOX');
        await client.messageDelete(String(third), { uid: true });
      });
      const later = await openMailbox();
      const found = await later.fetch([first, second, third, NO_SUCH_UID], 1_000);
      expect([...found.keys()].toSorted((a, b) => a - b)).toEqual([first, second]);
      expect(Buffer.from(found.get(first)?.bytes ?? []).toString()).toMatch(/^From: .*\r\n\r\ngrößer\r\n\.\r\n\r\n--\r\n$/s);
      expect(found.get(second)?.bytes).toHaveLength(1_001);
    });

    test('reading leaves no flag behind', async () => {
      await bench.deliver({}, {});
      const mailbox = await openMailbox();
      await mailbox.fetch(uidsOf(await mailbox.listAfter(0)), 10_000);
      await mailbox.listSince(new Date(0));
      expect(await flagsInInbox(bench)).toEqual([[], []]);
    });

    test('a keyword is set where the server takes any, and the session lives on where it does not', async () => {
      await bench.deliver({}, {});
      const mailbox = await openMailbox();
      const [first = 0] = uidsOf(await mailbox.listAfter(0));
      await mailbox.addKeyword([first], 'RefundTriaged');
      expect(await flagsInInbox(bench)).toEqual([traits.takesKeywords ? ['RefundTriaged'] : [], []]);
      expect((await mailbox.listAfter(0)).entries).toHaveLength(2);
    });

    test('a keyword for a mail that is gone marks no other', async () => {
      await bench.deliver({}, {});
      const mailbox = await openMailbox();
      await mailbox.addKeyword([NO_SUCH_UID], 'RefundTriaged');
      expect(await flagsInInbox(bench)).toEqual([[], []]);
    });

    test('a folder that is not there is told as such', async () => {
      const mailbox = imapMailbox(await connect(), bench.settings, 'Nowhere');
      await expect(mailbox.state().then(() => mailbox.listAfter(0))).rejects.toMatchObject({ problem: { kind: 'no-such-folder' } });
    });
  });

  describe(`drafts on ${name}`, () => {
    const find = async (id: string, folders: DraftFolders = {}) => (await openDrafts(folders)).find(id);

    test('a draft lies where people look for it, to the byte, marked as a draft', async () => {
      const drafts = await openDrafts();
      const placed = await drafts.put('<one@shop.test>', draftOf('<one@shop.test>'));
      expect(placed).toMatchObject({ ok: true, value: { folder: traits.drafts } });
      expect(placed.ok && typeof placed.value.uid).toBe(traits.tellsUid ? 'number' : 'object');
      const [found, ...others] = await messagesIn(bench, traits.drafts);
      expect(others).toEqual([]);
      expect(withoutMboxFields(found?.source ?? '')).toBe(Buffer.from(draftOf('<one@shop.test>')).toString('latin1'));
      expect(found?.flags).toContain('\\Draft');
    });

    test('it is found again at once by the same session and by another, and no other id is', async () => {
      const drafts = await openDrafts();
      await drafts.put('<one@shop.test>', draftOf('<one@shop.test>'));
      await drafts.put('<two@shop.test>', draftOf('<two@shop.test>'));
      for (const box of [drafts, await openDrafts()]) {
        expect(await box.find('<one@shop.test>')).toMatchObject({ ok: true, value: { folder: traits.drafts } });
        expect(await box.find('<three@shop.test>')).toEqual({ ok: true, value: null });
        expect(await box.find('<ne@shop.test>')).toEqual({ ok: true, value: null });
      }
    });

    test('it is found after another session has placed it, though the folder was searched before', async () => {
      const early = await openDrafts();
      expect(await early.find('<one@shop.test>')).toEqual({ ok: true, value: null });
      await (await openDrafts()).put('<one@shop.test>', draftOf('<one@shop.test>'));
      expect(await early.find('<one@shop.test>')).toMatchObject({ ok: true, value: { folder: traits.drafts } });
    });

    test('what a person has sent is found among the sent', async () => {
      await bench.asPerson(async (client) => {
        if (!(await client.list()).some(({ path }) => path === traits.sent)) await client.mailboxCreate(traits.sent);
        await client.append(traits.sent, Buffer.from(draftOf('<sent@shop.test>')), ['\\Seen']);
      });
      expect(await find('<sent@shop.test>')).toMatchObject({ ok: true, value: { folder: traits.sent } });
    });

    test('a configured folder that is not there is made, whatever its script', async () => {
      const folder = 'Entwürfe für 客服';
      const placed = await (await openDrafts({ drafts: folder })).put('<one@shop.test>', draftOf('<one@shop.test>'));
      expect(placed).toMatchObject({ ok: true });
      const where = placed.ok ? placed.value.folder : '';
      expect(where.endsWith(folder)).toBe(true);
      expect(await messagesIn(bench, where)).toHaveLength(1);
      expect(await find('<one@shop.test>', { drafts: folder })).toMatchObject({ ok: true, value: { folder: where } });
    });
  });

  describe(`several drafts in one act on ${name}`, () => {
    const IDS = ['<one@shop.test>', '<two@shop.test>', '<three@shop.test>'];
    const several = IDS.map((messageId) => ({ messageId, raw: draftOf(messageId) }));
    const together = async (folders: DraftFolders = {}) => {
      const { putTogether } = await openDrafts(folders);
      return putTogether?.(several);
    };

    test('is offered where the server can', async () => {
      expect((await openDrafts()).putTogether !== undefined).toBe(traits.takesTogether);
    });

    test.runIf(traits.takesTogether)('all lie there, each at the place that was told', async () => {
      const placed = await together();
      if (!placed?.ok) throw new Error('not placed');
      const found = await messagesIn(bench, traits.drafts);
      expect(found.map(({ source }) => /Message-ID: (.*)\r/.exec(source)?.[1])).toEqual(IDS);
      expect(found.every(({ flags }) => flags.includes('\\Draft'))).toBe(true);
      expect(placed.value).toEqual(found.map(({ uid }) => ({ folder: traits.drafts, uid })));
    });

    test.runIf(traits.takesTogether)('in a configured folder that is made', async () => {
      expect(await together({ drafts: 'Answers', sent: 'Sent' })).toMatchObject({ ok: true });
      expect(await messagesIn(bench, 'Answers')).toHaveLength(3);
    });

    test.runIf(traits.takesTogether)('in a folder with another alphabet in its name, which is made if it is not there', async () => {
      const folder = 'Entwürfe & Черновики';
      expect(await together({ drafts: folder, sent: 'Sent' })).toMatchObject({ ok: true });
      expect(await messagesIn(bench, folder)).toHaveLength(3);
    });
  });

  describe(`drafts watched on ${name}`, () => {
    const openWatch = async (): Promise<DraftWatch> => imapDraftWatch(await connect(), {});
    /** Two drafts of ours; their UIDs, as the folder lists them. */
    async function twoDrafts(): Promise<[number, number]> {
      const drafts = await openDrafts();
      for (const id of ['<one@shop.test>', '<two@shop.test>']) await drafts.put(id, draftOf(id));
      const [first = 0, second = 0] = (await (await openWatch()).seenIn(traits.drafts, { uid: 0 })).map(({ uid }) => uid);
      return [first, second];
    }

    test('a folder stands as it stood until something comes or goes', async () => {
      await twoDrafts();
      const watch = await openWatch();
      const before = await watch.stateOf(traits.drafts);
      expect(before).toMatchObject({ path: traits.drafts, exists: 2 });
      expect(await (await openWatch()).stateOf(traits.drafts)).toEqual(before);
      await (await openDrafts()).put('<three@shop.test>', draftOf('<three@shop.test>'));
      expect(await (await openWatch()).stateOf(traits.drafts)).not.toEqual(before);
      expect(await watch.stateOf('Nowhere')).toBeNull();
    });

    test('headers tell whose draft it is, above a UID and since a day, and bodies come whole', async () => {
      const [first, second] = await twoDrafts();
      const tagged = `X-Refund-Triage: 0123456789.2\r\nIn-Reply-To: <mail@example.com>\r\n${Buffer.from(draftOf('<three@shop.test>')).toString()}`;
      await bench.asPerson((client) => client.append(traits.drafts, tagged));
      const watch = await openWatch();
      const third = { messageId: '<three@shop.test>', inReplyTo: ['<mail@example.com>'], tag: '0123456789.2' };
      expect(await watch.seenIn(traits.drafts, { uid: second })).toMatchObject([third]);
      expect(await watch.seenIn(traits.drafts, { uid: second + 1 })).toEqual([]);
      expect((await watch.seenIn(traits.drafts, { since: new Date() })).map(({ messageId, tag }) => [messageId, tag])).toEqual([
        ['<one@shop.test>', null],
        ['<two@shop.test>', null],
        ['<three@shop.test>', '0123456789.2'],
      ]);
      const raw = Buffer.from((await watch.fetch(traits.drafts, first)) ?? []).toString('latin1');
      expect(withoutMboxFields(raw)).toBe(Buffer.from(draftOf('<one@shop.test>')).toString('latin1'));
      expect(await watch.fetch(traits.drafts, NO_SUCH_UID)).toBeNull();
    });

    test('a draft flagged as deleted is gone', async () => {
      const [first, second] = await twoDrafts();
      await bench.asPerson(async (client) => {
        await client.mailboxOpen(traits.drafts);
        await client.messageFlagsAdd(String(first), ['\\Deleted'], { uid: true });
      });
      expect(await (await openWatch()).uidsIn(traits.drafts)).toEqual(new Set([second]));
    });

    test('one draft is removed alone, or not at all', async () => {
      const [first, second] = await twoDrafts();
      await bench.asPerson(async (client) => {
        await client.mailboxOpen(traits.drafts);
        await client.messageFlagsAdd(String(second), ['\\Deleted'], { uid: true });
      });
      const watch = await openWatch();
      expect(await watch.remove(traits.drafts, first, async () => false)).toBe(traits.tellsUid ? 'kept' : 'cannot');
      expect(await watch.remove(traits.drafts, NO_SUCH_UID, async () => true)).toBe(traits.tellsUid ? 'kept' : 'cannot');
      expect(await messagesIn(bench, traits.drafts)).toHaveLength(2);
      const isOurs = async (raw: Uint8Array) => Buffer.from(raw).includes('<one@shop.test>');
      expect(await watch.remove(traits.drafts, first, isOurs)).toBe(traits.tellsUid ? 'removed' : 'cannot');
      expect((await messagesIn(bench, traits.drafts)).map(({ source }) => /Message-ID: (.*)\r/.exec(source)?.[1])).toEqual(
        traits.tellsUid ? ['<two@shop.test>'] : ['<one@shop.test>', '<two@shop.test>'],
      );
    });
  });

  describe(`a pass on ${name}`, () => {
    const MAILS = [{ from: 'mira@example.com' }, { from: 'noor@example.com' }, { subject: 'hello' }] as const;
    const draftsOf = async () =>
      (await messagesIn(bench, traits.drafts))
        .map(({ source }) => /^To: (.*)\r$/m.exec(source)?.[1] ?? '')
        .toSorted((a, b) => a.localeCompare(b));

    test('one draft for each request, none for other mail, and none again', async () => {
      await bench.deliver(...MAILS);
      expect(await bench.poll({ keyword: 'RefundTriaged' })).toMatchObject({
        ok: true,
        value: { newMessages: 3, backlog: { waiting: 0 } },
      });
      expect(await bench.poll({ keyword: 'RefundTriaged' })).toMatchObject({ ok: true, value: { newMessages: 0, results: {} } });
      await bench.deliver({ from: 'olaf@example.com' });
      expect(await bench.poll()).toMatchObject({ ok: true, value: { newMessages: 1, results: { drafted: 1 } } });
      expect(await draftsOf()).toEqual(['mira@example.com', 'noor@example.com', 'olaf@example.com']);
    });

    test('what people made of the drafts is seen', async () => {
      await bench.deliver(...MAILS, { from: 'olaf@example.com' });
      await bench.poll();
      await bench.asPerson(async (client) => {
        if (!(await client.list()).some(({ path }) => path === traits.sent)) await client.mailboxCreate(traits.sent);
        await client.mailboxOpen(traits.drafts);
        const [first, second] = await client.fetchAll('1:*', { uid: true, source: true });
        await client.append(traits.sent, first?.source ?? '', ['\\Seen']);
        await client.mailboxOpen(traits.drafts);
        await client.messageDelete(`${first?.uid},${second?.uid}`, { uid: true });
      });
      expect(await bench.poll()).toMatchObject({ ok: true, value: { draftLives: { 'sent-as-written': 1, deleted: 1 } } });
      expect(await bench.poll()).toMatchObject({ ok: true, value: { draftLives: {} } });
    });

    test('a draft whose acknowledgement was lost is not placed again', async () => {
      await bench.deliver(...MAILS);
      wire.inject({ at: 'answer to APPEND', does: 'cut' });
      expect(await bench.poll()).toMatchObject({ ok: false, error: { kind: 'mailbox' } });
      expect(await bench.poll()).toMatchObject({ ok: true, value: { resumed: traits.takesTogether ? 2 : 1, backlog: { waiting: 0 } } });
      expect(await draftsOf()).toEqual(['mira@example.com', 'noor@example.com']);
    });
  });
}

/** An mbox keeps UIDs and flags in the header of each mail. */
function withoutMboxFields(source: string): string {
  return source.replaceAll(/^(?:X-IMAPbase|X-UID|Status|X-Status):.*\r\n/gm, '');
}

function flagsInInbox(bench: PollBench): Promise<string[][]> {
  return bench.asPerson(async (client) => {
    await client.mailboxOpen('INBOX', { readOnly: true });
    const found = await client.fetchAll('1:*', { flags: true });
    return found.map(({ flags }) => [...(flags ?? [])].filter((flag) => flag !== '\\Recent'));
  });
}

function messagesIn(bench: PollBench, folder: string): Promise<{ uid: number; source: string; flags: string[] }[]> {
  return bench.asPerson(async (client) => {
    const { exists } = await client.mailboxOpen(folder, { readOnly: true });
    if (exists === 0) return [];
    const found = await client.fetchAll('1:*', { source: true, flags: true });
    return found.map(({ uid, source, flags }) => ({ uid, source: source?.toString('latin1') ?? '', flags: [...(flags ?? [])] }));
  });
}
