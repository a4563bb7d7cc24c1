// How long a shop's own SQLite file of a million orders takes to answer: by looking at every row, and by the index that is made once
// the file lies still; with the longest time that a writer of the shop's has to wait. Run with `node bench/sqlite-orders.ts [orders]`.
import { mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openOrderBook } from '../src/orders/open-order-book.ts';

const orders = Number(process.argv[2] ?? 1_000_000);
const LOOKUPS = 20_000;
const SCANS = 3;

const folder = mkdtempSync(join(tmpdir(), 'bench-sqlite-'));
try {
  const file = join(folder, 'orders.sqlite');
  const database = new DatabaseSync(file);
  database.exec(`PRAGMA synchronous = off;
    CREATE TABLE orders (orderId TEXT PRIMARY KEY, transactionIds TEXT, accountEmail TEXT, purchasedAt TEXT, currency TEXT, total TEXT,
      creditsPurchased INTEGER, creditsUsed INTEGER);
    BEGIN`);
  const insert = database.prepare('INSERT INTO orders VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  for (let n = 0; n < orders; n += 1)
    insert.run(`QI-${n}`, `["pi_3Oq${n.toString(36)}eZv"]`, `user${n}@example.com`, '2026-03-01T22:15:00Z', 'USD', '29.90', 400, n % 400);
  database.exec('COMMIT');
  database.close();
  const old = new Date(Date.now() - 60_000);
  utimesSync(file, old, old);

  const signal = new AbortController().signal;
  const ask = async (candidate: string) => {
    const started = performance.now();
    const found = await book.find({ candidates: [candidate], account: null, creditConsumption: 'bonus-first' }, signal);
    if (!found.ok || found.value.matches.length !== 1) throw new Error(`${candidate} was not found`);
    return performance.now() - started;
  };
  const opening = performance.now();
  const book = await openOrderBook(file, { onUnusable: () => {}, signal });
  print('opened in', performance.now() - opening);
  for (let n = 1; n < SCANS; n += 1) print(`look-up ${n}, every row looked at`, await ask(`#qi-${(n * 7919) % orders}`));
  print(`look-up ${SCANS}, and the index made`, await ask('qi-7'));
  const started = performance.now();
  for (let n = 0; n < LOOKUPS; n += 1) {
    const number = (n * 7919) % orders;
    await ask(n % 2 === 0 ? `QI-${number}` : `pi_3Oq${number.toString(36)}eZv`);
  }
  print(`each of ${LOOKUPS} look-ups by the index`, (performance.now() - started) / LOOKUPS);
  process.stdout.write(`peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB\n`);
  await book.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function print(what: string, ms: number): void {
  process.stdout.write(`${what}: ${ms.toFixed(2)} ms\n`);
}
