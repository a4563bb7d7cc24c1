import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ImapSettings } from '../../../src/intake/imap/connect-imap.ts';
import type { DraftBox } from '../../../src/ports/drafts.ts';
import { type DovecotServer, startDovecot } from '../dovecot/dovecot-server.ts';
import { deliver, forgetUids } from '../dovecot/maildir.ts';
import { START_TIMEOUT_MS } from '../servers/server-process.ts';
import { expectOneDraftEach, pollUntilQuiet } from '../support/exactly-once.ts';
import { type PollBench, pollBench } from '../support/poll-bench.ts';
import { type Does, startWire, type Wire } from '../support/wire.ts';

const REQUESTS = ['mira@example.com', 'noor@example.com', 'olaf@example.com'];
/** Every piece of a pass that finds new mail, drafts, and marks what is done. */
const PIECES = [
  'greeting',
  'command ID',
  'data for ID',
  'answer to ID',
  'command AUTHENTICATE',
  'continuation for AUTHENTICATE',
  'end of AUTHENTICATE',
  'answer to AUTHENTICATE',
  'command NAMESPACE',
  'data for NAMESPACE',
  'answer to NAMESPACE',
  'command STATUS',
  'data for STATUS',
  'answer to STATUS',
  'command SELECT',
  'data for SELECT',
  'answer to SELECT',
  'command UID FETCH',
  'data for UID FETCH',
  'answer to UID FETCH',
  'command LIST',
  'data for LIST',
  'answer to LIST',
  'command APPEND',
  'literal of APPEND',
  'end of APPEND',
  'answer to APPEND',
  'command UID STORE',
  'data for UID STORE',
  'answer to UID STORE',
  'command LOGOUT',
  'data for LOGOUT',
  'answer to LOGOUT',
];
const ANSWERS = PIECES.filter((piece) => piece.startsWith('answer to'));
/** As long as a test can wait; a healthy server answers in milliseconds, on a busy machine in tenths of a second. */
const PATIENCE = { connectMs: 5_000, greetingMs: 1_500, loginMs: 4_000, silenceMs: 1_500, logoutMs: 1_000 };
const KEYWORD = { keyword: 'RefundTriaged' };

interface Place {
  readonly server: DovecotServer;
  readonly wire: Wire<DovecotServer>;
  readonly bench: PollBench;
}

let server: DovecotServer;
const removing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  server = await startDovecot();
}, START_TIMEOUT_MS);
afterAll(async () => {
  for (const remove of removing) await remove();
  await server?.stop();
});

/** A mailbox of its own behind a wire of its own, with three requests and one mail that asks for nothing. */
async function fillMailbox(differs: Partial<ImapSettings> = {}): Promise<Place> {
  const wire = await startWire(server);
  const bench = pollBench(wire.server, differs);
  removing.push(async () => {
    bench.remove();
    await wire.stop();
  });
  for (const from of REQUESTS) deliver(bench.maildir, { from });
  deliver(bench.maildir, { subject: 'hello' });
  return { server, wire, bench };
}

/** The Drafts folder of a server that takes one draft a command. */
const oneByOne = (drafts: DraftBox): DraftBox => ({
  put: (messageId, raw) => drafts.put(messageId, raw),
  find: (messageId) => drafts.find(messageId),
});

async function expectHealed({ bench, wire }: Place): Promise<void> {
  expect(wire.isSpent()).toBe(true);
  await pollUntilQuiet(bench, KEYWORD);
  await expectOneDraftEach(bench, REQUESTS);
  expect(await flagsOf(bench)).toEqual([...REQUESTS, 'hello'].map(() => [KEYWORD.keyword]));
}

function flagsOf(bench: PollBench): Promise<readonly (readonly string[])[]> {
  return bench.asPerson(async (client) => {
    await client.mailboxOpen('INBOX', { readOnly: true });
    return (await client.fetchAll('1:*', { flags: true })).map(({ flags }) => [...(flags ?? [])]);
  });
}

test('the table holds every piece of a pass', async () => {
  const { wire, bench } = await fillMailbox();
  expect(await bench.poll(KEYWORD)).toMatchObject({ ok: true });
  expect([...new Set(wire.pieces)]).toEqual(PIECES);
});

describe.concurrent('a connection cut', () => {
  const CUTS = ['cut', 'cut-half', 'cut-after'] as const satisfies readonly Does[];
  const rows = PIECES.flatMap((at) => CUTS.map((does) => [does, at] as const));
  test.each(rows)('%s at the %s: afterwards each request has one draft', async (does, at) => {
    const place = await fillMailbox();
    place.wire.inject({ at, does });
    await place.bench.poll(KEYWORD);
    await expectHealed(place);
  });
});

/** After so many bytes of a side, evenly spread over a pass. */
const BYTE_CUTS = 30;

describe('a connection cut at any byte', () => {
  let all: { readonly server: number; readonly client: number };

  beforeAll(async () => {
    const { wire, bench } = await fillMailbox();
    await bench.poll(KEYWORD);
    all = wire.bytes;
  });

  test.concurrent.each((['server', 'client'] as const).flatMap((side) => Array.from({ length: BYTE_CUTS }, (_, n) => [side, n] as const)))(
    "of the %s's: part %i",
    async (side, part) => {
      const place = await fillMailbox();
      place.wire.cutAtByte(side, Math.floor((all[side] * (part + 0.5)) / BYTE_CUTS));
      await place.bench.poll(KEYWORD);
      await expectHealed(place);
    },
  );
});

describe.concurrent('a server that falls silent', () => {
  test.each(PIECES)('at the %s: the pass ends by itself and says so, and the next one finishes', async (at) => {
    const place = await fillMailbox({ patience: PATIENCE });
    place.wire.inject({ at, does: 'stall' });
    const ended = await place.bench.poll(KEYWORD);
    const said = ended.ok || ended.error.kind !== 'mailbox' ? 'nothing' : `${ended.error.problem.kind}: ${ended.error.problem.what}`;
    expect(said).toMatch(at.endsWith('LOGOUT') ? /^nothing$/ : /^(timeout|lost): .*(127\.0\.0\.1|draft)/i);
    await expectHealed(place);
  });
});

describe.concurrent('a server that says NO though it did as told', () => {
  test.each(ANSWERS)('in the %s: no double', async (at) => {
    const place = await fillMailbox();
    place.wire.inject({ at, does: 'refuse' });
    await place.bench.poll(KEYWORD);
    await expectHealed(place);
  });

  test('to one APPEND of all drafts: they are found', async () => {
    const place = await fillMailbox();
    place.wire.inject({ at: 'answer to APPEND', does: 'refuse' });
    expect(await place.bench.poll(KEYWORD)).toMatchObject({ ok: true, value: { results: { drafted: 3 } } });
    await expectHealed(place);
  });

  test('to every APPEND of a single draft: no double', async () => {
    const place = await fillMailbox();
    for (const _ of REQUESTS) place.wire.inject({ at: 'answer to APPEND', does: 'refuse' });
    const connect = place.bench.connectWith(oneByOne);
    expect(await place.bench.poll(KEYWORD, { connect })).toMatchObject({ ok: true, value: { results: { 'draft-refused': 3 } } });
    expect(await place.bench.poll(KEYWORD, { connect })).toMatchObject({ ok: true, value: { results: {}, backlog: { waiting: 3 } } });
    await expectHealed(place);
  });
});

describe.concurrent('drafts placed one by one, as where the server has no MULTIAPPEND', () => {
  const rows = PIECES.filter((piece) => piece.endsWith('APPEND')).flatMap((at) =>
    [1, 2, 3].flatMap((nth) => (['cut', 'cut-half', 'cut-after'] as const).map((does) => [does, nth, at] as const)),
  );
  test.each(rows)('%s at number %i of the %s: afterwards each request has one draft', async (does, nth, at) => {
    const place = await fillMailbox();
    place.wire.inject({ at, nth, does });
    await place.bench.poll(KEYWORD, { connect: place.bench.connectWith(oneByOne) });
    await expectHealed(place);
  });
});

describe.concurrent('a slow server', () => {
  test.each(PIECES.filter((piece) => piece.startsWith('answer to') || piece.startsWith('data for')))(
    'that is late with the %s is waited for',
    async (at) => {
      const place = await fillMailbox();
      place.wire.inject({ at, does: { delayMs: 200 } });
      const ended = await place.bench.poll(KEYWORD);
      expect(ended).toMatchObject({ ok: true, value: { results: { drafted: 3 } } });
      await expectHealed(place);
    },
  );

  test('that drips is waited for while it comes to an end', async () => {
    const place = await fillMailbox();
    place.wire.inject({ at: 'answer to SELECT', does: { dripEveryMs: 1 } });
    expect(await place.bench.poll(KEYWORD)).toMatchObject({ ok: true, value: { results: { drafted: 3 } } });
    await expectHealed(place);
  });

  test.each([
    'greeting',
    'answer to AUTHENTICATE',
    'data for STATUS',
    'data for SELECT',
    'data for UID FETCH',
    'data for LIST',
    'answer to APPEND',
  ])('that drips from the %s on and comes to no end is given up', async (at) => {
    const place = await fillMailbox({ patience: PATIENCE });
    place.wire.inject({ at, does: { dripEveryMs: 400 } });
    const ended = await place.bench.poll({ ...KEYWORD, deadlineMs: 3_000 });
    expect(ended).toMatchObject({
      ok: false,
      error: { kind: 'mailbox', problem: { kind: expect.stringMatching(/^(timeout|lost)$/) as string } },
    });
    await expectHealed(place);
  });
});

describe('while a pass runs', () => {
  test('another UIDVALIDITY brings everything again, and no second draft', async () => {
    const place = await fillMailbox();
    place.wire.inject({ at: 'answer to APPEND', does: 'cut' });
    await place.bench.poll(KEYWORD);
    await forgetUids(place.bench.maildir);
    await expectHealed(place);
  });

  test('a UIDVALIDITY that changes between STATUS and SELECT ends the pass before anything is misread', async () => {
    const place = await fillMailbox();
    await place.bench.poll(KEYWORD);
    deliver(place.bench.maildir, { from: 'pia@example.com' });
    place.wire.inject({ at: 'command SELECT', does: { delayMs: 2_000 } });
    const pass = place.bench.poll(KEYWORD);
    while (!place.wire.commands.some((line) => line.startsWith('SELECT') && place.wire.isSpent()))
      await new Promise((next) => setTimeout(next, 5));
    await forgetUids(place.bench.maildir);
    expect(await pass).toMatchObject({ ok: false, error: { kind: 'mailbox' } });
    await pollUntilQuiet(place.bench, KEYWORD);
    await expectOneDraftEach(place.bench, [...REQUESTS, 'pia@example.com']);
  });

  test('a clock that goes backwards loses nothing and doubles nothing', async () => {
    const place = await fillMailbox();
    place.wire.inject({ at: 'answer to APPEND', does: 'cut' });
    await place.bench.poll(KEYWORD);
    const backwards = { clock: { now: () => new Date(Date.now() - 400 * 86_400_000) } };
    expect(await place.bench.poll(KEYWORD, backwards)).toMatchObject({ ok: true });
    await expectHealed(place);
  });

  test('a mail that comes in the middle of it is answered by the next one', async () => {
    const place = await fillMailbox();
    let hasCome = false;
    const report = () => {
      if (!hasCome) deliver(place.bench.maildir, { from: 'pia@example.com' });
      hasCome = true;
    };
    await place.bench.poll({ ...KEYWORD, report });
    await pollUntilQuiet(place.bench, KEYWORD);
    await expectOneDraftEach(place.bench, [...REQUESTS, 'pia@example.com']);
  });
});
