import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImapFlow } from 'imapflow';
import { openCaseStore, openScratchCaseStore } from '../../../src/cases/case-store.ts';
import { acquirePassLock } from '../../../src/cases/pass-lock.ts';
import { type DraftFolders, imapDraftBox } from '../../../src/delivery/imap-draft-box.ts';
import { imapDraftWatch } from '../../../src/delivery/imap-draft-watch.ts';
import { imapSentBox } from '../../../src/delivery/imap-sent-box.ts';
import type { Result } from '../../../src/domain/result.ts';
import { ok } from '../../../src/domain/result.ts';
import { connectImap, disconnectImap, type ImapSettings } from '../../../src/intake/imap/connect-imap.ts';
import { imapMailbox } from '../../../src/intake/imap/imap-mailbox.ts';
import { type PassProblem, runPass } from '../../../src/pipeline/poll.ts';
import type { PassNeeds, PassOptions } from '../../../src/pipeline/poll-needs.ts';
import type { PassSummary } from '../../../src/pipeline/poll-report.ts';
import { type Reconciliation, reconcile, repair } from '../../../src/pipeline/reconcile.ts';
import type { DraftBox } from '../../../src/ports/drafts.ts';
import type { MailSession } from '../../../src/ports/mail-session.ts';
import { composeSimply, judgeSimply } from '../../support/simple-judge.ts';
import { appendSample, type SampleMail } from '../dovecot/maildir.ts';
import { type ImapServer, PASSWORD } from '../servers/server-process.ts';
import { asPerson as asPersonOf } from './as-person.ts';

/** A mailbox of its own on the server, a ledger of its own, and passes over them. */
export interface PollBench {
  readonly user: string;
  /** Where the server keeps the mailbox as files, for fast deliveries. */
  readonly maildir: string;
  readonly ledger: string;
  readonly settings: ImapSettings;
  /** Delivers by APPEND, which every server has. */
  deliver(...mails: readonly SampleMail[]): Promise<void>;
  poll(options?: Partial<PassOptions>, needs?: Partial<PassNeeds>): Promise<Result<PassSummary, PassProblem>>;
  /** The mailbox beside the ledger, and with `repair` what comes after it. */
  reconcile(options?: { readonly since?: Date; readonly repair?: boolean }): Promise<Reconciliation>;
  /** For a pass whose drafts pass through `wrap`. */
  connectWith(wrap: (drafts: DraftBox) => DraftBox, folders?: DraftFolders): PassNeeds['connect'];
  /** Whole drafts as they lie on the server. */
  drafts(folder?: string): Promise<readonly string[]>;
  /** Of each draft, in their order. */
  recipients(): Promise<readonly string[]>;
  asPerson<T>(work: (client: ImapFlow) => Promise<T>): Promise<T>;
  remove(): void;
}

let benches = 0;

export function pollBench(
  server: ImapServer & { readonly maildir?: (user: string) => string },
  differs: Partial<ImapSettings> = {},
): PollBench {
  const account = `user${process.pid}-${++benches}`;
  const user = server.account(account);
  const scratch = mkdtempSync(join(tmpdir(), 'ledger-'));
  const ledger = join(scratch, 'ledger.sqlite');
  const settings: ImapSettings = {
    host: server.host,
    port: server.port,
    tls: 'none',
    user,
    password: PASSWORD,
    maxMailBytes: 1_000_000,
    ...differs,
  };
  const connectWith: PollBench['connectWith'] =
    (wrap, folders = {}) =>
    async () => {
      const client = await connectImap(settings);
      if (!client.ok) return client;
      const mailbox = imapMailbox(client.value, settings, 'INBOX');
      const drafts = wrap(imapDraftBox(client.value, folders));
      const watch = imapDraftWatch(client.value, folders);
      const sent = imapSentBox(client.value, folders);
      const close = () => disconnectImap(client.value, settings.patience?.logoutMs);
      return ok({ mailbox, drafts, sent, watch, close } satisfies MailSession);
    };
  const asPerson = <T>(work: (client: ImapFlow) => Promise<T>) => asPersonOf(server, user, work);
  const readDrafts = (folder = 'Drafts') =>
    asPerson(async (client) => {
      await client.mailboxOpen(folder, { readOnly: true });
      const found = await client.fetchAll('1:*', { source: true, flags: true });
      return found.map(({ source }) => source?.toString('utf8') ?? '');
    });
  return {
    user,
    maildir: server.maildir?.(account) ?? '',
    ledger,
    settings,
    deliver: (...mails) =>
      asPerson(async (client) => {
        // imap4d makes INBOX when it is first opened.
        await client.mailboxOpen('INBOX');
        await client.mailboxClose();
        for (const mail of mails) await appendSample(client, mail);
      }),
    connectWith,
    asPerson,
    poll: (options = {}, needs = {}) => {
      const store = { path: ledger, messageIdDomain: 'shop.test' };
      const all: PassNeeds = {
        acquireLock: () => acquirePassLock(ledger),
        openStore: async () => (options.dryRun ? openScratchCaseStore(store) : openCaseStore(store)),
        connect: connectWith((drafts) => drafts),
        judge: judgeSimply,
        compose: composeSimply,
        clock: { now: () => new Date() },
        ...needs,
      };
      const signal = new AbortController().signal;
      return runPass(all, { dryRun: false, maxMailBytes: 1_000_000, signal, report: () => undefined, ...options });
    },
    reconcile: async ({ since = null, repair: isWanted = false }: { since?: Date | null; repair?: boolean } = {}) => {
      const session = await connectWith((drafts) => drafts)();
      if (!session.ok) throw new Error(session.error.what);
      const store = openCaseStore({ path: ledger, messageIdDomain: 'shop.test' });
      const { mailbox } = session.value;
      try {
        const found = await reconcile(mailbox, store, since, new Date());
        if (!isWanted) return found;
        await repair(mailbox, store, found, new Date());
        return await reconcile(mailbox, store, since, new Date());
      } finally {
        await store.dispose();
        await session.value.close();
      }
    },
    drafts: readDrafts,
    recipients: async () => (await readDrafts()).map((draft) => /^To: <?([^>\r]*)>?\r$/m.exec(draft)?.[1] ?? ''),
    remove: () => rmSync(scratch, { recursive: true, force: true }),
  };
}
