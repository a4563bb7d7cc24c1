import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openCaseArchive } from '../../../src/cases/case-archive.ts';
import { openCaseStore } from '../../../src/cases/case-store.ts';
import { acquirePassLock } from '../../../src/cases/pass-lock.ts';
import { draftFolder } from '../../../src/delivery/draft-folder.ts';
import type { Flag } from '../../../src/domain/decision.ts';
import { UnusableInput } from '../../../src/domain/problem.ts';
import { ok, refuse } from '../../../src/domain/result.ts';
import type { Verdict } from '../../../src/domain/verdict.ts';
import { folderMailbox } from '../../../src/intake/folder-mailbox.ts';
import { runPass } from '../../../src/pipeline/poll.ts';
import type { Judge, PassNeeds, PassOptions } from '../../../src/pipeline/poll-needs.ts';
import type { DraftBox } from '../../../src/ports/drafts.ts';
import { type Mailbox, MailboxLost } from '../../../src/ports/mailbox.ts';
import { composeSimply, judgeSimply } from '../../support/simple-judge.ts';

const MINUTE_MS = 60_000;

let folder: string;
let minutes: number;
let isOpen: boolean;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'poll-'));
  mkdirSync(join(folder, 'mails'));
  minutes = 0;
  isOpen = false;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, order: string): void {
  const mail = `From: mira@example.com\nSubject: Refund Request\nMessage-ID: <${name}@example.com>\n\nOrder: ${order}\n`;
  writeFileSync(join(folder, 'mails', `${name}.eml`), mail);
}

function mails(): Mailbox {
  return folderMailbox(join(folder, 'mails'));
}

function drafts(): readonly string[] {
  return readdirSync(folder).includes('drafts') ? readdirSync(join(folder, 'drafts')) : [];
}

/** A pass over the test's folder, `minutes` after the first. */
function pass(needs: Partial<PassNeeds> = {}, options: Partial<PassOptions> = {}) {
  const ledger = join(folder, 'ledger.sqlite');
  const all: PassNeeds = {
    acquireLock: () => acquirePassLock(ledger),
    openStore: async () => openCaseStore({ path: ledger, messageIdDomain: 'shop.test' }),
    connect: () => {
      isOpen = true;
      const close = () => {
        isOpen = false;
        return Promise.resolve();
      };
      return Promise.resolve(ok({ mailbox: mails(), drafts: draftFolder(join(folder, 'drafts')), close }));
    },
    judge: judgeSimply,
    compose: composeSimply,
    clock: { now: () => new Date(Date.UTC(2026, 2, 5) + minutes * MINUTE_MS) },
    ...needs,
  };
  const signal = new AbortController().signal;
  return runPass(all, { dryRun: false, maxMailBytes: 100_000, signal, report: () => undefined, ...options });
}

function judgeWith(change: (verdict: Verdict) => Verdict): Judge {
  return async (raw, context) => {
    const judged = await judgeSimply(raw, context);
    return judged.ok ? ok(change(judged.value)) : judged;
  };
}

function decisionWith(...flags: Flag[]): NonNullable<Verdict['decision']> {
  return {
    outcome: 'review',
    amount: '0.00',
    currency: null,
    creditsToRemove: 0,
    clauses: ['1'],
    flags,
    trace: [],
    policyVersion: '2026-02-04',
  };
}

describe('a pass without a server', () => {
  test('drafts each request once; a file that comes between the others changes every UID and adds one draft', async () => {
    write('b', 'QI-1');
    write('d', 'QI-2');
    expect(await pass()).toMatchObject({ ok: true, value: { results: { drafted: 2 } } });
    expect(await pass()).toMatchObject({ ok: true, value: { newMessages: 0 } });
    write('c', 'QI-3');
    expect(await pass()).toMatchObject({ ok: true, value: { results: { copy: 2, drafted: 1 } } });
    expect(drafts()).toHaveLength(3);
  });
});

describe('an order book that does not answer', () => {
  test('holds the mail back as often as it takes, and blames nobody', async () => {
    write('a', 'QI-1');
    const unavailable = judgeWith((verdict) => ({ ...verdict, decision: decisionWith('usage-unavailable') }));
    for (let tries = 0; tries < 8; tries++) {
      expect(await pass({ judge: unavailable })).toMatchObject({ ok: true, value: { results: { postponed: 1 }, backlog: { waiting: 1 } } });
    }
    expect(await pass()).toMatchObject({ ok: true, value: { results: { drafted: 1 }, backlog: { waiting: 0 } } });
  });
});

describe('an order book, a policy or templates that cannot be used', () => {
  test('end the pass, are the fault of no mail, and once mended every mail is answered', async () => {
    write('a', 'QI-1');
    const broken: Judge = () => Promise.reject(new UnusableInput([{ place: 'orders.csv line 1', what: 'no header' }]));
    for (let tries = 0; tries < 8; tries++) await expect(pass({ judge: broken })).rejects.toThrow('orders.csv line 1: no header');
    expect(await pass()).toMatchObject({ ok: true, value: { results: { drafted: 1 }, backlog: { waiting: 0, setAside: 0 } } });
  });
});

describe('replies that are not drafted', () => {
  test('one that a person must see first opens a case and no draft', async () => {
    write('a', 'QI-1');
    const judge = judgeWith((verdict) => ({ ...verdict, reply: verdict.reply && { ...verdict.reply, action: 'hold' } }));
    expect(await pass({ judge })).toMatchObject({ ok: true, value: { results: { held: 1 } } });
    expect(drafts()).toEqual([]);
  });

  test('the judge is told of the open case of an order, in any spelling', async () => {
    write('a', 'QI-1');
    write('b', 'QI-2');
    const told: boolean[] = [];
    const judge: Judge = async (raw, context) => {
      told.push(await context.hasCase('qi-1', null));
      return judgeSimply(raw, context);
    };
    await pass({ judge });
    expect(told).toEqual([false, true]);
  });
});

describe('faults', () => {
  test('a mail that ends the process again and again is set aside without being judged once more', async () => {
    write('a', 'QI-1');
    write('b', 'QI-2');
    const dying: Judge = () => {
      throw new MailboxLost({ kind: 'lost', what: 'the process ended here', mend: '' });
    };
    const store = openCaseStore({ path: join(folder, 'ledger.sqlite'), messageIdDomain: 'shop.test' });
    await store.register(await mails().state(), await mails().listAfter(0), new Date(0));
    for (let attempt = 0; attempt < 5; attempt++) await store.begin(1);
    await store.dispose();
    expect(
      await pass({ judge: (raw, context) => (raw.source.endsWith('a.eml') ? dying(raw, context) : judgeSimply(raw, context)) }),
    ).toMatchObject({
      ok: true,
      value: { results: { unreadable: 1, drafted: 1 } },
    });
  });

  test('a draft that is refused waits for a person and is tried again after ten minutes, with the same name', async () => {
    write('a', 'QI-1');
    const full = {
      ...draftFolder(join(folder, 'drafts')),
      put: () => Promise.resolve(refuse({ kind: 'refused', what: 'over quota' } as const)),
    };
    const connect: PassNeeds['connect'] = () => Promise.resolve(ok({ mailbox: mails(), drafts: full, close: () => Promise.resolve() }));
    expect(await pass({ connect })).toMatchObject({ ok: true, value: { results: { 'draft-refused': 1 }, backlog: { waiting: 1 } } });
    minutes = 9;
    expect(await pass()).toMatchObject({ ok: true, value: { resumed: 0 } });
    minutes = 10;
    expect(await pass()).toMatchObject({ ok: true, value: { resumed: 1, backlog: { waiting: 0 } } });
    expect(drafts()).toHaveLength(1);
  });

  test('a draft of an unclear end is not placed where a person has declined its case meanwhile', async () => {
    write('a', 'QI-1');
    const unclear = { ...draftFolder(join(folder, 'drafts')), put: async () => refuse({ kind: 'unclear', what: 'cut' } as const) };
    await pass({ connect: async () => ok({ mailbox: mails(), drafts: unclear, close: async () => {} }) });
    const archive = openCaseArchive(join(folder, 'ledger.sqlite'));
    const [opened] = await archive.cases({ states: [], wroteAgain: false });
    await archive.move(opened?.caseId ?? '', 'decline', { actor: 'person:ann', why: null }, new Date());
    await archive.dispose();
    expect(await pass()).toMatchObject({ ok: true, value: { resumed: 0, backlog: { waiting: 0 } } });
    expect(drafts()).toEqual([]);
  });

  test('a draft of an unclear end that lies there is found again, though a look was refused and its case declined in between', async () => {
    write('a', 'QI-1');
    const box = draftFolder(join(folder, 'drafts'));
    const through = (faulty: Partial<DraftBox>) =>
      pass({ connect: async () => ok({ mailbox: mails(), drafts: { ...box, ...faulty }, close: async () => {} }) });
    await through({ put: async (...put) => (await box.put(...put)) && refuse({ kind: 'unclear', what: 'cut' } as const) });
    await through({ find: async () => refuse({ kind: 'refused', what: 'busy' } as const) });
    const archive = openCaseArchive(join(folder, 'ledger.sqlite'));
    const [opened] = await archive.cases({ states: [], wroteAgain: false });
    await archive.move(opened?.caseId ?? '', 'decline', { actor: 'person:ann', why: null }, new Date());
    await archive.dispose();
    expect(drafts()).toHaveLength(1);
    minutes = 10;
    expect(await pass()).toMatchObject({ ok: true, value: { resumed: 1, backlog: { waiting: 0 } } });
  });

  test('a mailbox lost in the middle is reported with what was done, and everything is let go of', async () => {
    write('a', 'QI-1');
    const mailbox = mails();
    const lost = () => Promise.reject(new MailboxLost({ kind: 'lost', what: 'cut', mend: 'wait' }));
    let closed = 0;
    const connect: PassNeeds['connect'] = () => {
      const close = () => {
        closed++;
        return Promise.resolve();
      };
      return Promise.resolve(ok({ mailbox: { ...mailbox, fetch: lost }, drafts: draftFolder(join(folder, 'drafts')), close }));
    };
    expect(await pass({ connect })).toMatchObject({
      ok: false,
      error: { kind: 'mailbox', problem: { what: 'cut' }, summary: { newMessages: 1 } },
    });
    expect(closed).toBe(1);
    expect(await pass()).toMatchObject({ ok: true, value: { results: { drafted: 1 } } });
    expect(isOpen).toBe(false);
  });

  test('a broken assumption is thrown, and the next pass is not locked out', async () => {
    await expect(pass({ connect: () => Promise.reject(new Error('a fault of ours')) })).rejects.toThrow('a fault of ours');
    expect(await pass()).toMatchObject({ ok: true });
  });
});

describe('the keyword', () => {
  /** A pass that is to put a keyword on mails, by STOREs like this. */
  const marking = (addKeyword: Mailbox['addKeyword'], needs: Partial<PassNeeds> = {}) => {
    const session = { mailbox: { ...mails(), addKeyword }, drafts: draftFolder(join(folder, 'drafts')), close: async () => {} };
    return pass({ connect: async () => ok(session), ...needs }, { keyword: 'Done' });
  };

  test('is put on what was finished before a pass ended in the middle, by the next one', async () => {
    write('a', 'QI-1');
    write('b', 'QI-2');
    const stored: number[][] = [];
    const addKeyword = async (uids: readonly number[]) => void stored.push([...uids]);
    const broken: Judge = (raw, context) => {
      if (raw.source.endsWith('b.eml')) throw new UnusableInput([{ place: 'policy.json', what: 'broken' }]);
      return judgeSimply(raw, context);
    };
    await expect(marking(addKeyword, { judge: broken })).rejects.toThrow('policy.json: broken');
    expect(stored).toEqual([]);
    expect(await marking(addKeyword)).toMatchObject({ ok: true, value: { results: { drafted: 1 } } });
    expect(stored).toEqual([[1, 2]]);
    await marking(addKeyword);
    expect(stored).toHaveLength(1);
  });

  test('at which the server ends the connection each time holds up no mail, and is left after three tries', async () => {
    write('a', 'QI-1');
    write('b', 'QI-2');
    let tries = 0;
    const addKeyword = async () => {
      tries++;
      throw new MailboxLost({ kind: 'lost', what: 'cut by the test', mend: '' });
    };
    expect(await marking(addKeyword)).toMatchObject({ ok: false, error: { summary: { results: { drafted: 2 } } } });
    for (const isOk of [false, false, true]) expect(await marking(addKeyword)).toMatchObject({ ok: isOk });
    expect(tries).toBe(3);
  });
});

describe('before a mail is judged', () => {
  test('what judging needs is loaded, once in a pass', async () => {
    for (const name of ['a', 'b']) write(name, 'QI-1');
    const steps: string[] = [];
    const judge: Judge = (raw, context) => {
      steps.push('judge');
      return judgeSimply(raw, context);
    };
    const prepare = async () => void steps.push('prepare');
    await pass({ judge, prepare });
    expect(steps).toEqual(['prepare', 'judge', 'judge']);
    await pass({ judge, prepare });
    expect(steps).toHaveLength(3);
  });

  test('none is read ahead before an attempt is counted: else a mail that ends the process so would do it in every pass', async () => {
    for (const name of ['a', 'b']) write(name, 'QI-1');
    const attempts: number[][] = [];
    const readAhead: PassNeeds['readAhead'] = () => {
      const ledger = new DatabaseSync(join(folder, 'ledger.sqlite'), { readOnly: true });
      attempts.push(
        ledger
          .prepare('select attempts from messages order by uid')
          .all()
          .map((row) => Number(row['attempts'])),
      );
      ledger.close();
    };
    await pass({ readAhead, prepare: async () => void attempts.push([]) });
    expect(attempts).toEqual([[], [1, 0]]);
  });

  test('mails are read ahead, but not where an earlier attempt failed: that pass may have ended with another mail than the one in hand', async () => {
    for (const name of ['a', 'b']) write(name, 'QI-1');
    const ahead: number[] = [];
    const readAhead: PassNeeds['readAhead'] = (raws) => void ahead.push(raws.length);
    const fails: Judge = async () => {
      throw new Error('a fault of ours');
    };
    await pass({ judge: fails, readAhead });
    expect(ahead).toEqual([2]);
    minutes = 2;
    expect(await pass({ readAhead })).toMatchObject({ ok: true, value: { results: { drafted: 1 } } });
    expect(ahead).toEqual([2]);
  });
});
