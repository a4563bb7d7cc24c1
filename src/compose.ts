import { readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import manifest from '../package.json' with { type: 'json' };
import type { Config, MailboxConfig, ServerConfig } from './config/config.ts';
import { readOrExplain } from './config/environment.ts';
import { PROJECT_ROOT } from './config/project-root.ts';
import type { IntakeError, RawMessage } from './domain/message.ts';
import { describeProblem, UnusableInput } from './domain/problem.ts';
import { ok, type Result, refuse } from './domain/result.ts';
import type { Verdict } from './domain/verdict.ts';
import type { PassProblem } from './pipeline/poll.ts';
import type { PassNeeds, PassOptions } from './pipeline/poll-needs.ts';
import type { PassSummary } from './pipeline/poll-report.ts';
import type { CaseContext, TriageNeeds } from './pipeline/triage-mail.ts';
import type { MailSession } from './ports.ts';
import type { Templates } from './reply/load-templates.ts';

// Nothing but types and file names is imported above: what a command does not need must not cost it a start.

export const VERSION: string = manifest.version;

const SAMPLE = join(PROJECT_ROOT, 'fixtures', 'sample');
const SHIPPED = { orders: join(SAMPLE, 'orders.json'), policy: join(SAMPLE, 'policy.json'), templates: join(PROJECT_ROOT, 'templates') };

/** What a command's options put in place of the configuration, relative to where the command was given. */
export interface Overrides {
  readonly orders?: string;
  readonly policy?: string;
  readonly templates?: string;
}

/** Where a command was given, and how it tells of what it set aside. */
export interface Surroundings {
  readonly cwd: string;
  readonly warn: (line: string) => void;
}

/** Judges mails one by one, without side effects. */
export interface TriageDesk {
  judgeAll(paths: readonly string[], stdin: Readable): AsyncIterable<Result<Verdict, IntakeError>>;
  close(): Promise<void>;
}

/** Everything is read and checked before the first mail. */
export async function openTriage(
  config: Config,
  overrides: Overrides,
  now: Date,
  around: Surroundings,
  signal: AbortSignal,
): Promise<TriageDesk> {
  const judging = await openJudging(config, overrides, around, signal);
  const { readMessages } = await import('./intake/files/read-messages.ts');
  const alone = { submittedAt: null, hasCase: async () => false, now };
  return {
    async *judgeAll(paths, stdin) {
      for await (const raw of readMessages(paths, { stdin, maxBytes: config.maxMailBytes, signal })) {
        yield raw.ok ? await judgeOrRefuse(judging, raw.value, alone, signal) : raw;
      }
    },
    close: () => judging.close(),
  };
}

/** A fault of ours in a stage is that mail's answer, as in a poll: the others are still judged. */
async function judgeOrRefuse(judging: Judging, raw: RawMessage, context: CaseContext, signal: AbortSignal) {
  try {
    return await judging.judge(raw, context);
  } catch (error) {
    signal.throwIfAborted();
    const what = error instanceof Error ? error.message : String(error);
    return refuse({ source: raw.source, code: 'unparseable', message: `could not be judged: ${what}` } as const);
  }
}

interface Judging {
  judge(raw: RawMessage, context: CaseContext): Promise<Result<Verdict, IntakeError>>;
  close(): Promise<void>;
}

async function openJudging(config: Config, overrides: Overrides, around: Surroundings, signal: AbortSignal): Promise<Judging> {
  const [policy, templates, { triageMail }, { openOrderBook }] = await Promise.all([
    readPolicy(config, overrides, around),
    openTemplates(config, overrides, around),
    import('./pipeline/triage-mail.ts'),
    import('./orders/open-order-book.ts'),
  ]);
  const orderBook = await openOrderBook(orderBookUri(config, overrides, around), {
    signal,
    onUnusable: (entry) => {
      if (entry.kind === 'unusable') for (const problem of entry.problems) around.warn(`set aside: ${describeProblem(problem)}`);
    },
  });
  const { identity, sending } = config;
  const needs: TriageNeeds = {
    orderBook,
    policy,
    templates,
    own: {
      addresses: identity.ownAddresses,
      messageIdDomain: messageIdDomain(config),
      listIds: identity.groupListIds,
      contactFormAddresses: identity.contactFormAddresses,
    },
    identity,
    authservIds: identity.authservIds,
    orderIdPatterns: config.orderIdPatterns,
    locales: config.locales,
    mode: sending.mode,
    autoSendMaxAmount: sending.maxAmount,
  };
  return { judge: (raw, context) => triageMail(raw, needs, context, signal), close: () => orderBook.close() };
}

/** The right-hand side of our own Message-IDs: the domain that replies are sent from. */
function messageIdDomain(config: Config): string {
  return config.identity.address.slice(config.identity.address.lastIndexOf('@') + 1);
}

function orderBookUri(config: Config, overrides: Overrides, around: Surroundings): string {
  const given = overrides.orders;
  if (given === undefined) return config.orders ?? SHIPPED.orders;
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(given) ? given : resolve(around.cwd, given);
}

export async function readPolicy(config: Config, overrides: Overrides, around: Surroundings) {
  const file = overrides.policy === undefined ? (config.policyFile ?? SHIPPED.policy) : resolve(around.cwd, overrides.policy);
  const { parsePolicy } = await import('./policy/policy-file.ts');
  return parsePolicy(
    readOrExplain(file, (path) => readFileSync(path, 'utf8')),
    file,
  );
}

/** A folder that somebody named is checked whole at once, so that its mistakes are told before a customer waits. */
async function openTemplates(config: Config, overrides: Overrides, around: Pick<Surroundings, 'cwd'>): Promise<Templates> {
  const { loadEveryTemplate, openShippedTemplates } = await import('./compose-templates.ts');
  const folder = templatesFolder(config, overrides, around);
  return folder === SHIPPED.templates ? openShippedTemplates(folder) : loadEveryTemplate(folder);
}

function templatesFolder(config: Config, overrides: Overrides, around: Pick<Surroundings, 'cwd'>): string {
  return overrides.templates === undefined ? (config.templatesDir ?? SHIPPED.templates) : resolve(around.cwd, overrides.templates);
}

/** How one pass ended. */
export type PassResult = Result<PassSummary, PassProblem>;

/** What `poll` may ask for. */
export type PollOptions = Pick<PassOptions, 'dryRun' | 'since' | 'signal' | 'report'>;

/** One pass over the configured mailbox. */
export async function pollMailbox(config: Config, options: PollOptions, around: Surroundings): Promise<PassResult> {
  const mailbox = requireMailbox(config);
  requireOrders(config);
  const settings = { ...serverSettings(mailbox.server), maxMailBytes: config.maxMailBytes };
  const connect: PassNeeds['connect'] = async () => {
    const [{ connectImap, disconnectImap }, { imapMailbox }, { imapDraftBox }] = await Promise.all([
      import('./intake/imap/connect-imap.ts'),
      import('./intake/imap/imap-mailbox.ts'),
      import('./delivery/imap-draft-box.ts'),
    ]);
    const client = await connectImap(settings);
    if (!client.ok) return client;
    const session: MailSession = {
      mailbox: imapMailbox(client.value, settings, mailbox.path),
      drafts: imapDraftBox(client.value, mailbox.drafts === null ? {} : { drafts: mailbox.drafts }),
      close: () => disconnectImap(client.value),
    };
    return ok(session);
  };
  const start = mailbox.startFrom === null ? {} : { startFrom: new Date(`${mailbox.startFrom}T00:00:00Z`) };
  const keyword = mailbox.keyword === null ? {} : { keyword: mailbox.keyword };
  return runPassWith(config, {}, connect, { ...options, ...start, ...keyword, maxMailBytes: config.maxMailBytes }, around);
}

/** One pass over the embedded sample mailbox, with a ledger of its own that is thrown away: drafts go to `out`/Drafts. */
export async function pollSample(out: string, options: Pick<PollOptions, 'signal' | 'report'>, around: Surroundings): Promise<PassResult> {
  const [{ folderMailbox }, { draftFolder }, { readConfig }] = await Promise.all([
    import('./intake/folder-mailbox.ts'),
    import('./delivery/draft-folder.ts'),
    import('./config/read-config.ts'),
  ]);
  // Only what an earlier demo left there: a draft folder that is somebody's own stays as it is.
  const drafts = join(out, 'Drafts');
  const ledgerFile = join(out, 'ledger.sqlite');
  for (const file of [ledgerFile, `${ledgerFile}-wal`, `${ledgerFile}-shm`]) rmSync(file, { force: true });
  const config = { ...readConfig(new Map(), around.cwd), ledgerFile };
  const connect = async () => ok({ mailbox: folderMailbox(join(SAMPLE, 'mailbox')), drafts: draftFolder(drafts), close: async () => {} });
  return runPassWith(config, SHIPPED, connect, { ...options, dryRun: false, maxMailBytes: config.maxMailBytes }, around);
}

/** One pass with the configured ledger and stages over any mailbox. The stages are loaded with the first mail. */
async function runPassWith(
  config: Config,
  overrides: Overrides,
  connect: PassNeeds['connect'],
  options: PassOptions,
  around: Surroundings,
): Promise<PassResult> {
  const [{ runPass }, { acquirePassLock }] = await Promise.all([import('./pipeline/poll.ts'), import('./cases/pass-lock.ts')]);
  const ledger = { path: config.ledgerFile, messageIdDomain: messageIdDomain(config) };
  let judging: Promise<Judging> | undefined;
  const clock = { now: () => new Date() };
  try {
    return await runPass(
      {
        acquireLock: () => acquirePassLock(ledger.path),
        openStore: async () => {
          const { openCaseStore, openScratchCaseStore } = await import('./cases/case-store.ts');
          return options.dryRun ? openScratchCaseStore(ledger) : openCaseStore(ledger);
        },
        connect,
        judge: async (raw, { hasCase }) => {
          judging ??= openJudging(config, overrides, around, options.signal);
          return (await judging).judge(raw, { submittedAt: null, hasCase, now: clock.now() });
        },
        compose: async (reply, envelope) => {
          const { composeMessage } = await import('./delivery/compose-message.ts');
          const { name, address } = config.identity;
          return composeMessage(reply, { ...envelope, from: { name, address } });
        },
        clock,
      },
      options,
    );
  } catch (error) {
    const { asLedgerFault } = await import('./cases/ledger-fault.ts');
    throw asLedgerFault(error, ledger.path);
  } finally {
    await (await judging?.catch(() => undefined))?.close();
  }
}

export function requireMailbox(config: Config): MailboxConfig {
  if (config.mailbox !== null) return config.mailbox;
  throw new UnusableInput([
    { place: 'IMAP_HOST', what: 'no mailbox is set', mend: 'copy .env.example to .env and fill in the IMAP settings' },
  ]);
}

/** Real customers are never judged by the embedded sample. */
export function requireOrders(config: Config): string {
  if (config.orders !== null) return config.orders;
  throw new UnusableInput([{ place: 'ORDERS', what: 'no order book is set', mend: 'name a .json or .csv file in ORDERS' }]);
}

export function serverSettings(server: ServerConfig) {
  const { host, port, tls, user, password, caFile } = server;
  const ca = caFile === null ? {} : { ca: readOrExplain(caFile, (path) => readFileSync(path, 'utf8')) };
  return { host, port, tls, user, password: password.reveal(), ...ca };
}

/** Every template with every sample. */
export async function checkEveryTemplate(config: Config, overrides: Overrides, around: Pick<Surroundings, 'cwd'>) {
  const { loadEveryTemplate } = await import('./compose-templates.ts');
  const templates = loadEveryTemplate(templatesFolder(config, overrides, around));
  const { renderEverySample } = await import('./reply/render-samples.ts');
  return { locales: templates.locales, ...renderEverySample(templates) };
}

export type { PassProblem } from './pipeline/poll.ts';
export type { PassEvent, PassSummary } from './pipeline/poll-report.ts';
