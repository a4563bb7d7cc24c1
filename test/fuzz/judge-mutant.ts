import { isDeepStrictEqual } from 'node:util';
import type { Order } from '../../src/domain/order.ts';
import { ok } from '../../src/domain/result.ts';
import type { Verdict } from '../../src/domain/verdict.ts';
import { readMail } from '../../src/pipeline/read-mail.ts';
import { type TriageNeeds, triageMail } from '../../src/pipeline/triage-mail.ts';
import type { OrderBook } from '../../src/ports/order-book.ts';
import { loadTemplates } from '../../src/reply/load-templates.ts';
import { policyOf } from '../unit/policy/eligible.ts';
import { shippedTemplates } from '../unit/reply/read-templates.ts';

/** What one mail may cost of a processor's time, whatever else the machine does; the fixtures take a few milliseconds. */
export const MOST_MS = 2000;
/** The longest order number that an order book takes. */
const MOST_ID_CHARS = 200;

const ORDER: Order = {
  orderId: 'QI-1',
  transactionIds: [],
  accountEmail: 'mira.holt@example.com',
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

/** Knows whatever it is asked for, so that as many mails as can be get as far as a reply with an amount. */
const KNOWS_ALL: OrderBook = {
  find: async ({ candidates: [candidate] }) => {
    const matches =
      candidate === undefined ? [] : [{ candidate, entry: { kind: 'order', order: { ...ORDER, orderId: candidate } } } as const];
    return ok({ matches, asOf: new Date(0) });
  },
  close: async () => {},
};

const POLICY = policyOf();
const OWN = { addresses: ['support@shop.example'], messageIdDomain: null, listIds: [], contactFormAddresses: [] };

const NEEDS: TriageNeeds = {
  read: (raw) => readMail(raw, { policy: POLICY, own: OWN, orderIdPatterns: [] }),
  orderBook: KNOWS_ALL,
  policy: POLICY,
  templates: loadTemplates(shippedTemplates()),
  own: OWN,
  identity: { name: 'Shop', address: 'support@shop.example' },
  trust: { authservIds: ['mx.shop.example'], sealers: [], verifier: null },
  locales: ['en', 'de', 'fr', 'ja', 'ar'],
  sendOutcomes: ['full', 'proportional', 'none'],
  autoSendMaxAmount: '50.00',
};

const ALONE = { findThread: async () => null, hasCase: async () => false, now: new Date('2026-03-05T10:00:00Z') };

/**
 * @returns milliseconds of processor time that judging it took
 * @throws Error where the mail is judged in a way that no mail may be
 */
export async function judgeMutant(bytes: Uint8Array): Promise<number> {
  const started = process.threadCpuUsage();
  const judged = await judge(bytes);
  const { user, system } = process.threadCpuUsage(started);
  const tookMs = (user + system) / 1000;
  if (tookMs > MOST_MS) throw new Error(`took ${Math.round(tookMs)} ms`);
  if (!isDeepStrictEqual(judged, await judge(bytes))) throw new Error('judged twice, the answers differ');
  if (judged.ok) checkVerdict(judged.value);
  return tookMs;
}

function judge(bytes: Uint8Array) {
  const fileModifiedAt = new Date('2026-03-05T09:30:00Z');
  return triageMail({ source: 'fuzzed.eml', bytes, internalDate: null, fileModifiedAt }, NEEDS, ALONE, AbortSignal.timeout(60_000));
}

function checkVerdict({ claim, reply, decision }: Verdict): void {
  for (const id of claim?.orderIds ?? []) if (id.length > MOST_ID_CHARS) throw new Error(`an order number of ${id.length} characters`);
  if (decision !== null && Number(decision.amount) > Number(ORDER.total)) throw new Error(`an amount of ${decision.amount}`);
  if (reply === null) return;
  const oneLine = { ...reply.headers, to: reply.to, subject: reply.subject };
  for (const [name, value] of Object.entries(oneLine)) {
    if (/[\r\n\0]/.test(name + value)) throw new Error(`a line break in the reply's ${name}: ${JSON.stringify(value)}`);
  }
}
