import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CliRun, runCli } from '../cli/run-cli.ts';
import type { DovecotServer } from '../dovecot/dovecot-server.ts';
import { deliver } from '../dovecot/maildir.ts';
import { type PollBench, pollBench } from './poll-bench.ts';
import { mailboxSettings, type Settings, writeSettingsFile } from './settings-file.ts';

/** A mailbox of requests, each of another customer for an order of their own, and the settings of the real command for it. */
export interface RequestMailbox {
  readonly bench: PollBench;
  readonly directory: string;
  readonly senders: readonly string[];
  run(...args: string[]): Promise<CliRun>;
  recipients(): Promise<readonly string[]>;
  remove(): void;
}

const BOUGHT_MS_AGO = 2 * 86_400_000;

export function requestMailbox(server: DovecotServer, mails: number, settings: Settings = {}): RequestMailbox {
  const bench = pollBench(server);
  const directory = mkdtempSync(join(tmpdir(), 'requests-'));
  const senders = Array.from({ length: mails }, (_, n) => `customer-${n}@example.com`);
  writeFileSync(join(directory, 'orders.json'), JSON.stringify({ orders: senders.map(orderOf) }));
  writeSettingsFile(directory, {
    ORDERS: 'orders.json',
    ...mailboxSettings(server, bench.user),
    SENDER_VERIFICATION: 'off',
    ...settings,
  });
  for (const [n, from] of senders.entries()) deliver(bench.maildir, { from, body: `Order: ${orderIdOf(n)}\nPlease refund my credits.` });
  return {
    bench,
    directory,
    senders,
    run: (...args) => runCli(args, { cwd: directory }),
    recipients: () => bench.recipients(),
    remove: () => {
      bench.remove();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function orderIdOf(n: number): string {
  return `QI-2026-${String(n).padStart(6, '0')}`;
}

function orderOf(accountEmail: string, n: number) {
  return {
    orderId: orderIdOf(n),
    accountEmail,
    purchasedAt: new Date(Date.now() - BOUGHT_MS_AGO).toISOString(),
    currency: 'USD',
    total: '29.90',
    creditsPurchased: 400,
    creditsUsed: n % 400,
  };
}
