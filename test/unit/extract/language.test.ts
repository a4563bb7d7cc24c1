import { describe, expect, test } from 'vitest';
import { chineseScript } from '../../../src/extract/language.ts';

describe('the script of a Chinese text', () => {
  test.each([
    ['我要退款，这个订单有问题', 'Hans'],
    ['我要退款，這個訂單有問題', 'Hant'],
    ['退款', null],
  ])('%s', (text, script) => {
    expect(chineseScript(text)).toBe(script);
  });
});
