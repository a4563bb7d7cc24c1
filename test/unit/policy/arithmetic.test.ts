import { expect, test } from 'vitest';
import {
  fraction,
  isAtMost,
  parseAmount,
  roundHalfUp,
  showFraction,
  showMoney,
  subtract,
  sum,
  ZERO,
} from '../../../src/policy/arithmetic.ts';

const amount = (text: string) => parseAmount(text) ?? ZERO;

test.each([
  ['29.90', '29.9'],
  ['0', '0'],
  ['007', '7'],
  [`${'9'.repeat(30)}.${'9'.repeat(30)}`, `${'9'.repeat(30)}.${'9'.repeat(30)}`],
  ['1'.repeat(31), undefined],
  [`0.${'1'.repeat(31)}`, undefined],
  ['-1', undefined],
  ['+1', undefined],
  ['1e3', undefined],
  ['.5', undefined],
  ['5.', undefined],
  ['1,5', undefined],
  [' 1', undefined],
  ['', undefined],
  ['NaN', undefined],
])('the amount %j is %j', (text, read) => {
  expect(parseAmount(text)?.toFixed()).toBe(read);
});

test.each([
  ['just half a cent goes up', '0.005', 1, '0.01'],
  ['anything below stays', '0.004999999999999999999999999999', 1, '0.00'],
  ['a third', '1', 3, '0.33'],
  ['two thirds', '2', 3, '0.67'],
  ['half up, not half even', '0.125', 1, '0.13'],
  ['half of a cent by division: 0.35 / 2', '0.35', 2, '0.18'],
  ['a hair below the half, that 50 digits of a quotient would not show', `22.42${'4'.padEnd(28, '9')}`, 1, '22.42'],
  ['no division by a large count goes astray', '0.01', 9_007_199_254_740_991, '0.00'],
])('%s', (_, numerator, denominator, rounded) => {
  expect(roundHalfUp(fraction(amount(numerator), denominator), 2).toFixed(2)).toBe(rounded);
});

test('to whole units and to one decimal', () => {
  expect(roundHalfUp(fraction(amount('22.5')), 0).toFixed(2)).toBe('23.00');
  expect(roundHalfUp(fraction(amount('22.45')), 1).toFixed(2)).toBe('22.50');
});

test('the longest amounts keep every digit', () => {
  const longest = amount(`${'9'.repeat(30)}.${'9'.repeat(30)}`);
  const most = Number.MAX_SAFE_INTEGER;
  const product = BigInt('9'.repeat(60)) * BigInt(most);
  expect(longest.times(most).toFixed().replace('.', '')).toBe(product.toString());
  expect(roundHalfUp(fraction(longest.times(most), most), 2).toFixed(2)).toBe(`1${'0'.repeat(30)}.00`);
  expect(sum([longest, longest]).toFixed()).toBe(`1${'9'.repeat(30)}.${'9'.repeat(29)}8`);
});

test.each([
  ['an end within 12 decimals is shown', '1', 4096, '0.000244140625'],
  ['one further on is cut, and marked', '1', 8192, '0.000122070312…'],
  ['so is what never ends', '1', 3, '0.333333333333…'],
  ['cut, not rounded: 0.6…', '2', 3, '0.666666666666…'],
  ['a whole number has no decimals', '300', 3, '100'],
  ['a tiny one shows that it is not zero', '0.000000000000000001', 1, '0.000000000000…'],
  ['nothing', '0', 7, '0'],
])('%s', (_, numerator, denominator, shown) => {
  expect(showFraction(fraction(amount(numerator), denominator))).toBe(shown);
});

test('money has two decimals, or as many as it has', () => {
  expect(['5', '5.5', '5.55', '5.555'].map((text) => showMoney(amount(text)))).toEqual(['5.00', '5.50', '5.55', '5.555']);
});

test('subtracting stops at zero', () => {
  const third = fraction(1, 3);
  expect(showFraction(subtract(third, amount('0.25')))).toBe('0.083333333333…');
  expect(showFraction(subtract(third, amount('0.34')))).toBe('0');
});

test('a comparison is exact on both sides', () => {
  expect(isAtMost(fraction(1, 3), amount('0.333333333333333333333333333333'))).toBe(false);
  expect(isAtMost(fraction(1, 3), amount('0.333333333333333333333333333334'))).toBe(true);
  expect(isAtMost(fraction(1, 4), amount('0.25'))).toBe(true);
});
