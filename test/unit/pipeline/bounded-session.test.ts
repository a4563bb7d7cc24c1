import { expect, test } from 'vitest';
import { ok } from '../../../src/domain/result.ts';
import { folderMailbox } from '../../../src/intake/folder-mailbox.ts';
import { boundedSession } from '../../../src/pipeline/bounded-session.ts';
import type { MailSession } from '../../../src/ports/mail-session.ts';
import { MailboxLost } from '../../../src/ports/mailbox.ts';

const DEADLINE_MS = 20;
const endless = (): Promise<never> => new Promise(() => undefined);

test('a server that came to no end once is asked nothing more', async () => {
  const asked: string[] = [];
  const find = (id: string) => {
    asked.push(id);
    return Promise.resolve(ok(null));
  };
  const session: MailSession = { mailbox: folderMailbox('.'), drafts: { put: endless, find }, close: () => Promise.resolve() };
  const { mailbox, drafts } = boundedSession(session, DEADLINE_MS);
  expect(await drafts.find('<before@shop.test>')).toEqual(ok(null));
  expect(await drafts.put('<a@shop.test>', new Uint8Array())).toMatchObject({ ok: false, error: { kind: 'unclear' } });
  expect(await drafts.find('<after@shop.test>')).toMatchObject({ ok: false, error: { kind: 'unclear' } });
  await expect(mailbox.uids(null)).rejects.toThrow(MailboxLost);
  expect(asked).toEqual(['<before@shop.test>']);
});
