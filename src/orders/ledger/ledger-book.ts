import type { Order, OrderEntry } from '../../domain/order.ts';
import type { CreditConsumption } from '../../domain/policy.ts';
import { describeProblem, type Problem } from '../../domain/problem.ts';
import { ok } from '../../domain/result.ts';
import { type Attribution, type AttributionLine, attributeUsage, type Lot } from '../attribution/attribute-usage.ts';
import { compareEvents, compareInstants, type Instant } from '../attribution/ledger-event.ts';
import { type FoundRecord, matchCandidates, numbersStillUnasked, unusableOf, wantedOf } from '../match-candidates.ts';
import type { OpenedBook } from '../opened-book.ts';
import type { AccountEvents, LedgerIndex, PurchaseRecord } from './ledger-index.ts';
import { ledgerProblems } from './ledger-problems.ts';
import { linesOf } from './usage-lines.ts';

/**
 * A book whose orders have no total of credits used: it is worked out from the account's events, up to `asOf`.
 * @param onUnusable told of orders whose account has something that cannot be used, when a mail names them
 */
export function ledgerBook(index: LedgerIndex, where: string, asOf: Date, onUnusable: (entry: OrderEntry) => void): OpenedBook {
  const until: Instant = { ms: asOf.getTime(), nanos: 0 };
  const recordsFor = (candidates: readonly string[], consumption: CreditConsumption, tell?: (line: AttributionLine) => void) => {
    const wanted = wantedOf(candidates);
    const named = index.purchasesNamed(wanted);
    const sharing = index.purchasesNamed({ orderIds: numbersStillUnasked(named, wanted), transactionIds: [] });
    const records = [...sharing, ...named.filter(({ place }) => !sharing.some((other) => other.place === place))];
    const accounts = new Set(records.flatMap(({ account }) => account ?? []));
    const worked = new Map([...accounts].map((account) => [account, workOut(index.eventsOf(account), consumption, until, tell)]));
    return records.map((record) => withUsage(record, worked, until));
  };
  return {
    find: async ({ candidates, creditConsumption }, signal) => {
      signal.throwIfAborted();
      const matches = matchCandidates(candidates, recordsFor(candidates, creditConsumption));
      for (const entry of unusableOf(matches)) onUnusable(entry);
      return ok({ matches, asOf });
    },
    explainUsage: async (orderId, creditConsumption) => {
      const lines: AttributionLine[] = [];
      recordsFor([orderId], creditConsumption, (line) => lines.push(line));
      const named = [...new Set(lines.flatMap(({ lot }) => lot?.orderId ?? []))];
      return linesOf(lines, index.orderIdsAsWritten(named));
    },
    examine: async () => [{ check: 'order book', state: 'ok', what: `${where}, a ledger of single events` }],
    close: async () => index.close(),
  };
}

interface WorkedOut {
  readonly recorded: AccountEvents;
  readonly problems: readonly Problem[];
  readonly attribution: Attribution;
}

function workOut(
  recorded: AccountEvents,
  consumption: CreditConsumption,
  until: Instant,
  tell?: (line: AttributionLine) => void,
): WorkedOut {
  const problems = [...recorded.problems, ...ledgerProblems(recorded.events)];
  return { recorded, problems, attribution: attributeUsage(recorded.events, consumption, until, tell) };
}

function withUsage(record: PurchaseRecord, worked: ReadonlyMap<string, WorkedOut>, until: Instant): FoundRecord {
  const { entry, account, key, place } = record;
  const known = account === null ? undefined : worked.get(account);
  if (entry.kind !== 'order' || known === undefined || key === null) return record;
  if (known.problems.length > 0) return { ...record, entry: unusable(entry.order, known.problems, place) };
  const refunds = known.recorded.refunds
    .filter(({ event }) => event.kind === 'refund' && event.orderId === key && compareInstants(event.at, until) <= 0)
    .toSorted((a, b) => compareEvents(a.event, b.event) || (a.amount < b.amount ? -1 : 1))
    .map(({ amount, at }) => ({ amount, at }));
  return { ...record, entry: { kind: 'order', order: { ...factsOf(entry.order, key, known.attribution), refunds } } };
}

function unusable(order: Order, problems: readonly Problem[], place: string): OrderEntry {
  const [first] = problems;
  const what = `its account's ledger cannot be reckoned with${first === undefined ? '' : ` (${describeProblem(first)})`}`;
  return { kind: 'unusable', orderId: order.orderId, accountEmail: order.accountEmail, problems: [{ place, what }, ...problems] };
}

/** The same facts as a book of totals has, and the split between purchased and bonus credits, which is known here. */
function factsOf(order: Order, key: string, { lots, beyond }: Attribution): Order {
  const own = lots.filter(({ orderId }) => orderId === key);
  const purchased = own.filter(({ kind }) => kind === 'purchased');
  // Bought after the instant of the facts: nothing has happened to it.
  if (purchased.length === 0) return order;
  const bonus = own.filter(({ kind }) => kind === 'bonus');
  const creditsBeyond = beyond.get(key) ?? 0;
  const [purchasedUsed, bonusUsed] = [sum(purchased, 'used'), sum(bonus, 'used')];
  return {
    ...order,
    creditsBonus: sum(bonus, 'credits'),
    creditsUsed: purchasedUsed + bonusUsed + creditsBeyond,
    attribution: { purchasedUsed, bonusUsed, purchasedLeft: sum(purchased, 'left'), bonusLeft: sum(bonus, 'left'), beyond: creditsBeyond },
  };
}

function sum(lots: readonly Lot[], what: 'credits' | 'used' | 'left'): number {
  return lots.reduce((total, lot) => total + lot[what], 0);
}
