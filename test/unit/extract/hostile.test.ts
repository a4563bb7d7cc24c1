import { describe, expect, test } from 'vitest';
import { readClaim, readIntent } from '../../../src/extract/read-claim.ts';
import { context, mailOf } from './mail-builder.ts';

const SIZE = 300_000;
/** Generous for a loaded machine; the work itself takes a fraction. */
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
    const text = unit.repeat(SIZE / unit.length);
    const started = process.hrtime.bigint();
    const claim = readClaim(
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
    const elapsedMs = Number(process.hrtime.bigint() - started) / 1e6;
    expect(claim.missing.length).toBeLessThanOrEqual(4);
    expect(elapsedMs).toBeLessThan(LIMIT_MS);
  });
});
