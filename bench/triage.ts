// What judging many mails costs, as whole processes: see README.md beside this file.
import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const NAIVE = fileURLToPath(new URL('naive-loop.ts', import.meta.url));
/** 2,000 mails in under 10 s on two cores. */
const TARGET_MS_PER_MAIL = 5;
const WARM_UP_ROUNDS = 1;

interface Run {
  readonly ms: number;
  readonly peakRssMiB: number;
}

interface Contestant {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly runs: Run[];
}

const { values } = parseArgs({ options: { mails: { type: 'string', default: '2000' }, runs: { type: 'string', default: '3' } } });
const mails = Number(values.mails);
const folder = mkdtempSync(join(tmpdir(), 'bench-triage-'));
try {
  const few = fill('few', Math.ceil(mails / 10));
  const many = fill('many', mails);
  const triage = join(ROOT, 'bin/refund-triage');
  const contestants: Contestant[] = [
    { name: `simpleParser, regular expressions, Handlebars: ${mails} mails`, command: [process.execPath, NAIVE, many], runs: [] },
    { name: `triage --json: ${mails} mails`, command: [triage, 'triage', '--json', many], runs: [] },
    { name: `triage --json: ${Math.ceil(mails / 10)} mails`, command: [triage, 'triage', '--json', few], runs: [] },
  ];
  for (let round = -WARM_UP_ROUNDS; round < Number(values.runs); round++) {
    for (const contestant of contestants) {
      const run = measure(contestant);
      if (round >= 0) contestant.runs.push(run);
    }
  }
  report(contestants);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The fixtures' mails, in turn. */
function fill(name: string, count: number): string {
  const into = join(folder, name);
  mkdirSync(into);
  const originals = globSync(join(ROOT, 'fixtures/mails/*/message.eml'))
    .toSorted()
    .map((path) => readFileSync(path));
  for (let n = 0; n < count; n++) writeFileSync(join(into, `${String(n).padStart(7, '0')}.eml`), originals[n % originals.length] ?? '');
  return into;
}

/** GNU time tells the peak of a child that this process cannot ask after it ended. */
function measure({ name, command }: Contestant): Run {
  const started = process.hrtime.bigint();
  const ended = spawnSync('time', ['-f', '%M', ...command], { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
  const ms = Number(process.hrtime.bigint() - started) / 1e6;
  const peakKiB = Number(ended.stderr?.trim().split('\n').at(-1));
  if (ended.status !== 0 || Number.isNaN(peakKiB)) throw new Error(`${name} ended with ${ended.status}: ${ended.stderr}`);
  return { ms, peakRssMiB: peakKiB / 1024 };
}

function report(contestants: readonly Contestant[]): void {
  const rows = contestants.map(({ name, runs }) => ({
    name,
    ms: median(runs.map((run) => run.ms)),
    rss: median(runs.map((run) => run.peakRssMiB)),
  }));
  for (const { name, ms, rss } of rows) console.log(`${ms.toFixed(0).padStart(7)} ms ${rss.toFixed(0).padStart(6)} MiB  ${name}`);
  const [naive, many, few] = rows;
  if (naive === undefined || many === undefined || few === undefined) throw new Error('three contestants ran');
  console.log(`${(many.ms / naive.ms).toFixed(2).padStart(7)}     triage to the naive loop, time`);
  console.log(`${(many.rss / few.rss).toFixed(2).padStart(7)}     ten times the mails, peak memory`);
  const each = many.ms / mails;
  const isMet = each <= TARGET_MS_PER_MAIL;
  console.log(`${each.toFixed(2).padStart(7)} ms  a mail (target: at most ${TARGET_MS_PER_MAIL}) ${isMet ? 'met' : 'MISSED'}`);
  if (!isMet) process.exitCode = 1;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
