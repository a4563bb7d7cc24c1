import { comparableOrderId } from '../domain/order-id.ts';
import type { UsageExplanation, UsageLine } from '../domain/usage-explanation.ts';
import { printableLine } from './printable.ts';

const FIRST = {
  'bonus-first': 'bonus credits are used before purchased ones',
  'purchased-first': 'purchased credits are used before bonus ones',
};

/** @param all also the steps that are about other credits of the account */
export function describeUsage({ order, asOf, creditConsumption, lines }: UsageExplanation, all: boolean): string {
  const head = `${printableLine(order.orderId)} of ${printableLine(order.accountEmail)}, as of ${asOf.toISOString()}; ${FIRST[creditConsumption]}\n`;
  if (lines === null) {
    const totals = `${order.creditsPurchased} purchased and ${order.creditsBonus} bonus credits, ${order.creditsUsed} used of both`;
    return `${head}The order book has totals and no single events: ${totals}.\n`;
  }
  const key = comparableOrderId(order.orderId);
  const shown = all ? lines : lines.filter(({ of }) => of?.orderId != null && comparableOrderId(of.orderId) === key);
  const others = lines.length - shown.length;
  const rest = others === 0 ? '' : `… and ${others} steps about other credits of the account; --all shows them\n`;
  return `${head}\n${table(shown.map(cellsOf))}${rest}\n${describeFacts(order)}`;
}

function cellsOf(line: UsageLine): readonly string[] {
  const id = line.id === null ? '' : ` ${printableLine(line.id, 40)}`;
  return [line.at, `${line.event}${id}`, String(line.credits), describeStep(line)];
}

const STEPS: Readonly<Record<UsageLine['what'], (whose: string, line: UsageLine) => string>> = {
  granted: (whose) => `${whose} come in`,
  used: (whose, { left }) => `${whose} are used, ${left} left`,
  'used-beyond': (_, { of }) =>
    of === null ? 'credits are used, and nothing was ever bought' : `credits are used beyond all that is there: counted${nameOf(of)}`,
  'taken-back': (whose, { left }) => `${whose} are taken back by a refund, ${left} left`,
  expired: (whose, { left }) => `${whose} expire, ${left} left`,
  'nothing-left': () => 'credits should go, and are not there any more',
};

function describeStep(line: UsageLine): string {
  const { what, of } = line;
  return STEPS[what](of === null ? 'credits' : `${of.kind} credits${nameOf(of)}`, line);
}

function nameOf({ orderId, grantId }: NonNullable<UsageLine['of']>): string {
  if (orderId !== null) return ` of ${printableLine(orderId)}`;
  return grantId === null ? ' of no order' : ` of grant ${printableLine(grantId, 40)}`;
}

function describeFacts({ creditsPurchased, creditsBonus, creditsUsed, attribution }: UsageExplanation['order']): string {
  if (attribution === undefined) return `Bought after that time: ${creditsPurchased} purchased credits, ${creditsUsed} used.\n`;
  const { purchasedUsed, purchasedLeft, bonusUsed, bonusLeft, beyond } = attribution;
  const over = beyond === 0 ? '' : `Beyond     ${beyond} used though nothing was left: a person looks at this order\n`;
  return [
    `Purchased  ${creditsPurchased}: ${purchasedUsed} used, ${purchasedLeft} left${gone(creditsPurchased - purchasedUsed - purchasedLeft)}\n`,
    `Bonus      ${creditsBonus}: ${bonusUsed} used, ${bonusLeft} left${gone(creditsBonus - bonusUsed - bonusLeft)}\n`,
    over,
  ].join('');
}

function gone(credits: number): string {
  return credits === 0 ? '' : `, ${credits} expired or taken back unused`;
}

/** Columns two spaces apart, numbers to the right. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>((most, row) => row.map((cell, at) => Math.max(cell.length, most[at] ?? 0)), []);
  const pad = (cell: string, at: number) => (at === 2 ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0));
  return rows.map((row) => `${row.map(pad).join('  ').trimEnd()}\n`).join('');
}
