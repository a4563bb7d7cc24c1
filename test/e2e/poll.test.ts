import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { UnusableInput } from '../../src/domain/problem.ts';
import { refuse } from '../../src/domain/result.ts';
import { connectImap, disconnectImap, type ImapSettings } from '../../src/intake/imap/connect-imap.ts';
import type { Judge } from '../../src/pipeline/poll-needs.ts';
import type { PassEvent } from '../../src/pipeline/poll-report.ts';
import { judgeSimply } from '../support/simple-judge.ts';
import { CERTIFICATE, type DovecotServer, startDovecot } from './dovecot/dovecot-server.ts';
import { deliver } from './dovecot/maildir.ts';
import { PASSWORD, START_TIMEOUT_MS } from './servers/server-process.ts';
import { type PollBench, pollBench } from './support/poll-bench.ts';

const DAY_MS = 86_400_000;

let server: DovecotServer;
let bench: PollBench;

beforeAll(async () => {
  server = await startDovecot();
}, START_TIMEOUT_MS);
afterAll(() => server?.stop());
beforeEach(() => {
  bench = pollBench(server);
});
afterEach(() => bench.remove());

/** By sequence number. */
function markedWith(keyword: string): Promise<number[] | false | undefined> {
  return bench.asPerson(async (client) => {
    await client.mailboxOpen('INBOX', { readOnly: true });
    return client.search({ keyword });
  });
}

describe('what a pass leaves in Drafts', () => {
  test('one threaded draft per request, and none for other mail', async () => {
    deliver(bench.maildir, { from: 'mira@example.com', subject: 'Refund Request', messageId: '<one@example.com>' });
    deliver(bench.maildir, { from: 'noor@example.com', subject: 'refund please', messageId: '<two@example.com>' });
    deliver(bench.maildir, { from: 'news@example.com', subject: 'Our newsletter' });
    const pass = await bench.poll();
    expect(pass).toMatchObject({ ok: true, value: { newMessages: 3, results: { drafted: 2, 'not-answered': 1 } } });
    const drafts = await bench.drafts();
    expect(drafts).toHaveLength(2);
    expect(drafts[0]).toMatch(/In-Reply-To: <one@example\.com>\r\nReferences: <\w+\.case\.\w+@shop\.test> <one@example\.com>\r\n/);
    expect(drafts[0]).toContain('To: mira@example.com\r\n');
    expect(drafts[1]).toContain('In-Reply-To: <two@example.com>\r\n');
  });

  test('a second pass adds none, and answers only what has come since', async () => {
    deliver(bench.maildir);
    await bench.poll();
    expect(await bench.poll()).toMatchObject({ ok: true, value: { newMessages: 0, results: {} } });
    deliver(bench.maildir);
    expect(await bench.poll()).toMatchObject({ ok: true, value: { newMessages: 1, results: { drafted: 1 } } });
    expect(await bench.drafts()).toHaveLength(2);
  });

  test('a mail that a person read first is answered too, and no flag changes', async () => {
    deliver(bench.maildir);
    deliver(bench.maildir);
    const flags = () =>
      bench.asPerson(async (client) => {
        await client.mailboxOpen('INBOX', { readOnly: true });
        return (await client.fetchAll('1:*', { flags: true })).map((message) => [...(message.flags ?? [])]);
      });
    await bench.asPerson(async (client) => {
      await client.mailboxOpen('INBOX');
      await client.messageFlagsAdd('1', ['\\Seen']);
    });
    const before = await flags();
    expect(await bench.poll()).toMatchObject({ ok: true, value: { results: { drafted: 2 } } });
    expect(before).toEqual([['\\Seen'], []]);
    expect(await flags()).toEqual(before);
  });

  test('the same request sent again attaches to the case and gets no second draft', async () => {
    deliver(bench.maildir, { from: 'mira@example.com', body: 'Order: QI-1' });
    deliver(bench.maildir, { from: 'mira@example.com', body: 'Order: qi-1\nDid you get my mail?' });
    expect(await bench.poll()).toMatchObject({ ok: true, value: { results: { drafted: 1, 'duplicate-request': 1 } } });
    expect(await bench.drafts()).toHaveLength(1);
  });

  test('a copy of a mail is recognised, a mail that reuses its id is not taken for one', async () => {
    deliver(bench.maildir, { from: 'mira@example.com', messageId: '<same@example.com>', body: 'Order: QI-1' });
    deliver(bench.maildir, { from: 'mira@example.com', messageId: '<same@example.com>', body: 'Order: QI-1' });
    deliver(bench.maildir, { from: 'mira@example.com', messageId: '<same@example.com>', body: 'Order: QI-2' });
    deliver(bench.maildir, { from: 'noor@example.com', messageId: '<same@example.com>', body: 'Order: QI-3' });
    expect(await bench.poll()).toMatchObject({ ok: true, value: { results: { drafted: 3, copy: 1 } } });
  });

  test('a stranger who names an order first does not silence its owner', async () => {
    deliver(bench.maildir, { from: 'stranger@example.com', body: 'Order: QI-1' });
    deliver(bench.maildir, { from: 'mira@example.com', body: 'Order: QI-1' });
    expect(await bench.poll()).toMatchObject({ ok: true, value: { results: { drafted: 2 } } });
    deliver(bench.maildir, { from: 'stranger@example.com', body: 'Order: QI-1\nagain' });
    expect(await bench.poll()).toMatchObject({ ok: true, value: { results: { 'duplicate-request': 1 } } });
  });

  test("a stranger who names an order whose owner's case is open is answered like one who names no order at all", async () => {
    deliver(bench.maildir, { from: 'mira@example.com', body: 'Order: QI-1' });
    expect(await bench.poll()).toMatchObject({ ok: true, value: { results: { drafted: 1 } } });
    deliver(bench.maildir, { from: 'stranger@example.com', body: 'Order: QI-1' });
    deliver(bench.maildir, { from: 'stranger@example.com', body: 'Order: QI-404' });
    expect(await bench.poll()).toMatchObject({ ok: true, value: { results: { drafted: 2 } } });
  });

  test('a configured Drafts folder that is not there is made', async () => {
    deliver(bench.maildir);
    expect(await bench.poll({}, { connect: bench.connectWith((drafts) => drafts, { drafts: 'Refunds', sent: 'Sent' }) })).toMatchObject({
      ok: true,
      value: { results: { drafted: 1 } },
    });
    expect(await bench.drafts('Refunds')).toHaveLength(1);
    expect(await bench.drafts()).toHaveLength(0);
  });

  test('a keyword marks what is finished, where it is configured', async () => {
    deliver(bench.maildir);
    await bench.poll({ keyword: 'RefundTriaged' });
    const flags = await bench.asPerson(async (client) => {
      await client.mailboxOpen('INBOX', { readOnly: true });
      return (await client.fetchOne('1', { flags: true })) || undefined;
    });
    expect([...(flags?.flags ?? [])]).toEqual(['RefundTriaged']);
  });

  test('what was finished before a pass ended in the middle is marked by the next one', async () => {
    const keyword = 'RefundTriaged';
    for (const from of ['mira@example.com', 'noor@example.com']) deliver(bench.maildir, { from });
    const judge: typeof judgeSimply = (raw, context) => {
      if (Buffer.from(raw.bytes).includes('noor@')) throw new UnusableInput([{ place: 'policy.json', what: 'broken' }]);
      return judgeSimply(raw, context);
    };
    const oneByOne = bench.connectWith((box) => ({ put: (id, raw) => box.put(id, raw), find: (id) => box.find(id) }));
    await expect(bench.poll({ keyword }, { judge, connect: oneByOne })).rejects.toThrow('policy.json: broken');
    expect(await bench.drafts()).toHaveLength(1);
    expect(await bench.poll({ keyword }, { judge: judgeSimply })).toMatchObject({ ok: true, value: { results: { drafted: 1 } } });
    expect(await markedWith(keyword)).toEqual([1, 2]);
  });

  test('a mail whose draft only a later pass could place is marked by that pass', async () => {
    const keyword = 'RefundTriaged';
    deliver(bench.maildir);
    const full = bench.connectWith((box) => ({
      put: async () => refuse({ kind: 'refused', what: 'over quota' } as const),
      find: (id) => box.find(id),
    }));
    await bench.poll({ keyword }, { connect: full });
    expect(await markedWith(keyword)).toEqual([]);
    expect(await bench.poll({ keyword }, { clock: { now: () => new Date(Date.now() + DAY_MS) } })).toMatchObject({
      ok: true,
      value: { resumed: 1 },
    });
    expect(await markedWith(keyword)).toEqual([1]);
  });
});

describe('what a pass must not be stopped by', () => {
  test('a mail that cannot be parsed is recorded, tried again later and set aside in the end; the next one is answered at once', async () => {
    deliver(bench.maildir, { headers: ['X-Unparseable: yes'] });
    deliver(bench.maildir);
    expect(await bench.poll()).toMatchObject({
      ok: true,
      value: { results: { failed: 1, drafted: 1 }, backlog: { waiting: 1, setAside: 0, mark: 0 } },
    });
    expect(await bench.poll()).toMatchObject({ ok: true, value: { results: {} } });
    let pass = await bench.poll();
    for (let days = 1; days <= 4; days++) pass = await bench.poll({}, { clock: { now: () => new Date(Date.now() + days * DAY_MS) } });
    expect(pass).toMatchObject({ ok: true, value: { results: { unreadable: 1 }, backlog: { waiting: 0, setAside: 1, mark: 2 } } });
    expect(await bench.drafts()).toHaveLength(1);
  });

  test('a stage that throws is the failure of its mail alone', async () => {
    deliver(bench.maildir, { subject: 'Refund of a mail that breaks us' });
    deliver(bench.maildir);
    const judge: typeof judgeSimply = (raw, context) => {
      if (new TextDecoder().decode(raw.bytes).includes('breaks us')) throw new Error('a fault of ours');
      return judgeSimply(raw, context);
    };
    expect(await bench.poll({}, { judge })).toMatchObject({ ok: true, value: { results: { failed: 1, drafted: 1 } } });
  });

  test('a mail above the limit is set aside by its size alone', async () => {
    deliver(bench.maildir, { body: 'x'.repeat(20_000) });
    deliver(bench.maildir);
    expect(await bench.poll({ maxMailBytes: 10_000 })).toMatchObject({
      ok: true,
      value: { results: { 'too-large': 1, drafted: 1 }, backlog: { setAside: 1, waiting: 0 } },
    });
  });

  test('a second pass at the same time ends at once and says so', async () => {
    deliver(bench.maildir);
    const hold = Promise.withResolvers<void>();
    const first = bench.poll({}, { judge: async (raw, context) => hold.promise.then(() => judgeSimply(raw, context)) });
    const second = await bench.poll();
    hold.resolve();
    expect(second).toMatchObject({ ok: false, error: { kind: 'another-pass' } });
    expect(await first).toMatchObject({ ok: true, value: { results: { drafted: 1 } } });
    expect(await bench.drafts()).toHaveLength(1);
  });

  test('another UIDVALIDITY brings every mail again under other UIDs, and no second draft', async () => {
    deliver(bench.maildir);
    deliver(bench.maildir, { subject: 'hello' });
    await bench.poll();
    for (const file of [
      'dovecot-uidlist',
      'dovecot.index',
      'dovecot.index.log',
      'dovecot.index.cache',
      'dovecot.list.index',
      'dovecot.list.index.log',
    ]) {
      rmSync(join(bench.maildir, file), { force: true });
    }
    deliver(bench.maildir);
    expect(await bench.poll()).toMatchObject({ ok: true, value: { newMessages: 3, results: { copy: 2, drafted: 1 } } });
    expect(await bench.drafts()).toHaveLength(2);
  });
});

describe('after a cut', () => {
  test('a process killed between APPEND and its receipt leaves one draft, which the next pass finds', async () => {
    deliver(bench.maildir);
    const script = fileURLToPath(new URL('./support/die-after-append.ts', import.meta.url));
    const child = spawnSync(process.execPath, [script, server.host, String(server.port), bench.user, PASSWORD, bench.ledger], {
      encoding: 'utf8',
    });
    expect(child).toMatchObject({ signal: 'SIGKILL', stderr: '' });
    expect(await bench.drafts()).toHaveLength(1);
    expect(await bench.poll()).toMatchObject({ ok: true, value: { newMessages: 0, resumed: 1, backlog: { waiting: 0, mark: 1 } } });
    expect(await bench.drafts()).toHaveLength(1);
  });

  test.each([
    ['a draft whose acknowledgement was lost is found and not placed again', true],
    ['a draft that never arrived is placed by the next pass', false],
  ])('%s', async (_, arrives) => {
    deliver(bench.maildir);
    const connect = bench.connectWith((drafts) => ({
      ...drafts,
      put: async (messageId, raw) => {
        if (arrives) await drafts.put(messageId, raw);
        return { ok: false, error: { kind: 'unclear', what: 'cut by the test' } };
      },
    }));
    expect(await bench.poll({}, { connect })).toMatchObject({ ok: false, error: { kind: 'mailbox', problem: { kind: 'lost' } } });
    expect(await bench.poll()).toMatchObject({ ok: true, value: { resumed: 1, backlog: { waiting: 0 } } });
    expect(await bench.drafts()).toHaveLength(1);
  });

  test('a draft that a person has moved to Sent is found there', async () => {
    deliver(bench.maildir);
    const connect = bench.connectWith((drafts) => ({
      ...drafts,
      put: async (messageId, raw) => {
        await drafts.put(messageId, raw);
        return { ok: false, error: { kind: 'unclear', what: 'cut by the test' } };
      },
    }));
    await bench.poll({}, { connect });
    await bench.asPerson(async (client) => {
      await client.mailboxOpen('Drafts');
      await client.messageMove('1:*', 'Sent');
    });
    expect(await bench.poll()).toMatchObject({ ok: true, value: { resumed: 1 } });
    expect(await bench.drafts()).toHaveLength(0);
    expect(await bench.poll()).toMatchObject({ ok: true, value: { draftLives: { 'sent-as-written': 1 } } });
    expect(await bench.poll()).toMatchObject({ ok: true, value: { draftLives: {} } });
  });

  test('a signal ends the pass between two mails, and the next pass goes on', async () => {
    for (let i = 0; i < 3; i++) deliver(bench.maildir);
    const stop = new AbortController();
    const judge: Judge = (raw, context) => {
      stop.abort();
      return judgeSimply(raw, context);
    };
    expect(await bench.poll({ signal: stop.signal }, { judge })).toMatchObject({
      ok: true,
      value: { interrupted: true, results: { drafted: 1 } },
    });
    expect(await bench.poll()).toMatchObject({ ok: true, value: { interrupted: false, results: { drafted: 2 } } });
  });
});

describe('how far back a pass looks', () => {
  test('a first poll that starts at a date leaves older mail alone, until --since asks for it', async () => {
    deliver(bench.maildir, { receivedAt: new Date(Date.now() - 90 * DAY_MS) });
    deliver(bench.maildir, { receivedAt: new Date(Date.now() - 60 * DAY_MS) });
    deliver(bench.maildir);
    const startFrom = new Date(Date.now() - 30 * DAY_MS);
    expect(await bench.poll({ startFrom })).toMatchObject({
      ok: true,
      value: { results: { drafted: 1 }, startWindow: { exists: 3, listed: 1 } },
    });
    expect(await bench.poll()).toMatchObject({ ok: true, value: { newMessages: 0 } });
    const since = new Date(Date.now() - 70 * DAY_MS);
    expect(await bench.poll({ since })).toMatchObject({ ok: true, value: { newMessages: 1, results: { drafted: 1 } } });
    expect(await bench.poll({ since })).toMatchObject({ ok: true, value: { newMessages: 0, results: {} } });
  });

  test('a large mailbox is read from thirty days back at first, a small one whole', async () => {
    for (let i = 0; i < 2_001; i++) deliver(bench.maildir, { subject: 'hello', receivedAt: new Date(Date.now() - 40 * DAY_MS) });
    deliver(bench.maildir);
    expect(await bench.poll()).toMatchObject({
      ok: true,
      value: { newMessages: 1, results: { drafted: 1 }, startWindow: { exists: 2_002, listed: 1 }, backlog: { mark: 2_002 } },
    });
  });

  test('a dry run tells what a pass would do and writes nothing, neither on the server nor in a ledger', async () => {
    deliver(bench.maildir);
    const events: PassEvent[] = [];
    const dryRun = () => bench.poll({ dryRun: true, report: (event) => events.push(event) });
    expect(await dryRun()).toMatchObject({ ok: true, value: { dryRun: true, results: { drafted: 1 } } });
    expect(events.at(-1)).toMatchObject({ kind: 'mail', uid: 1, result: 'drafted' });
    expect(existsSync(bench.ledger)).toBe(false);
    expect(await bench.drafts()).toHaveLength(0);
    await bench.poll();
    const before = statSync(bench.ledger);
    expect(await dryRun()).toMatchObject({ ok: true, value: { newMessages: 0, results: {} } });
    expect(statSync(bench.ledger)).toMatchObject({ mtimeMs: before.mtimeMs, size: before.size });
    expect(await bench.drafts()).toHaveLength(1);
  });

  test('the ledger is for its owner alone', async () => {
    await bench.poll();
    expect(statSync(bench.ledger).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(bench.ledger)).mode & 0o077).toBe(0);
  });
});

describe('connecting', () => {
  const settings = (): ImapSettings => {
    return { host: server.host, port: server.port, tls: 'none', user: bench.user, password: PASSWORD, maxMailBytes: 1_000_000 };
  };
  const ca = readFileSync(CERTIFICATE, 'utf8');

  test.each([
    ['TLS from the first byte', 'implicit'],
    ['STARTTLS', 'starttls'],
  ] as const)('with %s works where the certificate is trusted', async (_, tls) => {
    const port = tls === 'implicit' ? server.tlsPort : server.port;
    const connected = await connectImap({ ...settings(), host: 'localhost', port, tls, ca });
    if (!connected.ok) throw new Error(connected.error.what);
    expect(connected.value.secureConnection).toBe(true);
    await disconnectImap(connected.value);
  });

  test.each<[string, () => Partial<ImapSettings>, string]>([
    ['a wrong password', () => ({ password: 'wrong' }), 'login-refused'],
    ['a port where nothing answers', () => ({ port: 1 }), 'unreachable'],
    ['a host without address', () => ({ host: 'no-such-host.invalid', tls: 'implicit' }), 'unreachable'],
    ['TLS from the first byte on a port that begins in the clear', () => ({ tls: 'implicit' }), 'no-encryption'],
    ['a certificate of its own', () => ({ host: 'localhost', tls: 'implicit', port: server.tlsPort }), 'certificate'],
    ['a certificate of its own after STARTTLS', () => ({ host: 'localhost', tls: 'starttls' }), 'certificate'],
    ['a certificate for another name', () => ({ tls: 'implicit', port: server.tlsPort, ca }), 'certificate'],
    ['no encryption beyond this machine', () => ({ host: 'mail.example.com' }), 'no-encryption'],
  ])('%s is told apart, with a way to mend it', async (_, differs, kind) => {
    const connected = await connectImap({ ...settings(), ...differs() });
    expect(connected).toMatchObject({ ok: false, error: { kind } });
    expect(connected.ok || connected.error.mend).toMatch(/\w/);
    expect(JSON.stringify(connected)).not.toContain(PASSWORD);
  });
});
