// How long a backtest over many recorded cases takes, beside reading the same rows and parsing their JSON alone. `node bench/backtest.ts [cases]`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openCaseArchive } from '../src/cases/case-archive.ts';
import { BacktestTally } from '../src/policy/backtest.ts';
import { decide } from '../src/policy/decide.ts';
import { inputOf, policyOf, published } from '../test/unit/policy/eligible.ts';

const cases = Number(process.argv[2] ?? 100_000);
const folder = mkdtempSync(join(tmpdir(), 'bench-backtest-'));
const ledger = join(folder, 'ledger.sqlite');

function fill(database: DatabaseSync): void {
  database.exec('pragma foreign_keys = off; begin');
  const insert = database.prepare(
    'insert into decisions (case_id, revision, message_row_id, at, policy_version, facts, inputs_hash, decision) values (?, 1, ?, ?, ?, ?, ?, ?)',
  );
  for (let n = 0; n < cases; n++) {
    const submittedAt = new Date(Date.UTC(2026, 2, 1 + (n % 21), 12));
    const input = inputOf({ submittedAt: submittedAt.toISOString(), order: { creditsUsed: n % 400, orderId: `QI-${n}` } });
    const { decision, version } = decide(policyOf({}), input);
    const facts = JSON.stringify({ schema: 1, input, policy: version });
    insert.run(`case-${n}`, n, submittedAt.toISOString(), version.effectiveFrom, facts, '', JSON.stringify(decision));
  }
  database.exec('commit');
}

async function timed<T>(what: string, run: () => T | Promise<T>): Promise<{ ms: number; value: T }> {
  const started = performance.now();
  const value = await run();
  const ms = performance.now() - started;
  process.stdout.write(`${what.padEnd(46)} ${(ms / 1000).toFixed(2).padStart(7)} s\n`);
  return { ms, value };
}

const archive = openCaseArchive(ledger);
const database = new DatabaseSync(ledger);
fill(database);

const plain = await timed(`${cases} rows read, their JSON parsed`, () => {
  let facts = 0;
  for (const row of database.prepare('select facts, decision from decisions order by id').iterate())
    for (const json of [row['facts'], row['decision']]) facts += Object.keys(JSON.parse(String(json)) as object).length;
  return facts;
});
const tried = await timed(`${cases} cases decided again with 14 days`, async () => {
  const tally = new BacktestTally({ kind: 'one', version: { ...published, windowDays: 14 } });
  for await (const { caseId, input, policy, decision } of archive.newestDecisions(null))
    tally.add({ id: caseId, basis: { input, policy }, decision });
  return tally.result();
});
process.stdout.write(`${tried.value.changed.length} change; ratio ${(tried.ms / plain.ms).toFixed(1)}; `);
process.stdout.write(`${Math.round(process.resourceUsage().maxRSS / 1024)} MiB at most\n`);
database.close();
await archive.dispose();
rmSync(folder, { recursive: true, force: true });
