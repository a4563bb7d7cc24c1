import type { CalendarDate } from '../domain/calendar-date.ts';
import type { TraceStep } from '../domain/decision.ts';
import type { NonRefundable, PolicyVersion } from '../domain/policy.ts';
import { showFraction, showMoney } from './arithmetic.ts';
import type { Credits } from './credits.ts';
import type { Facts, Figures } from './facts.ts';
import { type DecidedFlag, REVIEW_REASONS } from './flags.ts';
import type { Money } from './money.ts';
import type { RefundDue } from './refund-due.ts';
import { isUsedLittle, usedPercent } from './rules.ts';

/** One step per rule looked at, in their order. Rules that had nothing to say about this request (no refunds yet, no bonus) leave no step. */
export function writeTrace(facts: Facts, flags: readonly DecidedFlag[], due: RefundDue | null): TraceStep[] {
  return [
    ...requiredFieldsSteps(facts),
    ...orderLookupSteps(facts),
    ...flags.map((flag) => reviewStep(flag, facts)),
    ...(facts.figures === null || due === null ? [] : refundSteps(facts.figures, facts, due)),
  ];
}

function requiredFieldsSteps({ missing, version }: Facts): TraceStep[] {
  if (missing.length === 0) return [];
  const because = `section 5 asks for what the mail does not give: ${missing.join(', ')}`;
  return [{ rule: 'required-fields', clause: '5', inputs: { required: version.requiredFields, missing }, result: false, because }];
}

function orderLookupSteps({ input }: Facts): TraceStep[] {
  const candidates = input.claim.orderIds;
  const step = { rule: 'order-lookup', clause: '5', inputs: { candidates }, result: null } as const;
  if (input.facts.kind === 'none-named') return [{ ...step, because: 'the mail names no order' }];
  if (input.facts.kind === 'not-found') return [{ ...step, because: 'nothing that the mail names is an order in the book' }];
  return [];
}

function reviewStep(flag: DecidedFlag, facts: Facts): TraceStep {
  const { clause, inputs, because } = REVIEW_REASONS[flag];
  return { rule: flag, clause, inputs: inputs(facts), result: true, because };
}

function refundSteps(figures: Figures, { version, requestedOn }: Facts, due: RefundDue): TraceStep[] {
  const { money, credits } = figures;
  const before = [
    windowStep(figures, requestedOn, version),
    priceStep(money),
    ...creditsSteps(credits, version),
    usageStep(credits, version),
  ];
  if (due.rule === 'no-refund') return [...before, noRefundStep(version)];
  const ruleStep = due.rule === 'full' ? fullStep(money) : proportionalStep(figures, due);
  return [...before, ruleStep, ...refundedSteps(money, due), roundingStep(version, due), ...nothingDueSteps(due)];
}

function windowStep({ purchasedOn, days }: Figures, requestedOn: CalendarDate, { windowDays }: PolicyVersion): TraceStep {
  const inside = days <= windowDays;
  const counted = `${days} calendar ${days === 1 ? 'day' : 'days'}`;
  return {
    rule: 'window',
    clause: inside ? '1' : '3',
    inputs: { purchased: purchasedOn, requested: requestedOn, windowDays },
    result: days,
    because: `${counted}, ${inside ? 'at most' : 'more than'} ${windowDays}`,
  };
}

const PART_NAMES: Readonly<Record<NonRefundable, string>> = {
  tax: 'tax',
  processingFee: 'processing fee',
  conversionDifference: 'conversion difference',
};

function priceStep({ total, parts, nonRefundable, price }: Money): TraceStep {
  const each = Object.fromEntries(parts.map(({ name, amount }) => [name, showMoney(amount)]));
  const sum = parts.map(({ name, amount }) => ` - ${showMoney(amount)} (${PART_NAMES[name]})`).join('');
  return {
    rule: 'price',
    clause: '4',
    inputs: { total: showMoney(total), ...each, nonRefundable: parts.length === 0 ? '0' : showMoney(nonRefundable) },
    result: showMoney(price),
    because: parts.length === 0 ? 'nothing in the total is non-refundable' : `${showMoney(total)}${sum}`,
  };
}

function creditsSteps(credits: Credits, { creditConsumption }: PolicyVersion): TraceStep[] {
  const { used, purchased, bonus, bonusUsed, purchasedUsed, isAttributed } = credits;
  if (bonus === 0 && purchasedUsed === Math.min(used, purchased)) return [];
  const first = creditConsumption === 'bonus-first' ? 'bonus' : 'purchased';
  const byWhat = isAttributed ? `by the order book's single events, ${first} credits first` : `${first} credits are used up first`;
  return [
    {
      rule: 'credits',
      clause: '4',
      inputs: { used, purchased, bonus, creditConsumption },
      result: purchasedUsed,
      because: `${byWhat}: of ${used} used, ${bonusUsed} were bonus and ${purchasedUsed} purchased`,
    },
  ];
}

function usageStep(credits: Credits, version: PolicyVersion): TraceStep {
  const percent = showFraction(usedPercent(credits));
  const few = isUsedLittle(credits, version);
  const limit = `${few ? 'at most' : 'more than'} ${version.fullRefundMaxUsedPercent}%`;
  return {
    rule: 'usage',
    clause: few ? '1' : '2',
    inputs: { used: credits.purchasedUsed, purchased: credits.purchased },
    result: percent,
    because: `${percent}% used, ${limit}${cutNote(percent)}`,
  };
}

function noRefundStep({ windowDays }: PolicyVersion): TraceStep {
  const because = `more than ${windowDays} calendar days after the purchase nothing is refunded, whatever was used`;
  return { rule: 'no-refund', clause: '3', inputs: { windowDays }, result: '0.00', because };
}

function fullStep({ price }: Money): TraceStep {
  return { rule: 'full', clause: '1', inputs: { price: showMoney(price) }, result: showMoney(price), because: 'the whole price' };
}

function proportionalStep({ money, credits }: Figures, { beforeRefunds }: RefundDue): TraceStep {
  const { purchased, purchasedUnused: unused } = credits;
  const price = showMoney(money.price);
  const result = showFraction(beforeRefunds);
  const because = `${price} / ${purchased} * ${unused}${cutNote(result)}`;
  return { rule: 'proportional', clause: '2', inputs: { price, credits: purchased, unused }, result, because };
}

function refundedSteps({ refunded }: Money, { section, beforeRefunds, exact }: RefundDue): TraceStep[] {
  if (refunded.isZero()) return [];
  const [due, left] = [showFraction(beforeRefunds), showFraction(exact)];
  const because = `${due} - ${showMoney(refunded)} refunded already, never below 0${cutNote(left)}`;
  return [{ rule: 'refunded', clause: section, inputs: { due, refunded: showMoney(refunded) }, result: left, because }];
}

function roundingStep({ rounding }: PolicyVersion, { exact, amount }: RefundDue): TraceStep {
  const { decimals, mode } = rounding;
  const because = `${showFraction(exact)} rounded half up`;
  return { rule: 'rounding', clause: '5', inputs: { decimals, mode }, result: amount.toFixed(2), because };
}

function nothingDueSteps({ amount }: RefundDue): TraceStep[] {
  if (!amount.isZero()) return [];
  return [{ rule: 'nothing-due', clause: '4', inputs: { amount: '0.00' }, result: 'none', because: 'nothing is left to pay back' }];
}

function cutNote(shown: string): string {
  return shown.endsWith('…') ? ' (cut after 12 decimals; worked out as an exact fraction)' : '';
}
