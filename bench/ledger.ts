// How the time and the memory of a ledger grow with its events: read from a file and indexed, and attributed within one account.
// Run with `node bench/ledger.ts [1000000]`; each size is a process of its own.
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openOrderBook } from '../src/orders/open-order-book.ts';

const DEFAULT_EVENTS = 1_000_000;
/** An ordinary shop: this many events an account. */
const EVENTS_AN_ACCOUNT = 50;

async function generate(file: string, events: number, accounts: number): Promise<void> {
  const out = createWriteStream(file);
  const emit = async (event: object) => {
    if (!out.write(`${JSON.stringify(event)}\n`)) await once(out, 'drain');
  };
  for (let n = 0; n < events; n += 1) {
    const accountEmail = `user${n % accounts}@example.com`;
    const round = Math.floor(n / accounts);
    const at = new Date(Date.UTC(2026, 0, 1) + round * 1000).toISOString();
    if (round % 25 === 0)
      await emit({
        kind: 'purchase',
        orderId: `QI-${n}`,
        accountEmail,
        purchasedAt: at,
        currency: 'USD',
        total: '9.90',
        creditsPurchased: 20,
        creditsBonus: 4,
      });
    else await emit({ kind: 'usage', accountEmail, at, credits: 1 });
  }
  out.end();
  await once(out, 'finish');
}

async function measure(file: string): Promise<object> {
  const signal = new AbortController().signal;
  const started = performance.now();
  const book = await openOrderBook(file, { onUnusable: () => {}, signal });
  const openMs = performance.now() - started;
  const asking = performance.now();
  const found = await book.find({ candidates: ['QI-0'], account: null, creditConsumption: 'bonus-first' }, signal);
  const findMs = performance.now() - asking;
  if (!found.ok || found.value.matches[0]?.entry.kind !== 'order') throw new Error('QI-0 was not found');
  await book.close();
  return { openMs, findMs, peakRssMiB: process.resourceUsage().maxRSS / 1024 };
}

const [first, file] = process.argv.slice(2);
if (first === 'measure' && file !== undefined) process.stdout.write(JSON.stringify(await measure(file)));
else {
  const folder = mkdtempSync(join(tmpdir(), 'bench-ledger-'));
  try {
    const most = Number(first ?? DEFAULT_EVENTS);
    for (const events of [most / 4, most / 2, most])
      for (const accounts of [Math.ceil(events / EVENTS_AN_ACCOUNT), 1]) {
        const ledger = join(folder, 'ledger.jsonl');
        await generate(ledger, events, accounts);
        const out = execFileSync(process.execPath, ['--max-old-space-size=4096', import.meta.filename, 'measure', ledger]).toString();
        const { openMs, findMs, peakRssMiB } = JSON.parse(out) as Record<'openMs' | 'findMs' | 'peakRssMiB', number>;
        const cells = [(openMs / 1000).toFixed(1), findMs.toFixed(0), peakRssMiB.toFixed(0)];
        process.stdout.write(
          `${events} events, ${accounts} accounts: opened in ${cells[0]} s, one look-up ${cells[1]} ms, peak memory ${cells[2]} MiB\n`,
        );
      }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
