import { calendarDateOf } from '../domain/calendar-date.ts';
import type { RequestField } from '../domain/claim.ts';
import type { Decision } from '../domain/decision.ts';
import type { Mail } from '../domain/mail.ts';
import type { PolicyVersion } from '../domain/policy.ts';
import type { OrderWithUsage, Sender } from '../domain/verdict.ts';
import type { ReplyInput } from './compose-reply.ts';

/** One situation that templates are shown with. */
export interface Sample {
  readonly name: string;
  readonly input: ReplyInput;
}

const ADDRESS = 'mira.holt@example.com';

const MAIL: Mail = {
  source: 'sample',
  messageId: '<sample-1@example.com>',
  inReplyTo: [],
  references: [],
  receivedAt: { instant: new Date('2026-03-05T09:30:00Z'), from: 'internaldate' },
  from: { kind: 'one', address: ADDRESS, name: 'Mira Holt' },
  replyTo: [],
  subject: 'Refund Request',
  headers: [],
  contentType: 'text/plain',
  body: [{ role: 'own', text: 'Please refund my order.' }],
  attachments: [],
  contentHash: '0'.repeat(64),
};

const VERSION: PolicyVersion = {
  effectiveFrom: day(2026, 2, 4),
  timezone: 'UTC',
  windowDays: 7,
  fullRefundMaxUsedPercent: '10',
  creditConsumption: 'bonus-first',
  nonRefundable: ['tax', 'processingFee', 'conversionDifference'],
  rounding: { decimals: 2, mode: 'half-up' },
  requiredFields: ['accountEmail', 'orderId'],
  reviewBusinessDays: 2,
  processingBusinessDays: [5, 10],
  weekend: [6, 7],
  holidays: [],
};

const ORDER: OrderWithUsage = {
  orderId: 'QI-20260301-0042',
  transactionIds: [],
  accountEmail: ADDRESS,
  purchasedAt: '2026-03-01T22:15:00Z',
  currency: 'USD',
  total: '29.90',
  tax: '0',
  processingFee: '0',
  conversionDifference: '0',
  creditsPurchased: 400,
  creditsBonus: 0,
  creditsUsed: 100,
  refunds: [],
  status: 'paid',
  purchasedCreditsUsed: 100,
  purchasedCreditsUnused: 300,
};

const PROPORTIONAL: Decision = {
  outcome: 'proportional',
  amount: '22.43',
  currency: 'USD',
  creditsToRemove: 300,
  clauses: ['2'],
  flags: [],
  trace: [],
  policyVersion: '2026-02-04',
};

interface Differs {
  readonly decision?: Partial<Decision>;
  readonly order?: Partial<OrderWithUsage> | null;
  readonly sender?: Partial<Sender>;
  readonly missing?: readonly RequestField[];
}

/** Each row holds what differs from an order of 400 credits with 100 used, asked back within the window. */
export const SAMPLES: readonly Sample[] = [
  sample('full, nothing used', {
    decision: { outcome: 'full', amount: '29.90', creditsToRemove: 400, clauses: ['1'] },
    order: { creditsUsed: 0, purchasedCreditsUsed: 0, purchasedCreditsUnused: 400 },
  }),
  sample('full, with tax, fees, bonus credits and an earlier refund', {
    decision: { outcome: 'full', amount: '38.60', currency: 'EUR', creditsToRemove: 840, clauses: ['1', '4'] },
    order: {
      ...{ currency: 'EUR', total: '59.50', tax: '9.50', processingFee: '0.90', conversionDifference: '0.50' },
      ...{ creditsPurchased: 800, creditsBonus: 80, creditsUsed: 40, purchasedCreditsUsed: 0, purchasedCreditsUnused: 800 },
      refunds: [{ amount: '10.00', at: '2026-03-02T10:00:00Z' }],
    },
  }),
  sample('proportional, the example of section 2', {}),
  sample('proportional, with tax, bonus credits and an earlier refund', {
    decision: { amount: '1234.57', currency: 'JPY', creditsToRemove: 7200, clauses: ['2', '4'] },
    order: {
      ...{ currency: 'JPY', total: '1650', tax: '150', creditsPurchased: 8000, creditsBonus: 800, creditsUsed: 1600 },
      ...{ purchasedCreditsUsed: 800, purchasedCreditsUnused: 7200, refunds: [{ amount: '115.43', at: '2026-03-02' }] },
    },
  }),
  sample('none, after the window', {
    decision: { outcome: 'none', amount: '0.00', creditsToRemove: 0, clauses: ['3'] },
    order: { purchasedAt: '2026-02-20' },
  }),
  sample('none, every purchased credit used', {
    decision: { outcome: 'none', amount: '0.00', creditsToRemove: 0, clauses: ['2', '4'] },
    order: { creditsUsed: 400, purchasedCreditsUsed: 400, purchasedCreditsUnused: 0 },
  }),
  sample('none, more refunded before than is due now', {
    decision: { outcome: 'none', amount: '0.00', creditsToRemove: 0, clauses: ['2', '4'] },
    order: { refunds: [{ amount: '25.00', at: '2026-03-02' }] },
  }),
  sample('needs-info, only the order number', asking('orderId')),
  sample('needs-info, everything', asking('accountEmail', 'orderId', 'purchaseDate', 'reason')),
  sample('under-review, a disputed charge', { decision: { outcome: 'review', flags: ['disputed'] } }),
  sample('verify-details, no such order', {
    decision: { outcome: 'needs-info', amount: '0.00', currency: null, creditsToRemove: 0, clauses: ['5'], flags: ['order-not-found'] },
    order: null,
    sender: { matchesAccount: null },
  }),
  sample('verify-details, another person’s order', {
    decision: { outcome: 'review', flags: ['sender-mismatch'] },
    sender: { address: 'someone@example.net', matchesAccount: false },
  }),
];

function sample(name: string, { decision, order, sender, missing }: Differs): Sample {
  const decided: Decision = { ...PROPORTIONAL, ...decision };
  const due = decided.outcome === 'full' || decided.outcome === 'proportional';
  return {
    name,
    input: {
      mail: MAIL,
      claim: { accountEmail: ADDRESS, orderIds: [], purchaseDateReadings: [], reason: null, language: 'en', evidence: {}, missing: [] },
      missing: missing ?? [],
      sender: { address: ADDRESS, authentication: 'pass', matchesAccount: true, ...sender },
      order: order === null ? null : { ...ORDER, ...order },
      decision: decided,
      deadlines: { reviewBy: day(2026, 3, 9), processFrom: due ? day(2026, 3, 12) : null, processBy: due ? day(2026, 3, 19) : null },
      version: VERSION,
      identity: { name: 'Customer Support', address: 'support@example.com' },
      sendOutcomes: [],
      locales: ['en'],
    },
  };
}

function asking(...missing: readonly RequestField[]): Differs {
  return {
    decision: { outcome: 'needs-info', amount: '0.00', currency: null, creditsToRemove: 0, clauses: ['5'] },
    order: null,
    sender: { matchesAccount: null },
    missing,
  };
}

function day(year: number, month: number, date: number) {
  const made = calendarDateOf(year, month, date);
  if (made === null) throw new RangeError(`no such day: ${year}-${month}-${date}`);
  return made;
}
