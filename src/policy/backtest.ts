import type { Decimal } from 'decimal.js';
import type { CalendarDate } from '../domain/calendar-date.ts';
import { calendarDateIn } from '../domain/calendar-date.ts';
import type { Decision, Outcome } from '../domain/decision.ts';
import type { DecisionBasis } from '../domain/decision-input.ts';
import type { Policy, PolicyVersion } from '../domain/policy.ts';
import { parseAmount, ZERO } from './arithmetic.ts';
import { decideUnder } from './decide.ts';
import { versionInForce } from './version-in-force.ts';

/** A decision as it was made, with the facts of that instant. */
export interface PastDecision {
  /** The case, or the mail where mails were judged for this. */
  readonly id: string;
  readonly basis: DecisionBasis;
  readonly decision: Decision;
}

/**
 * Which version past requests are tried under. `one`: this one, as if it had been in force whenever some version was.
 * `dated`: the one that the file has in force on each request's own day.
 */
export type Trial = { readonly kind: 'one'; readonly version: PolicyVersion } | { readonly kind: 'dated'; readonly policy: Policy };

/** What a decision comes to, as far as a backtest looks. */
export interface Ruling {
  readonly outcome: Outcome;
  /** Two decimals. */
  readonly amount: string;
  /** The section that decided. */
  readonly section: string;
}

export interface ChangedCase {
  readonly id: string;
  readonly orderId: string | null;
  /** In the time zone of the version tried. */
  readonly requestedOn: CalendarDate;
  readonly currency: string | null;
  readonly before: Ruling;
  readonly after: Ruling;
}

/** What goes out in one currency. Under `review` nothing is paid before a person says so, so it does not count. */
interface Paid {
  readonly before: string;
  readonly after: string;
  /** `after` less `before`: `"-3.20"`. */
  readonly difference: string;
}

/** How many requests went from one ruling to another; those that stayed are counted too. */
export interface Move {
  readonly before: Pick<Ruling, 'outcome' | 'section'>;
  readonly after: Pick<Ruling, 'outcome' | 'section'>;
  readonly cases: number;
}

export interface Backtest {
  readonly cases: number;
  readonly outcomesChanged: number;
  readonly amountsChanged: number;
  readonly moves: readonly Move[];
  /** By currency, ISO 4217, in alphabetic order. */
  readonly paid: Readonly<Record<string, Paid>>;
  readonly changed: readonly ChangedCase[];
}

/** Counts as it goes: what it holds grows with the changed cases, not with all of them. */
export class BacktestTally {
  readonly #trial: Trial;
  readonly #changed: ChangedCase[] = [];
  readonly #moves = new Map<string, { move: Move; cases: number }>();
  readonly #paid = new Map<string, { before: Decimal; after: Decimal }>();
  #cases = 0;

  constructor(trial: Trial) {
    this.#trial = trial;
  }

  add(past: PastDecision): void {
    const { input } = past.basis;
    const { version, inForce } = versionFor(this.#trial, past);
    const { decision } = decideUnder(version, inForce, input);
    const before = rulingOf(past.decision);
    const after = rulingOf(decision);
    const currency = decision.currency ?? past.decision.currency;
    this.#cases += 1;
    this.#countMove(before, after);
    if (currency !== null) this.#countPaid(currency, before, after);
    if (before.outcome === after.outcome && before.amount === after.amount) return;
    const requestedOn = calendarDateIn(version.timezone, input.submittedAt);
    this.#changed.push({ id: past.id, orderId: orderIdOf(past.basis), requestedOn, currency, before, after });
  }

  result(): Backtest {
    const changed = this.#changed.toSorted((a, b) => compare(a.requestedOn, b.requestedOn) || compare(a.id, b.id));
    return {
      cases: this.#cases,
      outcomesChanged: changed.filter(({ before, after }) => before.outcome !== after.outcome).length,
      amountsChanged: changed.filter(({ before, after }) => before.amount !== after.amount).length,
      moves: [...this.#moves.entries()].sort(([a], [b]) => compare(a, b)).map(([, { move, cases }]) => ({ ...move, cases })),
      paid: Object.fromEntries([...this.#paid].sort(([a], [b]) => compare(a, b)).map(([currency, sums]) => [currency, paidOf(sums)])),
      changed,
    };
  }

  #countMove({ outcome, section }: Ruling, after: Ruling): void {
    const key = [section, outcome, after.section, after.outcome].join(' ');
    const known = this.#moves.get(key);
    if (known) known.cases += 1;
    else {
      const move = { before: { outcome, section }, after: { outcome: after.outcome, section: after.section }, cases: 0 };
      this.#moves.set(key, { move, cases: 1 });
    }
  }

  #countPaid(currency: string, before: Ruling, after: Ruling): void {
    const sums = this.#paid.get(currency) ?? { before: ZERO, after: ZERO };
    this.#paid.set(currency, { before: sums.before.plus(paidBy(before)), after: sums.after.plus(paidBy(after)) });
  }
}

/** A request that came before any policy stays without one: no trial puts a version where none was published. */
function versionFor(trial: Trial, { basis, decision }: PastDecision): { version: PolicyVersion; inForce: boolean } {
  if (trial.kind === 'one') return { version: trial.version, inForce: !decision.flags.includes('no-policy') };
  const found = versionInForce(trial.policy, basis.input.submittedAt);
  return { version: found ?? trial.policy.versions[0], inForce: found !== null };
}

function rulingOf({ outcome, amount, clauses }: Decision): Ruling {
  return { outcome, amount, section: clauses[0] ?? '5' };
}

function paidBy({ outcome, amount }: Ruling): Decimal {
  return outcome === 'full' || outcome === 'proportional' ? (parseAmount(amount) ?? ZERO) : ZERO;
}

function paidOf({ before, after }: { readonly before: Decimal; readonly after: Decimal }): Paid {
  return { before: before.toFixed(2), after: after.toFixed(2), difference: after.minus(before).toFixed(2) };
}

function orderIdOf({ input }: DecisionBasis): string | null {
  if (input.facts.kind !== 'found') return input.claim.orderIds[0] ?? null;
  const { entry } = input.facts;
  return entry.kind === 'order' ? entry.order.orderId : entry.orderId;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
