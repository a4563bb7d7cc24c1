import { addDays, type CalendarDate, calendarDateIn, daysBetween } from '../domain/calendar-date.ts';
import type { Decision } from '../domain/decision.ts';
import type { DecisionBasis, DecisionInput } from '../domain/decision-input.ts';
import { parseAmount, ZERO } from './arithmetic.ts';
import { decideUnder } from './decide.ts';
import { type Figures, gatherFacts } from './facts.ts';

const DAY_MS = 86_400_000;

/** Facts put in place of those recorded; the rest stays as it was. */
export interface Supposition {
  /** When the request came. */
  readonly submittedAt?: Date;
  /** All credits of the order that were used, bonus included, as in the order book. */
  readonly creditsUsed?: number;
}

/** The same request under other facts, by the same version of the policy. */
export function suppose(basis: DecisionBasis, supposition: Supposition): DecisionBasis {
  const { creditsUsed, submittedAt } = supposition;
  const { facts } = basis.input;
  const used = creditsUsed !== undefined && facts.kind === 'found' && facts.entry.kind === 'order';
  const input: DecisionInput = {
    ...basis.input,
    ...(submittedAt === undefined ? {} : { submittedAt }),
    ...(used ? { facts: { ...facts, entry: { kind: 'order', order: { ...facts.entry.order, creditsUsed } } } } : {}),
  };
  return { ...basis, input };
}

/** @param policyInForce false for a request that came before any version */
export function decideAgain({ input, policy }: DecisionBasis, policyInForce: boolean): Decision {
  return decideUnder(policy, policyInForce, input).decision;
}

/** One thing that would have changed the decision, by the least that it takes. */
export interface Turn {
  /** `2 days earlier`, `13 credits fewer`. */
  readonly what: string;
  readonly decision: Decision;
}

/** What would have changed the decision: days first, then credits. Empty where nothing of the two could, or the order's figures are unknown. */
export function findTurns(basis: DecisionBasis, decision: Decision): Turn[] {
  const policyInForce = !decision.flags.includes('no-policy');
  const { figures } = gatherFacts(basis.policy, policyInForce, basis.input);
  if (figures === null) return [];
  const candidates = [...dayTurns(basis, figures), ...creditTurns(basis, figures)];
  return candidates.flatMap(({ what, supposition }) => {
    const again = decideAgain(suppose(basis, supposition), policyInForce);
    return again.outcome === decision.outcome && again.amount === decision.amount ? [] : [{ what, decision: again }];
  });
}

interface Candidate {
  readonly what: string;
  readonly supposition: Supposition;
}

/** To the last day inside the window, or to the first one outside it. */
function dayTurns({ input, policy }: DecisionBasis, { days }: Figures): Candidate[] {
  if (days < 0) return [];
  const late = days - policy.windowDays;
  const shift = late > 0 ? -late : 1 - late;
  const requestedOn = calendarDateIn(policy.timezone, input.submittedAt);
  const submittedAt = onDay(input.submittedAt, requestedOn, addDays(requestedOn, shift), policy.timezone);
  return [{ what: shift < 0 ? `${counted(-shift, 'day')} earlier` : `${counted(shift, 'day')} later`, supposition: { submittedAt } }];
}

/** The same time of day on another day; around a change of the clocks an hour aside keeps it on that day. */
function onDay(instant: Date, from: CalendarDate, to: CalendarDate, timeZone: string): Date {
  const moved = instant.getTime() + daysBetween(from, to) * DAY_MS;
  const hours = [0, 1, -1].map((hour) => new Date(moved + hour * 3_600_000));
  return hours.find((each) => calendarDateIn(timeZone, each) === to) ?? new Date(moved);
}

/** To the most credits that still give the whole price, or to the first credit too many. */
function creditTurns({ policy }: DecisionBasis, { credits }: Figures): Candidate[] {
  const most = (parseAmount(policy.fullRefundMaxUsedPercent) ?? ZERO).times(credits.purchased).divToInt(100).toNumber();
  const before = policy.creditConsumption === 'bonus-first' ? credits.bonus : 0;
  const target = credits.purchasedUsed > most ? before + most : before + most + 1;
  const change = target - credits.used;
  if (change === 0 || target > credits.purchased + credits.bonus) return [];
  const what = `${counted(Math.abs(change), 'credit')} ${change < 0 ? 'fewer' : 'more'} used`;
  return [{ what, supposition: { creditsUsed: target } }];
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
