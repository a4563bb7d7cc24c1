import { describe, expect, test } from 'vitest';
import type { RefundClaim } from '../../../src/domain/claim.ts';
import type { Decision } from '../../../src/domain/decision.ts';
import type { Order } from '../../../src/domain/order.ts';
import type { Problem } from '../../../src/domain/problem.ts';
import type { OrderWithUsage } from '../../../src/domain/verdict.ts';
import { decide } from '../../../src/policy/decide.ts';
import { parsePolicy } from '../../../src/policy/policy-file.ts';
import { type Differs, eligibleClaim, inputOf, inShort, judge, policyOf, readContract } from './eligible.ts';

type Row = readonly [sentence: string, differs: Differs, decision: string];

describe("the contract's examples", () => {
  const policy = parsePolicy(readContract('policy.example.json'), 'policy.example.json');
  const answer = JSON.parse(readContract('triage.example.json')) as {
    request: RefundClaim;
    order: OrderWithUsage;
    decision: Decision;
    receivedAt: string;
  };
  const book = JSON.parse(readContract('orders.example.json')) as { orders: Partial<Order>[] };

  test('the sample request gets the sample decision, trace and all', () => {
    const claim = { ...eligibleClaim, ...answer.request, missing: [] };
    const sender = { address: 'mira.holt@example.com', authentication: 'none' } as const;
    const judged = decide(policy, inputOf({ claim, sender, submittedAt: answer.receivedAt, order: book.orders[0] ?? {} }));
    expect(judged.decision).toEqual(answer.decision);
    expect(judged.order).toEqual(answer.order);
    expect(judged.version).toBe(policy.versions[0]);
  });

  test('80 of the 160 credits used were bonus: a tenth of the purchase, the price without tax', () => {
    const order = book.orders[1] ?? {};
    const account = { accountEmail: order.accountEmail ?? null };
    const { decision, order: found } = judge({ order, claim: account, sender: { address: account.accountEmail } });
    expect(decision).toMatchObject({ outcome: 'full', amount: '50.00', currency: 'EUR', creditsToRemove: 720, clauses: ['1', '4'] });
    expect(found).toMatchObject({ purchasedCreditsUsed: 80, purchasedCreditsUnused: 720 });
  });
});

describe('the window (sections 1 and 3)', () => {
  test.each<Row>([
    ['the same day', { submittedAt: '2026-03-01T00:00:00Z' }, 'full 29.90 400 1'],
    ['day 7 is inside, up to its last moment', { submittedAt: '2026-03-08T23:59:59.999Z' }, 'full 29.90 400 1'],
    ['day 8 is outside', { submittedAt: '2026-03-09T00:00:00Z' }, 'none 0.00 0 3'],
    ['day 8, whatever was used', { submittedAt: '2026-03-09T00:00:00Z', order: { creditsUsed: 200 } }, 'none 0.00 0 3'],
    [
      'past the window section 4 has no say',
      { submittedAt: '2026-03-09T00:00:00Z', order: { tax: '1', creditsBonus: 9, creditsUsed: 400 } },
      'none 0.00 0 3',
    ],
    ['a window of no days is the day itself', { policy: { windowDays: 0 }, submittedAt: '2026-03-01T23:59:59Z' }, 'full 29.90 400 1'],
    ['and not the next', { policy: { windowDays: 0 }, submittedAt: '2026-03-02T00:00:00Z' }, 'none 0.00 0 3'],
    [
      "days are those of the policy's zone: still 8 March in New York",
      { policy: { timezone: 'America/New_York' }, submittedAt: '2026-03-09T03:59:59Z' },
      'full 29.90 400 1',
    ],
    ['and 9 March there', { policy: { timezone: 'America/New_York' }, submittedAt: '2026-03-09T04:00:00Z' }, 'none 0.00 0 3'],
    [
      "an instant of purchase is a day in the policy's zone: 2 March in Tokyo",
      { policy: { timezone: 'Asia/Tokyo' }, order: { purchasedAt: '2026-03-01T15:00:00Z' }, submittedAt: '2026-03-09T14:59:59Z' },
      'full 29.90 400 1',
    ],
    [
      'a second earlier it was 1 March there',
      { policy: { timezone: 'Asia/Tokyo' }, order: { purchasedAt: '2026-03-01T14:59:59Z' }, submittedAt: '2026-03-09T14:59:59Z' },
      'none 0.00 0 3',
    ],
    [
      "the case's first mail counts, not this one",
      { submittedAt: '2026-03-08T12:00:00Z', receivedAt: { instant: new Date('2026-04-01T00:00:00Z'), from: 'internaldate' } },
      'full 29.90 400 1',
    ],
  ])('%s', (_, differs, decision) => {
    expect(inShort(differs)).toBe(decision);
  });
});

describe('the usage (sections 1, 2 and 4)', () => {
  test.each<Row>([
    ['a tenth of the credits used: full', { order: { creditsUsed: 40 } }, 'full 29.90 360 1'],
    ['one credit more: pro rata (29.90 / 400 * 359 = 26.835…)', { order: { creditsUsed: 41 } }, 'proportional 26.84 359 2'],
    ["the published example's half cent goes up", { order: { creditsUsed: 100 } }, 'proportional 22.43 300 2'],
    [
      'used per cent is never rounded: 10.0003 is more than 10',
      { order: { creditsPurchased: 29999, creditsUsed: 3000 } },
      'proportional 26.91 26999 2',
    ],
    ['9.9997 is not', { order: { creditsPurchased: 30001, creditsUsed: 3000 } }, 'full 29.90 27001 1'],
    [
      'a limit with decimals is taken exactly',
      { policy: { fullRefundMaxUsedPercent: '10.25' }, order: { creditsUsed: 41 } },
      'full 29.90 359 1',
    ],
    ['and just missed', { policy: { fullRefundMaxUsedPercent: '10.24' }, order: { creditsUsed: 41 } }, 'proportional 26.84 359 2'],
    ['all used: nothing is left', { order: { creditsUsed: 400 } }, 'none 0.00 0 2+4'],
    ['one left of a cheap pack works out at 0.00', { order: { total: '1.99', creditsUsed: 399 } }, 'none 0.00 0 2+4'],
    ['just half a cent is a cent', { order: { total: '2.00', creditsUsed: 399 } }, 'proportional 0.01 1 2'],
    [
      'a third of a cent below the half stays down: 1.00 / 3 * 1',
      { order: { total: '1.00', creditsPurchased: 3, creditsUsed: 2 } },
      'proportional 0.33 1 2',
    ],
    ['two thirds go up', { order: { total: '1.00', creditsPurchased: 3, creditsUsed: 1 } }, 'proportional 0.67 2 2'],
    ['a free order has nothing to pay back', { order: { total: '0' } }, 'none 0.00 0 1+4'],
    ['nor has one that is all tax', { order: { total: '5', tax: '5' } }, 'none 0.00 0 1+4'],
  ])('%s', (_, differs, decision) => {
    expect(inShort(differs)).toBe(decision);
  });
});

describe('what is never refunded (section 4)', () => {
  const parts = { tax: '4.77', processingFee: '1.13', conversionDifference: '0.50' };
  test.each<Row>([
    ['tax, fee and conversion difference come off the total first', { order: parts }, 'full 23.50 400 1+4'],
    ['also of a proportional refund', { order: { ...parts, creditsUsed: 100 } }, 'proportional 17.63 300 2+4'],
    ['only those that the version names', { order: parts, policy: { nonRefundable: ['tax'] } }, 'full 25.13 400 1+4'],
    ['a version may name none', { order: parts, policy: { nonRefundable: [] } }, 'full 29.90 400 1'],
    ['unused bonus credits go without a word', { order: { creditsBonus: 50 } }, 'full 29.90 450 1'],
    ['bonus first: all use fell on the bonus', { order: { creditsBonus: 50, creditsUsed: 50 } }, 'full 29.90 400 1+4'],
    ['bonus first: just a tenth of the purchase', { order: { creditsBonus: 50, creditsUsed: 90 } }, 'full 29.90 360 1+4'],
    ['bonus first: one more', { order: { creditsBonus: 50, creditsUsed: 91 } }, 'proportional 26.84 359 2+4'],
    [
      'purchased first: a tenth of the purchase',
      { order: { creditsBonus: 50, creditsUsed: 40 }, policy: { creditConsumption: 'purchased-first' } },
      'full 29.90 410 1',
    ],
    [
      'purchased first: one more',
      { order: { creditsBonus: 50, creditsUsed: 41 }, policy: { creditConsumption: 'purchased-first' } },
      'proportional 26.84 359 2+4',
    ],
    [
      'purchased first: only bonus is left',
      { order: { creditsBonus: 50, creditsUsed: 400 }, policy: { creditConsumption: 'purchased-first' } },
      'none 0.00 0 2+4',
    ],
  ])('%s', (_, differs, decision) => {
    expect(inShort(differs)).toBe(decision);
  });
});

describe('earlier refunds (rule 6)', () => {
  const refunded = (...amounts: string[]) => ({ refunds: amounts.map((amount) => ({ amount, at: '2026-03-02' })) });
  test.each<Row>([
    ['come off a full refund', { order: refunded('10.00') }, 'full 19.90 400 1 partly-refunded'],
    ['all of them', { order: refunded('10.00', '0.90') }, 'full 19.00 400 1 partly-refunded'],
    [
      'come off before the rounding: 22.425 - 10.001',
      { order: { ...refunded('10.001'), creditsUsed: 100 } },
      'proportional 12.42 300 2 partly-refunded',
    ],
    ['never below zero', { order: { ...refunded('25.00'), creditsUsed: 100 } }, 'none 0.00 0 2+4 partly-refunded'],
    ['a cent short of the price', { order: refunded('29.89') }, 'full 0.01 400 1 partly-refunded'],
    ['the price itself', { order: refunded('29.90') }, 'review 0.00 0 1+4 already-refunded'],
    ['the price without tax', { order: { ...refunded('25.00'), tax: '4.90' } }, 'review 0.00 0 1+4 already-refunded'],
    ['more than the price', { order: refunded('30.00') }, 'review 0.00 0 1+4 already-refunded'],
    ['a refund of nothing is none', { order: refunded('0.00') }, 'full 29.90 400 1'],
    ['the status alone says it', { order: { status: 'refunded' } }, 'review 29.90 0 1 already-refunded'],
    ['the status outweighs a part', { order: { ...refunded('1'), status: 'refunded' } }, 'review 28.90 0 1 already-refunded'],
  ])('%s', (_, differs, decision) => {
    expect(inShort(differs)).toBe(decision);
  });
});

describe('needs-info comes first (rules 1 and 2)', () => {
  const asked = { missing: ['accountEmail', 'orderId'] } as const;
  test.each<Row>([
    ['no account', { claim: { missing: ['accountEmail'], accountEmail: null } }, 'needs-info 0.00 0 5'],
    ['no order named', { claim: { missing: ['orderId'], orderIds: [] }, facts: { kind: 'none-named' } }, 'needs-info 0.00 0 5'],
    [
      'no order named, though the policy would do without',
      { claim: asked, policy: { requiredFields: [] }, facts: { kind: 'none-named' } },
      'needs-info 0.00 0 5',
    ],
    ['none of those named is known', { facts: { kind: 'not-found' } }, 'needs-info 0.00 0 5 order-not-found'],
    ['a stricter shop asks for the reason', { policy: { requiredFields: ['accountEmail', 'orderId', 'reason'] } }, 'needs-info 0.00 0 5'],
    ['and gets it', { policy: { requiredFields: ['reason'] }, claim: { missing: [], reason: 'blurry' } }, 'full 29.90 400 1'],
    [
      'every flag is set all the same',
      { claim: asked, sender: { authentication: 'fail' }, order: { status: 'disputed' } },
      'needs-info 0.00 0 5 authentication-failed disputed',
    ],
    ['also past the window', { claim: asked, submittedAt: '2026-04-01T00:00:00Z' }, 'needs-info 0.00 0 5'],
    ['nothing is over the limit where nothing is paid', { claim: asked, autoSendMaxAmount: '1' }, 'needs-info 0.00 0 5'],
    [
      'two readings and no order to settle them',
      { facts: { kind: 'not-found' }, claim: { purchaseDateReadings: ['2026-03-04', '2026-04-03'] as never } },
      'needs-info 0.00 0 5 order-not-found date-ambiguous',
    ],
    [
      'one reading is not ambiguous',
      { facts: { kind: 'not-found' }, claim: { purchaseDateReadings: ['2026-03-04'] as never } },
      'needs-info 0.00 0 5 order-not-found',
    ],
  ])('%s', (_, differs, decision) => {
    expect(inShort(differs)).toBe(decision);
  });

  test('nothing is known of an order that is not there', () => {
    const judged = judge({ facts: { kind: 'not-found' } });
    expect(judged.order).toBeNull();
    expect(judged.decision.currency).toBeNull();
  });
});

describe('review precedes the window and the usage (rule 1)', () => {
  const unusable = (
    accountEmail: string | null,
    problems: readonly Problem[] = [{ place: 'orders.json: orders[3].total', what: 'no amount' }],
  ): Differs => ({
    facts: {
      kind: 'found',
      candidate: 'QI-1',
      entry: { kind: 'unusable', orderId: 'QI-1', accountEmail, problems },
      otherOrderIds: [],
    },
  });
  const stated = (accountEmail: string, by: string) => ({ accountEmail, evidence: { accountEmail: { text: accountEmail, by } } });
  const readings = (...days: string[]) => ({ purchaseDateReadings: days as never });
  test.each<Row>([
    ['another account is stated', { claim: stated('eve@example.com', 'label') }, 'review 29.90 0 1 account-mismatch'],
    [
      'none is stated: it was taken from a sender who is not the owner',
      { claim: stated('eve@example.com', 'sender'), sender: { address: 'eve@example.com' } },
      'review 29.90 0 1 sender-mismatch',
    ],
    [
      'both are somebody else',
      { claim: stated('eve@example.com', 'prose'), sender: { address: 'eve@example.com' } },
      'review 29.90 0 1 account-mismatch sender-mismatch',
    ],
    ['capital letters are no difference', { order: { accountEmail: 'Mira@Example.COM' } }, 'full 29.90 400 1'],
    ['a plus tag is one', { sender: { address: 'mira+x@example.com' } }, 'review 29.90 0 1 sender-mismatch'],
    [
      'a domain is compared as its A-label',
      {
        order: { accountEmail: 'a@bücher.example' },
        claim: stated('a@xn--bcher-kva.example', 'label'),
        sender: { address: 'a@xn--bcher-kva.example' },
      },
      'full 29.90 400 1',
    ],
    ['a look-alike is somebody else', { sender: { address: 'mirа@example.com' } }, 'review 29.90 0 1 sender-mismatch'],
    [
      "an account that nothing shows to be the sender's counts as stated",
      { claim: { accountEmail: 'eve@example.com', evidence: {} } },
      'review 29.90 0 1 account-mismatch',
    ],
    ['no clear sender', { sender: { address: null } }, 'review 29.90 0 1 sender-unclear'],
    ['a forged sender', { sender: { authentication: 'fail' } }, 'review 29.90 0 1 authentication-failed'],
    ['a disputed payment', { order: { status: 'disputed' } }, 'review 29.90 0 1 disputed'],
    ['a cancelled order', { order: { status: 'cancelled' } }, 'review 29.90 0 1 order-cancelled'],
    [
      'a dispute past the window is reviewed too',
      { order: { status: 'disputed' }, submittedAt: '2026-04-01T00:00:00Z' },
      'review 0.00 0 3 disputed',
    ],
    ['all of purchase and bonus used is possible', { order: { creditsBonus: 50, creditsUsed: 450 } }, 'none 0.00 0 2+4'],
    ['one more is not', { order: { creditsBonus: 50, creditsUsed: 451 } }, 'review 0.00 0 2+4 usage-exceeds-purchase'],
    ['tax just reaches the total', { order: { tax: '29.90' } }, 'none 0.00 0 1+4'],
    ['tax above the total', { order: { tax: '29.91' } }, 'review 0.00 0 5 invalid-order'],
    [
      'all parts together above it',
      { order: { tax: '10', processingFee: '10', conversionDifference: '9.91' } },
      'review 0.00 0 5 invalid-order',
    ],
    [
      'also where the version would refund them',
      { order: { tax: '29.91' }, policy: { nonRefundable: [] } },
      'review 0.00 0 5 invalid-order',
    ],
    ['no credits', { order: { creditsPurchased: 0 } }, 'review 0.00 0 5 invalid-order'],
    ['one credit is enough', { order: { creditsPurchased: 1 } }, 'full 29.90 1 1'],
    [
      'no credits, yet some used: both are said',
      { order: { creditsPurchased: 0, creditsUsed: 1 } },
      'review 0.00 0 5 invalid-order usage-exceeds-purchase',
    ],
    [
      'as many credits as can be counted',
      { order: { creditsPurchased: 9007199254740990, creditsBonus: 1 } },
      'full 29.90 9007199254740991 1',
    ],
    ['one more', { order: { creditsPurchased: 9007199254740991, creditsBonus: 1 } }, 'review 0.00 0 5 invalid-order'],
    ['part of a credit', { order: { creditsUsed: 0.5 } }, 'review 0.00 0 5 invalid-order'],
    ['less than none', { order: { creditsUsed: -1 } }, 'review 0.00 0 5 invalid-order'],
    ['a bonus less than none', { order: { creditsBonus: -1 } }, 'review 0.00 0 5 invalid-order'],
    ['an amount that is none', { order: { total: '29,90' } }, 'review 0.00 0 5 invalid-order'],
    ['a negative part would raise the price', { order: { conversionDifference: '-5' } }, 'review 0.00 0 5 invalid-order'],
    ['a fee that is no amount', { order: { processingFee: '' } }, 'review 0.00 0 5 invalid-order'],
    ['a tax that is no amount', { order: { tax: '1e1' } }, 'review 0.00 0 5 invalid-order'],
    ['a refund that is no amount', { order: { refunds: [{ amount: 'all', at: '2026-03-02' }] } }, 'review 0.00 0 5 invalid-order'],
    ['a purchase time without an offset', { order: { purchasedAt: '2026-03-01T10:00:00' } }, 'review 0.00 0 5 invalid-order'],
    ['an unusable entry of the book', unusable('mira@example.com'), 'review 0.00 0 5 invalid-order'],
    ["an unusable entry of somebody else's", unusable('eve@example.com'), 'review 0.00 0 5 account-mismatch sender-mismatch invalid-order'],
    ['an unusable entry without a word why', unusable(null, []), 'review 0.00 0 5 invalid-order'],
    ['an unusable entry of nobody', unusable(null), 'review 0.00 0 5 invalid-order'],
    ['bought later the same day', { order: { purchasedAt: '2026-03-05T23:00:00Z' } }, 'full 29.90 400 1'],
    ['bought the next day', { order: { purchasedAt: '2026-03-06T00:00:00Z' } }, 'review 29.90 0 1 purchase-in-future'],
    ['a second order is named', { otherOrderIds: ['QI-2'] }, 'review 29.90 0 1 multiple-orders'],
    ['the stated date is a day before', { claim: readings('2026-02-28') }, 'full 29.90 400 1'],
    ['a day after', { claim: readings('2026-03-02') }, 'full 29.90 400 1'],
    ['two days before', { claim: readings('2026-02-27') }, 'review 29.90 0 1 date-mismatch'],
    ['two days after', { claim: readings('2026-03-03') }, 'review 29.90 0 1 date-mismatch'],
    ['one of two readings fits: the order settles it', { claim: readings('2026-01-03', '2026-03-01') }, 'full 29.90 400 1'],
    ['neither fits', { claim: readings('2026-01-03', '2026-03-04') }, 'review 29.90 0 1 date-mismatch'],
    [
      'the day before the policy began',
      { order: { purchasedAt: '2026-02-03' }, submittedAt: '2026-02-03T23:59:59Z' },
      'review 29.90 0 1 no-policy',
    ],
    ['the day it began', { order: { purchasedAt: '2026-02-03' }, submittedAt: '2026-02-04T00:00:00Z' }, 'full 29.90 400 1'],
    ['the book did not answer', { facts: { kind: 'unavailable', why: 'timeout' } }, 'review 0.00 0 5 usage-unavailable'],
    [
      'a field is missing and the book did not answer',
      { claim: { missing: ['accountEmail'] }, facts: { kind: 'unavailable', why: 'timeout' } },
      'needs-info 0.00 0 5 usage-unavailable',
    ],
    [
      'all at once, in order',
      {
        claim: { ...stated('eve@example.com', 'label'), ...readings('2025-03-01') },
        sender: { address: 'eve@example.com', authentication: 'none', replyToDiffers: true },
        order: { status: 'disputed', creditsUsed: 500, purchasedAt: '2026-03-09' },
        otherOrderIds: ['QI-2'],
        hasCase: true,
      },
      'review 0.00 0 2+4 account-mismatch sender-mismatch disputed usage-exceeds-purchase purchase-in-future multiple-orders date-mismatch sender-unauthenticated reply-to-differs duplicate-request',
    ],
  ])('%s', (_, differs, decision) => {
    expect(inShort(differs)).toBe(decision);
  });
});

describe('remarks leave the outcome alone (rule 7)', () => {
  const instant = new Date('2026-03-05T09:30:00Z');
  test.each<Row>([
    ['no verdict on the sender', { sender: { authentication: 'none' } }, 'full 29.90 400 1 sender-unauthenticated'],
    ['Reply-To names somebody else', { sender: { replyToDiffers: true } }, 'full 29.90 400 1 reply-to-differs'],
    ["only the sender's clock", { receivedAt: { instant, from: 'date-header' } }, 'full 29.90 400 1 receipt-time-unverified'],
    ["only the file's time", { receivedAt: { instant, from: 'file-time' } }, 'full 29.90 400 1 receipt-time-unverified'],
    ["a server's stamp is trusted", { receivedAt: { instant, from: 'received-header' } }, 'full 29.90 400 1'],
    ['the limit itself may be sent', { autoSendMaxAmount: '29.90' }, 'full 29.90 400 1'],
    ['a cent above may not', { autoSendMaxAmount: '29.89' }, 'full 29.90 400 1 amount-over-limit'],
    ['a limit that is no number lets nothing through', { autoSendMaxAmount: 'many' }, 'full 29.90 400 1 amount-over-limit'],
    ['the order has a case', { hasCase: true }, 'full 29.90 400 1 duplicate-request'],
  ])('%s', (_, differs, decision) => {
    expect(inShort(differs)).toBe(decision);
  });
});

describe('versions (section 6)', () => {
  const policy = policyOf({}, { effectiveFrom: '2026-03-06' as never, windowDays: 3 });
  test.each([
    ['the old version until its successor begins', '2026-03-05T23:59:59Z', '2026-02-04', 'full'],
    ['the new one from that day', '2026-03-06T00:00:00Z', '2026-03-06', 'none'],
  ])('%s', (_, submittedAt, version, outcome) => {
    const { decision } = decide(policy, inputOf({ submittedAt }));
    expect(decision).toMatchObject({ policyVersion: version, outcome });
  });
});
