import { expect, test } from 'vitest';
import { answersOf, runCli } from './run-cli.ts';

const LEDGER = 'fixtures/ledger/ledger.json';

test('usage shows each step of a ledger for one order, and its sums', async () => {
  const run = await runCli(['usage', '#qi-20260301-0042', '--orders', LEDGER, '--at', '2026-03-05T09:30:00Z']);
  expect(run).toMatchObject({ status: 0, stderr: '' });
  expect(run.stdout).toBe(
    `QI-20260301-0042 of mira.holt@example.com, as of 2026-03-05T09:30:00.000Z; bonus credits are used before purchased ones

2026-03-01T22:15:00Z  purchase     400  purchased credits of QI-20260301-0042 come in
2026-03-03T12:00:00Z  usage job-2  100  purchased credits of QI-20260301-0042 are used, 300 left
2026-03-04T12:00:00Z  usage job-3    2  purchased credits of QI-20260301-0042 are used, 298 left
… and 6 steps about other credits of the account; --all shows them

Purchased  400: 102 used, 298 left
Bonus      0: 0 used, 0 left
`,
  );
});

test('usage --all shows the account’s other credits as well', async () => {
  const run = await runCli(['usage', 'QI-20260304-0007', '--all', '--orders', LEDGER, '--at', '2026-03-05T09:30:00Z']);
  for (const step of [
    '2026-03-02T00:00:00Z  grant welcome   20  bonus credits of grant welcome come in',
    '2026-03-02T09:00:00Z  usage job-1     15  bonus credits of grant welcome are used, 5 left',
    '2026-03-03T00:00:00Z  expiry           5  bonus credits of grant welcome expire, 0 left',
    '2026-03-04T12:00:00Z  usage job-3     10  bonus credits of QI-20260304-0007 are used, 0 left',
    'Purchased  100: 0 used, 100 left',
    'Bonus      10: 10 used, 0 left',
  ])
    expect(run.stdout).toContain(step);
});

test('usage --json, up to a time, and by a payment reference', async () => {
  const run = await runCli(['usage', 'pi_3OqXyZ2eZvKYlo2C1gAbCdEf', '--json', '--orders', LEDGER, '--at', '2026-03-03T00:00:00Z']);
  expect(JSON.parse(run.stdout)).toMatchObject({
    order: { orderId: 'QI-20260301-0042', creditsUsed: 0 },
    creditConsumption: 'bonus-first',
  });
});

test('usage of a book of totals says that there are no events', async () => {
  const run = await runCli(['usage', 'QI-20260301-0042', '--orders', 'fixtures/contract/orders.example.json']);
  expect(run.stdout).toContain('has totals and no single events: 400 purchased and 0 bonus credits, 100 used of both');
});

test.each([
  ['no such order', ['X-1', '--orders', LEDGER], 1, 'X-1: there is no such order in the book\n'],
  ['a book that does not answer', ['X-1', '--orders', 'http://127.0.0.1:9/'], 3, 'the order book did not answer: http://127.0.0.1:9/'],
  ['a time that is none', ['X-1', '--orders', LEDGER, '--at', 'noon'], 2, '--at: noon is no point in time'],
])('usage says in words: %s', async (_, args, status, expected) => {
  const run = await runCli(['usage', ...args]);
  expect(run).toMatchObject({ status, stdout: '', stderr: expect.stringContaining(expected) as string });
});

test('triage decides by a ledger as by totals, at the time that it is given', async () => {
  const judge = async (now: string) =>
    answersOf(await runCli(['triage', '--json', '--orders', LEDGER, '--now', now, 'fixtures/contract/sample-request.eml']));
  // 400 - 102 = 298 unused: 29.90 / 400 * 298 = 22.2755
  expect(await judge('2026-03-05T09:30:00Z')).toMatchObject([
    {
      decision: { outcome: 'proportional', amount: '22.28', creditsToRemove: 298 },
      order: { creditsUsed: 102, purchasedCreditsUsed: 102 },
    },
  ]);
  expect(await judge('2026-03-03T00:00:00Z')).toMatchObject([{ decision: { outcome: 'full', amount: '29.90', creditsToRemove: 400 } }]);
});
