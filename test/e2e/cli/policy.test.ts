import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from './run-cli.ts';

const PUBLISHED = resolve('fixtures/sample/policy.json');
const CONTRACT = resolve('fixtures/contract');
const ORDERS = ['--orders', join(CONTRACT, 'orders.example.json')];
const MAIL = join(CONTRACT, 'sample-request.eml');

let directory = '';
let fortnight = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'refund-triage-policy-'));
  fortnight = join(directory, 'fortnight.json');
  writeFileSync(fortnight, readFileSync(PUBLISHED, 'utf8').replace('"windowDays": 7', '"windowDays": 14'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** The contract's request, received so many days after the purchase of 1 March 2026. */
function requestOfDay(days: number): string {
  const received = new Date(Date.UTC(2026, 2, 1 + days, 9, 30)).toUTCString().replace('GMT', '+0000');
  return readFileSync(MAIL, 'utf8').replace(/(Received:[^;]*;)[^\r\n]*/, `$1 ${received}`);
}

describe('policy show, check and diff', () => {
  test('the published policy is in force and agrees with its words', async () => {
    const shown = await runCli(['policy', 'show', '--words', '--at', '2026-03-05']);
    expect(shown.stdout).toContain('Policy of 2026-02-04  in force');
    expect(shown.stdout).toContain('§1, 2, 3  window');
    expect(shown.stdout).toContain('Refund amount: 29.90 ÷ 400 × 300 = $22.43');
    expect(await runCli(['policy', 'check'])).toMatchObject({ status: 0, stderr: '' });
  });

  test('before its day no version is in force', async () => {
    const { stdout } = await runCli(['policy', 'show', '--json', '--at', '2026-02-03']);
    expect(JSON.parse(stdout)).toMatchObject({ versions: [{ effectiveFrom: '2026-02-04', inForce: false }] });
  });

  test('numbers that the published words contradict are refused', async () => {
    const run = await runCli(['policy', 'check', fortnight]);
    expect(run.status).toBe(2);
    expect(run.stdout).toBe('');
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(3);
    expect(run.stderr).toContain('section 3: the published words do not name 14, which is windowDays');
  });

  test('a difference is told with its section', async () => {
    const { stdout } = await runCli(['policy', 'diff', PUBLISHED, fortnight, '--json']);
    expect(JSON.parse(stdout)).toEqual({
      changes: [
        {
          version: '2026-02-04',
          change: 'changed',
          field: 'windowDays',
          name: 'window',
          sections: ['1', '2', '3'],
          before: '7 calendar days after the purchase',
          after: '14 calendar days after the purchase',
        },
      ],
    });
    expect((await runCli(['policy', 'diff', PUBLISHED, PUBLISHED])).stdout).toBe('no difference\n');
  });
});

describe('policy backtest over mails', () => {
  let mails = '';
  beforeAll(() => {
    mails = join(directory, 'mails');
    mkdirSync(mails);
    for (let days = 0; days <= 20; days++) writeFileSync(join(mails, `day-${String(days).padStart(2, '0')}.eml`), requestOfDay(days));
  });
  const backtest = (file: string, ...options: string[]) => runCli(['policy', 'backtest', file, '--mails', mails, ...ORDERS, ...options]);

  test('the same version changes nothing', async () => {
    const run = await backtest(PUBLISHED, '--format', 'json');
    expect(run).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(run.stdout)).toMatchObject({ version: '2026-02-04', result: { cases: 21, changed: [] } });
  });

  test('a window of 14 days changes exactly days 8 to 14', async () => {
    const { stdout } = await backtest(fortnight, '--format', 'csv');
    const [head, ...rows] = stdout.trimEnd().split('\n');
    expect(head).toBe('case,order,requestedOn,currency,sectionBefore,outcomeBefore,amountBefore,sectionAfter,outcomeAfter,amountAfter');
    expect(rows).toHaveLength(7);
    expect(rows[0]).toBe(`${mails}/day-08.eml,QI-20260301-0042,2026-03-09,USD,3,none,0.00,2,proportional,22.43`);
    expect(rows.at(-1)).toContain('day-14.eml');
  });

  test('as a table it says what it costs', async () => {
    const { stdout } = await backtest(fortnight);
    expect(stdout).toContain('21 cases, 7 of them change: 7 outcomes, 7 amounts');
    expect(stdout).toMatch(/USD +│ +179\.44 │ +336\.45 │ +157\.01/);
  });

  test('as a page it stands alone, and the same facts give the same page', async () => {
    const out = join(directory, 'report.html');
    const options = ['--format', 'html', '--now', '2026-04-01', '--out', out];
    expect((await backtest(fortnight, ...options)).stderr).toBe(`written to ${out}\n`);
    const page = readFileSync(out, 'utf8');
    expect(statSync(out).mode & 0o777).toBe(0o600);
    expect(page).toContain('<li><b>7</b>change (33.33 %)</li>');
    expect(page).not.toMatch(/<script|\b(?:src|href)=|https?:/);
    await backtest(fortnight, ...options);
    expect(readFileSync(out, 'utf8')).toBe(page);
  });

  test.each([
    ['a version that the file has not', ['--effective', '2026-05-01'], '--effective: '],
    ['a form that there is not', ['--format', 'pdf'], '--format: there is no format pdf; choose table, json, csv or html\n'],
    ['a day that is none', ['--since', 'soon'], '--since: soon is no point in time'],
  ])('%s is refused in one line', async (_, options, message) => {
    const run = await backtest(fortnight, ...options);
    expect(run).toMatchObject({ status: 2, stdout: '' });
    expect(run.stderr).toContain(message);
  });
});

describe('explain', () => {
  const explain = (...options: string[]) => runCli(['explain', MAIL, ...ORDERS, ...options]);

  test('tells each rule, quotes the section that decided, and what would have changed it', async () => {
    const { status, stdout } = await explain();
    expect(status).toBe(0);
    expect(stdout).toContain('§2 proportional  29.90 / 400 * 300 → 22.425');
    expect(stdout).toContain('│ You are eligible for a proportional refund based on unused credits only.');
    expect(stdout).toMatch(/4 days later +→ none 0\.00 USD \(section 3\)/);
    expect(stdout).toMatch(/60 credits fewer used → full 29\.90 USD/);
  });

  test('supposes another day and other usage', async () => {
    const { stdout } = await explain('--at', '2026-03-09', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ decision: { outcome: 'none' }, asMade: { outcome: 'proportional', amount: '22.43' } });
    const less = await explain('--used', '40');
    expect(less.stdout).toContain('supposing that 40 credits were used; it was decided as proportional 22.43 USD');
    expect(less.stdout).toContain('→ full 29.90 USD');
  });

  test.each([
    ['a mail that is not there', ['explain', 'nothing.eml'], 'nothing.eml: no such file; check the path'],
    ['a case without a ledger', ['explain', 'C-1'], 'there is no ledger yet'],
    ['credits that are none', ['explain', MAIL, '--used', '-3'], '--used: -3 is no number of credits'],
  ])('%s is refused in one line', async (_, args, message) => {
    const run = await runCli(args, { cwd: directory, env: { LEDGER: join(directory, 'none.sqlite') } });
    expect(run).toMatchObject({ status: 2, stdout: '' });
    expect(run.stderr).toContain(message);
  });
});
