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
import { judgeMutant, MOST_MS } from './judge-mutant.ts';
import { MAX_FUZZED_BYTES, mutate, mutatedMail } from './mutations.ts';

interface Task {
  readonly seed: number;
  readonly seconds: number;
  /** The mail being judged, behind its length and its number: what the watcher reads when the judge hangs. */
  readonly current: SharedArrayBuffer;
}

interface Report {
  readonly mails: number;
  readonly failure: string | null;
  readonly counterexample: Uint8Array | null;
}

const HEAD_BYTES = 8;
/** Both judgements of one mail, with room for a pause of the machine. */
const HANGS_AFTER_MS = MOST_MS * 5;
/** The tables, the templates and what one mail takes come to 300 MB; growth shows within a minute. */
const MOST_MEMORY_BYTES = 1024 * 1024 * 1024;

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
      if (failure !== null) settle({ mails: judged, failure, counterexample: bytes });
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
  if (report.failure === null) return;
  process.exitCode = 1;
  const file = join(tmpdir(), `fuzzed-${seed}.eml`);
  writeFileSync(file, report.counterexample ?? '');
  process.stderr.write(`${report.failure}\nthe mail: ${file}\n`);
}

async function fuzz({ seed, seconds, current }: Task): Promise<Report> {
  const mails = (await loadFixtures()).map((fixture) => fixture.bytes);
  const [length, number] = [new Int32Array(current, 0, 1), new Int32Array(current, 4, 1)];
  const details = await fc.check(
    fc.asyncProperty(mutatedMail, async ({ fixture, mutations }) => {
      const bytes = mutate(mails, fixture, mutations);
      new Uint8Array(current, HEAD_BYTES).set(bytes);
      Atomics.store(length, 0, bytes.length);
      Atomics.add(number, 0, 1);
      await judgeMutant(bytes);
    }),
    { seed, numRuns: Number.MAX_SAFE_INTEGER, interruptAfterTimeLimit: seconds * 1000 },
  );
  const [found] = details.counterexample ?? [];
  const counterexample = found === undefined ? null : mutate(mails, found.fixture, found.mutations);
  const failure = details.counterexample === null ? null : String(details.errorInstance);
  return { mails: Atomics.load(number, 0), failure, counterexample };
}
