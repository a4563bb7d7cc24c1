import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type DovecotServer, startDovecot } from '../dovecot/dovecot-server.ts';
import { START_TIMEOUT_MS } from '../servers/server-process.ts';
import { type CustomerMail, type Draft, type SupportDesk, supportDesk } from '../support/support-desk.ts';

let server: DovecotServer;
let desk: SupportDesk;

beforeAll(async () => {
  server = await startDovecot();
}, START_TIMEOUT_MS);
afterAll(() => server?.stop());
beforeEach(() => {
  desk = supportDesk(server);
});
afterEach(() => desk.remove());

const MIRA = 'Mira Holt <mira.holt@example.com>';
/** Inside the window of the order of 1 March. */
const FIRST: CustomerMail = {
  from: MIRA,
  id: '<first@example.com>',
  at: '2026-03-07T09:30:00Z',
  body: 'Hello,\nplease refund my purchase.\nMira',
};

const reply = (to: Draft, mail: Partial<CustomerMail>): CustomerMail => ({
  from: MIRA,
  subject: 'Re: Refund Request',
  id: '<second@example.com>',
  at: '2026-03-20T09:30:00Z',
  body: 'Order number: QI-20260301-0042',
  answers: [...[to.mail.references ?? []].flat(), to.mail.messageId ?? ''],
  ...mail,
});

async function draftOf(mail: CustomerMail): Promise<Draft> {
  await desk.deliver(mail);
  await desk.poll();
  const draft = (await desk.drafts()).at(-1);
  if (!draft) throw new Error('nothing was drafted');
  return draft;
}

describe('a customer who completes a request', () => {
  test('is judged on the day of the first mail: what all mails state is taken together', async () => {
    const asking = await draftOf(FIRST);
    expect(asking.mail.text).toMatch(/order number/i);
    await desk.deliver(reply(asking, {}));
    expect(await desk.poll()).toMatchObject({ results: { drafted: 1 }, kinds: { 'follow-up': 1 }, outcomes: { proportional: 1 } });
    const answer = (await desk.drafts()).find(({ mail }) => mail.inReplyTo === '<second@example.com>');
    expect(answer?.mail.text).toContain('22.43');
    expect(answer?.mail.references?.at(-1)).toBe('<second@example.com>');
  });

  test('the decision is kept with its facts, and says which mail each of them stands in', async () => {
    await desk.deliver(reply(await draftOf(FIRST), { body: 'Order number: QI-20260301-0042\nPurchase date: March 1, 2026' }));
    await desk.poll();
    const ledger = new DatabaseSync(desk.ledger, { readOnly: true });
    const rows = ledger.prepare('select revision, facts, decision from decisions order by revision').all();
    ledger.close();
    expect(rows.map(({ revision, decision }) => [revision, (JSON.parse(String(decision)) as { outcome: string }).outcome])).toEqual([
      [1, 'needs-info'],
      [2, 'proportional'],
    ]);
    expect(JSON.parse(String(rows[1]?.['facts']))).toMatchObject({
      input: {
        submittedAt: '2026-03-07T09:30:00.000Z',
        claim: {
          orderIds: ['QI-20260301-0042'],
          evidence: {
            accountEmail: { by: 'sender', mail: '<first@example.com>' },
            orderId: { by: 'label', mail: '<second@example.com>' },
            purchaseDate: { mail: '<second@example.com>' },
          },
        },
      },
    });
  });

  test('is recognised by the case token alone, where a server gave our reply another Message-ID', async () => {
    const asking = await draftOf(FIRST);
    const [token = ''] = [asking.mail.references ?? []].flat();
    await desk.deliver(reply(asking, { answers: [token, '<first@example.com>', '<rewritten@outlook.example>'] }));
    expect(await desk.poll()).toMatchObject({ results: { drafted: 1 }, outcomes: { proportional: 1 } });
  });

  test('the same mail fetched again adds nothing', async () => {
    const asking = await draftOf(FIRST);
    await desk.deliver(reply(asking, {}));
    await desk.deliver(reply(asking, {}));
    expect(await desk.poll()).toMatchObject({ results: { drafted: 1, copy: 1 } });
  });
});

describe('a follow-up that changes no answer', () => {
  const COMPLETE = { ...FIRST, body: 'Order number: QI-20260301-0042' };

  test.each([
    ['thanks', 'Thank you very much!'],
    ['a question after the state', 'Any news?'],
    [
      'the same order once more, above our quoted reply',
      'Order number: qi-20260301-0042\n\n> Your refund is 22.43 USD.\n> Order number: QI-20260301-0042',
    ],
    ['a purchase date that the book confirms', 'Purchase date: March 1, 2026'],
  ])('%s is recorded on the case and drafts nothing', async (_, body) => {
    await desk.deliver(reply(await draftOf(COMPLETE), { body }));
    expect(await desk.poll()).toMatchObject({ results: { 'follow-up': 1 }, kinds: { 'follow-up': 1 } });
    expect(await desk.drafts()).toHaveLength(1);
  });
});

describe('whoever does not belong to the case', () => {
  test('opens one of his own with the same words, whatever he quotes of ours', async () => {
    const asking = await draftOf({ ...FIRST, body: 'Order number: QI-20260301-0042' });
    await desk.deliver(reply(asking, { from: 'eve@example.net', id: '<eve@example.net>' }));
    expect(await desk.poll()).toMatchObject({ results: { drafted: 1 }, kinds: { 'refund-request': 1 }, outcomes: { review: 1 } });
    const toEve = (await desk.drafts()).find(({ mail }) => mail.inReplyTo === '<eve@example.net>');
    expect(toEve?.mail.text).not.toMatch(/22\.43|29\.90/);
  });

  test.each([
    ['a made-up Message-ID of our form', '<0123456789.1.0123456789abcdef@qwenimage2.net>'],
    ['a made-up token of our form', '<0123456789.case.0123456789abcdef@qwenimage2.net>'],
  ])('%s names no case', async (_, id) => {
    await desk.deliver({ ...FIRST, answers: [id], body: 'Order number: QI-20260301-0042' });
    expect(await desk.poll()).toMatchObject({ results: { drafted: 1 }, kinds: { 'refund-request': 1 } });
  });

  test('a stranger who adds facts is answered the same whether the book knows what he names or not', async () => {
    const results: unknown[] = [];
    for (const [index, order] of ['QI-20260301-0042', 'QI-20269999-9999'].entries()) {
      const from = `stranger${index}@example.net`;
      const first = await draftOf({ ...FIRST, from, id: `<a${index}@example.net>`, body: `Order number: ${order}` });
      const date = reply(first, { from, id: `<b${index}@example.net>`, body: 'Purchase date: January 5, 2026' });
      await desk.deliver(date);
      const second = await desk.poll();
      await desk.deliver({ ...date, id: `<c${index}@example.net>`, body: 'Hello? Any news?' });
      results.push([second.results, (await desk.poll()).results]);
    }
    expect(results[0]).toEqual(results[1]);
  });
});

describe('an owner who wrote from another address first', () => {
  const OTHER = 'Mira <mira@private.example>';
  const NAMED = { ...FIRST, from: OTHER, body: 'Order number: QI-20260301-0042' };

  test('takes the case over by answering from the account: decided on the first mail’s day, and the other address is out', async () => {
    const neutral = await draftOf(NAMED);
    expect(neutral.mail.text).not.toMatch(/22\.43/);
    await desk.deliver(reply(neutral, { body: 'This is my account address.' }));
    expect(await desk.poll()).toMatchObject({ results: { drafted: 1 }, kinds: { 'follow-up': 1 }, outcomes: { proportional: 1 } });
    const [answer, ...others] = await desk.drafts();
    expect(others).toEqual([]);
    expect(answer?.mail).toMatchObject({ to: { text: 'mira.holt@example.com' }, text: expect.stringContaining('22.43') as string });
    await desk.deliver(reply(neutral, { from: OTHER, id: '<third@example.com>', body: 'Order number: QI-20260301-0042, or 0043?' }));
    expect(await desk.poll()).toMatchObject({ kinds: { 'refund-request': 1 } });
    const left = await desk.drafts();
    expect(left.find(({ mail }) => mail.inReplyTo === '<second@example.com>')?.mail.text).toContain('22.43');
    expect(left.find(({ mail }) => mail.inReplyTo === '<third@example.com>')?.mail.text).not.toContain('22.43');
  });
});

describe('an owner who answers with another order of his', () => {
  test('makes a request of its own, and the first one stands; naming both asks a person', async () => {
    desk.remove();
    const bought = {
      accountEmail: 'mira.holt@example.com',
      purchasedAt: '2026-03-01',
      currency: 'USD',
      total: '29.90',
      creditsPurchased: 400,
    };
    desk = supportDesk(server, [
      { orderId: 'QI-1001', ...bought },
      { orderId: 'QI-1002', ...bought },
    ]);
    const first = await draftOf({ ...FIRST, body: 'Order number: QI-1001' });
    await desk.deliver(reply(first, { body: 'Order number: QI-1002', at: '2026-03-07T10:00:00Z' }));
    expect(await desk.poll()).toMatchObject({ results: { drafted: 1 }, kinds: { 'refund-request': 1 }, outcomes: { full: 1 } });
    await desk.deliver(reply(first, { body: 'Order number: QI-1001 and\nOrder number: QI-1002', id: '<both@example.com>' }));
    expect(await desk.poll()).toMatchObject({ results: { drafted: 1 }, kinds: { 'follow-up': 1 }, outcomes: { review: 1 } });
  });
});
