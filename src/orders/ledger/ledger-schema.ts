import { z } from 'zod';
import { comparableOrderId } from '../../domain/order-id.ts';
import { accountEmailSchema, decimal, instant, orderIdSchema, orderShape, whole } from '../order-schema.ts';

const CREDITS = 'a whole number of at least 0';
const OTHERS_SAY = 'no such field: in a ledger, usage and refunds are events of their own';

const eventId = z.string('text of 1 to 200 characters').trim().min(1).max(200);
const orderKey = orderIdSchema.transform(comparableOrderId);
const account = { accountEmail: accountEmailSchema, at: instant };

/** One order as it was bought; what was used of it is told by the other lists. */
const { creditsUsed: _used, refunds: _refunds, ...bought } = orderShape;
const purchase = z.object({
  ...bought,
  expiresAt: instant.optional(),
  creditsUsed: z.undefined(OTHERS_SAY).optional().meta({ not: {} }),
  refunds: z.undefined(OTHERS_SAY).optional().meta({ not: {} }),
});

/** Bonus, gifted and promotional credits; with the order that they came with, if they came with one. */
const grant = z.object({
  ...account,
  credits: whole,
  orderId: orderKey.optional(),
  grantId: eventId.optional(),
  expiresAt: instant.optional(),
});

const usage = z.object({ ...account, credits: whole, usageId: eventId.optional() });

/** Of an order's credits, a grant's, or of all that the account has; without a count all that are left. */
const expiry = z.object({ ...account, credits: whole.optional(), orderId: orderKey.optional(), grantId: eventId.optional() });

/** Money that was paid back, and how many credits were taken back for it. */
const refund = z.object({ ...account, orderId: orderKey, amount: decimal, credits: z.int(CREDITS).min(0, CREDITS).default(0) });

/** The lists of a ledger, and what stands in them. */
export const EVENT_SCHEMAS = { purchases: purchase, grants: grant, usage, expiries: expiry, refunds: refund } as const;

export type LedgerList = keyof typeof EVENT_SCHEMAS;

/** In a file of one event a line, `kind` names the list. */
export const EVENT_KINDS = {
  purchase: 'purchases',
  grant: 'grants',
  usage: 'usage',
  expiry: 'expiries',
  refund: 'refunds',
} as const satisfies Record<string, LedgerList>;

/** A JSON file as a whole: for the published schema. */
export const ledgerFileSchema = z.object({
  purchases: z.array(purchase),
  grants: z.array(grant).optional(),
  usage: z.array(usage).optional(),
  expiries: z.array(expiry).optional(),
  refunds: z.array(refund).optional(),
});
