import type { Order } from './order.ts';
import type { CreditConsumption } from './policy.ts';

/** One step of an attribution of usage, for a person to follow. */
export interface UsageLine {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly event: 'purchase' | 'grant' | 'usage' | 'refund' | 'expiry';
  /** Its own name in the ledger, where it has one. */
  readonly id: string | null;
  /** `used-beyond`: used though nothing was left. `nothing-left`: what was to expire or to be taken back was not there. */
  readonly what: 'granted' | 'used' | 'used-beyond' | 'taken-back' | 'expired' | 'nothing-left';
  readonly credits: number;
  /** Whose credits; null where they were nobody's. */
  readonly of: { readonly kind: 'purchased' | 'bonus'; readonly orderId: string | null; readonly grantId: string | null } | null;
  /** Of the credits that came with them, after this step. */
  readonly left: number;
}

/** How an order's usage came about. */
export interface UsageExplanation {
  readonly order: Order;
  readonly asOf: Date;
  /** Which credits of the account went first. */
  readonly creditConsumption: CreditConsumption;
  /** Every step of the account; null where the order book has totals and no events. */
  readonly lines: readonly UsageLine[] | null;
}
