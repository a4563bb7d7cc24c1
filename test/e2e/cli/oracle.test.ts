import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { answersOf, runCli } from './run-cli.ts';

const directory = mkdtempSync(join(tmpdir(), 'refund-triage-oracle-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const REQUESTED_AT = Date.UTC(2026, 2, 20, 12);
const ORDERS = 2_000;

interface Case {
  readonly totalCents: number;
  readonly taxCents: number;
  readonly feeCents: number;
  readonly purchased: number;
  readonly bonus: number;
  readonly used: number;
  readonly days: number;
  readonly refundedCents: number;
}

const cents = (amount: number) => (amount / 100).toFixed(2);

const anyCase: fc.Arbitrary<Case> = fc
  .record({
    totalCents: fc.oneof(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 100_000_00 })),
    tax: fc.integer({ min: 0, max: 40 }),
    fee: fc.integer({ min: 0, max: 40 }),
    purchased: fc.oneof(fc.constantFrom(1, 3, 7, 10, 30, 400), fc.integer({ min: 1, max: 100_000 })),
    bonus: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 5_000 })),
    use: fc.oneof(fc.constantFrom(0, 10, 100), fc.integer({ min: 0, max: 100 })),
    shift: fc.integer({ min: -1, max: 1 }),
    days: fc.oneof(fc.constantFrom(0, 7, 8), fc.integer({ min: 0, max: 30 })),
    refunded: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 60 })),
  })
  .map(({ totalCents, tax, fee, purchased, bonus, use, shift, days, refunded }) => ({
    totalCents,
    taxCents: Math.floor((totalCents * tax) / 100),
    feeCents: Math.floor((totalCents * fee) / 100),
    purchased,
    bonus,
    used: Math.min(purchased + bonus, Math.max(0, Math.floor(((purchased + bonus) * use) / 100) + shift)),
    days,
    refundedCents: Math.floor((totalCents * refunded) / 100),
  }));

/** The policy once more in whole cents and exact fractions, sharing no code with the program. */
function oracle(c: Case): { outcome: string; amount: string; clause: string } {
  const price = BigInt(c.totalCents - c.taxCents - c.feeCents);
  const used = BigInt(Math.max(0, c.used - c.bonus));
  const purchased = BigInt(c.purchased);
  const clause = c.days > 7 ? '3' : used * 100n <= purchased * 10n ? '1' : '2';
  const refunded = BigInt(c.refundedCents);
  const numerator = clause === '3' ? 0n : clause === '1' ? price * purchased : price * (purchased - used);
  const left = numerator - refunded * purchased;
  const amount = left <= 0n ? 0n : (2n * left + purchased) / (2n * purchased);
  const alreadyRefunded = refunded > 0n && refunded >= price;
  const paying = clause === '1' ? 'full' : 'proportional';
  const outcome = alreadyRefunded ? 'review' : amount === 0n ? 'none' : paying;
  return { outcome, amount: cents(Number(amount)), clause };
}

test(`an independent oracle agrees on ${ORDERS} random orders, through the command line`, async () => {
  const cases = fc.sample(anyCase, { numRuns: ORDERS, seed: 20260204 });
  const mails = join(directory, 'mails');
  mkdirSync(mails);
  const orders = cases.map((c, index) => ({
    orderId: `QI-${100_000 + index}`,
    accountEmail: `c${index}@example.com`,
    purchasedAt: new Date(REQUESTED_AT - c.days * 86_400_000).toISOString(),
    currency: 'USD',
    total: cents(c.totalCents),
    tax: cents(c.taxCents),
    processingFee: cents(c.feeCents),
    creditsPurchased: c.purchased,
    creditsBonus: c.bonus,
    creditsUsed: c.used,
    refunds: c.refundedCents === 0 ? [] : [{ amount: cents(c.refundedCents), at: '2026-03-20' }],
  }));
  writeFileSync(join(directory, 'orders.json'), JSON.stringify({ orders }));
  const received = new Date(REQUESTED_AT).toUTCString().replace('GMT', '+0000');
  for (const [index, order] of orders.entries()) {
    const mail = `Received: from a by b; ${received}\nFrom: <${order.accountEmail}>\nTo: support@qwenimage2.net\nSubject: Refund Request\nMessage-ID: <${index}@example.com>\n\nOrder number: ${order.orderId}\nReason: it does not work for me\n`;
    writeFileSync(join(mails, `${100_000 + index}.eml`), mail);
  }

  const run = await runCli(['triage', '--json', '--orders', join(directory, 'orders.json'), mails]);
  expect(run.stderr).toBe('');
  const answers = answersOf(run) as unknown as { decision: { outcome: string; amount: string; clauses: string[] } }[];
  expect(answers).toHaveLength(ORDERS);
  const got = answers.map(({ decision }) => ({ outcome: decision.outcome, amount: decision.amount, clause: decision.clauses[0] }));
  expect(got).toEqual(cases.map(oracle));
});
