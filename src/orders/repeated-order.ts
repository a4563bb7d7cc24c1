import { comparableAddress } from '../domain/address.ts';
import type { OrderEntry } from '../domain/order.ts';

/** Records that share an order number: nobody can say which is right. Their account is known where they agree on it. */
export function setAside(entries: readonly OrderEntry[], places: readonly string[]): OrderEntry {
  const whole = entries.map((entry) => (entry.kind === 'order' ? { ...entry.order, problems: [] } : entry));
  const orderId = whole[0]?.orderId ?? '';
  const accounts = new Set(whole.map(({ accountEmail }) => (accountEmail === null ? null : comparableAddress(accountEmail))));
  const repeated = places.map((place) => ({
    place,
    what: `the order number ${orderId} stands in ${places.length} records`,
    mend: 'keep the one that is right',
  }));
  return {
    kind: 'unusable',
    orderId,
    accountEmail: accounts.size === 1 ? (whole[0]?.accountEmail ?? null) : null,
    problems: [...repeated, ...whole.flatMap(({ problems }) => problems)],
  };
}
