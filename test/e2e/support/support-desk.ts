import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ImapFlow } from 'imapflow';
import { type ParsedMail, simpleParser } from 'mailparser';
import { type CliRun, runCli } from '../cli/run-cli.ts';
import type { DovecotServer } from '../dovecot/dovecot-server.ts';
import { asPerson as asPersonOf } from './as-person.ts';
import { mailboxSettings, writeSettingsFile } from './settings-file.ts';

/** A mail of a customer, as far as it matters. */
export interface CustomerMail {
  readonly from: string;
  readonly subject?: string;
  readonly id: string;
  /** In-Reply-To and References: Message-IDs, the nearest last. */
  readonly answers?: readonly string[];
  /** INTERNALDATE. */
  readonly at: string;
  readonly body: string;
}

export interface Draft {
  readonly uid: number;
  readonly raw: Buffer;
  readonly mail: ParsedMail;
}

/** A support mailbox with the program beside it: customers write, people work in the mail client, cron polls. */
export interface SupportDesk {
  run(...args: string[]): Promise<CliRun>;
  /** What `--json` printed. */
  runJson(...args: string[]): Promise<unknown>;
  /** One pass that must end well; its summary. */
  poll(): Promise<{ readonly results: Readonly<Record<string, number>> }>;
  deliver(mail: CustomerMail): Promise<void>;
  drafts(folder?: string): Promise<readonly Draft[]>;
  asPerson<T>(work: (client: ImapFlow) => Promise<T>): Promise<T>;
  readonly ledger: string;
  remove(): void;
}

let desks = 0;

/** @param orders in place of the contract's example */
export function supportDesk(server: DovecotServer, orders?: readonly object[]): SupportDesk {
  const user = `desk${process.pid}-${++desks}`;
  const directory = mkdtempSync(join(tmpdir(), 'support-desk-'));
  writeSettingsFile(directory, {
    SUPPORT_NAME: 'Qwen Image Support',
    SUPPORT_ADDRESS: 'support@qwenimage2.net',
    ORDERS: orders ? 'orders.json' : resolve('fixtures/contract/orders.example.json'),
    ...mailboxSettings(server, user),
  });
  if (orders) writeFileSync(join(directory, 'orders.json'), JSON.stringify({ orders }));
  const run = (...args: string[]) => runCli(args, { cwd: directory, env: { USER: 'ann' } });
  const runJson = async (...args: string[]) => {
    const ended = await run(...args, '--json');
    if (ended.status !== 0) throw new Error(`${args.join(' ')} ended with ${ended.status}: ${ended.stderr}`);
    return JSON.parse(ended.stdout) as unknown;
  };
  const asPerson = <T>(work: (client: ImapFlow) => Promise<T>) => asPersonOf(server, user, work);
  return {
    run,
    runJson,
    poll: async () => (await runJson('poll')) as { results: Record<string, number> },
    asPerson,
    deliver: (mail) =>
      asPerson(async (client) => {
        await client.append('INBOX', textOf(mail), [], new Date(mail.at));
      }),
    drafts: (folder = 'Drafts') =>
      asPerson(async (client) => {
        await client.mailboxOpen(folder, { readOnly: true });
        const found = await client.fetchAll('1:*', { source: true });
        return Promise.all(
          found.map(async ({ uid, source = Buffer.alloc(0) }) => ({ uid, raw: source, mail: await simpleParser(source) })),
        );
      }),
    ledger: join(directory, 'var/ledger.sqlite'),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

function textOf({ from, subject = 'Refund Request', id, answers = [], body }: CustomerMail): string {
  const threading = answers.length === 0 ? [] : [`In-Reply-To: ${answers.at(-1)}`, `References: ${answers.join(' ')}`];
  const header = [`From: ${from}`, 'To: support@qwenimage2.net', `Subject: ${subject}`, `Message-ID: ${id}`, ...threading];
  return [...header, 'Content-Type: text/plain; charset=utf-8', '', ...body.split('\n'), ''].join('\r\n');
}
