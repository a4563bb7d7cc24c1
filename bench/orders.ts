// How long a large order book takes to open and to answer, and what memory it needs, beside the plain way of reading the whole
// file into a Map. Each measurement is a process of its own; run with `node bench/orders.ts [orders]`.
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openOrderBook } from '../src/orders/open-order-book.ts';

const DEFAULT_ORDERS = 1_000_000;
const LOOKUPS = 50_000;
/** Small books are opened by every cron pass: the import counts, and one run says little. */
const SMALL = { orders: 100, runs: 9 };

interface Figures {
  readonly openMs: number;
  readonly lookupsPerSecond: number;
  readonly peakRssMiB: number;
}

const orderIdOf = (n: number) => `QI-2026-${String(n).padStart(7, '0')}`;

function orderOf(n: number) {
  return {
    orderId: orderIdOf(n),
    transactionIds: [`pi_3Oq${n.toString(36)}eZvKYlo2C`],
    accountEmail: `user${n}@example.com`,
    purchasedAt: '2026-03-01T22:15:00Z',
    currency: 'USD',
    total: '29.90',
    tax: '4.77',
    creditsPurchased: 400,
    creditsBonus: 40,
    creditsUsed: n % 400,
    refunds: [],
    status: 'paid',
  };
}

async function generate(file: string, orders: number, pieceOf: (n: number) => string, before: string, after: string): Promise<void> {
  const out = createWriteStream(file);
  out.write(before);
  for (let n = 0; n < orders; n += 1) if (!out.write(pieceOf(n))) await once(out, 'drain');
  out.end(after);
  await once(out, 'finish');
}

async function generateBooks(folder: string, orders: number): Promise<readonly string[]> {
  const [json, csv] = [join(folder, `${orders}.json`), join(folder, `${orders}.csv`)];
  const cell = (value: object | string | number) =>
    typeof value === 'object' ? `"${JSON.stringify(value).replaceAll('"', '""')}"` : value;
  await generate(json, orders, (n) => (n === 0 ? '' : ',\n') + JSON.stringify(orderOf(n)), '{"orders":[\n', '\n]}\n');
  await generate(csv, orders, (n) => `${Object.values(orderOf(n)).map(cell).join(',')}\n`, `${Object.keys(orderOf(0)).join(',')}\n`, '');
  return [json, csv];
}

/** The book under test. */
async function measureOurs(file: string, orders: number): Promise<Figures> {
  const signal = new AbortController().signal;
  const started = performance.now();
  const book = await openOrderBook(file, { onUnusable: () => {}, signal });
  const openMs = performance.now() - started;
  const lookupsPerSecond = await measureLookups(orders, async (orderId) => {
    const found = await book.find({ candidates: [`#${orderId.toLowerCase()}`], account: null, creditConsumption: 'bonus-first' }, signal);
    return found.ok && found.value.matches.length === 1;
  });
  await book.close();
  return { openMs, lookupsPerSecond, peakRssMiB: peakRssMiB() };
}

/** The plain way, without any check of what it reads: JSON.parse or csv-parse/sync, and a Map. */
async function measurePeer(file: string, orders: number): Promise<Figures> {
  const started = performance.now();
  const text = readFileSync(file, 'utf8');
  const records = file.endsWith('.json')
    ? (JSON.parse(text) as { readonly orders: readonly { readonly orderId: string }[] }).orders
    : (await import('csv-parse/sync')).parse<{ readonly orderId: string }>(text, { columns: true });
  const byId = new Map(records.map((order) => [order.orderId.toLowerCase(), order]));
  const openMs = performance.now() - started;
  const lookupsPerSecond = await measureLookups(orders, async (orderId) => byId.has(orderId.toLowerCase()));
  return { openMs, lookupsPerSecond, peakRssMiB: peakRssMiB() };
}

async function measureLookups(orders: number, isKnown: (orderId: string) => Promise<boolean>): Promise<number> {
  const started = performance.now();
  // A prime step visits the whole book out of order.
  for (let n = 0; n < LOOKUPS; n += 1) {
    const orderId = orderIdOf((n * 7919) % orders);
    if (!(await isKnown(orderId))) throw new Error(`${orderId} was not found`);
  }
  return (LOOKUPS / (performance.now() - started)) * 1000;
}

function peakRssMiB(): number {
  return process.resourceUsage().maxRSS / 1024;
}

function inOwnProcess(who: string, file: string, orders: number): Figures {
  const out = execFileSync(process.execPath, ['--max-old-space-size=4096', import.meta.filename, who, file, String(orders)]);
  return JSON.parse(out.toString()) as Figures;
}

function print(who: string, file: string, { openMs, lookupsPerSecond, peakRssMiB: rss }: Figures): void {
  const size = (statSync(file).size / 1_048_576).toFixed(0).padStart(4);
  const cells = [
    (openMs / 1000).toFixed(3).padStart(8),
    rss.toFixed(0).padStart(8),
    Math.round(lookupsPerSecond).toLocaleString('en').padStart(11),
  ];
  process.stdout.write(`${who.padEnd(22)} ${size} MiB ${cells[0]} s ${cells[1]} MiB ${cells[2]} /s\n`);
}

async function compare(orders: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-orders-'));
  try {
    process.stdout.write(`${orders} orders              file     open in    peak RSS    look-ups\n`);
    for (const file of await generateBooks(folder, orders)) {
      const kind = file.endsWith('.json') ? 'JSON' : 'CSV';
      print(`${kind} order book`, file, inOwnProcess('ours', file, orders));
      print(kind === 'JSON' ? 'JSON.parse + Map' : 'csv-parse/sync + Map', file, inOwnProcess('peer', file, orders));
    }
    for (const file of await generateBooks(folder, SMALL.orders)) {
      const runs = Array.from({ length: SMALL.runs }, () => inOwnProcess('ours', file, SMALL.orders).openMs).sort((a, b) => a - b);
      process.stdout.write(
        `${SMALL.orders} orders, ${file.split('.').at(-1)}: opened in ${runs[SMALL.runs >> 1]?.toFixed(1)} ms (median of ${SMALL.runs}, imports included)\n`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const [first, file, count] = process.argv.slice(2);
if (first === 'ours' && file) process.stdout.write(JSON.stringify(await measureOurs(file, Number(count))));
else if (first === 'peer' && file) process.stdout.write(JSON.stringify(await measurePeer(file, Number(count))));
else await compare(Number(first ?? DEFAULT_ORDERS));
