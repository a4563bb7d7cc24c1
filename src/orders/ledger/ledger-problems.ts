import type { Problem } from '../../domain/problem.ts';
import type { LedgerEvent } from '../attribution/ledger-event.ts';

/** What makes one account's events contradict themselves: then nobody can say which order was used. */
export function ledgerProblems(events: readonly LedgerEvent[]): readonly Problem[] {
  const orders = new Set(events.flatMap((event) => (event.kind === 'purchase' ? [event.orderId] : [])));
  const grants = new Set(events.flatMap((event) => (event.kind === 'grant' && event.id !== null ? [event.id] : [])));
  return [...repeatedIds(events), ...events.flatMap((event) => danglingNames(event, orders, grants)), ...uncountable(events)];
}

/** The same event exported twice would be counted twice. */
function repeatedIds(events: readonly LedgerEvent[]): readonly Problem[] {
  const seen = new Set<string>();
  return events.flatMap((event) => {
    if ((event.kind !== 'grant' && event.kind !== 'usage') || event.id === null) return [];
    const name = `${event.kind} ${event.id}`;
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [{ place: name, what: 'stands twice in the ledger', mend: 'keep one' }];
  });
}

function danglingNames(event: LedgerEvent, orders: ReadonlySet<string>, grants: ReadonlySet<string>): readonly Problem[] {
  const orderId = event.kind !== 'purchase' && 'orderId' in event ? event.orderId : null;
  const grantId = event.kind === 'expiry' ? event.grantId : null;
  const mend = 'name one of the same account, or leave it out';
  return [
    ...(orderId === null || orders.has(orderId)
      ? []
      : [{ place: `${event.kind} of order ${orderId}`, what: 'there is no such purchase', mend }]),
    ...(grantId === null || grants.has(grantId)
      ? []
      : [{ place: `${event.kind} of grant ${grantId}`, what: 'there is no such grant', mend }]),
  ];
}

/** Above 2^53 - 1 a sum of counts would be rounded. */
function uncountable(events: readonly LedgerEvent[]): readonly Problem[] {
  const total = events.reduce((sum, { credits }) => sum + (credits ?? 0), 0);
  return Number.isSafeInteger(total) ? [] : [{ place: 'credits', what: 'are more together than can be counted exactly' }];
}
