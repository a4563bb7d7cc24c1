import { fc } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { isSimilarPrint, wordPrint } from '../../../src/domain/word-print.ts';

const ROBOT =
  'Thank you for contacting Acme Support. Your request has been received and is being reviewed by our support staff. ' +
  'To add additional comments, reply to this email. Ticket 10023 was opened for you today.';

function isSimilar(a: string, b: string): boolean {
  const [first, second] = [wordPrint(a), wordPrint(b)];
  if (first === null || second === null) return false;
  return isSimilarPrint(first, second);
}

describe('mails of nearly the same words', () => {
  test.each<[string, string, string, boolean]>([
    ['the same', ROBOT, ROBOT, true],
    ['another number', ROBOT, ROBOT.replace('10023', '10024'), true],
    ['other line breaks and capitals', ROBOT, ROBOT.toUpperCase().replaceAll('. ', '.\r\n\r\n'), true],
    ['one word changed', ROBOT, ROBOT.replace('today', 'yesterday'), true],
    [
      'another request of the same length',
      ROBOT,
      'I bought four hundred credits on Sunday and the pictures that came out are blurred, so I would like my money back. ' +
        'My order number is 10023 and I paid with a card that ends in 4242. Regards from a customer.',
      false,
    ],
    [
      'two customers who fill in the same lines',
      'Account: mira@example.com\nOrder: QI-20260301-0042\nDate: 2026-03-01\nReason: the pictures came out blurred and I cannot print them',
      'Account: noor@example.com\nOrder: QI-20260302-0007\nDate: 2026-03-02\nReason: I bought twice by mistake, please take one of the two back',
      false,
    ],
    [
      'the same in Japanese, with another number',
      '注文番号 12345 の返金をお願いします。画像がぼやけていて使えませんでした。よろしくお願いいたします。',
      '注文番号 98765 の返金をお願いします。画像がぼやけていて使えませんでした。よろしくお願いいたします。',
      true,
    ],
  ])('%s', (_, a, b, similar) => expect(isSimilar(a, b)).toBe(similar));

  test.each([
    ['too few words to compare', 'Please refund my order 12345, thanks', 'none'],
    ['no words', '', 'none'],
    ['numbers only', '1 2 3 4 5 6 7 8 9 10', 'none'],
    ['eight words', 'one two three four five six seven eight', 'print'],
    ['seven words', 'one two three four five six seven', 'none'],
  ])('%s', (_, text, made) => {
    expect(wordPrint(text) ?? 'none').toMatch(made === 'none' ? /^none$/ : /^[0-9a-f]{16}$/);
  });

  test('a print is a function of the words, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => {
        const print = wordPrint(text);
        expect(wordPrint(text)).toBe(print);
        expect(isSimilarPrint(print ?? '0', print ?? '0')).toBe(true);
      }),
    );
  });

  test('a mail of megabytes costs no more than its beginning', () => {
    const long = `${ROBOT} `.repeat(40_000);
    expect(wordPrint(long)).toBe(wordPrint(long.slice(0, 8_000)));
  });
});
