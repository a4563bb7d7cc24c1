import { addDays } from '../../../src/domain/calendar-date.ts';
import type { Order } from '../../../src/domain/order.ts';
import { day } from './eligible.ts';

/** Two decimals in, whole cents out. */
export function cents(amount: string): bigint {
  const [units = '0', decimals = ''] = amount.split('.');
  return BigInt(units) * 100n + BigInt(decimals.padEnd(2, '0'));
}

/** Nothing is used before the bonus is. */
function purchasedUsed(order: Order): bigint {
  const beyondBonus = BigInt(order.creditsUsed - order.creditsBonus);
  if (beyondBonus < 0n) return 0n;
  return beyondBonus > BigInt(order.creditsPurchased) ? BigInt(order.creditsPurchased) : beyondBonus;
}

/**
 * The published policy once more, in whole numbers only and written from its text, not from the program:
 * amounts in cents, a quotient as two integers, the window by adding seven days to the purchase. Amounts with more than two decimals are not for it.
 */
export function oracle(order: Order, requestedOn: string): { outcome: string; amount: string; firstClause: string } {
  const total = cents(order.total);
  const notRefundable = cents(order.tax) + cents(order.processingFee) + cents(order.conversionDifference);
  const price = total - notRefundable;
  const refunded = order.refunds.reduce((sum, refund) => sum + cents(refund.amount), 0n);
  const purchased = BigInt(order.creditsPurchased);
  if (price < 0n || purchased === 0n) return { outcome: 'review', amount: '0.00', firstClause: '5' };

  const used = purchasedUsed(order);
  const late = requestedOn > addDays(day(order.purchasedAt), 7);
  const full = used * 10n <= purchased;
  let doubled = 0n;
  if (!late) {
    const unused = full ? purchased : purchased - used;
    doubled = 2n * (price * unused - refunded * purchased) + purchased;
  }
  // Below half a cent nothing is due; BigInt division cuts towards zero, so a negative numerator is set aside first.
  const due = doubled <= 0n ? 0n : doubled / (2n * purchased);
  const amount = `${due / 100n}.${String(due % 100n).padStart(2, '0')}`;
  const firstClause = late ? '3' : full ? '1' : '2';

  const paidBack = order.status === 'refunded' || (refunded > 0n && refunded >= price);
  const overused = order.creditsUsed > order.creditsPurchased + order.creditsBonus;
  const reviewed = paidBack || overused || order.status !== 'paid' || order.purchasedAt > requestedOn;
  if (reviewed) return { outcome: 'review', amount, firstClause };
  if (due === 0n) return { outcome: 'none', amount, firstClause };
  return { outcome: full ? 'full' : 'proportional', amount, firstClause };
}
