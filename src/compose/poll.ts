import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Config, MailboxConfig } from '../config/config.ts';
import type { Policy } from '../domain/policy.ts';
import { ok, type Result } from '../domain/result.ts';
import type { PassProblem } from '../pipeline/poll.ts';
import type { PassNeeds, PassOptions, SendingNeeds } from '../pipeline/poll-needs.ts';
import type { PassSummary } from '../pipeline/poll-report.ts';
import type { MailSession } from '../ports/mail-session.ts';
import { type Judging, messageIdDomain, openJudging } from './judging.ts';
import {
  configuredFolders,
  type Overrides,
  pollChecks,
  readPolicy,
  requireMailbox,
  requireOrders,
  SHIPPED,
  type Surroundings,
  serverSettings,
} from './sources.ts';

export type { PassProblem } from '../pipeline/poll.ts';
export type { PassEvent, PassSummary } from '../pipeline/poll-report.ts';

/** How one pass ended. */
export type PassResult = Result<PassSummary, PassProblem>;

/** What `poll` may ask for. */
export interface PollOptions extends Pick<PassOptions, 'dryRun' | 'since' | 'signal' | 'report'> {
  /** The kill switch as it stands at this moment. */
  readonly isSendingOn: () => boolean;
  /** Asked with the first mail; the configured file where not given. */
  readonly policy?: () => Promise<Policy>;
}

/** One pass over the configured mailbox. */
export async function pollMailbox(config: Config, options: PollOptions, around: Surroundings): Promise<PassResult> {
  const mailbox = requireMailbox(config);
  requireOrders(config);
  const connect = () => connectMailbox(config, mailbox);
  const start = mailbox.startFrom === null ? {} : { startFrom: new Date(`${mailbox.startFrom}T00:00:00Z`) };
  const keyword = mailbox.keyword === null ? {} : { keyword: mailbox.keyword };
  const { isSendingOn, policy, ...asked } = options;
  const retention = config.retainRawDays === null ? {} : { retainRawDays: config.retainRawDays };
  const pass = { ...asked, ...start, ...keyword, ...retention, maxMailBytes: config.maxMailBytes };
  return runPassWith(config, {}, connect, pass, around, await openSending(config, isSendingOn), policy);
}

/** A session with the configured mailbox. */
export async function connectMailbox(config: Config, mailbox: MailboxConfig): ReturnType<PassNeeds['connect']> {
  const settings = { ...serverSettings(mailbox.server), maxMailBytes: config.maxMailBytes };
  const folders = configuredFolders(mailbox);
  const [{ connectImap, disconnectImap }, { imapMailbox }, { imapDraftBox }, { imapSentBox }, { imapDraftWatch }] = await Promise.all([
    import('../intake/imap/connect-imap.ts'),
    import('../intake/imap/imap-mailbox.ts'),
    import('../delivery/imap-draft-box.ts'),
    import('../delivery/imap-sent-box.ts'),
    import('../delivery/imap-draft-watch.ts'),
  ]);
  const client = await connectImap(settings);
  if (!client.ok) return client;
  const session: MailSession = {
    mailbox: imapMailbox(client.value, settings, mailbox.path),
    drafts: imapDraftBox(client.value, folders),
    sent: imapSentBox(client.value, folders),
    watch: imapDraftWatch(client.value, folders),
    close: () => disconnectImap(client.value),
  };
  return ok(session);
}

/** Without sending nothing of SMTP is loaded. */
async function openSending(config: Config, isOn: () => boolean): Promise<SendingNeeds> {
  const { mode, smtp, outcomes, areOutcomesNamed, limits, copiesToSent } = config.sending;
  const sends = mode === 'send' && smtp !== null;
  const transport = sends ? (await import('../delivery/smtp/smtp-transport.ts')).smtpTransport(serverSettings(smtp)) : null;
  return { outcomes, areOutcomesNamed, limits, transport, from: config.identity.address, isOn, copiesToSent };
}

/** One pass over the embedded sample mailbox, with a ledger of its own that is thrown away: drafts go to `out`/Drafts. */
export async function pollSample(out: string, options: Pick<PassOptions, 'signal' | 'report'>, around: Surroundings): Promise<PassResult> {
  const [{ folderMailbox }, { draftFolder }, { readConfig }] = await Promise.all([
    import('../intake/folder-mailbox.ts'),
    import('../delivery/draft-folder.ts'),
    import('../config/read-config.ts'),
  ]);
  // Only what an earlier demo left there: a draft folder that is somebody's own stays as it is.
  const drafts = join(out, 'Drafts');
  const ledgerFile = join(out, 'ledger.sqlite');
  for (const file of [ledgerFile, `${ledgerFile}-wal`, `${ledgerFile}-shm`]) rmSync(file, { force: true });
  const settings = readConfig(new Map(), around.cwd);
  const config = { ...settings, ledgerFile, identity: { ...settings.identity, senderVerification: 'off' } as const };
  const connect = async () => ok({ mailbox: folderMailbox(SHIPPED.mailbox), drafts: draftFolder(drafts), close: async () => {} });
  return runPassWith(config, SHIPPED, connect, { ...options, dryRun: false, maxMailBytes: config.maxMailBytes }, around);
}

/** One pass with the configured ledger and stages over any mailbox. The stages are loaded with the first mail. */
async function runPassWith(
  config: Config,
  overrides: Overrides,
  connect: PassNeeds['connect'],
  options: PassOptions,
  around: Surroundings,
  sending?: SendingNeeds,
  policy: () => Promise<Policy> = () => readPolicy(config, overrides, around),
): Promise<PassResult> {
  const [{ runPass }, { acquirePassLock }] = await Promise.all([import('../pipeline/poll.ts'), import('../cases/pass-lock.ts')]);
  const ledger = { path: config.ledgerFile, messageIdDomain: messageIdDomain(config) };
  const { senderVerification, authservIds } = config.identity;
  const checks = pollChecks(senderVerification, authservIds);
  let judging: Promise<Judging> | undefined;
  const open = () => (judging ??= openJudging(config, overrides, around, { checks, signal: options.signal, policy }));
  const clock = { now: () => new Date() };
  try {
    return await runPass(
      {
        acquireLock: () => acquirePassLock(ledger.path),
        openStore: async () => {
          const { openCaseStore, openScratchCaseStore } = await import('../cases/case-store.ts');
          return options.dryRun ? openScratchCaseStore(ledger) : openCaseStore(ledger);
        },
        connect,
        readAhead: (raws) => {
          open().then(
            (opened) => opened.readAhead(raws),
            () => undefined,
          );
        },
        prepare: async () => {
          await open().then(
            (opened) => opened.ready(),
            () => undefined,
          );
        },
        judge: async (raw, known) => (await open()).judge(raw, { ...known, now: clock.now() }),
        compose: async (reply, envelope) => {
          const { composeMessage } = await import('../delivery/compose-message.ts');
          const { name, address } = config.identity;
          return composeMessage(reply, { ...envelope, from: { name, address } });
        },
        ...(sending === undefined ? {} : { sending }),
        clock,
      },
      options,
    );
  } catch (error) {
    const { asLedgerFault } = await import('../cases/ledger-fault.ts');
    throw asLedgerFault(error, ledger.path);
  } finally {
    await (await judging?.catch(() => undefined))?.close();
  }
}
