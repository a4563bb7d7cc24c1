import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openCaseArchive } from '../../../src/cases/case-archive.ts';
import { openCaseStore } from '../../../src/cases/case-store.ts';
import { readFailingLooks } from '../../../src/cases/examine-looks.ts';
import { draftFolder } from '../../../src/delivery/draft-folder.ts';
import { ok, refuse } from '../../../src/domain/result.ts';
import { folderMailbox } from '../../../src/intake/folder-mailbox.ts';
import { runPass } from '../../../src/pipeline/poll.ts';
import type { DraftBox, DraftWatch } from '../../../src/ports/drafts.ts';
import { MailboxLost } from '../../../src/ports/mailbox.ts';
import { composeSimply, judgeSimply } from '../../support/simple-judge.ts';

const MINUTE_MS = 60_000;

let folder: string;
let minutes: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'looks-'));
  mkdirSync(join(folder, 'mails'));
  minutes = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string): void {
  const mail = `From: ${name}@example.com\nSubject: Refund Request\nMessage-ID: <${name}@example.com>\n\nOrder: QI-${name}\n`;
  writeFileSync(join(folder, 'mails', `${name}.eml`), mail);
}

const box = (): DraftBox => draftFolder(join(folder, 'drafts'));
const drafts = () => (readdirSync(folder).includes('drafts') ? readdirSync(join(folder, 'drafts')).length : 0);
const unclear = () => Promise.resolve(refuse({ kind: 'unclear', what: 'cut by the test' } as const));

/** A pass `minutes` after the first. */
function pass(boxWith: Partial<DraftBox> = {}, watch?: DraftWatch) {
  const ledger = join(folder, 'ledger.sqlite');
  const mailbox = folderMailbox(join(folder, 'mails'));
  const session = { mailbox, drafts: { ...box(), ...boxWith }, ...(watch && { watch }), close: async () => {} };
  const needs = {
    acquireLock: () => ok(() => undefined),
    openStore: async () => openCaseStore({ path: ledger, messageIdDomain: 'shop.test' }),
    connect: async () => ok(session),
    judge: judgeSimply,
    compose: composeSimply,
    clock: { now: () => new Date(Date.UTC(2026, 2, 5) + minutes * MINUTE_MS) },
  };
  const signal = new AbortController().signal;
  return runPass(needs, { dryRun: false, maxMailBytes: 100_000, signal, report: () => undefined });
}

describe('a reply that cannot be looked for', () => {
  test('ends two passes, then new mail comes first; it is put off, shown with its reason, and never placed without a look', async () => {
    write('a');
    await pass({ put: unclear });
    write('b');
    for (let passes = 0; passes < 2; passes++) expect(await pass({ find: unclear })).toMatchObject({ ok: false });
    expect(drafts()).toBe(0);
    expect(await pass({ find: unclear })).toMatchObject({ ok: false, error: { summary: { results: { drafted: 1 } } } });
    expect(drafts()).toBe(1);
    minutes = 4;
    expect(await pass({ find: unclear })).toMatchObject({ ok: true, value: { backlog: { failingLooks: 1 } } });
    const archive = openCaseArchive(join(folder, 'ledger.sqlite'));
    const nextLookAt = new Date(Date.UTC(2026, 2, 5, 0, 5));
    expect((await archive.cases({ states: [], wroteAgain: false })).map(({ failingLook }) => failingLook)).toContainEqual({
      failures: 3,
      why: 'cut by the test',
      nextLookAt,
    });
    await archive.dispose();
    expect(await readFailingLooks(join(folder, 'ledger.sqlite'))).toEqual({ replies: 1, drafts: null });
  });

  test('is placed once as soon as it can be', async () => {
    write('a');
    await pass({ put: unclear });
    for (let passes = 0; passes < 3; passes++) await pass({ find: unclear });
    minutes = 5;
    expect(await pass()).toMatchObject({ ok: true, value: { resumed: 1, backlog: { waiting: 0, failingLooks: 0 } } });
    expect(drafts()).toBe(1);
  });
});

describe('Drafts and Sent that cannot be looked through', () => {
  const lost = (): Promise<never> => Promise.reject(new MailboxLost({ kind: 'lost', what: 'cut by the test', mend: '' }));
  const broken: DraftWatch = { stateOf: lost, findSent: lost, uidsIn: lost, seenIn: lost, fetch: lost, remove: lost };
  const gone: DraftWatch = { ...broken, stateOf: async () => null, findSent: async () => null };

  test('end two passes, then new mail comes first; looks are put off, with the reason, until one goes well', async () => {
    write('a');
    await pass();
    write('b');
    for (let passes = 0; passes < 2; passes++) expect(await pass({}, broken)).toMatchObject({ ok: false });
    expect(drafts()).toBe(1);
    expect(await pass({}, broken)).toMatchObject({ ok: false, error: { problem: { what: 'cut by the test' } } });
    expect(drafts()).toBe(2);
    minutes = 4;
    expect(await pass({}, broken)).toMatchObject({
      ok: true,
      value: { backlog: { failingDraftLook: { failures: 3, why: 'cut by the test', nextLookAt: new Date(Date.UTC(2026, 2, 5, 0, 5)) } } },
    });
    expect(await readFailingLooks(join(folder, 'ledger.sqlite'))).toEqual({ replies: 0, drafts: 'cut by the test' });
    minutes = 5;
    expect(await pass({}, broken)).toMatchObject({ ok: false });
    minutes = 20;
    expect(await pass({}, gone)).toMatchObject({ ok: true, value: { backlog: { failingDraftLook: null } } });
    expect(await readFailingLooks(join(folder, 'ledger.sqlite'))).toEqual({ replies: 0, drafts: null });
  });

  /** A pass whose process ends at its first question after Drafts. */
  const killed = async () => {
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    const never: DraftWatch['stateOf'] = () => {
      resolve();
      return new Promise(() => undefined);
    };
    void pass({}, { ...broken, stateOf: never });
    await ended;
  };

  test('a look that ends the process counts as well: from the third on new mail comes first', async () => {
    write('a');
    await pass();
    write('b');
    for (let passes = 0; passes < 2; passes++) await killed();
    expect(drafts()).toBe(1);
    expect(await readFailingLooks(join(folder, 'ledger.sqlite'))).toEqual({ replies: 0, drafts: 'the last look ended with the process' });
    await killed();
    expect(drafts()).toBe(2);
    expect(await pass({}, gone)).toMatchObject({ ok: true, value: { backlog: { failingDraftLook: { failures: 3 } } } });
    minutes = 5;
    expect(await pass({}, gone)).toMatchObject({ ok: true, value: { backlog: { failingDraftLook: null } } });
  });

  test('count where only the removal breaks off, and one that goes well leaves nothing behind', async () => {
    write('a');
    await pass();
    const archive = openCaseArchive(join(folder, 'ledger.sqlite'));
    const [opened] = await archive.cases({ states: [], wroteAgain: false });
    await archive.move(opened?.caseId ?? '', 'decline', { actor: 'person:ann', why: null }, new Date());
    await archive.dispose();
    let sentAsked = 0;
    // Only the first look asks where sent mail lies, and each removal does.
    const findSent: DraftWatch['findSent'] = () => (sentAsked++ === 0 ? Promise.resolve(null) : lost());
    for (let passes = 0; passes < 2; passes++) expect(await pass({}, { ...gone, findSent })).toMatchObject({ ok: false });
    expect(await readFailingLooks(join(folder, 'ledger.sqlite'))).toEqual({ replies: 0, drafts: 'cut by the test' });
  });
});
