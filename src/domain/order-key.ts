import { comparableOrderId } from './order-id.ts';

const PREFIX = 'order:';

/** The key of an order's own case. */
export function orderKeyOf(orderId: string): string {
  return `${PREFIX}${comparableOrderId(orderId)}`;
}

/** The order that such a key is of, in its comparable form. */
export function orderOfKey(key: string): string {
  return key.slice(PREFIX.length);
}
