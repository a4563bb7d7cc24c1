import { z } from 'zod';
import { parseCalendarDate } from '../domain/calendar-date.ts';
import type { Order } from '../domain/order.ts';
import { comparableOrderId, comparableTransactionId } from '../domain/order-id.ts';

/** Longer than any number of a shop or a payment provider; keeps a broken export out of replies and indexes. */
export const MAX_ID_CHARS = 200;
/** RFC 5321 section 4.5.3.1: 64 before the `@`, 255 after it. */
const MAX_ADDRESS_CHARS = 320;
/** Far above any charge, and far below the precision that the arithmetic works with. */
const MAX_DECIMAL_CHARS = 32;
/** More references or refunds than one order ever has. */
const MAX_LIST_LENGTH = 1000;
/** An order before these shops or after them is a typing error, and offsets must not carry a day out of the calendar. */
const PURCHASE_YEARS = { first: 1970, last: 9998 };

// Every message says what was expected; the reader of a problem adds what was found.
const ID = `text of 1 to ${MAX_ID_CHARS} characters`;
const DECIMAL = 'a plain decimal string of at least 0, such as "29.90"';
const WHOLE = 'a whole number of at least 0';
const ADDRESS = 'one e-mail address';
const INSTANT = 'a real YYYY-MM-DD, or ISO 8601 with its offset such as 2026-03-01T22:15:00Z';
const CURRENCY = 'an ISO 4217 code of three capital letters, such as USD';
const TRANSACTIONS = 'a list of payment references, such as ["pi_3Oq"]';
const REFUNDS = 'a list of { "amount", "at" }';
const STATUS = 'paid, refunded, disputed or cancelled';

export const decimal = z
  .string(DECIMAL)
  .trim()
  .max(MAX_DECIMAL_CHARS, DECIMAL)
  .regex(/^\d+(\.\d+)?$/, DECIMAL);

export const whole = z.int(WHOLE).min(0, WHOLE);

export const instant = z
  .string(INSTANT)
  .trim()
  .pipe(z.union([z.iso.date(), z.iso.datetime({ offset: true })], INSTANT))
  .refine(isOfPurchaseYears, INSTANT)
  .meta({ description: INSTANT });

export const orderIdSchema = z
  .string(ID)
  .trim()
  .max(MAX_ID_CHARS, ID)
  .refine((text) => comparableOrderId(text) !== '', ID);

export const transactionIdSchema = z
  .string(ID)
  .max(MAX_ID_CHARS, ID)
  .transform(comparableTransactionId)
  .refine((text) => text !== '', ID);

export const accountEmailSchema = z.string(ADDRESS).trim().max(MAX_ADDRESS_CHARS, ADDRESS).refine(isAddress, ADDRESS);

/** The fields of the contract's table "The order book". */
export const orderShape = {
  orderId: orderIdSchema,
  transactionIds: z.array(transactionIdSchema, TRANSACTIONS).max(MAX_LIST_LENGTH, TRANSACTIONS).default([]),
  accountEmail: accountEmailSchema,
  purchasedAt: instant,
  currency: z
    .string(CURRENCY)
    .trim()
    .regex(/^[A-Z]{3}$/, CURRENCY),
  total: decimal,
  tax: decimal.default('0'),
  processingFee: decimal.default('0'),
  conversionDifference: decimal.default('0'),
  creditsPurchased: whole,
  creditsBonus: whole.default(0),
  creditsUsed: whole.default(0),
  refunds: z
    .array(z.object({ amount: decimal, at: instant }, 'an object with "amount" and "at"'), REFUNDS)
    .max(MAX_LIST_LENGTH, REFUNDS)
    .default([]),
  status: z.enum(['paid', 'refunded', 'disputed', 'cancelled'], STATUS).default('paid'),
};

/**
 * One order of any book, exactly as the contract has it; unknown fields are left out.
 * Figures that can be typed and make no sense (tax above total, no credits, use above purchase) pass: the policy names them.
 */
export const orderSchema: z.ZodType<Order> = z.object(orderShape, 'an object with the fields of one order');

/** A JSON file as a whole: for the published schema, since a book is never held in memory whole. */
export const orderBookFile = z.object({ orders: z.array(z.object(orderShape)) });

/** The names of the contract, as columns and as keys. */
export const ORDER_FIELDS = [
  'orderId',
  'transactionIds',
  'accountEmail',
  'purchasedAt',
  'currency',
  'total',
  'tax',
  'processingFee',
  'conversionDifference',
  'creditsPurchased',
  'creditsBonus',
  'creditsUsed',
  'refunds',
  'status',
] as const satisfies readonly (keyof Order)[];

/** The columns without which a table is no order book. */
export const REQUIRED_FIELDS: readonly (keyof Order)[] = [
  'orderId',
  'accountEmail',
  'purchasedAt',
  'currency',
  'total',
  'creditsPurchased',
];

function isOfPurchaseYears(text: string): boolean {
  const year = Number(text.slice(0, 4));
  return year >= PURCHASE_YEARS.first && year <= PURCHASE_YEARS.last && parseCalendarDate(text.slice(0, 10)) !== null;
}

/** Whether `text` can be compared as an address; not whether mail would arrive there. */
function isAddress(text: string): boolean {
  const at = text.lastIndexOf('@');
  return at > 0 && at < text.length - 1 && !/[\p{Cc}<>]/u.test(text) && !/\s/.test(text.slice(at));
}
