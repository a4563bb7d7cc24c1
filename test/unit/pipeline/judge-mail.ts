import type { Order, OrderEntry } from '../../../src/domain/order.ts';
import { ok } from '../../../src/domain/result.ts';
import type { Verdict } from '../../../src/domain/verdict.ts';
import { readMail } from '../../../src/pipeline/read-mail.ts';
import { type TriageNeeds, triageMail } from '../../../src/pipeline/triage-mail.ts';
import type { OrderBook } from '../../../src/ports/order-book.ts';
import { loadTemplates } from '../../../src/reply/load-templates.ts';
import { policyOf } from '../policy/eligible.ts';
import { shippedTemplates } from '../reply/read-templates.ts';

/** The account of {@link ORDER}. */
export const OWNER = 'mira.holt@example.com';

export const ORDER: Order = {
  orderId: 'QI-20260301-0042',
  transactionIds: ['ch_3OqXyZ2eZvKYlo2C'],
  accountEmail: OWNER,
  purchasedAt: '2026-03-01',
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
};

export const order = (differs: Partial<Order> = {}): OrderEntry => ({ kind: 'order', order: { ...ORDER, ...differs } });

/** Knows these entries by their numbers. */
export function bookOf(...entries: readonly OrderEntry[]): OrderBook {
  const idOf = (entry: OrderEntry) => (entry.kind === 'order' ? entry.order.orderId : entry.orderId);
  return {
    find: async ({ candidates }) => {
      const named = (candidate: string) => entries.filter((entry) => idOf(entry) === candidate);
      const matches = candidates.flatMap((candidate) => named(candidate).map((entry) => ({ candidate, entry })));
      return ok({ matches, asOf: new Date(0) });
    },
    close: async () => {},
  };
}

const templates = loadTemplates(shippedTemplates());
const OWN = { addresses: ['support@shop.example'], messageIdDomain: null, listIds: [], contactFormAddresses: [] };

function needsOf(book: OrderBook, differs: Partial<TriageNeeds> = {}): TriageNeeds {
  const policy = differs.policy ?? policyOf();
  return {
    read: (raw) => readMail(raw, { policy, own: OWN, orderIdPatterns: [] }),
    orderBook: book,
    policy,
    templates,
    own: OWN,
    identity: { name: 'Shop', address: 'support@shop.example' },
    trust: { authservIds: ['mx.shop.example'], sealers: [], verifier: null },
    locales: templates.locales,
    sendOutcomes: ['full', 'proportional', 'none'],
    autoSendMaxAmount: null,
    ...differs,
  };
}

export interface Surroundings extends Partial<TriageNeeds> {
  readonly hasCase?: boolean;
}

/** One mail through every stage, with shipped templates and an in-memory order book; LF lines become CRLF. */
export async function judge(text: string, book: OrderBook, { hasCase = false, ...differs }: Surroundings = {}): Promise<Verdict> {
  const bytes = Buffer.from(text.replaceAll('\n', '\r\n'), 'utf8');
  const internalDate = new Date('2026-03-05T09:30:00Z');
  const context = { findThread: async () => null, hasCase: async () => hasCase, now: internalDate };
  const raw = { source: 'test.eml', bytes, internalDate, fileModifiedAt: null };
  const judged = await triageMail(raw, needsOf(book, differs), context, new AbortController().signal);
  if (!judged.ok) throw new Error(judged.error.message);
  return judged.value;
}

export function mail(from: string, body: string, fields = ''): string {
  return `${fields}From: ${from}\nTo: support@shop.example\nSubject: Refund Request\nMessage-ID: <m1@example.com>\nContent-Type: text/plain; charset=utf-8\n\n${body}\n`;
}
