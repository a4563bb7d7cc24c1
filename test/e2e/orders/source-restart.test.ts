import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImapFlow } from 'imapflow';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { answerJson, startShopService } from '../../support/shop-service.ts';
import { runCli } from '../cli/run-cli.ts';
import { type DovecotServer, startDovecot } from '../dovecot/dovecot-server.ts';
import { type PostgresServer, startPostgres } from '../postgres/postgres-server.ts';
import { START_TIMEOUT_MS } from '../servers/server-process.ts';
import { asPerson as asPersonOf } from '../support/as-person.ts';
import { mailboxSettings, type Settings, writeSettingsFile } from '../support/settings-file.ts';

/** More than the fifty whose drafts are placed together. */
const MAILS = 60;
const SAMPLE = readFileSync('fixtures/contract/sample-request.eml', 'utf8');

let mailServer: DovecotServer;
let database: PostgresServer;
let directory = '';
let user = '';
let users = 0;

beforeAll(async () => {
  mailServer = await startDovecot();
  database = await startPostgres();
}, START_TIMEOUT_MS);
afterAll(async () => {
  await mailServer?.stop();
  await database?.stop();
});
beforeEach(() => {
  user = `restart${++users}`;
  directory = mkdtempSync(join(tmpdir(), 'refund-triage-restart-'));
  return () => rmSync(directory, { recursive: true, force: true });
});

/** Everybody asks once: replies to one address are capped. */
const accountOf = (n: number) => `customer${n}@example.com`;
const orderIdOf = (n: number) => `QI-20260301-${String(n).padStart(4, '0')}`;

const asPerson = <T>(work: (client: ImapFlow) => Promise<T>) => asPersonOf(mailServer, user, work);

const deliverMails = () =>
  asPerson(async (client) => {
    for (let n = 0; n < MAILS; n += 1) {
      const mail = SAMPLE.replaceAll('QI-20260301-0042', orderIdOf(n))
        .replaceAll('mira.holt@example.com', accountOf(n))
        .replace('<sample-1@', `<sample-${n}@`);
      await client.append('INBOX', mail.replace(/\r?\n/g, '\r\n'), [], new Date('2026-03-05T09:30:00Z'));
    }
  });

const answeredIds = () =>
  asPerson(async (client) => {
    await client.mailboxOpen('Drafts', { readOnly: true });
    const drafts = await client.fetchAll('1:*', { source: true });
    const mails = await Promise.all(drafts.map(async ({ source }) => simpleParser(source ?? '')));
    return mails.map(({ inReplyTo }) => inReplyTo ?? '').toSorted();
  });

const draftsNow = () => {
  try {
    return ['cur', 'new'].flatMap((folder) => readdirSync(join(mailServer.maildir(user), '.Drafts', folder))).length;
  } catch {
    return 0;
  }
};

function poll(orders: string, settings: Settings = {}) {
  writeSettingsFile(directory, {
    SUPPORT_ADDRESS: 'support@qwenimage2.net',
    ORDERS: orders,
    ...mailboxSettings(mailServer, user),
    ...settings,
  });
  return runCli(['poll', '--json'], { cwd: directory });
}

const summaryOf = (run: Awaited<ReturnType<typeof poll>>) =>
  JSON.parse(run.stdout) as { readonly results: Readonly<Record<string, number>> };

async function until(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error('it did not come to that within a minute');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** What a pass that met a dead source, and the one after it, have to show. */
function expectNothingLost(cut: Awaited<ReturnType<typeof poll>>, after: Awaited<ReturnType<typeof poll>>): void {
  const { drafted = 0, postponed = 0, ...others } = summaryOf(cut).results;
  expect(others).toEqual({});
  expect(drafted).toBeGreaterThan(0);
  expect(postponed).toBeGreaterThan(0);
  expect(drafted + postponed).toBe(MAILS);
  expect(cut.status).toBe(1);
  expect(after).toMatchObject({ status: 0, stderr: '' });
  expect(summaryOf(after).results).toEqual({ drafted: postponed });
}

const EVERYBODY = Array.from({ length: MAILS }, (_, n) => `<sample-${n}@example.com>`).toSorted();

test('PostgreSQL crashes in the middle of a pass: what it did not answer waits, and is answered once when it is back', async () => {
  await database.execute('postgres', 'DROP TABLE IF EXISTS orders');
  await database.execute(
    'postgres',
    `CREATE TABLE orders AS SELECT 'QI-20260301-' || lpad(n::text, 4, '0') AS order_id, 'customer' || n || '@example.com' AS account_email,
       timestamptz '2026-03-01 22:15Z' AS purchased_at, 'USD' AS currency, 29.90 AS total, 400 AS credits_purchased, 100 AS credits_used
     FROM generate_series(0, ${MAILS - 1}) n`,
  );
  await deliverMails();
  // Slow enough to be cut in between.
  const query = 'SELECT orders.* FROM orders, pg_sleep(0.2) WHERE lower(order_id) = ANY ($1)';
  const orders = database.address('postgres');
  const cutting = poll(orders, { ORDERS_QUERY: `"${query}"` });
  await until(() => draftsNow() >= 2);
  await database.crash();
  const cut = await cutting;
  await database.start();
  expectNothingLost(cut, await poll(orders, { ORDERS_QUERY: `"${query}"` }));
  expect(await answeredIds()).toEqual(EVERYBODY);
});

test('a web service crashes in the middle of a pass: what it did not answer waits, and is answered once when it is back', async () => {
  const service = await startShopService((request, response) => {
    const id = new URL(request.url ?? '', 'http://localhost').searchParams.get('id');
    const found = Array.from({ length: MAILS }, (_, n) => n).find((n) => orderIdOf(n) === id);
    const facts = { purchasedAt: '2026-03-01T22:15:00Z', currency: 'USD', total: '29.90' };
    setTimeout(() => {
      if (found === undefined) answerJson(response, 404, {});
      else answerJson(response, 200, { orderId: id, accountEmail: accountOf(found), ...facts, creditsPurchased: 400, creditsUsed: 100 });
    }, 100);
  });
  onTestFinished(() => service.crash());
  await deliverMails();
  const cutting = poll(`${service.origin}/orders`);
  await until(() => draftsNow() >= 2);
  await service.crash();
  const cut = await cutting;
  await service.start();
  expectNothingLost(cut, await poll(`${service.origin}/orders`));
  expect(await answeredIds()).toEqual(EVERYBODY);
});
