import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readLabelledFields } from '../../../src/extract/labelled-fields.ts';
import { LabelLine, labelKind } from '../../../src/extract/labels.ts';
import { ownLines, segmentTexts } from '../../../src/extract/own-words.ts';
import { tokenise } from '../../../src/extract/words.ts';
import { mailOf } from './mail-builder.ts';

const PIECES = [
  'order',
  'number',
  'Order',
  'no',
  'your',
  'the',
  'a',
  '(',
  ')',
  '(see receipt)',
  '[x]',
  '@',
  '!',
  '|',
  ',',
  'Bestellnummer',
  '注文番号',
  '1',
];

describe('labels of a line', () => {
  test('a line that was folded once tells the label that its last words would be alone, the longest first', () => {
    const pieces = fc.array(fc.tuple(fc.constantFrom(...PIECES), fc.constantFrom(' ', '')), { maxLength: 14 });
    fc.assert(
      fc.property(pieces, (chosen) => {
        const text = chosen.flat().join('').slice(0, 90);
        const starts = tokenise(text)
          .filter((token) => token.kind !== 'mark' || token.text === '(')
          .map((token) => token.start)
          .slice(-9);
        const from = starts.find((start) => labelKind(text.slice(start)) !== null);
        const expected = from === undefined ? null : { kind: labelKind(text.slice(from)), from };
        expect(new LabelLine(text).endingAt(text.length, 0)).toEqual(expected);
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    [20, 20],
    [21, 20],
  ])('of %i fields in one line %i are read', (written, read) => {
    const text = Array.from({ length: written }, (_, at) => `Order: ${at + 1000}`).join(', ');
    expect(readLabelledFields([{ text, question: null }])).toHaveLength(read);
  });

  test.each([
    [20, 20],
    [21, 0],
  ])('of a table of %i labels above as many values %i are read beside their labels', (columns, read) => {
    const row = (cell: string) => ({ text: Array.from({ length: columns }, () => cell).join(' | '), question: null });
    expect(readLabelledFields([row('Order'), row('10482')]).filter(({ value }) => value === '10482')).toHaveLength(read);
  });

  test.each([
    [50, 50],
    [51, 50],
  ])('of %i answers below our questions %i are read', (written, read) => {
    const lines = Array.from({ length: written }, (_, at) => ({ text: `10${at}`, question: 'What is your order number?' }));
    expect(readLabelledFields(lines)).toHaveLength(read);
  });
});

describe('what is read of a mail', () => {
  test('all segments of one role share one budget of characters', () => {
    const text = `${'x'.repeat(99)}\n`.repeat(500);
    const mail = mailOf({ body: ['own', 'quoted', 'own', 'quoted'].map((role) => ({ role: role === 'own' ? 'own' : 'quoted', text })) });
    expect(segmentTexts(mail, 'quoted').map((segment) => segment.length)).toEqual([50_000, 10_000]);
    expect(ownLines(mail).filter((line) => line.text !== '')).toHaveLength(600);
  });
});
