import type { Decimal } from 'decimal.js';
import type { Order } from '../domain/order.ts';
import type { NonRefundable, PolicyVersion } from '../domain/policy.ts';
import { parseAmount, sum, ZERO } from './arithmetic.ts';

/** An order's money, exact, in its currency. */
export interface Money {
  readonly total: Decimal;
  /** The parts of the total that the policy in force never refunds; zero ones are left out. */
  readonly parts: readonly { readonly name: NonRefundable; readonly amount: Decimal }[];
  readonly nonRefundable: Decimal;
  /** Contract, rule 4: the total less the non-refundable parts. */
  readonly price: Decimal;
  /** Refunded already. */
  readonly refunded: Decimal;
}

/** @returns the money, or why it cannot be reckoned with */
export function readMoney(order: Order, version: PolicyVersion): Money | { readonly problem: string } {
  const total = parseAmount(order.total);
  const tax = parseAmount(order.tax);
  const processingFee = parseAmount(order.processingFee);
  const conversionDifference = parseAmount(order.conversionDifference);
  const refunds = order.refunds.map((refund) => parseAmount(refund.amount));
  if (total === null || tax === null || processingFee === null || conversionDifference === null || refunds.includes(null)) {
    return { problem: 'amounts are plain decimal numbers, 0 or more' };
  }
  // Also where a version refunds one of them: parts cannot be more than the whole.
  if (sum([tax, processingFee, conversionDifference]).gt(total)) return { problem: 'the non-refundable parts are more than the total' };
  const amounts = { tax, processingFee, conversionDifference };
  const parts = version.nonRefundable.map((name) => ({ name, amount: amounts[name] })).filter((part) => !part.amount.isZero());
  const nonRefundable = sum(parts.map((part) => part.amount));
  return { total, parts, nonRefundable, price: total.minus(nonRefundable), refunded: sum(refunds.map((refund) => refund ?? ZERO)) };
}
