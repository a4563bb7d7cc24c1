import type { z } from 'zod';
import type { OrderEntry } from '../domain/order.ts';
import { comparableOrderId, comparableTransactionId } from '../domain/order-id.ts';
import type { Problem } from '../domain/problem.ts';
import { accountEmailSchema, orderIdSchema, orderSchema, transactionIdSchema } from './order-schema.ts';
import type { RawRecord } from './record.ts';

/** Enough to recognise a value by; a cell may hold a whole page. */
const MAX_SHOWN_CHARS = 60;

/** A record judged, and the names under which it can be looked up. */
export interface ReadOrder {
  readonly entry: OrderEntry;
  /** Comparable order number; null where the record has no readable one. */
  readonly key: string | null;
  /** Comparable transaction IDs, each once. */
  readonly transactionIds: readonly string[];
}

/** @param placeOf names the record's place, or that of a field in it, to a person */
export function readOrder(record: RawRecord, placeOf: (field?: string) => string): ReadOrder {
  const parsed = orderSchema.safeParse(record.fields);
  if (parsed.success && record.problems.length === 0) {
    const order = parsed.data;
    return {
      entry: { kind: 'order', order },
      key: comparableOrderId(order.orderId),
      transactionIds: [...new Set(order.transactionIds)],
    };
  }
  const issues = parsed.error?.issues ?? [];
  const problems = [...record.problems, ...issues.map((issue) => problemOf(issue, record.fields, placeOf))];
  return readUnusable(record.fields, problems, placeOf());
}

/** What is still legible of an unusable record finds it again, so that a request for it reaches a person. */
export function readUnusable(fields: unknown, problems: readonly Problem[], place: string): ReadOrder {
  const at = (field: string) => valueAt(fields, [field]);
  const orderId = orderIdSchema.safeParse(asText(at('orderId'))).data ?? null;
  const accountEmail = accountEmailSchema.safeParse(at('accountEmail')).data ?? null;
  return {
    entry: { kind: 'unusable', orderId: orderId ?? place, accountEmail, problems },
    key: orderId === null ? null : comparableOrderId(orderId),
    transactionIds: readTransactionIds(at('transactionIds')),
  };
}

/** The references of a list that can be read, in their comparable form, each once. */
export function readTransactionIds(listed: unknown): readonly string[] {
  const legible = Array.isArray(listed) ? listed.flatMap((id) => transactionIdSchema.safeParse(id).data ?? []) : [];
  return [...new Set(legible.map(comparableTransactionId))];
}

/** `"orderId": 10482` is against the contract, but it is plain which order is meant. */
function asText(orderId: unknown): unknown {
  return Number.isSafeInteger(orderId) ? String(orderId) : orderId;
}

export function problemOf(issue: z.core.$ZodIssue, fields: unknown, placeOf: (field?: string) => string): Problem {
  return {
    place: issue.path.length === 0 ? placeOf() : placeOf(pathText(issue.path)),
    what: foundText(valueAt(fields, issue.path)),
    mend: `expected ${issue.message}`,
  };
}

/** `refunds[0].amount` */
function pathText(path: readonly PropertyKey[]): string {
  return path.map((step, depth) => (typeof step === 'number' ? `[${step}]` : `${depth === 0 ? '' : '.'}${String(step)}`)).join('');
}

function valueAt(fields: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, step) ? (value as Record<PropertyKey, unknown>)[step] : undefined,
    fields,
  );
}

function foundText(value: unknown): string {
  if (value === undefined) return 'is missing';
  if (typeof value === 'number') return `is the number ${value}`;
  const text = JSON.stringify(value);
  return `is ${text.length > MAX_SHOWN_CHARS ? `${text.slice(0, MAX_SHOWN_CHARS)}…` : text}`;
}
