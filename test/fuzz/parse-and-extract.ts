/**
 * Mutated fixtures, judged until the time is up: `node test/fuzz/parse-and-extract.ts [--seconds 60] [--seed N]`.
 * Ends with 1 and a mail in a file of its own where one is judged in a way that no mail may be, or not at all.
 */
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import fc from 'fast-check';
import { loadFixtures } from '../quality/fixtures.ts';
import { HeapFloors } from './heap-floors.ts';
import { judgeMutant, MOST_MS } from './judge-mutant.ts';
import { MAX_FUZZED_BYTES, mutate, mutatedMail } from './mutations.ts';

interface Task {
  readonly seed: number;
  readonly seconds: number;
  /** The mail being judged, behind its length and its number: what the watcher reads when the judge hangs. */
  readonly current: SharedArrayBuffer;
}

/** Of the mail that took longest, and of the heap: its lowest point in the first tenth of the run that counts, and in the last. */
interface Costs {
  readonly slowestMs: number;
  readonly slowest: Uint8Array | null;
  readonly heapAtFirst: number;
  readonly heapAtLast: number;
}

interface Report {
  readonly costs: Costs | null;
  readonly mails: number;
  readonly failure: string | null;
  readonly counterexample: Uint8Array | null;
}

const HEAD_BYTES = 8;
/** Both judgements of one mail, with room for a pause of the machine. */
const HANGS_AFTER_MS = MOST_MS * 5;
/** The tables, the templates and what one mail takes come to 300 MB; growth shows within a minute. */
const MOST_MEMORY_BYTES = 1024 * 1024 * 1024;

/** Lowest points move with the collector's mood; a leak of one object a mail is tens of megabytes in ten minutes. */
const MOST_HEAP_GROWTH_BYTES = 32 * 1024 * 1024;

if (isMainThread) await watch();
else parentPort?.postMessage(await fuzz(workerData as Task));

async function watch(): Promise<void> {
  const { values } = parseArgs({ options: { seconds: { type: 'string', default: '60' }, seed: { type: 'string' } } });
  const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
  const seconds = Number(values.seconds);
  const current = new SharedArrayBuffer(HEAD_BYTES + MAX_FUZZED_BYTES);
  process.stdout.write(`seed ${seed}, ${seconds} s\n`);
  const worker = new Worker(new URL(import.meta.url), { workerData: { seed, seconds, current } satisfies Task });
  const report = await new Promise<Report>((done, fail) => {
    const [length, number] = [new Int32Array(current, 0, 1), new Int32Array(current, 4, 1)];
    let last = { number: -1, since: performance.now() };
    const timer = setInterval(() => {
      const now = performance.now();
      const judged = Atomics.load(number, 0);
      if (judged !== last.number) last = { number: judged, since: now };
      const bytes = new Uint8Array(current, HEAD_BYTES, Atomics.load(length, 0)).slice();
      const memory = process.memoryUsage.rss();
      const failure =
        now - last.since > HANGS_AFTER_MS
          ? 'hangs'
          : memory > MOST_MEMORY_BYTES
            ? `memory grew to ${Math.round(memory / 2 ** 20)} MB`
            : null;
      if (failure !== null) settle({ mails: judged, failure, counterexample: bytes, costs: null });
    }, 250);
    const settle = (ended: Report) => {
      clearInterval(timer);
      done(ended);
    };
    worker.once('message', settle);
    worker.once('error', (error) => {
      clearInterval(timer);
      fail(error);
    });
  });
  await worker.terminate();
  process.stdout.write(`${report.mails} mails, ${Math.round(process.memoryUsage.rss() / 2 ** 20)} MB\n`);
  if (report.costs !== null) describeCosts(report.costs, seed);
  if (report.failure === null) return;
  process.exitCode = 1;
  const file = join(tmpdir(), `fuzzed-${seed}.eml`);
  writeFileSync(file, report.counterexample ?? '');
  process.stderr.write(`${report.failure}\nthe mail: ${file}\n`);
}

function describeCosts({ slowestMs, slowest, heapAtFirst, heapAtLast }: Costs, seed: number): void {
  const file = join(tmpdir(), `slowest-${seed}.eml`);
  writeFileSync(file, slowest ?? '');
  process.stdout.write(`slowest ${Math.round(slowestMs)} ms: ${file}\n`);
  process.stdout.write(`live heap ${inMiB(heapAtFirst)} MiB at first, ${inMiB(heapAtLast)} MiB at last\n`);
}

function inMiB(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1);
}

async function fuzz({ seed, seconds, current }: Task): Promise<Report> {
  const mails = (await loadFixtures()).map((fixture) => fixture.bytes);
  const [length, number] = [new Int32Array(current, 0, 1), new Int32Array(current, 4, 1)];
  const heap = new HeapFloors(seconds);
  let slowest: { readonly ms: number; readonly bytes: Uint8Array | null } = { ms: 0, bytes: null };
  const details = await fc.check(
    fc.asyncProperty(mutatedMail, async ({ fixture, mutations }) => {
      const bytes = mutate(mails, fixture, mutations);
      new Uint8Array(current, HEAD_BYTES).set(bytes);
      Atomics.store(length, 0, bytes.length);
      Atomics.add(number, 0, 1);
      const ms = await judgeMutant(bytes);
      if (ms > slowest.ms) slowest = { ms, bytes };
      heap.look();
    }),
    { seed, numRuns: Number.MAX_SAFE_INTEGER, interruptAfterTimeLimit: seconds * 1000 },
  );
  const [found] = details.counterexample ?? [];
  const counterexample = found === undefined ? null : mutate(mails, found.fixture, found.mutations);
  const [heapAtFirst, heapAtLast] = heap.firstAndLast();
  const grew = heapAtLast - heapAtFirst > MOST_HEAP_GROWTH_BYTES ? `the live heap grew by ${inMiB(heapAtLast - heapAtFirst)} MiB` : null;
  const failure = details.counterexample === null ? grew : String(details.errorInstance);
  const costs = { slowestMs: slowest.ms, slowest: slowest.bytes, heapAtFirst, heapAtLast };
  return { mails: Atomics.load(number, 0), failure, counterexample, costs };
}
