import type { Config } from '../config/config.ts';
import type { OrderEntry } from '../domain/order.ts';
import { ok, type Result, refuse } from '../domain/result.ts';
import type { UsageExplanation } from '../domain/usage-explanation.ts';
import { type Overrides, orderBookUri, readPolicy, type Surroundings } from './sources.ts';

/** Why there is nothing to explain. */
export type NothingToExplain =
  | { readonly kind: 'not-found' }
  | { readonly kind: 'unavailable'; readonly why: string }
  | { readonly kind: 'unusable'; readonly entry: Extract<OrderEntry, { kind: 'unusable' }> };

/**
 * How the usage of one order came about, by the policy in force at `at`.
 * @param orderId an order number or a transaction ID
 */
export async function explainUsage(
  config: Config,
  overrides: Overrides,
  orderId: string,
  at: Date,
  around: Surroundings,
  signal: AbortSignal,
): Promise<Result<UsageExplanation, NothingToExplain>> {
  const [policy, { versionInForce }, { openOrderBook }] = await Promise.all([
    readPolicy(config, overrides, around),
    import('../policy/version-in-force.ts'),
    import('../orders/open-order-book.ts'),
  ]);
  const { creditConsumption } = versionInForce(policy, at) ?? policy.versions[0];
  const uri = orderBookUri(config, overrides, around);
  const book = await openOrderBook(uri, { signal, settings: config.orderBook, now: () => at, onUnusable: () => {} });
  try {
    const answer = await book.find({ candidates: [orderId], account: null, creditConsumption }, signal);
    if (!answer.ok) return refuse(answer.error);
    const [match] = answer.value.matches;
    if (match === undefined) return refuse({ kind: 'not-found' });
    const { entry } = match;
    if (entry.kind === 'unusable') return refuse({ kind: 'unusable', entry });
    const lines = (await book.explainUsage?.(entry.order.orderId, creditConsumption)) ?? null;
    return ok({ order: entry.order, asOf: answer.value.asOf, creditConsumption, lines });
  } finally {
    await book.close();
  }
}
