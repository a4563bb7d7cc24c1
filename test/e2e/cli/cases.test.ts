import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eventSchema } from '../../../src/cli/event-schema.ts';
import { type DovecotServer, startDovecot } from '../dovecot/dovecot-server.ts';
import { START_TIMEOUT_MS } from '../servers/server-process.ts';
import { type SupportDesk, supportDesk } from '../support/support-desk.ts';

let server: DovecotServer;
let desk: SupportDesk;
let caseId: string;

beforeAll(async () => {
  server = await startDovecot();
}, START_TIMEOUT_MS);
afterAll(() => server?.stop());
/** A desk with one drafted case. */
beforeEach(async () => {
  desk = supportDesk(server);
  const from = 'Mira Holt <mira.holt@example.com>';
  await desk.deliver({ from, id: '<first@example.com>', at: '2026-03-05T09:30:00Z', body: 'Order number: QI-20260301-0042' });
  await desk.poll();
  const { cases } = (await desk.runJson('case', 'list')) as { cases: { caseId: string }[] };
  caseId = cases[0]?.caseId ?? '';
});
afterEach(() => desk.remove());

describe('case list', () => {
  test('shows each case in a line, the states asked for only', async () => {
    const listed = await desk.run('case', 'list');
    expect(listed).toMatchObject({ status: 0, stderr: '' });
    expect(listed.stdout).toMatch(
      new RegExp(`│ ${caseId} │ drafted .* mira\\.holt@example\\.com .* qi-20260301-0042 .* proportional .* 22\\.43 USD`),
    );
    expect((await desk.run('case', 'list', '--state', 'held,closed')).stdout).toBe('No cases.\n');
    expect(await desk.runJson('case', 'list', '--state', 'drafted')).toMatchObject({
      cases: [
        {
          caseId,
          state: 'drafted',
          revision: 1,
          sender: 'mira.holt@example.com',
          outcome: 'proportional',
          amount: '22.43',
          currency: 'USD',
        },
      ],
    });
  });

  test('a state that is none is named with those that are', async () => {
    const listed = await desk.run('case', 'list', '--state', 'open');
    expect(listed).toMatchObject({ status: 2, stdout: '' });
    expect(listed.stderr).toMatch(/--state: open is no state; one of received, waiting-for-customer/);
  });
});

describe('case show', () => {
  test('tells mails, facts, arithmetic, replies and events', async () => {
    const shown = await desk.run('case', 'show', caseId.toLowerCase().replaceAll('0', 'o'));
    expect(shown).toMatchObject({ status: 0, stderr: '' });
    for (const words of [
      new RegExp(`^Case ${caseId}: drafted, revision 1\n`),
      /policy of 2026-02-04: proportional 22\.43 USD/,
      /orderId +“Order number: QI-20260301-0042” \(label\)/,
      /proportional +section 2: 29\.90 \/ 400 \* 300/,
      /UID 1 .* refund-request → drafted +<first@example\.com>/,
      /draft to mira\.holt@example\.com: untouched/,
      /#\d+ .* poll +draft-placed +folder=Drafts/,
    ]) {
      expect(shown.stdout).toMatch(words);
    }
    expect(await desk.runJson('case', 'show', caseId)).toMatchObject({
      caseId,
      mails: [{ uid: 1 }],
      replies: [{ life: 'untouched' }],
      decisions: [{}],
    });
  });

  test.each([['case'], ['audit']])('to %s show, a case that is not there is said so', async (of) => {
    const shown = await desk.run(of, 'show', '0000000000');
    expect(shown).toMatchObject({ status: 2, stdout: '' });
    expect(shown.stderr).toContain('0000000000: no such case');
  });
});

describe('a customer who writes again', () => {
  test('marks a declined case in list and show, with a filter, until the next move', async () => {
    await desk.run('case', 'decline', caseId);
    const from = 'Mira Holt <mira.holt@example.com>';
    await desk.deliver({ from, id: '<again@example.com>', at: '2026-03-06T09:30:00Z', body: 'I disagree. Order number: QI-20260301-0042' });
    await desk.poll();
    expect((await desk.run('case', 'list', '--wrote-again')).stdout).toMatch(/declined[\s\S]*customer wrote again/);
    expect(await desk.runJson('case', 'list', '--wrote-again')).toMatchObject({
      cases: [{ caseId, wroteAgainAt: '2026-03-06T09:30:00.000Z' }],
    });
    expect((await desk.run('case', 'show', caseId)).stdout).toContain('customer wrote again: 2026-03-06 09:30 UTC');
    await desk.run('case', 'close', caseId);
    expect((await desk.run('case', 'list', '--wrote-again')).stdout).toBe('No cases.\n');
  });
});

describe('what a person tells of a case', () => {
  test('moves it along the way of the money, and every step is kept with who and why', async () => {
    for (const [move, state] of [
      ['handed-over', 'refund-handed-over'],
      ['failed', 'failed'],
      ['handed-over', 'refund-handed-over'],
      ['paid', 'paid'],
      ['close', 'closed'],
      ['reopen', 'received'],
    ] as const) {
      expect(await desk.run('case', move, caseId, '--why', 'as the bank says')).toEqual({
        status: 0,
        stdout: `${caseId}: ${state}\n`,
        stderr: '',
      });
    }
    const { events } = (await desk.runJson('case', 'show', caseId)) as { events: { what: string; actor: string; why: string }[] };
    expect(events.filter(({ actor }) => actor.startsWith('person:')).map(({ what }) => what)).toEqual([
      'case-refund-handed-over',
      'case-failed',
      'case-refund-handed-over',
      'case-paid',
      'case-closed',
      'case-received',
    ]);
    expect(events.at(-1)?.why).toBe('as the bank says');
  });

  test('a move that cannot follow is refused with those that can', async () => {
    const refused = await desk.run('case', 'paid', caseId);
    expect(refused).toMatchObject({ status: 1, stdout: '' });
    expect(refused.stderr).toBe(`${caseId} is drafted: paid cannot follow; what can: decline, handed-over, close\n`);
  });

  test('a second request for an order whose case is closed opens a case of its own', async () => {
    await desk.run('case', 'close', caseId);
    const from = 'Mira Holt <mira.holt@example.com>';
    await desk.deliver({ from, id: '<again@example.com>', at: '2026-03-06T09:30:00Z', body: 'Again: order number QI-20260301-0042' });
    expect(await desk.poll()).toMatchObject({ results: { drafted: 1 } });
  });
});

describe('audit', () => {
  test('verify tells the head of an unbroken chain, and the first event that was changed', async () => {
    const verified = await desk.run('audit', 'verify');
    expect(verified.stdout).toMatch(/^\d+ events and 1 decision, as they were written; head [0-9a-f]{64}\n$/);
    expect(verified.status).toBe(0);
    const head = verified.stdout.trim().slice(-64);
    expect(await desk.run('audit', 'verify', '--head', head)).toMatchObject({ status: 0 });
    expect(await desk.run('audit', 'verify', '--head', 'f'.repeat(64))).toMatchObject({ status: 1 });
    const database = new DatabaseSync(desk.ledger);
    database.exec("drop trigger events_are_never_changed; update events set what = 'case-paid' where what = 'case-opened'");
    database.close();
    const broken = await desk.run('audit', 'verify');
    expect(broken.status).toBe(1);
    expect(broken.stdout).toMatch(/^broken: event 2 \(.*, case-paid\) is not as it was written/);
    expect(JSON.parse((await desk.run('audit', 'verify', '--json')).stdout)).toMatchObject({
      ok: false,
      broken: { kind: 'event', event: { id: 2 } },
    });
  });

  test('show tells what happened, of all or of one case', async () => {
    const all = (await desk.run('audit', 'show')).stdout.trim().split('\n');
    expect(all[0]).toMatch(/^#1 .* poll +mailbox-registered/);
    for (const line of (await desk.run('audit', 'show', '--json')).stdout.trim().split('\n'))
      expect(eventSchema.safeParse(JSON.parse(line)).error?.message).toBeUndefined();
    const ofCase = (await desk.run('audit', 'show', caseId, '--json')).stdout.trim().split('\n');
    expect(ofCase.length).toBeLessThan(all.length);
    expect(JSON.parse(ofCase[0] ?? '')).toMatchObject({ what: 'case-opened', caseId });
  });
});
