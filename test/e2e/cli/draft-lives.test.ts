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

const REQUEST: CustomerMail = {
  from: 'Mira Holt <mira.holt@example.com>',
  id: '<first@example.com>',
  at: '2026-03-05T09:30:00Z',
  body: 'Order number: QI-20260301-0042',
};

async function drafted(mail: CustomerMail = REQUEST): Promise<Draft> {
  await desk.deliver(mail);
  await desk.poll();
  const draft = (await desk.drafts()).at(-1);
  if (!draft) throw new Error('nothing was drafted');
  return draft;
}

const answer = (to: Draft, body: string): CustomerMail => ({
  ...REQUEST,
  id: '<second@example.com>',
  subject: 'Re: Refund Request',
  answers: [...[to.mail.references ?? []].flat(), to.mail.messageId ?? ''],
  body,
});

/** The message as another program writes it: a name of its own, none of our fields, other line ends. */
function resaved(draft: Draft, words: (text: string) => string = (text) => text): string {
  const header = [
    'From: Qwen Image Support <support@qwenimage2.net>',
    'To: "Mira Holt" <mira.holt@example.com>',
    `Subject: ${draft.mail.subject}`,
    `Message-ID: <${Math.random()}@mail-program.example>`,
    `In-Reply-To: ${draft.mail.inReplyTo}`,
    'Content-Type: text/plain; charset=utf-8; format=flowed',
  ];
  const body = words(draft.mail.text ?? '')
    .split('\n')
    .map((line) => line.replace(/(.{20}\S* )/g, '$1\n'));
  return [...header, '', ...body, ''].join('\n').replace(/\r?\n/g, '\r\n');
}

const inDrafts = (work: (client: Parameters<Parameters<SupportDesk['asPerson']>[0]>[0]) => Promise<unknown>) =>
  desk.asPerson(async (client) => {
    await client.mailboxOpen('Drafts');
    await work(client);
  });
const remove = ({ uid }: Draft) => inDrafts((client) => client.messageDelete(String(uid), { uid: true }));
const append = (folder: string, message: string | Buffer) => desk.asPerson((client) => client.append(folder, message, ['\\Seen']));

/** State of the only case, and what became of its drafts, oldest first. */
function ledger(): { state: unknown; lives: readonly unknown[] } {
  const database = new DatabaseSync(desk.ledger, { readOnly: true });
  const [one] = database.prepare('select state from cases').all();
  const lives = database
    .prepare('select life from replies order by id')
    .all()
    .map(({ life }) => life);
  database.close();
  return { state: one?.['state'], lives };
}

function caseId(): string {
  const database = new DatabaseSync(desk.ledger, { readOnly: true });
  const id = String(database.prepare('select id from cases').get()?.['id']);
  database.close();
  return id;
}

/** What happened and why, oldest first. */
function happened(): readonly (readonly [unknown, unknown])[] {
  const database = new DatabaseSync(desk.ledger, { readOnly: true });
  const events = database.prepare('select what, why from events order by id').all();
  database.close();
  return events.map(({ what, why }) => [what, why] as const);
}

describe('a draft that a person sends', () => {
  test('is sent as written, whatever the mail program makes of its header and lines', async () => {
    const draft = await drafted();
    await append('Sent', resaved(draft));
    await remove(draft);
    expect(await desk.poll()).toMatchObject({ draftLives: { 'sent-as-written': 1 } });
    expect(ledger()).toEqual({ state: 'sent', lives: ['sent-as-written'] });
    expect(await desk.poll()).toMatchObject({ draftLives: {} });
  });

  test('moved to Sent as it is, is sent as written', async () => {
    const { uid } = await drafted();
    await inDrafts((client) => client.messageMove(String(uid), 'Sent', { uid: true }));
    await desk.poll();
    expect(ledger()).toEqual({ state: 'sent', lives: ['sent-as-written'] });
  });

  test('is sent edited, and how alike it is stays known', async () => {
    const draft = await drafted();
    await append(
      'Sent',
      resaved(draft, (text) => `${text}\nPS: Sorry for the trouble, and have a good week!`),
    );
    await remove(draft);
    expect(await desk.poll()).toMatchObject({ draftLives: { 'sent-edited': 1 } });
    const database = new DatabaseSync(desk.ledger, { readOnly: true });
    const similarity = Number(database.prepare('select similarity from replies').get()?.['similarity']);
    database.close();
    expect(similarity).toBeGreaterThan(0.8);
    expect(similarity).toBeLessThan(1);
  });

  test('that asks for what is missing leaves the case to the customer', async () => {
    const { uid } = await drafted({ ...REQUEST, body: 'Please refund my purchase.' });
    await inDrafts((client) => client.messageMove(String(uid), 'Sent', { uid: true }));
    await desk.poll();
    expect(ledger()).toEqual({ state: 'waiting-for-customer', lives: ['sent-as-written'] });
  });

  test('to somebody else is not sent as written', async () => {
    const draft = await drafted();
    await append('Sent', resaved(draft).replace('mira.holt@example.com', 'eve@example.net'));
    await remove(draft);
    await desk.poll();
    expect(ledger()).toEqual({ state: 'sent', lives: ['sent-edited'] });
  });
});

describe('a draft that a person does not send', () => {
  test('waits, and a look at unchanged folders finds nothing new', async () => {
    await drafted();
    await desk.poll();
    expect(await desk.poll()).toMatchObject({ draftLives: {} });
    expect(ledger()).toEqual({ state: 'drafted', lives: ['untouched'] });
  });

  test('is answered otherwise where they write to the customer themselves', async () => {
    const draft = await drafted();
    await append(
      'Sent',
      resaved(draft, () => 'Dear Mira,\nI have just called you about this. Best, Ann'),
    );
    await desk.poll();
    expect(ledger()).toEqual({ state: 'answered', lives: ['answered-otherwise'] });
    expect(await desk.drafts()).toEqual([]);
    expect(happened()).toContainEqual(['draft-superseded', 'the customer was answered otherwise']);
  });

  test('is left where they edited it before they answered otherwise, and the case says so once', async () => {
    const draft = await drafted();
    await append(
      'Drafts',
      resaved(draft, (text) => `Dear Mira,\n${text}`),
    );
    await remove(draft);
    await desk.poll();
    await append(
      'Sent',
      resaved(draft, () => 'Dear Mira,\nI have just called you about this. Best, Ann'),
    );
    await desk.poll();
    await desk.poll();
    expect(await desk.drafts()).toHaveLength(1);
    expect(happened().filter(([what]) => what === 'edited-draft-left')).toEqual([
      ['edited-draft-left', 'the customer was answered otherwise'],
    ]);
  });

  test.each([
    ['decline', 'declined'],
    ['close', 'closed'],
  ])('is removed after a person’s %s, and nothing else with it', async (move, state) => {
    await append('Drafts', 'Subject: lunch?\r\n\r\nAt noon.\r\n');
    await inDrafts((client) => client.messageFlagsAdd('1', ['\\Deleted']));
    await drafted();
    await desk.run('case', move, caseId());
    await desk.poll();
    expect((await desk.drafts()).map(({ mail }) => mail.subject)).toEqual(['lunch?']);
    expect(ledger()).toEqual({ state, lives: ['superseded'] });
    expect(happened()).toContainEqual(['draft-superseded', `case ${state}`]);
  });

  test('is left where a person takes the decline back before a pass has seen it', async () => {
    await drafted();
    await desk.run('case', 'decline', caseId());
    expect(await desk.runJson('report')).toMatchObject({ outcomes: [{ drafted: 1, waiting: 0, declined: 1 }] });
    expect(await desk.run('case', 'reopen', caseId())).toMatchObject({ status: 0, stdout: `${caseId()}: received\n` });
    await desk.poll();
    expect(await desk.drafts()).toHaveLength(1);
    expect(ledger()).toEqual({ state: 'received', lives: ['untouched'] });
    expect(await desk.runJson('report')).toMatchObject({ outcomes: [{ drafted: 1, waiting: 1, declined: 0 }] });
  });

  test.each([
    ['before a person’s decline, with the next pass in between', true],
    ['before a person’s decline, seen by the pass after it', false],
  ])('edited %s, is left, and the case says so', async (_, isSeenBefore) => {
    const draft = await drafted();
    await append(
      'Drafts',
      resaved(draft, (text) => `Dear Mira,\n${text}`),
    );
    await remove(draft);
    if (isSeenBefore) await desk.poll();
    await desk.run('case', 'decline', caseId());
    await desk.poll();
    await desk.poll();
    expect(await desk.drafts()).toHaveLength(1);
    expect(ledger()).toEqual({ state: 'declined', lives: ['edited'] });
    expect(happened().filter(([what]) => what === 'edited-draft-left')).toEqual([['edited-draft-left', 'case declined']]);
  });

  test('is deleted, and the case is left to a person; sent mail that turns up later still counts', async () => {
    const draft = await drafted();
    await remove(draft);
    expect(await desk.poll()).toMatchObject({ draftLives: { deleted: 1 } });
    expect(ledger()).toEqual({ state: 'held', lives: ['deleted'] });
    await append('Sent', resaved(draft));
    await desk.poll();
    expect(ledger()).toEqual({ state: 'sent', lives: ['sent-as-written'] });
  });

  test('flagged as deleted counts as deleted', async () => {
    const { uid } = await drafted();
    await desk.poll();
    await inDrafts((client) => client.messageFlagsAdd(String(uid), ['\\Deleted'], { uid: true }));
    await append('Drafts', 'Subject: something else\r\n\r\n\r\n');
    await desk.poll();
    expect(ledger().lives).toEqual(['deleted']);
  });

  test('saved again without a change is still untouched, and found again under its new UID', async () => {
    const draft = await drafted();
    await append('Drafts', resaved(draft));
    await remove(draft);
    expect(await desk.poll()).toMatchObject({ draftLives: {} });
    expect(ledger()).toEqual({ state: 'drafted', lives: ['untouched'] });
    await desk.poll();
    expect(ledger().lives).toEqual(['untouched']);
  });

  test('other drafts of people are nothing to us', async () => {
    await append('Drafts', 'Subject: lunch?\r\nIn-Reply-To: <lunch@example.com>\r\n\r\nAt noon.\r\n');
    await drafted();
    await desk.poll();
    expect(ledger().lives).toEqual(['untouched']);
    expect(await desk.drafts()).toHaveLength(2);
  });
});

describe('a newer decision', () => {
  const ASKING: CustomerMail = { ...REQUEST, body: 'Please refund my purchase.' };
  const NUMBER = 'Order number: QI-20260301-0042';

  test('takes the place of a draft that nobody has touched', async () => {
    const asking = await drafted(ASKING);
    await append('Drafts', 'Subject: lunch?\r\n\r\nAt noon.\r\n');
    await inDrafts((client) => client.messageFlagsAdd('2', ['\\Deleted']));
    await desk.deliver(answer(asking, NUMBER));
    expect(await desk.poll()).toMatchObject({ results: { drafted: 1 } });
    const left = await desk.drafts();
    expect(left.map(({ mail }) => mail.subject)).toEqual(['lunch?', 'Re: Refund Request']);
    expect(left[1]?.mail.text).toContain('22.43');
    expect(ledger()).toEqual({ state: 'drafted', lives: ['superseded', 'untouched'] });
    await desk.poll();
    expect(ledger().lives).toEqual(['superseded', 'untouched']);
  });

  test('leaves an edited draft alone: no second one beside it, and the case waits for a person', async () => {
    const asking = await drafted(ASKING);
    await append(
      'Drafts',
      resaved(asking, (text) => `Dear Mira,\n${text}`),
    );
    await remove(asking);
    await desk.deliver(answer(asking, NUMBER));
    expect(await desk.poll()).toMatchObject({ draftLives: { edited: 1 }, results: { held: 1 } });
    const [left, ...others] = await desk.drafts();
    expect(others).toEqual([]);
    expect(left?.mail.text).toMatch(/^Dear Mira/);
    expect(ledger()).toEqual({ state: 'held', lives: ['edited'] });
  });

  test('after the first answer was sent is a draft of its own', async () => {
    const asking = await drafted(ASKING);
    await inDrafts((client) => client.messageMove(String(asking.uid), 'Sent', { uid: true }));
    await desk.deliver(answer(asking, NUMBER));
    expect(await desk.poll()).toMatchObject({ draftLives: { 'sent-as-written': 1 }, results: { drafted: 1 } });
    expect(ledger()).toEqual({ state: 'drafted', lives: ['sent-as-written', 'untouched'] });
  });
});
