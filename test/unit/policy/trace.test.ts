import { describe, expect, test } from 'vitest';
import type { TraceStep } from '../../../src/domain/decision.ts';
import type { OrderFacts } from '../../../src/domain/order.ts';
import { type Differs, judge } from './eligible.ts';

/** One line a step, as an auditor would read it. */
function read(differs: Differs): string[] {
  return judge(differs).decision.trace.map(inOneLine);
}

function inOneLine({ rule, clause, inputs, result, because }: TraceStep): string {
  return `${rule} (${clause}) ${JSON.stringify(inputs)} -> ${JSON.stringify(result)}: ${because}`;
}

const WINDOW = 'window (1) {"purchased":"2026-03-01","requested":"2026-03-05","windowDays":7} -> 4: 4 calendar days, at most 7';
const PRICE = 'price (4) {"total":"29.90","nonRefundable":"0"} -> "29.90": nothing in the total is non-refundable';
const UNUSED = 'usage (1) {"used":0,"purchased":400} -> "0": 0% used, at most 10%';
const FULL = 'full (1) {"price":"29.90"} -> "29.90": the whole price';
const ROUNDED = 'rounding (5) {"decimals":2,"mode":"half-up"} -> "29.90": 29.9 rounded half up';
const ELIGIBLE = [WINDOW, PRICE, UNUSED, FULL, ROUNDED];

describe('the trace', () => {
  test('of a full refund', () => {
    expect(read({})).toEqual(ELIGIBLE);
  });

  test('of a proportional refund with everything that can come off', () => {
    const refunds = [{ amount: '2.5', at: '2026-03-02' }];
    const order = { total: '59.5', tax: '9.50', processingFee: '1', creditsPurchased: 300, creditsBonus: 30, creditsUsed: 130, refunds };
    expect(read({ order })).toEqual([
      WINDOW,
      'price (4) {"total":"59.50","tax":"9.50","processingFee":"1.00","nonRefundable":"10.50"} -> "49.00": 59.50 - 9.50 (tax) - 1.00 (processing fee)',
      'credits (4) {"used":130,"purchased":300,"bonus":30,"creditConsumption":"bonus-first"} -> 100: bonus credits are used up first: of 130 used, 30 were bonus and 100 purchased',
      'usage (2) {"used":100,"purchased":300} -> "33.333333333333…": 33.333333333333…% used, more than 10% (cut after 12 decimals; worked out as an exact fraction)',
      'proportional (2) {"price":"49.00","credits":300,"unused":200} -> "32.666666666666…": 49.00 / 300 * 200 (cut after 12 decimals; worked out as an exact fraction)',
      'refunded (2) {"due":"32.666666666666…","refunded":"2.50"} -> "30.166666666666…": 32.666666666666… - 2.50 refunded already, never below 0 (cut after 12 decimals; worked out as an exact fraction)',
      'rounding (5) {"decimals":2,"mode":"half-up"} -> "30.17": 30.166666666666… rounded half up',
    ]);
  });

  test('names the conversion difference, and the purchased credits that were used first', () => {
    const order = { conversionDifference: '0.90', creditsBonus: 30, creditsUsed: 10 };
    expect(read({ order, policy: { creditConsumption: 'purchased-first' } }).slice(1, 3)).toEqual([
      'price (4) {"total":"29.90","conversionDifference":"0.90","nonRefundable":"0.90"} -> "29.00": 29.90 - 0.90 (conversion difference)',
      'credits (4) {"used":10,"purchased":400,"bonus":30,"creditConsumption":"purchased-first"} -> 10: purchased credits are used up first: of 10 used, 0 were bonus and 10 purchased',
    ]);
  });

  test('goes on after the window has decided: every rule is looked at', () => {
    expect(read({ submittedAt: '2026-03-09T00:00:00Z', order: { creditsUsed: 41 } })).toEqual([
      'window (3) {"purchased":"2026-03-01","requested":"2026-03-09","windowDays":7} -> 8: 8 calendar days, more than 7',
      PRICE,
      'usage (2) {"used":41,"purchased":400} -> "10.25": 10.25% used, more than 10%',
      'no-refund (3) {"windowDays":7} -> "0.00": more than 7 calendar days after the purchase nothing is refunded, whatever was used',
    ]);
  });

  test('says that nothing is left', () => {
    expect(read({ order: { creditsUsed: 400 } }).slice(-3)).toEqual([
      'proportional (2) {"price":"29.90","credits":400,"unused":0} -> "0": 29.90 / 400 * 0',
      'rounding (5) {"decimals":2,"mode":"half-up"} -> "0.00": 0 rounded half up',
      'nothing-due (4) {"amount":"0.00"} -> "none": nothing is left to pay back',
    ]);
  });

  test.each([
    ['one day', { submittedAt: '2026-03-02T12:00:00Z' }, '1 calendar day, at most 7'],
    ['the same day', { submittedAt: '2026-03-01T12:00:00Z' }, '0 calendar days, at most 7'],
    ['seven days', { submittedAt: '2026-03-08T12:00:00Z' }, '7 calendar days, at most 7'],
  ])('counts %s', (_, differs, because) => {
    expect(judge(differs).decision.trace[0]).toMatchObject({ rule: 'window', because });
  });

  test('begins with what is asked for, and works out the rest for the reviewer', () => {
    expect(read({ policy: { requiredFields: ['reason', 'orderId', 'purchaseDate'] } })).toEqual([
      'required-fields (5) {"required":["reason","orderId","purchaseDate"],"missing":["purchaseDate","reason"]} -> false: section 5 asks for what the mail does not give: purchaseDate, reason',
      ...ELIGIBLE,
    ]);
  });

  test.each([
    ['none was named', { kind: 'none-named' }, 'the mail names no order'],
    ['none is known', { kind: 'not-found' }, 'nothing that the mail names is an order in the book'],
  ] as const)('says of an order that %s', (_, facts, because) => {
    expect(read({ facts })).toEqual([`order-lookup (5) {"candidates":["QI-1"]} -> null: ${because}`]);
  });

  const stranger = { accountEmail: 'eve@example.com' };
  const book = (problem: string): OrderFacts => ({
    kind: 'found',
    candidate: 'QI-1',
    entry: { kind: 'unusable', orderId: 'QI-1', accountEmail: null, problems: [{ place: 'orders.json', what: problem }] },
    otherOrderIds: [],
  });
  const REASONS: readonly (readonly [Differs, string])[] = [
    [
      { claim: stranger },
      'account-mismatch (5) {"stated":"eve@example.com","order":"mira@example.com"} -> true: the account stated is not the account of the order',
    ],
    [
      { sender: { address: 'eve@example.com' } },
      'sender-mismatch (5) {"sender":"eve@example.com","order":"mira@example.com"} -> true: the sender\'s address is not the account of the order',
    ],
    [{ sender: { address: null } }, 'sender-unclear (5) {} -> true: From names no single mailbox that could be answered'],
    [
      { sender: { authentication: 'fail' } },
      'authentication-failed (5) {"authentication":"fail"} -> true: the sender\'s address failed authentication and may be forged',
    ],
    [
      { order: { status: 'disputed' } },
      'disputed (5) {"status":"disputed"} -> true: the payment is disputed: a refund as well could pay twice',
    ],
    [{ order: { status: 'cancelled' } }, 'order-cancelled (5) {"status":"cancelled"} -> true: the order was cancelled'],
    [
      { order: { status: 'refunded' } },
      'already-refunded (5) {"status":"refunded","refunded":"0"} -> true: the order is marked as refunded, or its refunds reach its price',
    ],
    [
      { order: { status: 'refunded', total: 'x' } },
      'already-refunded (5) {"status":"refunded","refunded":null} -> true: the order is marked as refunded, or its refunds reach its price',
    ],
    [
      { order: { total: 'x', purchasedAt: 'x', creditsUsed: 0.5 } },
      'invalid-order (5) {"problems":["the purchase time is no ISO 8601 date, or time with an offset","amounts are plain decimal numbers, 0 or more","credits are whole numbers, 0 or more"]} -> true: the order\'s record cannot be reckoned with',
    ],
    [
      { order: { tax: '30', creditsPurchased: 0 } },
      'invalid-order (5) {"problems":["the non-refundable parts are more than the total","no credits were purchased"]} -> true: the order\'s record cannot be reckoned with',
    ],
    [
      { facts: book('total is no amount') },
      'invalid-order (5) {"problems":["total is no amount"]} -> true: the order\'s record cannot be reckoned with',
    ],
    [
      { order: { creditsUsed: 451, creditsBonus: 50 } },
      'usage-exceeds-purchase (4) {"used":451,"purchased":400,"bonus":50} -> true: more credits were used than were purchased and given as bonus together',
    ],
    [
      { order: { purchasedAt: '2026-03-06' } },
      'purchase-in-future (1) {"purchased":"2026-03-06","requested":"2026-03-05"} -> true: the purchase\'s calendar date is after the request\'s',
    ],
    [
      { otherOrderIds: ['QI-2', 'QI-3'] },
      'multiple-orders (5) {"first":"QI-1","others":["QI-2","QI-3"]} -> true: several of the orders named are in the book; this is worked out for the first',
    ],
    [
      { claim: { purchaseDateReadings: ['2026-01-01'] as never } },
      'date-mismatch (5) {"stated":["2026-01-01"],"recorded":"2026-03-01"} -> true: no reading of the stated purchase date is within 1 day of the recorded one',
    ],
    [
      { submittedAt: '2026-02-01T00:00:00Z', order: { purchasedAt: '2026-02-01' } },
      'no-policy (6) {"requested":"2026-02-01","firstVersion":"2026-02-04"} -> true: received before the first version of the policy; worked out by that version',
    ],
    [
      { facts: { kind: 'unavailable', why: 'timeout' } },
      'usage-unavailable (5) {"why":"timeout"} -> true: the order book did not answer; tried again later',
    ],
  ];
  test('says that so many credits cannot be counted', () => {
    const order = { creditsPurchased: Number.MAX_SAFE_INTEGER, creditsBonus: 1 };
    expect(judge({ order }).decision.trace[0]?.inputs).toEqual({ problems: ['more credits than can be counted exactly'] });
  });

  test.each(REASONS)('gives the reason for a review: %j', (differs, line) => {
    expect(read(differs)[0]).toBe(line);
  });
});
