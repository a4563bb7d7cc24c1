import { lowerAscii } from './address.ts';

/** The form in which order numbers are compared: without surrounding space, one leading `#` and ASCII case. Empty where nothing is left. */
export function comparableOrderId(orderId: string): string {
  return lowerAscii(orderId.trim().replace(/^#/, '').trim());
}

/** The form in which payment references are compared: exactly, but for surrounding space. */
export function comparableTransactionId(transactionId: string): string {
  return transactionId.trim();
}
