import type { Order } from '../domain/order.ts';
import type { PolicyVersion } from '../domain/policy.ts';

/** An order's credits, the used ones split between bonus and purchase (section 4). */
export interface Credits {
  readonly purchased: number;
  readonly bonus: number;
  readonly used: number;
  readonly bonusUsed: number;
  readonly purchasedUsed: number;
  readonly purchasedUnused: number;
  /** What can still be taken from the account. */
  readonly purchasedLeft: number;
  readonly bonusLeft: number;
  /** Every single use is known; else the split is by the order of consumption. */
  readonly isAttributed: boolean;
}

/**
 * A book that knows every single use knows the split; one that has totals leaves it to the order of consumption.
 * @param consumption which credits are used up first. Use beyond purchase and bonus together counts as all of both.
 */
export function splitCredits(order: Order, consumption: PolicyVersion['creditConsumption']): Credits {
  const { creditsPurchased: purchased, creditsBonus: bonus, creditsUsed: used, attribution } = order;
  if (attribution !== undefined) {
    const { beyond: _, ...known } = attribution;
    return { purchased, bonus, used, ...known, purchasedUnused: purchased - known.purchasedUsed, isAttributed: true };
  }
  const purchasedUsed = consumption === 'bonus-first' ? within(purchased, used - bonus) : within(purchased, used);
  const purchasedUnused = purchased - purchasedUsed;
  const bonusUsed = within(bonus, used - purchasedUsed);
  return {
    purchased,
    bonus,
    used,
    purchasedUsed,
    purchasedUnused,
    bonusUsed,
    purchasedLeft: purchasedUnused,
    bonusLeft: bonus - bonusUsed,
    isAttributed: false,
  };
}

/** Why these counts cannot be reckoned with; empty where they can. */
export function creditProblems(order: Order): string[] {
  const counts = [order.creditsPurchased, order.creditsBonus, order.creditsUsed];
  if (!counts.every((count) => Number.isSafeInteger(count) && count >= 0)) return ['credits are whole numbers, 0 or more'];
  // Above 2^53 - 1 a sum of counts would be rounded.
  if (!Number.isSafeInteger(order.creditsPurchased + order.creditsBonus)) return ['more credits than can be counted exactly'];
  return order.creditsPurchased === 0 ? ['no credits were purchased'] : [];
}

function within(most: number, count: number): number {
  return Math.max(0, Math.min(most, count));
}
