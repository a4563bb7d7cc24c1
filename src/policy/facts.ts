import { type CalendarDate, calendarDateIn, daysBetween } from '../domain/calendar-date.ts';
import type { RequestField } from '../domain/claim.ts';
import type { DecisionInput } from '../domain/decision-input.ts';
import type { Order } from '../domain/order.ts';
import type { PolicyVersion } from '../domain/policy.ts';
import { type Credits, creditProblems, splitCredits } from './credits.ts';
import { type Money, readMoney } from './money.ts';
import { purchaseDateIn } from './purchase-date.ts';

/** The figures that sections 1 to 4 are worked out from, every one of them usable. */
export interface Figures {
  readonly purchasedOn: CalendarDate;
  /** Calendar days from purchase to request; negative where the purchase is later. */
  readonly days: number;
  readonly money: Money;
  readonly credits: Credits;
}

/** What is known when the rules are looked at: each number worked out once. A part that cannot be known is null; the others stand. */
export interface Facts {
  readonly input: DecisionInput;
  readonly version: PolicyVersion;
  /** False: received before the first version, which is then applied. */
  readonly policyInForce: boolean;
  /** What the policy requires and the mail does not give. */
  readonly missing: readonly RequestField[];
  readonly requestedOn: CalendarDate;
  readonly order: Order | null;
  /** The account that the book records for the order found. */
  readonly account: string | null;
  readonly purchasedOn: CalendarDate | null;
  readonly money: Money | null;
  readonly credits: Credits | null;
  readonly figures: Figures | null;
  /** Why the order's record cannot be reckoned with. */
  readonly orderProblems: readonly string[];
}

export function gatherFacts(version: PolicyVersion, policyInForce: boolean, input: DecisionInput): Facts {
  const entry = input.facts.kind === 'found' ? input.facts.entry : null;
  const known = {
    input,
    version,
    policyInForce,
    missing: input.claim.missing.filter((field) => version.requiredFields.includes(field)),
    requestedOn: calendarDateIn(version.timezone, input.submittedAt),
  };
  if (entry?.kind !== 'order') {
    const orderProblems = entry?.problems.map((problem) => problem.what) ?? [];
    return { ...known, ...NOTHING_RECORDED, account: entry?.accountEmail ?? null, orderProblems };
  }
  return { ...known, ...readOrder(entry.order, version, known.requestedOn) };
}

type OrderRead = Pick<Facts, 'order' | 'account' | 'purchasedOn' | 'money' | 'credits' | 'figures' | 'orderProblems'>;

const NOTHING_RECORDED = { order: null, purchasedOn: null, money: null, credits: null, figures: null } as const;

function readOrder(order: Order, version: PolicyVersion, requestedOn: CalendarDate): OrderRead {
  const purchasedOn = purchaseDateIn(version.timezone, order.purchasedAt);
  const read = readMoney(order, version);
  const money = 'problem' in read ? null : read;
  const countProblems = creditProblems(order);
  const credits = countProblems.length === 0 ? splitCredits(order, version.creditConsumption) : null;
  const orderProblems = [
    ...(purchasedOn === null ? ['the purchase time is no ISO 8601 date, or time with an offset'] : []),
    ...('problem' in read ? [read.problem] : []),
    ...countProblems,
  ];
  const complete = purchasedOn !== null && money !== null && credits !== null;
  const figures = complete ? { purchasedOn, days: daysBetween(purchasedOn, requestedOn), money, credits } : null;
  return { order, account: order.accountEmail, purchasedOn, money, credits, figures, orderProblems };
}
