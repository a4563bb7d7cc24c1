// A pass of its own process that is killed as the draft has been taken in and before anybody knows: argv is host, port, user, ledger.

import { openCaseStore } from '../../../src/cases/case-store.ts';
import { acquirePassLock } from '../../../src/cases/pass-lock.ts';
import { imapDraftBox } from '../../../src/delivery/imap-draft-box.ts';
import { connectImap, disconnectImap } from '../../../src/intake/imap/connect-imap.ts';
import { imapMailbox } from '../../../src/intake/imap/imap-mailbox.ts';
import { runPass } from '../../../src/pipeline/poll.ts';
import type { DraftBox } from '../../../src/ports/drafts.ts';
import { composeSimply, judgeSimply } from '../../support/simple-judge.ts';

const [host = '', port = '', user = '', password = '', ledger = ''] = process.argv.slice(2);
const settings = { host, port: Number(port), tls: 'none', user, password, maxMailBytes: 1_000_000 } as const;

await runPass(
  {
    acquireLock: () => acquirePassLock(ledger),
    openStore: async () => openCaseStore({ path: ledger, messageIdDomain: 'shop.test' }),
    connect: async () => {
      const client = await connectImap(settings);
      if (!client.ok) throw new Error(client.error.what);
      const drafts = dyingAfterPut(imapDraftBox(client.value, {}));
      return {
        ok: true,
        value: { mailbox: imapMailbox(client.value, settings, 'INBOX'), drafts, close: () => disconnectImap(client.value) },
      };
    },
    judge: judgeSimply,
    compose: composeSimply,
    clock: { now: () => new Date() },
  },
  { dryRun: false, maxMailBytes: 1_000_000, signal: new AbortController().signal, report: () => undefined },
);

function dyingAfterPut(drafts: DraftBox): DraftBox {
  const thenDie = async (placing: Promise<unknown>): Promise<never> => {
    await placing;
    process.kill(process.pid, 'SIGKILL');
    return new Promise(() => undefined);
  };
  const { putTogether } = drafts;
  return {
    ...drafts,
    put: (messageId, raw) => thenDie(drafts.put(messageId, raw)),
    ...(putTogether && { putTogether: (several) => thenDie(putTogether(several)) }),
  };
}
