import type { Finding } from '../../domain/finding.ts';
import { comparableOrderId } from '../../domain/order-id.ts';
import { UnusableInput } from '../../domain/problem.ts';
import { ok } from '../../domain/result.ts';
import { type FoundRecord, matchCandidates, numbersStillUnasked, unusableOf, wantedOf } from '../match-candidates.ts';
import type { OpenedBook, OrderBookOptions } from '../opened-book.ts';
import { MAX_ID_CHARS } from '../order-schema.ts';
import { readOrder } from '../read-order.ts';
import { SourceSilent, steadySource } from '../steady-source.ts';
import { type Credentials, credentialHeaders } from './credentials.ts';
import { type HttpAnswer, openHttpClient } from './get-answer.ts';
import { KnownAnswers } from './known-answers.ts';
import { parseShopAddress } from './shop-address.ts';

const ATTEMPTS = 3;
/** Each is a request. A mail that names more orders goes to a person in any case. */
const MOST_ASKED = 32;
/** No order's name: what an honest service has never heard of. */
const PROBE = 'refund-triage-probe';

export interface HttpBookSettings extends Credentials {
  /** PEM of further certificate authorities. */
  readonly ca: string | null;
  /** For one attempt. */
  readonly timeoutMs: number;
}

/**
 * A shop's web service: one GET a candidate. It answers with one order, a list of orders, or `{ "orders": [ … ] }`, each as in any book;
 * 404 where it knows none.
 * @throws UnusableInput where a person must mend something; a service that is down is no reason
 */
export async function openHttpBook(
  uri: string,
  settings: HttpBookSettings,
  { onUnusable, signal: opening }: OrderBookOptions,
): Promise<OpenedBook> {
  const address = parseShopAddress(uri);
  const client = openHttpClient(address.shown, settings.ca, settings.timeoutMs);
  const known = new KnownAnswers();
  const ask = steadySource(ATTEMPTS);

  const fetchRecords = async (id: string, account: string | null, signal: AbortSignal): Promise<readonly FoundRecord[]> => {
    const url = address.urlFor(id, account);
    if (url === null) return [];
    const kept = known.get(url);
    const headersFor = (target: URL) => ({
      Accept: 'application/json',
      'User-Agent': 'refund-triage',
      ...(kept !== null && target.href === url.href ? { 'If-None-Match': kept.etag } : {}),
      ...credentialHeaders(settings, target, new Date()),
    });
    const answer = await client.get(url, headersFor, signal);
    if (answer.status === 304 && kept !== null) return readRecords(kept.body, address.shown);
    const body = bodyOf(answer, address.shown);
    known.keep(url, body === null ? null : answer.etag, body ?? '');
    return body === null ? [] : readRecords(body, address.shown);
  };

  const probe = (signal: AbortSignal) => ask(() => fetchRecords(PROBE, null, signal), signal);
  try {
    await probe(opening);
  } catch (error) {
    client.close();
    throw error;
  }
  return {
    find: async ({ candidates, account }, signal) => {
      signal.throwIfAborted();
      const asOf = new Date();
      const records: FoundRecord[] = [];
      const sharing: FoundRecord[] = [];
      const names = namesToAsk(candidates);
      const named = names.length;
      for (const [at, id] of names.entries()) {
        const found = await ask(() => fetchRecords(id, account, signal), signal);
        if (!found.ok) return found;
        (at < named ? records : sharing).push(...found.value);
        // A payment reference leads to a number that further orders may have.
        if (names.length < MOST_ASKED) names.push(...numbersStillUnasked(found.value, wantedOf(names)));
      }
      const matches = matchCandidates(candidates, distinct([...sharing, ...records]));
      for (const entry of unusableOf(matches)) onUnusable(entry);
      return ok({ matches, asOf });
    },
    examine: async (signal) => [await examineService(await probe(signal), address.shown)],
    close: async () => client.close(),
  };
}

async function examineService(found: Awaited<ReturnType<ReturnType<typeof steadySource>>>, shown: string): Promise<Finding> {
  const check = 'order book';
  if (!found.ok)
    return { check, state: 'wrong', what: `does not answer: ${found.error.why}`, mend: 'check ORDERS, and that the service is up' };
  return { check, state: 'ok', what: `${shown} answers` };
}

/** As written, but for a `#` and space around it: the service compares. */
function namesToAsk(candidates: readonly string[]): string[] {
  const names = candidates.map((candidate) => candidate.trim().replace(/^#/, '').trim());
  return [...new Set(names)].filter((name) => comparableOrderId(name) !== '' && name.length <= MAX_ID_CHARS).slice(0, MOST_ASKED);
}

/** @returns the body; null where the service knows no such order */
function bodyOf({ status, body, contentType, retryAfter }: HttpAnswer, shown: string): string | null {
  if (status === 200) return body;
  // A page for people is what an address says that is wrong from the start: nobody's order is missing because of it.
  if (status === 404 && !/\bhtml\b/i.test(contentType)) return null;
  if (status === 401) {
    const mend = 'check ORDERS_TOKEN, or ORDERS_HMAC_SECRET and ORDERS_HMAC_HEADER';
    throw new UnusableInput([{ place: shown, what: 'does not accept who we are (401)', mend }]);
  }
  const why = status === 404 ? 'answers 404 with a page for people; is the address right?' : `answers ${status}`;
  throw new SourceSilent(`${shown}: ${why}`, mayComeBackAfter(retryAfter));
}

/** RFC 9110 section 10.2.3: seconds, or a date. */
function mayComeBackAfter(retryAfter: string | null): number {
  if (retryAfter === null) return 0;
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter) * 1000;
  const at = Date.parse(retryAfter);
  return Number.isNaN(at) ? 0 : Math.max(0, at - Date.now());
}

function readRecords(body: string, shown: string): readonly FoundRecord[] {
  return ordersIn(parseJson(body, shown), shown).map((fields, position) => {
    const place = `${shown}: orders[${position}]`;
    const read = readOrder({ position, fields, problems: [] }, (field) => (field === undefined ? place : `${place}.${field}`));
    return { ...read, place };
  });
}

function parseJson(body: string, shown: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new SourceSilent(`${shown}: answers with something that is no JSON`);
  }
}

/** What has no order number is no order, and its answer no answer: `{ "error": … }` must not read as "no such order". */
function ordersIn(value: unknown, shown: string): readonly unknown[] {
  const whole: unknown = typeof value === 'object' && value !== null && 'orders' in value ? value.orders : value;
  const orders: readonly unknown[] = Array.isArray(whole) ? whole : [whole];
  if (orders.every((order) => typeof order === 'object' && order !== null && 'orderId' in order)) return orders;
  throw new SourceSilent(`${shown}: answers with something that is no order`);
}

/** An order that two candidates lead to comes twice, word for word; anything else under one number is two records. */
function distinct(records: readonly FoundRecord[]): readonly FoundRecord[] {
  return [...new Map(records.map((record) => [JSON.stringify([record.entry, record.transactionIds]), record])).values()];
}
