import { describe, expect, test } from 'vitest';
import { readClaim, readIntent } from '../../../src/extract/read-claim.ts';
import { context, mailOf } from './mail-builder.ts';

const SIZE = 300_000;
/** Of the processor's time, whatever else the machine does; the work itself takes a fraction. */
const LIMIT_MS = 1_000;

describe('300 KB of one thing are read within a second', () => {
  test.each([
    ['a@'],
    ['@'],
    ['1/'],
    ['-'],
    [' '],
    ['1'],
    ['a'],
    ['#1 '],
    ['on '],
    ['refund '],
    ['order: '],
    [':'],
    ['1 March '],
    ['a\n'],
    ['Order:\n'],
    ['年'],
    ['1月'],
    ['退款'],
    ['. '],
    ['a at b dot '],
    ['Best regards\n'],
    ['\t'],
    ['| '],
    ['(('],
    ['Monday '],
    ['3 days '],
    ['1 '],
    ['10482 '],
    ['#10482 order '],
    ['Nr. '],
    ['Mira 12\n'],
    ['\n\nMira'],
    ['Order: 10482. It is bad. '],
    ['请 '],
    ['please refund '],
    ['3 days before '],
    ['Purchase date: 3 days before\n'],
    ['Purchase date: Monday the twenty first of the first week\n'],
    ['bought on the 27th of '],
    ['bought yesterday. '],
    ['购买27日3天'],
    ['3日前に購入'],
    ['2年1か月'],
    ['twenty thousand '],
    ['the first Friday '],
    ['1 del '],
    ['siebter '],
    ['Christmas '],
    ['購入，'],
  ])('%j', (unit) => {
    expect(msToRead(unit)).toBeLessThan(LIMIT_MS);
  });

  test.each([['Order: '], ['From: '], ['| a '], ['| number '], ['(a) order '], ['年1月']])('%j in lines of any length', (unit) => {
    for (const length of [78, 390, 1990]) expect(msToRead(`${unit.repeat(length / unit.length)}\n`)).toBeLessThan(LIMIT_MS);
  });

  test('rows of 250 labels above rows of 250 values', () => {
    expect(msToRead(`${'| Order '.repeat(250)}\n${'| 1 '.repeat(250)}\n`)).toBeLessThan(LIMIT_MS);
  });

  /** Of this thread's own work: other work on the machine makes nothing slower here. */
  function msToRead(unit: string): number {
    const text = unit.repeat(SIZE / unit.length);
    const started = process.threadCpuUsage();
    readClaim(
      mailOf({
        subject: text,
        body: [
          { role: 'own', text },
          { role: 'quoted', text },
          { role: 'own', text },
        ],
      }),
      context,
    );
    readIntent(mailOf({ subject: text, body: text }), context);
    const { user, system } = process.threadCpuUsage(started);
    return (user + system) / 1000;
  }
});
