import { expect, test } from 'vitest';
import { parseCalendarDate } from '../../../src/domain/calendar-date.ts';
import { formatterFor } from '../../../src/reply/format.ts';
import { chooseLocale } from '../../../src/reply/locale.ts';

test.each([
  ['the same language', 'de', ['en', 'de'], 'de'],
  ['a region of it', 'pt-BR', ['en', 'pt'], 'pt'],
  ['a bare language with two scripts: the configured order', 'zh', ['zh-Hant', 'zh-Hans'], 'zh-Hant'],
  ['a region tells the script', 'zh-TW', ['zh-Hans', 'zh-Hant'], 'zh-Hant'],
  ['a language not offered', 'fi', ['de'], 'en'],
  ['no language at all', '??', ['de'], 'en'],
])('%s', (_, language, offered, expected) => {
  expect(chooseLocale(language, offered)).toBe(expected);
});

test.each([
  ['en', 'USD\u00a01,022.43', '12,345,678,901,234,567,890.12'],
  ['de', '1.022,43\u00a0USD', '12.345.678.901.234.567.890,12'],
])('money in %s is exact to the last digit', (locale, money, long) => {
  expect(formatterFor(locale).money('1022.43', 'USD')).toBe(money);
  expect(formatterFor(locale).amount('12345678901234567890.12')).toBe(long);
});

test.each([
  ['ru', '5 марта 2026\u00a0г.'],
  ['uk', '5 березня 2026\u00a0р.'],
  ['pl', '5 marca 2026'],
])('a date in %s stays together with its closing abbreviation', (locale, expected) => {
  const date = parseCalendarDate('2026-03-05');
  expect(date && formatterFor(locale).date(date)).toBe(expected);
});
