import { Decimal } from 'decimal.js';

/**
 * Digits that every sum and product here fits into without being rounded. The longest number that can arise: an amount of 30 digits before
 * and 30 behind the point, times a count of credits (at most 2^53, 16 digits), doubled for rounding: 77 digits. The rest is room for a sum of refunds.
 */
const PRECISION = 120;

/** Longer amounts are no money; the bound is what makes {@link PRECISION} enough. */
const AMOUNT = /^\d{1,30}(?:\.\d{1,30})?$/;

/** Decimals that a quotient without an end is shown with; nothing is decided on them. */
const SHOWN_DECIMALS = 12;

/** Our own copy: another module that configures decimal.js changes nothing here. */
const Exact = Decimal.clone({ precision: PRECISION, rounding: Decimal.ROUND_DOWN, defaults: true });

export const ZERO = new Exact(0);

/** A quotient that has not been worked out: exact, whatever its digits. Neither part is negative, the denominator is not zero. */
export interface Fraction {
  readonly numerator: Decimal;
  readonly denominator: Decimal;
}

/** @returns null where `text` is no plain decimal number of at least 0 */
export function parseAmount(text: string): Decimal | null {
  return AMOUNT.test(text) ? new Exact(text) : null;
}

export function sum(amounts: readonly Decimal[]): Decimal {
  return amounts.reduce((total, amount) => total.plus(amount), ZERO);
}

export function fraction(numerator: Decimal | number, denominator: Decimal | number = 1): Fraction {
  return { numerator: new Exact(numerator), denominator: new Exact(denominator) };
}

/** Never below zero. */
export function subtract(from: Fraction, amount: Decimal): Fraction {
  const numerator = from.numerator.minus(amount.times(from.denominator));
  return { numerator: numerator.isNegative() ? ZERO : numerator, denominator: from.denominator };
}

export function isAtMost(value: Fraction, limit: Decimal): boolean {
  return value.numerator.lte(limit.times(value.denominator));
}

/** Half up, in whole numbers only: floor((2n + d) / 2d) counted in units of the last decimal kept. No digit of a division takes part. */
export function roundHalfUp(value: Fraction, decimals: number): Decimal {
  const unitsPerOne = new Exact(10).pow(decimals);
  const doubled = value.numerator.times(unitsPerOne).times(2).plus(value.denominator);
  return doubled.divToInt(value.denominator.times(2)).div(unitsPerOne);
}

/**
 * All digits where there are at most 12 behind the point, else the first 12 and an ellipsis. They are cut, not rounded:
 * a number cut behind the third decimal still rounds half up to the same cent.
 */
export function showFraction(value: Fraction): string {
  const shift = new Exact(10).pow(SHOWN_DECIMALS);
  const shifted = value.numerator.times(shift);
  const digits = shifted.divToInt(value.denominator);
  const shown = digits.div(shift);
  return digits.times(value.denominator).eq(shifted) ? shown.toFixed() : `${shown.toFixed(SHOWN_DECIMALS)}…`;
}

/** Money as people write it: two decimals, more only where there are more. */
export function showMoney(amount: Decimal): string {
  return amount.toFixed(Math.max(2, amount.decimalPlaces()));
}
