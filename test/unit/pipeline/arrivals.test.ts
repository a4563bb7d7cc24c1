import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fc } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { openCaseStore } from '../../../src/cases/case-store.ts';
import { draftFolder } from '../../../src/delivery/draft-folder.ts';
import { ok } from '../../../src/domain/result.ts';
import { folderMailbox } from '../../../src/intake/folder-mailbox.ts';
import { runPass } from '../../../src/pipeline/poll.ts';
import { composeSimply, judgeSimply } from '../../support/simple-judge.ts';

const mail = (from: string, id: string, order: string, more = '') =>
  `From: ${from}\nSubject: Refund Request\nMessage-ID: <${id}@example.com>\n\nOrder: ${order}\n${more}`;

/** One request of Mira's in every form in which it may come again, one of Noor's, and a stranger who names both their orders. */
const MAILS = [
  mail('mira@example.com', 'm1', 'QI-1'),
  mail('mira@example.com', 'm1', 'QI-1'),
  mail('mira@example.com', 'm2', 'qi-1', 'Did you get my mail?\n'),
  mail('mira@example.com', 'm3', 'QI-1', 'Again.\n'),
  mail('noor@example.com', 'n1', 'QI-2'),
  mail('noor@example.com', 'n1', 'QI-2'),
  mail('stranger@example.com', 's1', 'QI-1'),
  mail('stranger@example.com', 's2', 'QI-1', 'Hello?\n'),
] as const;

/** To whom drafts are left after the mails have come in this order, with a pass after each whose place is in `passes`. */
async function draftsAfter(order: readonly number[], passes: ReadonlySet<number>): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'arrivals-'));
  try {
    mkdirSync(join(folder, 'mails'));
    const pass = () =>
      runPass(
        {
          acquireLock: () => ok(() => undefined),
          openStore: async () => openCaseStore({ path: join(folder, 'ledger.sqlite'), messageIdDomain: 'shop.test' }),
          connect: async () =>
            ok({ mailbox: folderMailbox(join(folder, 'mails')), drafts: draftFolder(join(folder, 'drafts')), close: async () => {} }),
          judge: judgeSimply,
          compose: composeSimply,
          clock: { now: () => new Date('2026-03-05T10:00:00Z') },
        },
        { dryRun: false, maxMailBytes: 100_000, signal: new AbortController().signal, report: () => undefined },
      );
    for (const [place, index] of order.entries()) {
      writeFileSync(join(folder, 'mails', `${String(place).padStart(3, '0')}.eml`), MAILS[index] ?? '');
      if (passes.has(place)) await pass();
    }
    expect(await pass()).toMatchObject({ ok: true, value: { backlog: { waiting: 0 } } });
    const drafts = readdirSync(join(folder, 'drafts')).map((name) => readFileSync(join(folder, 'drafts', name), 'utf8'));
    return drafts.map((draft) => /^To: (.*)\r$/m.exec(draft)?.[1] ?? '').toSorted();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('the same mails in any order, in any number of passes, lead to one draft for each who asks', async () => {
  const arrivals = fc.shuffledSubarray([...MAILS.keys()], { minLength: MAILS.length, maxLength: MAILS.length });
  const law = fc.asyncProperty(arrivals, fc.uniqueArray(fc.nat(MAILS.length - 1), { maxLength: 3 }), async (order, passes) => {
    expect(await draftsAfter(order, new Set(passes))).toEqual(['mira@example.com', 'noor@example.com', 'stranger@example.com']);
  });
  await fc.assert(law, { numRuns: 12 });
});
