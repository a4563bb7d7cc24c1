import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openCaseArchive } from '../../../src/cases/case-archive.ts';
import { openCaseStore, openScratchCaseStore } from '../../../src/cases/case-store.ts';
import { acquirePassLock } from '../../../src/cases/pass-lock.ts';
import { draftFolder } from '../../../src/delivery/draft-folder.ts';
import { smtpTransport } from '../../../src/delivery/smtp/smtp-transport.ts';
import { ok, refuse } from '../../../src/domain/result.ts';
import { type ReplyLimits, SENDABLE_OUTCOMES } from '../../../src/domain/sending.ts';
import { folderMailbox } from '../../../src/intake/folder-mailbox.ts';
import { runPass } from '../../../src/pipeline/poll.ts';
import type { PassNeeds, PassOptions, SendingNeeds } from '../../../src/pipeline/poll-needs.ts';
import type { PassEvent } from '../../../src/pipeline/poll-report.ts';
import type { SentBox } from '../../../src/ports/drafts.ts';
import type { MailTransport } from '../../../src/ports/mail-transport.ts';
import { MailboxLost } from '../../../src/ports/mailbox.ts';
import { judgeForSending } from '../../support/sending-judge.ts';
import { composeSimply } from '../../support/simple-judge.ts';
import { SMTP_PASSWORD, SMTP_USER, type SmtpSink, startSmtpSink } from '../../support/smtp-sink.ts';

const MINUTE_MS = 60_000;
const HOUR = 60;
const DAY = 24 * HOUR;

const LIMITS: ReplyLimits = {
  sendsPerAddressPerDay: 3,
  sendsPerCase: 3,
  sendsPerHour: 60,
  repliesPerAddressPerDay: 10,
  repliesPerCase: 10,
  similarPerHour: 10,
  similarPerAddressPerHour: 5,
  fastestAnswerSeconds: 30,
};

let folder: string;
let minutes: number;
let sink: SmtpSink;
let transport: MailTransport;
/** Sent mail, by Message-ID. */
let sent: Map<string, Uint8Array>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sending-'));
  mkdirSync(join(folder, 'mails'));
  minutes = 0;
  sent = new Map();
  sink = await startSmtpSink();
  transport = smtp(sink.port);
});
afterEach(async () => {
  await transport.close();
  await sink.stop();
  rmSync(folder, { recursive: true, force: true });
});

function smtp(port: number): MailTransport {
  const settings = { host: sink.host, port, tls: 'none', user: SMTP_USER, password: SMTP_PASSWORD } as const;
  return smtpTransport(settings, { connectMs: 5_000, commandMs: 5_000, contentMs: 1_000 });
}

let written = 0;
function write(order: string, from = 'mira@example.com', words = ''): void {
  const name = String(++written).padStart(6, '0');
  const mail = `From: ${from}\nSubject: Refund Request\nMessage-ID: <${name}@example.com>\n\nOrder: ${order}\n${words}\n`;
  writeFileSync(join(folder, 'mails', `${name}.eml`), mail);
}

function drafts(): readonly string[] {
  return readdirSync(folder).includes('drafts') ? readdirSync(join(folder, 'drafts')) : [];
}

const sentBox: SentBox = {
  find: async (ids) => ok(ids.some((id) => sent.has(id)) ? { folder: 'Sent', uid: 1 } : null),
  keep: async (id, raw) => {
    sent.set(id, raw);
    return ok({ folder: 'Sent', uid: 1 });
  },
};

/** A pass over the test's folder, `minutes` after the first. */
function pass(sending: Partial<SendingNeeds> = {}, needs: Partial<PassNeeds> = {}, options: Partial<PassOptions> = {}) {
  const ledger = { path: join(folder, 'ledger.sqlite'), messageIdDomain: 'shop.test' };
  const all: PassNeeds = {
    acquireLock: () => acquirePassLock(ledger.path),
    openStore: async () => (options.dryRun ? openScratchCaseStore(ledger) : openCaseStore(ledger)),
    connect: async () => {
      const close = async () => {};
      return ok({ mailbox: folderMailbox(join(folder, 'mails')), drafts: draftFolder(join(folder, 'drafts')), sent: sentBox, close });
    },
    judge: judgeForSending(),
    compose: composeSimply,
    sending: {
      outcomes: SENDABLE_OUTCOMES,
      areOutcomesNamed: true,
      limits: LIMITS,
      transport,
      from: 'support@shop.test',
      isOn: () => true,
      copiesToSent: true,
      ...sending,
    },
    clock: { now: () => new Date(Date.UTC(2026, 2, 5, 12) + minutes * MINUTE_MS) },
    ...needs,
  };
  const signal = new AbortController().signal;
  return runPass(all, { dryRun: false, maxMailBytes: 100_000, signal, report: () => undefined, ...options });
}

/** For each reply of the ledger, oldest first, 1 where the whole message is there. */
function wholeReplies(): readonly unknown[] {
  const database = new DatabaseSync(join(folder, 'ledger.sqlite'), { readOnly: true });
  const kept = database.prepare('select length(raw) > 0 as whole from replies order by id').all();
  database.close();
  return kept.map(({ whole }) => whole);
}

function events(): readonly { what: string; why: string | null }[] {
  const database = new DatabaseSync(join(folder, 'ledger.sqlite'), { readOnly: true });
  const rows = database.prepare('select what, why from events order by id').all();
  database.close();
  return rows.map(({ what, why }) => ({ what: String(what), why: why === null ? null : String(why) }));
}

describe('a reply that may be sent', () => {
  test('is sent once, from our address, and a copy lies in Sent', async () => {
    write('QI-1');
    expect(await pass()).toMatchObject({ ok: true, value: { results: { sent: 1 }, sending: { wouldSend: 1 }, backlog: { waiting: 0 } } });
    expect(sink.taken).toMatchObject([{ from: 'support@shop.test', to: ['mira@example.com'] }]);
    const [id, copy] = [...sent][0] ?? [];
    expect(sink.taken[0]?.raw).toContain(`Message-ID: ${id}\r\n`);
    expect(Buffer.from(copy ?? []).toString('latin1')).toBe(sink.taken[0]?.raw);
    expect(drafts()).toEqual([]);
    expect(await pass()).toMatchObject({ ok: true, value: { newMessages: 0, results: {} } });
    expect(sink.taken).toHaveLength(1);
  });

  test('is put into Sent by nobody where the provider has done it, or where that is switched off', async () => {
    write('QI-1');
    await pass({ copiesToSent: false });
    expect(sink.taken).toHaveLength(1);
    expect(sent.size).toBe(0);
  });

  test('is sent once even where its copy fails', async () => {
    write('QI-1');
    const connect: PassNeeds['connect'] = async () => {
      const keep: SentBox['keep'] = async () => refuse({ kind: 'refused', what: 'over quota' });
      const mailbox = folderMailbox(join(folder, 'mails'));
      return ok({ mailbox, drafts: draftFolder(join(folder, 'drafts')), sent: { ...sentBox, keep }, close: async () => {} });
    };
    expect(await pass({}, { connect })).toMatchObject({
      ok: true,
      value: { results: { sent: 1 }, sending: { copiesMissing: ['over quota'] } },
    });
    minutes += 10;
    await pass();
    expect(sink.taken).toHaveLength(1);
  });

  test("the envelope has the customer's own spelling", async () => {
    write('QI-1', 'Mira.Holt@EXAMPLE.com');
    await pass();
    expect(sink.taken[0]?.to).toEqual(['Mira.Holt@example.com']);
  });

  test.each([
    ['after its time', 31, [0]],
    ['within it', 32, [1]],
    ['where nothing is forgotten', undefined, [1]],
  ] as const)('is kept whole in the ledger for a time: %s', async (_, retainRawDays, whole) => {
    write('QI-1');
    await pass();
    minutes += 31 * DAY + 1;
    write('QI-2', 'noor@example.com');
    await pass({}, {}, retainRawDays === undefined ? {} : { retainRawDays });
    expect(wholeReplies()).toEqual([...whole, 1]);
  });

  test('is forgotten by a pass with nothing else to do, once a day', async () => {
    write('QI-1');
    await pass();
    minutes = 30 * DAY;
    await pass({}, {}, { retainRawDays: 30 });
    expect(wholeReplies()).toEqual([1]);
    minutes += DAY - 1;
    await pass({}, {}, { retainRawDays: 30 });
    expect(wholeReplies()).toEqual([1]);
    minutes += 1;
    expect(await pass({}, {}, { retainRawDays: 30 })).toMatchObject({ ok: true, value: { newMessages: 0, results: {} } });
    expect(wholeReplies()).toEqual([0]);
  });

  test('a dry run sends nothing and tells that it would', async () => {
    write('QI-1');
    expect(await pass({}, {}, { dryRun: true })).toMatchObject({ ok: true, value: { results: { sent: 1 } } });
    expect(sink.sessions()).toBe(0);
  });
});

describe('the copy of a sent mail', () => {
  /** A session whose Sent folder is like this. */
  const withSent = (differs: Partial<SentBox>, mailbox = folderMailbox(join(folder, 'mails'))): Partial<PassNeeds> => ({
    connect: async () =>
      ok({ mailbox, drafts: draftFolder(join(folder, 'drafts')), sent: { ...sentBox, ...differs }, close: async () => {} }),
  });
  const unclear = async () => refuse({ kind: 'unclear', what: 'cut by the test' } as const);
  const missing = (ended: Awaited<ReturnType<typeof pass>>) => (ended.ok ? ended.value.sending.copiesMissing : ended);

  test('breaks the connection each time: all new mail is answered, it is tried five times, put off in between, and then given up on its case', async () => {
    for (const name of ['a', 'b', 'c']) write(`QI-${name}`, `${name}@example.com`);
    const tried: string[] = [];
    const keep: SentBox['keep'] = (id) => {
      tried.push(id);
      return unclear();
    };
    const first = await pass({}, withSent({ keep }));
    expect(first).toMatchObject({ ok: true, value: { results: { sent: 3 }, sending: { copiesMissing: ['cut by the test'] } } });
    expect(tried).toHaveLength(1);
    for (let passes = 0; passes < 2; passes++) expect(missing(await pass({}, withSent({ keep })))).toEqual(['cut by the test']);
    expect(new Set(tried).size).toBe(3);
    minutes += 4;
    expect(missing(await pass({}, withSent({ keep })))).toEqual([]);
    for (let hours = 0; hours < 12; hours++) {
      minutes += HOUR;
      for (let passes = 0; passes < 3; passes++) await pass({}, withSent({ keep }));
    }
    expect(tried).toHaveLength(15);
    expect(events().filter(({ what }) => what === 'sent-copy-missing')).toEqual(
      ['a', 'b', 'c'].map(() => ({ what: 'sent-copy-missing', why: 'cut by the test' })),
    );
    expect(sink.taken).toHaveLength(3);
    minutes += DAY;
    await pass({}, withSent({ keep }));
    expect(tried).toHaveLength(15);
  });

  test('comes later where the first try failed, once', async () => {
    write('QI-1');
    await pass({}, withSent({ keep: unclear }));
    minutes += 5;
    const kept: string[] = [];
    const keep: SentBox['keep'] = (id, raw) => {
      kept.push(id);
      return sentBox.keep(id, raw);
    };
    expect(missing(await pass({}, withSent({ keep })))).toEqual([]);
    expect(Buffer.from(sent.get(kept[0] ?? '') ?? []).toString('latin1')).toBe(sink.taken[0]?.raw);
    minutes += DAY;
    await pass({}, withSent({ keep }));
    expect(kept).toHaveLength(1);
  });

  test('comes with the next pass where this one ended before its turn', async () => {
    write('QI-1');
    const mailbox = folderMailbox(join(folder, 'mails'));
    const addKeyword = () => Promise.reject(new MailboxLost({ kind: 'lost', what: 'cut by the test', mend: '' }));
    const ended = await pass({}, withSent({}, { ...mailbox, addKeyword }), { keyword: 'Done' });
    expect([ended.ok, sink.taken.length, sent.size]).toEqual([false, 1, 0]);
    await pass();
    expect([sink.taken.length, sent.size]).toEqual([1, 1]);
  });

  test('is not put beside one that the provider filed under another name', async () => {
    write('QI-1');
    const renaming: MailTransport = { ...transport, send: async () => ok({ renamedTo: '<theirs@provider.example>' }) };
    sent.set('<theirs@provider.example>', new Uint8Array());
    await pass({ transport: renaming });
    expect([...sent.keys()]).toEqual(['<theirs@provider.example>']);
  });

  test('whose tries each ended with the process is given up without another', async () => {
    write('QI-1');
    const dies = () => Promise.reject(new Error('the process ends here'));
    for (const later of [0, 5, 15, 60, 240]) {
      minutes += later;
      await expect(pass({}, withSent({ keep: dies }))).rejects.toThrow('the process ends here');
    }
    expect(missing(await pass({}, withSent({ keep: dies })))).toEqual(['the last try ended with the process']);
    expect(events().at(-1)).toEqual({ what: 'sent-copy-missing', why: 'the last try ended with the process' });
  });
});

describe('what was certainly not taken', () => {
  test.each([
    ['cut at the recipient', { recipient: 'cut' }],
    ['greylisted', { recipient: { code: 450, text: '4.2.0 greylisted' } }],
    ['refused for now after its content', { taken: { code: 451, text: '4.3.0 try later' } }],
  ] as const)('%s: it is tried again when its time has come, and sent once', async (_, steps) => {
    write('QI-1');
    sink.behave(steps);
    expect(await pass()).toMatchObject({ ok: true, value: { results: { 'send-postponed': 1 }, backlog: { waiting: 1, mark: 0 } } });
    sink.behave({});
    minutes += 4;
    expect(await pass()).toMatchObject({ ok: true, value: { resumed: 0 } });
    expect(sink.taken).toEqual([]);
    minutes += 1;
    expect(await pass()).toMatchObject({ ok: true, value: { resumed: 1, results: { sent: 1 }, backlog: { waiting: 0, mark: 1 } } });
    expect(sink.taken).toHaveLength(1);
    expect(drafts()).toEqual([]);
  });

  test.each([
    ['the recipient', { recipient: { code: 550, text: '5.1.1 no such user' } }],
    ['the content', { taken: { code: 554, text: '5.7.1 looks like spam' } }],
  ] as const)('%s refused for good: a person gets it as a draft, at once', async (_, steps) => {
    write('QI-1');
    sink.behave(steps);
    expect(await pass()).toMatchObject({ ok: true, value: { results: { drafted: 1 }, backlog: { waiting: 0 } } });
    expect(sink.taken).toEqual([]);
    expect(drafts()).toHaveLength(1);
    expect(events()).toContainEqual({ what: 'send-became-draft', why: expect.stringMatching(/the server refused it: .* 5\d\d/) as string });
  });

  test('after five attempts it goes to a person as a draft', async () => {
    write('QI-1');
    sink.behave({ recipient: { code: 450, text: '4.2.0 greylisted' } });
    for (const wait of [5, 15, 30, 90, 0]) {
      expect(await pass()).toMatchObject({ ok: true, value: { results: { 'send-postponed': 1 } } });
      minutes += wait;
    }
    expect(await pass()).toMatchObject({ ok: true, value: { results: { drafted: 1 }, backlog: { waiting: 0 } } });
    expect(drafts()).toHaveLength(1);
  });

  test.each([
    ['four hours after it was written it is still sent', 4 * HOUR, 'sent'],
    ['a minute later it goes to a person', 4 * HOUR + 1, 'drafted'],
  ])('%s', async (_, waited, result) => {
    write('QI-1');
    sink.behave({ recipient: 'cut' });
    await pass();
    sink.behave({});
    minutes += waited;
    expect(await pass()).toMatchObject({ ok: true, value: { results: { [result]: 1 } } });
    expect(sink.taken).toHaveLength(result === 'sent' ? 1 : 0);
  });

  test('a server that stays away for hours leaves every reply to a person, tried or not', async () => {
    for (const name of ['a', 'b', 'c']) write(`QI-${name}`, `${name}@example.com`);
    const gone = await startSmtpSink();
    await gone.stop();
    const away = smtp(gone.port);
    for (; minutes <= 4 * HOUR; minutes += 5) await pass({ transport: away });
    expect(await pass({ transport: away })).toMatchObject({ ok: true, value: { backlog: { waiting: 0 } } });
    expect(drafts()).toHaveLength(3);
  });

  test('a server that is gone is tried once a pass, told to the operator, and loses nothing', async () => {
    write('QI-1');
    write('QI-2', 'noor@example.com');
    const gone = await startSmtpSink();
    await gone.stop();
    expect(await pass({ transport: smtp(gone.port) })).toMatchObject({
      ok: true,
      value: { results: { 'send-postponed': 2 }, sending: { outage: expect.stringMatching(/check SMTP_HOST/) as string } },
    });
    minutes += 5;
    expect(await pass()).toMatchObject({ ok: true, value: { results: { sent: 2 } } });
    expect(sink.taken).toHaveLength(2);
  });
});

describe('what may have been taken', () => {
  test.each([
    ['taken and cut before the answer', { taken: 'cut' }],
    ['taken and never answered', { taken: 'silence' }],
  ] as const)('%s: no second mail, and a person decides', async (_, steps) => {
    write('QI-1');
    sink.behave(steps);
    expect(await pass()).toMatchObject({ ok: true, value: { results: { 'delivery-uncertain': 1 }, backlog: { waiting: 1 } } });
    sink.behave({});
    for (let passes = 0; passes < 6; passes++) {
      minutes += 5;
      await pass();
    }
    expect(sink.taken).toHaveLength(1);
    expect(drafts()).toEqual([]);
    expect(await pass()).toMatchObject({ ok: true, value: { results: {}, backlog: { waiting: 0, setAside: 0, uncertain: 1, mark: 1 } } });
    expect(events().map(({ what }) => what)).toContain('case-held');
  });

  test('found in Sent by the next pass, it was sent', async () => {
    write('QI-1');
    sink.behave({ taken: 'cut' });
    await pass();
    const id = /^Message-ID: (.*)\r$/m.exec(sink.taken[0]?.raw ?? '')?.[1] ?? '';
    sent.set(id, new Uint8Array());
    minutes += 5;
    expect(await pass()).toMatchObject({ ok: true, value: { resumed: 1, results: { sent: 1 }, backlog: { uncertain: 0, waiting: 0 } } });
    expect(sink.taken).toHaveLength(1);
  });

  test('a Sent folder that cannot be asked for a moment is asked again', async () => {
    write('QI-1');
    sink.behave({ taken: 'cut' });
    await pass();
    minutes += 20;
    const connect: PassNeeds['connect'] = async () => {
      const find: SentBox['find'] = async () => refuse({ kind: 'unclear', what: 'cut by the test' });
      const mailbox = folderMailbox(join(folder, 'mails'));
      return ok({ mailbox, drafts: draftFolder(join(folder, 'drafts')), sent: { ...sentBox, find }, close: async () => {} });
    };
    expect(await pass({}, { connect })).toMatchObject({ ok: false, error: { problem: { kind: 'lost' } } });
    sent.set(/^Message-ID: (.*)\r$/m.exec(sink.taken[0]?.raw ?? '')?.[1] ?? '', new Uint8Array());
    expect(await pass()).toMatchObject({ ok: true, value: { results: { sent: 1 } } });
  });

  test('a Sent folder that can never be asked leaves it to a person after five looks, and holds up no new mail', async () => {
    write('QI-1');
    sink.behave({ taken: 'cut' });
    await pass();
    sink.behave({});
    const connect: PassNeeds['connect'] = async () => {
      const find: SentBox['find'] = async () => refuse({ kind: 'unclear', what: 'cut by the test' });
      const mailbox = folderMailbox(join(folder, 'mails'));
      return ok({ mailbox, drafts: draftFolder(join(folder, 'drafts')), sent: { ...sentBox, find }, close: async () => {} });
    };
    minutes += 5;
    write('QI-2', 'noor@example.com');
    const looks: boolean[] = [];
    for (; minutes < 60; minutes += 5) looks.push((await pass({}, { connect })).ok);
    // The fifth ends the looking, and not the pass.
    expect(looks.filter((isOk) => !isOk)).toHaveLength(4);
    expect(sink.taken.map(({ to }) => to)).toEqual([['mira@example.com'], ['noor@example.com']]);
    expect(await pass({}, { connect })).toMatchObject({ ok: true, value: { backlog: { uncertain: 1, waiting: 0, failingLooks: 0 } } });
  });

  test('a pass that ends between the content and its outcome leaves it to be looked for', async () => {
    write('QI-1');
    const dying: MailTransport = {
      ...transport,
      send: async (mail, beforeContent) => {
        await transport.send(mail, beforeContent);
        throw new MailboxLost({ kind: 'lost', what: 'the process ends here', mend: '' });
      },
    };
    await pass({ transport: dying });
    expect(sink.taken).toHaveLength(1);
    minutes += 20;
    expect(await pass()).toMatchObject({ ok: true, value: { results: { 'delivery-uncertain': 1 }, backlog: { uncertain: 1 } } });
    expect(sink.taken).toHaveLength(1);
  });

  test('a pass that ends before the content is begun sends it the next time', async () => {
    write('QI-1');
    const dying: MailTransport = {
      ...transport,
      send: async () => {
        throw new MailboxLost({ kind: 'lost', what: 'the process ends here', mend: '' });
      },
    };
    await pass({ transport: dying });
    expect(await pass()).toMatchObject({ ok: true, value: { resumed: 1, results: { sent: 1 } } });
    expect(sink.taken).toHaveLength(1);
  });
});

describe('a reply whose case a person ends between its writing and its leaving', () => {
  test.each([
    ['is not sent', {}],
    ['is not drafted where sending was switched off', { isOn: () => false }],
    ['is not drafted in draft mode', { transport: null }],
  ])('%s', async (_, sending) => {
    write('QI-1');
    const path = join(folder, 'ledger.sqlite');
    const openStore: PassNeeds['openStore'] = async () => {
      const store = openCaseStore({ path, messageIdDomain: 'shop.test' });
      const file: typeof store.file = async (...filed) => {
        const filing = await store.file(...filed);
        const archive = openCaseArchive(path);
        if (filing.kind === 'answering') await archive.move(filing.reply.caseId, 'decline', { actor: 'person:ann', why: null }, new Date());
        await archive.dispose();
        return filing;
      };
      return { ...store, file };
    };
    expect(await pass(sending, { openStore })).toMatchObject({ ok: true, value: { results: { superseded: 1 }, backlog: { waiting: 0 } } });
    expect(await pass(sending)).toMatchObject({ ok: true, value: { results: {}, resumed: 0 } });
    expect([sink.taken, drafts()]).toEqual([[], []]);
  });
});

describe('the switches', () => {
  test('the first pass for which an outcome is open says so, once, and the record keeps when', async () => {
    const opened = async (sending: Partial<SendingNeeds>) => {
      const ended = await pass(sending);
      return ended.ok ? ended.value.sending.opened : ended;
    };
    expect(await opened({ transport: null })).toBeNull();
    expect(await opened({ outcomes: ['full'] })).toEqual({ outcomes: ['full'], areNamed: true });
    expect(await opened({ outcomes: ['full'] })).toBeNull();
    expect(await opened({ areOutcomesNamed: false })).toEqual({ outcomes: SENDABLE_OUTCOMES, areNamed: false });
    expect(await opened({ outcomes: ['none'] })).toBeNull();
    expect(await opened({ isOn: () => false })).toBeNull();
    expect(await opened({ outcomes: ['none'] })).toEqual({ outcomes: ['none'], areNamed: true });
    expect(
      events()
        .filter(({ what }) => what.startsWith('sending-'))
        .map(({ what }) => what),
    ).toEqual(['sending-opened', 'sending-opened', 'sending-opened', 'sending-closed', 'sending-opened']);
  });

  test('thrown in the middle of a pass, the kill switch makes drafts of all that follows', async () => {
    for (const order of ['QI-1', 'QI-2', 'QI-3']) write(order, `${order}@example.com`);
    const isOn = () => sink.taken.length < 1;
    expect(await pass({ isOn })).toMatchObject({ ok: true, value: { results: { sent: 1, drafted: 2 } } });
    expect(drafts()).toHaveLength(2);
    expect(events()).toContainEqual({ what: 'send-became-draft', why: 'SENDING is off' });
  });

  test('what waited to be sent when sending was switched off becomes a draft', async () => {
    write('QI-1');
    sink.behave({ recipient: 'cut' });
    await pass();
    sink.behave({});
    minutes += 5;
    expect(await pass({ transport: null })).toMatchObject({ ok: true, value: { results: { drafted: 1 } } });
    expect(sink.taken).toEqual([]);
  });

  test('in draft mode the pass tells what would have been sent, and why the rest not', async () => {
    write('QI-1');
    write('QI-2', 'noor@example.com');
    const report: PassEvent[] = [];
    const plans = { report: (event: PassEvent) => report.push(event) };
    expect(await pass({ transport: null }, {}, plans)).toMatchObject({
      ok: true,
      value: { results: { drafted: 2 }, sending: { wouldSend: 2 } },
    });
    write('QI-3', 'olga@example.com');
    const judge = judgeForSending({ flags: ['partly-refunded'] });
    expect(await pass({ transport: null }, { judge }, plans)).toMatchObject({
      ok: true,
      value: { sending: { wouldSend: 0, against: { 'a person should see: partly-refunded': 1 } } },
    });
    write('QI-4', 'pia@example.com');
    expect(await pass({ transport: null, outcomes: ['none'] }, {}, plans)).toMatchObject({
      ok: true,
      value: { sending: { wouldSend: 0, against: { 'SEND_OUTCOMES does not name full': 1 } } },
    });
  });
});

describe('caps and breakers, counted from the ledger by passes that know nothing of each other', () => {
  test('the fourth reply to an address within a day is drafted, and a day later it is sent again', async () => {
    for (const order of ['QI-1', 'QI-2', 'QI-3', 'QI-4']) {
      write(order);
      await pass();
    }
    expect(sink.taken).toHaveLength(3);
    expect(drafts()).toHaveLength(1);
    minutes += DAY - 1;
    write('QI-5');
    expect(await pass()).toMatchObject({
      ok: true,
      value: { results: { drafted: 1 }, sending: { restrained: { 'address-send-cap': 1 }, heldBack: [{ by: 'address-send-cap' }] } },
    });
    const why = '3 replies sent to this address within a day, the limit is 3';
    expect(events()).toContainEqual({ what: 'message-answering', why });
    minutes += 1;
    write('QI-6');
    expect(await pass()).toMatchObject({ ok: true, value: { results: { sent: 1 } } });
  });

  test('another spelling of the address is the same address', async () => {
    for (const [index, from] of ['mira@example.com', 'MIRA@example.com', 'mira@EXAMPLE.com', 'Mira@Example.Com'].entries()) {
      write(`QI-${index}`, from);
    }
    expect(await pass()).toMatchObject({ ok: true, value: { results: { sent: 3, drafted: 1 } } });
  });

  test('the hour’s cap is for all addresses together, and ends with the hour', async () => {
    const limits = { ...LIMITS, sendsPerHour: 2 };
    for (const name of ['a', 'b', 'c']) write(`QI-${name}`, `${name}@example.com`);
    expect(await pass({ limits })).toMatchObject({ ok: true, value: { results: { sent: 2, drafted: 1 } } });
    minutes += HOUR;
    write('QI-d', 'd@example.com');
    expect(await pass({ limits })).toMatchObject({ ok: true, value: { results: { sent: 1 } } });
  });

  test('an address that floods Drafts has its cases held, with the reason', async () => {
    const limits = { ...LIMITS, repliesPerAddressPerDay: 2 };
    for (const order of ['QI-1', 'QI-2', 'QI-3']) write(order);
    const report: PassEvent[] = [];
    expect(await pass({ limits, transport: null }, {}, { report: (event) => report.push(event) })).toMatchObject({
      ok: true,
      value: { results: { drafted: 2, held: 1 }, sending: { restrained: { 'address-reply-cap': 1 } } },
    });
    expect(drafts()).toHaveLength(2);
    const why = '2 replies to this address within a day, the limit is 2';
    expect(report.at(-1)).toMatchObject({ result: 'held', plan: { restraint: { why } } });
    expect(events()).toContainEqual({ what: 'case-held', why });
  });

  const ROBOT = 'Thank you for your message, which has been received and will be answered by one of our agents soon.';

  test('mails of nearly the same words from many addresses are drafted beyond the limit', async () => {
    const limits = { ...LIMITS, similarPerHour: 2 };
    for (const [index, name] of ['a', 'b', 'c'].entries()) write(`QI-${index}`, `${name}@example.com`, ROBOT);
    write('QI-9', 'd@example.com', 'I bought these credits by mistake and have not used any of them, so please take the order back.');
    expect(await pass({ limits })).toMatchObject({
      ok: true,
      value: { results: { sent: 3, drafted: 1 }, sending: { restrained: { 'similar-mails': 1 } } },
    });
  });

  test('one address that writes the same again and again has its case held', async () => {
    const limits = { ...LIMITS, similarPerAddressPerHour: 2 };
    for (let ticket = 1; ticket <= 3; ticket++) write(`QI-${ticket}`, 'robot@example.com', ROBOT);
    expect(await pass({ limits })).toMatchObject({
      ok: true,
      value: { results: { sent: 2, held: 1 }, sending: { restrained: { 'repeated-mail': 1 } } },
    });
  });

  test('an answer seconds after our reply is drafted, one half a minute later is sent', async () => {
    write('QI-1');
    await pass();
    const at = (seconds: number) => ({
      judge: (async (raw, context) => {
        const judged = await judgeForSending()(raw, context);
        if (!judged.ok) return judged;
        const instant = new Date(Date.UTC(2026, 2, 5, 12) + seconds * 1000);
        return ok({ ...judged.value, mail: { ...judged.value.mail, receivedAt: { instant, from: 'internaldate' as const } } });
      }) satisfies PassNeeds['judge'],
    });
    write('QI-2');
    expect(await pass({}, at(29))).toMatchObject({
      ok: true,
      value: { results: { drafted: 1 }, sending: { restrained: { 'fast-answer': 1 } } },
    });
    write('QI-3');
    expect(await pass({}, at(30))).toMatchObject({ ok: true, value: { results: { sent: 1 } } });
  });
});
