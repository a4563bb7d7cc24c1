import type { z } from 'zod';
import { comparableAddress } from '../../domain/address.ts';
import type { Order } from '../../domain/order.ts';
import { comparableOrderId } from '../../domain/order-id.ts';
import type { Problem } from '../../domain/problem.ts';
import type { Instant, LedgerEvent } from '../attribution/ledger-event.ts';
import { accountEmailSchema } from '../order-schema.ts';
import { problemOf, type ReadOrder, readUnusable } from '../read-order.ts';
import { EVENT_SCHEMAS, type LedgerList } from './ledger-schema.ts';
import { readInstant } from './read-instant.ts';

/** One element of a ledger's list, judged. */
export interface ReadEvent {
  /** In its comparable form; null where it cannot be read. */
  readonly account: string | null;
  /** None where it is unusable; two for a purchase that bonus credits came with. */
  readonly events: readonly LedgerEvent[];
  /** A purchase is an order as well. */
  readonly order: ReadOrder | null;
  /** A refund as orders have it. */
  readonly refund: { readonly amount: string; readonly at: string } | null;
  readonly problems: readonly Problem[];
}

type Placed = (field?: string) => string;

type Reader = (fields: unknown, placeOf: Placed) => ReadEvent;

const READERS: Readonly<Record<LedgerList, Reader>> = {
  purchases: (fields, placeOf) => {
    const read = judge(EVENT_SCHEMAS.purchases, fields, placeOf, (bought) => ({
      events: eventsOfPurchase(bought),
      order: orderOf(bought),
    }));
    return read.order === null ? { ...read, order: readUnusable(fields, read.problems, placeOf()) } : read;
  },
  grants: (fields, placeOf) =>
    judge(EVENT_SCHEMAS.grants, fields, placeOf, ({ at, grantId: id = null, orderId = null, credits, expiresAt }) => ({
      events: [{ kind: 'grant', at: readInstant(at), id, orderId, credits, expiresAt: endOf(expiresAt) }],
    })),
  usage: (fields, placeOf) =>
    judge(EVENT_SCHEMAS.usage, fields, placeOf, ({ at, usageId: id = null, credits }) => ({
      events: [{ kind: 'usage', at: readInstant(at), id, credits }],
    })),
  refunds: (fields, placeOf) =>
    judge(EVENT_SCHEMAS.refunds, fields, placeOf, ({ at, orderId, credits, amount }) => ({
      events: [{ kind: 'refund', at: readInstant(at), orderId, credits }],
      refund: { amount, at },
    })),
  expiries: (fields, placeOf) =>
    judge(EVENT_SCHEMAS.expiries, fields, placeOf, ({ at, orderId = null, grantId = null, credits = null }) => ({
      events: [{ kind: 'expiry', at: readInstant(at), orderId, grantId, credits }],
    })),
};

/** @param placeOf names the element's place, or that of a field in it, to a person */
export function readEvent(list: LedgerList, fields: unknown, placeOf: Placed): ReadEvent {
  return READERS[list](fields, placeOf);
}

function judge<Output extends { readonly accountEmail: string }>(
  schema: z.ZodType<Output>,
  fields: unknown,
  placeOf: Placed,
  use: (output: Output) => Pick<ReadEvent, 'events'> & Partial<ReadEvent>,
): ReadEvent {
  const parsed = schema.safeParse(fields);
  const nothing = { events: [], order: null, refund: null };
  if (parsed.success) return { ...nothing, account: comparableAddress(parsed.data.accountEmail), problems: [], ...use(parsed.data) };
  return { ...nothing, account: accountIn(fields), problems: parsed.error.issues.map((issue) => problemOf(issue, fields, placeOf)) };
}

function accountIn(fields: unknown): string | null {
  const stated = typeof fields === 'object' && fields !== null && 'accountEmail' in fields ? fields.accountEmail : undefined;
  const read = accountEmailSchema.safeParse(stated).data;
  return read === undefined ? null : comparableAddress(read);
}

type Bought = z.output<(typeof EVENT_SCHEMAS)['purchases']>;

function eventsOfPurchase({ orderId, purchasedAt, creditsPurchased, creditsBonus, expiresAt }: Bought): readonly LedgerEvent[] {
  const common = { at: readInstant(purchasedAt), orderId: comparableOrderId(orderId), expiresAt: endOf(expiresAt) };
  const purchase = { kind: 'purchase', credits: creditsPurchased, ...common } as const;
  return creditsBonus === 0 ? [purchase] : [purchase, { kind: 'grant', id: null, credits: creditsBonus, ...common }];
}

function orderOf({ expiresAt: _expiresAt, creditsUsed: _used, refunds: _refunds, ...bought }: Bought): ReadOrder {
  const order: Order = { ...bought, creditsUsed: 0, refunds: [] };
  return { entry: { kind: 'order', order }, key: comparableOrderId(order.orderId), transactionIds: [...new Set(order.transactionIds)] };
}

function endOf(expiresAt: string | undefined): Instant | null {
  return expiresAt === undefined ? null : readInstant(expiresAt);
}
