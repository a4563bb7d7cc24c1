import { Decimal } from 'decimal.js';
import type { Decision } from '../domain/decision.ts';
import type { NonRefundable, PolicyVersion } from '../domain/policy.ts';
import type { OrderWithUsage } from '../domain/verdict.ts';

/** How an amount came about, as decimal strings; null where a part plays no role. */
export interface Arithmetic {
  /** What was charged; null where all of it counts, because the order price says the same. */
  readonly total: string | null;
  /** Section 4: parts of the total that are never refunded. */
  readonly takenOff: Readonly<Record<NonRefundable, string | null>>;
  readonly price: string;
  readonly alreadyRefunded: string | null;
  /** The operands in the order of the calculation, without its result; null where the amount is simply the order price. */
  readonly steps: readonly Step[];
  /** More was refunded before than would be due now: the steps come out below zero, the amount stops at zero. */
  readonly belowZero: boolean;
}

/** One operand, with the sign before it. The first has none. */
export interface Step {
  readonly sign: '' | '÷' | '×' | '−';
  readonly value: string;
  readonly kind: 'money' | 'credits';
}

/** Shows what the decision was worked out from; the result shown is the decision's own. */
export function explainAmount(order: OrderWithUsage, decision: Decision, version: PolicyVersion): Arithmetic {
  const part = (name: NonRefundable) => (version.nonRefundable.includes(name) && !isZero(order[name]) ? order[name] : null);
  const takenOff = { tax: part('tax'), processingFee: part('processingFee'), conversionDifference: part('conversionDifference') };
  const parts = Object.values(takenOff).filter((value) => value !== null);
  const price = plain(parts.reduce((rest, value) => rest.minus(value), new Decimal(order.total)));
  const refunded = order.refunds.reduce((sum, refund) => sum.plus(refund.amount), new Decimal(0));
  const alreadyRefunded = refunded.isZero() ? null : plain(refunded);
  const total = parts.length === 0 ? null : plain(new Decimal(order.total));
  const lessRefunds: Step[] = alreadyRefunded === null ? [] : [{ sign: '−', value: alreadyRefunded, kind: 'money' }];
  const proportional = decision.clauses[0] === '2';
  const due = proportional ? new Decimal(price).times(order.purchasedCreditsUnused).div(order.creditsPurchased) : new Decimal(price);
  const start: Step[] = proportional
    ? [
        { sign: '', value: price, kind: 'money' },
        { sign: '÷', value: String(order.creditsPurchased), kind: 'credits' },
        { sign: '×', value: String(order.purchasedCreditsUnused), kind: 'credits' },
      ]
    : [
        { sign: '', value: total ?? price, kind: 'money' },
        ...parts.map((value): Step => ({ sign: '−', value: plain(new Decimal(value)), kind: 'money' })),
      ];
  return { total, takenOff, price, alreadyRefunded, steps: [...start, ...lessRefunds], belowZero: due.lt(refunded) };
}

function isZero(amount: string): boolean {
  return new Decimal(amount).isZero();
}

function plain(amount: Decimal): string {
  return amount.toFixed();
}
