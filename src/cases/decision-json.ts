import { z } from 'zod';
import { type CalendarDate, parseCalendarDate } from '../domain/calendar-date.ts';
import { REQUEST_FIELDS } from '../domain/claim.ts';
import { type Decision, INFORMATION_FLAGS, REVIEW_FLAGS } from '../domain/decision.ts';
import type { DecisionBasis } from '../domain/decision-input.ts';
import type { Order } from '../domain/order.ts';
import type { PolicyVersion } from '../domain/policy.ts';

const instant = z.iso.datetime().transform((text) => new Date(text));
const calendarDate = z.custom<CalendarDate>((value) => typeof value === 'string' && parseCalendarDate(value) !== null);
const clause = z.enum(['1', '2', '3', '4', '5', '6']);
const requestField = z.enum(REQUEST_FIELDS);

const evidence = z.object({ text: z.string(), by: z.string(), mail: z.string().exactOptional() });

const claim = z.object({
  accountEmail: z.string().nullable(),
  orderIds: z.array(z.string()),
  purchaseDateReadings: z.array(calendarDate),
  reason: z.string().nullable(),
  language: z.string(),
  script: z.enum(['Hans', 'Hant']).nullable().exactOptional(),
  evidence: z.partialRecord(requestField, evidence),
  missing: z.array(requestField),
});

const order = z.object({
  orderId: z.string(),
  transactionIds: z.array(z.string()),
  accountEmail: z.string(),
  purchasedAt: z.string(),
  currency: z.string(),
  total: z.string(),
  tax: z.string(),
  processingFee: z.string(),
  conversionDifference: z.string(),
  creditsPurchased: z.number(),
  creditsBonus: z.number(),
  creditsUsed: z.number(),
  refunds: z.array(z.object({ amount: z.string(), at: z.string() })),
  status: z.enum(['paid', 'refunded', 'disputed', 'cancelled']),
  attribution: z
    .object({
      purchasedUsed: z.number(),
      bonusUsed: z.number(),
      purchasedLeft: z.number(),
      bonusLeft: z.number(),
      beyond: z.number(),
    })
    .exactOptional(),
}) satisfies z.ZodType<Order>;

const problem = z.object({ place: z.string(), what: z.string(), mend: z.string().exactOptional() });

const orderEntry = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('order'), order }),
  z.object({ kind: z.literal('unusable'), orderId: z.string(), accountEmail: z.string().nullable(), problems: z.array(problem) }),
]);

const orderFacts = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none-named') }),
  z.object({ kind: z.literal('not-found') }),
  z.object({ kind: z.literal('found'), candidate: z.string(), entry: orderEntry, otherOrderIds: z.array(z.string()) }),
  z.object({ kind: z.literal('unavailable'), why: z.string() }),
]);

const input = z.object({
  claim,
  facts: orderFacts,
  sender: z.object({ address: z.string().nullable(), authentication: z.enum(['pass', 'fail', 'none']), replyToDiffers: z.boolean() }),
  receivedAt: z.object({ instant, from: z.enum(['internaldate', 'received-header', 'date-header', 'file-time']) }),
  submittedAt: instant,
  hasCase: z.boolean(),
  autoSendMaxAmount: z.string().nullable(),
});

const policy = z.object({
  effectiveFrom: calendarDate,
  timezone: z.string(),
  windowDays: z.number(),
  fullRefundMaxUsedPercent: z.string(),
  creditConsumption: z.enum(['bonus-first', 'purchased-first']),
  nonRefundable: z.array(z.enum(['tax', 'processingFee', 'conversionDifference'])),
  rounding: z.object({ decimals: z.number(), mode: z.literal('half-up') }),
  requiredFields: z.array(requestField),
  reviewBusinessDays: z.number(),
  processingBusinessDays: z.tuple([z.number(), z.number()]),
  weekend: z.array(z.number()),
  holidays: z.array(calendarDate),
}) satisfies z.ZodType<PolicyVersion>;

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const decision = z.object({
  outcome: z.enum(['full', 'proportional', 'none', 'needs-info', 'review']),
  amount: z.string(),
  currency: z.string().nullable(),
  creditsToRemove: z.number(),
  clauses: z.array(clause),
  flags: z.array(z.enum([...REVIEW_FLAGS, ...INFORMATION_FLAGS])),
  trace: z.array(
    z.object({
      rule: z.string(),
      clause,
      inputs: z.record(z.string(), z.union([scalar, z.array(z.string())])),
      result: scalar,
      because: z.string(),
    }),
  ),
  policyVersion: z.string(),
}) satisfies z.ZodType<Decision>;

/** One member for each form that was ever written. */
const facts = z.discriminatedUnion('schema', [
  z.object({ schema: z.literal(1), input, factsAsOf: instant.nullable().exactOptional(), policy }),
]);

/** @throws where a ledger holds what this program never wrote */
export function parseFacts(json: string): DecisionBasis {
  const { schema: _, ...basis } = facts.parse(JSON.parse(json));
  return basis;
}

export function parseDecision(json: string): Decision {
  return decision.parse(JSON.parse(json));
}
