import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CliRun, runCli } from '../cli/run-cli.ts';
import type { DovecotServer } from '../dovecot/dovecot-server.ts';
import { deliver } from '../dovecot/maildir.ts';
import { PASSWORD } from '../servers/server-process.ts';
import { type PollBench, pollBench } from './poll-bench.ts';

/** A mailbox of requests, each of another customer for an order of their own, and the settings of the real command for it. */
export interface RequestMailbox {
  readonly bench: PollBench;
  readonly directory: string;
  readonly senders: readonly string[];
  run(...args: string[]): Promise<CliRun>;
  /** Recipients of the drafts as they lie on the server. */
  recipients(): Promise<readonly string[]>;
  remove(): void;
}

const BOUGHT_MS_AGO = 2 * 86_400_000;

export function requestMailbox(server: DovecotServer, mails: number, settings: Readonly<Record<string, string>> = {}): RequestMailbox {
  const bench = pollBench(server);
  const directory = mkdtempSync(join(tmpdir(), 'requests-'));
  const senders = Array.from({ length: mails }, (_, n) => `customer-${n}@example.com`);
  writeFileSync(join(directory, 'orders.json'), JSON.stringify({ orders: senders.map(orderOf) }));
  const all = {
    ORDERS: 'orders.json',
    IMAP_HOST: server.host,
    IMAP_PORT: String(server.port),
    IMAP_TLS: 'none',
    IMAP_USER: bench.user,
    IMAP_PASSWORD: PASSWORD,
    SENDER_VERIFICATION: 'off',
    ...settings,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(join(directory, '.env'), lines.join(''));
  for (const [n, from] of senders.entries()) deliver(bench.maildir, { from, body: `Order: ${orderIdOf(n)}\nPlease refund my credits.` });
  return {
    bench,
    directory,
    senders,
    run: (...args) => runCli(args, { cwd: directory }),
    recipients: async () => (await bench.drafts()).map((draft) => /^To: <?([^>\r]*)>?\r$/m.exec(draft)?.[1] ?? ''),
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
