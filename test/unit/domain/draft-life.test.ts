import { fc } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { type DraftLife, type DraftTraces, lifeOf } from '../../../src/domain/draft-life.ts';
import { similarityOf } from '../../../src/domain/similarity.ts';

const NOTHING: DraftTraces = { isInPlace: false, inDrafts: null, inSent: null };
const trace = (similarity: number, isNamed = true) => ({ isNamed, similarity });

describe('what became of a draft', () => {
  test.each<[string, DraftLife, Partial<DraftTraces>, DraftLife]>([
    ['it lies where it lay', 'untouched', { isInPlace: true }, 'untouched'],
    ['an edited one lies where it lay', 'edited', { isInPlace: true }, 'edited'],
    ['it lies there anew, the same', 'untouched', { inDrafts: trace(1, false) }, 'untouched'],
    ['an edited one is back to what it was', 'edited', { inDrafts: trace(1) }, 'untouched'],
    ['it lies there changed', 'untouched', { inDrafts: trace(0.9, false) }, 'edited'],
    ['it is nowhere', 'untouched', {}, 'deleted'],
    ['a deleted one lies there again', 'deleted', { inDrafts: trace(1) }, 'untouched'],
    ['it is in Sent', 'untouched', { inSent: trace(1) }, 'sent-as-written'],
    ['it is in Sent and still in Drafts', 'untouched', { isInPlace: true, inSent: trace(1, false) }, 'sent-as-written'],
    ['it is in Sent under its name, all its words changed', 'untouched', { inSent: trace(0) }, 'sent-edited'],
    ['half of it is in Sent under another name', 'untouched', { inSent: trace(0.5, false) }, 'sent-edited'],
    ['less than half of it is', 'untouched', { inSent: trace(0.49, false) }, 'answered-otherwise'],
    [
      'an answer that borrows from it is in Sent while it lies untouched',
      'untouched',
      { isInPlace: true, inSent: trace(0.9, false) },
      'answered-otherwise',
    ],
  ])('%s', (_, before, traces, expected) => {
    expect(lifeOf(before, { ...NOTHING, ...traces })).toBe(expected);
  });
});

describe('how alike two texts are', () => {
  const words = fc.array(fc.constantFrom('we', 'refund', '22.43', 'USD', 'today'), { maxLength: 12 });

  test('1 for the same words, however they are broken into lines', () => {
    const law = fc.property(words, fc.constantFrom(' ', '\n', '\r\n', '\u00a0', ' \n  '), (list, gap) => {
      expect(similarityOf(list.join(' '), `${gap}${list.join(gap)}${gap}`)).toBe(1);
    });
    fc.assert(law);
  });

  test('below 1 for any other words, never below 0, and the same both ways', () => {
    const law = fc.property(words, words, (a, b) => {
      const likeness = similarityOf(a.join(' '), b.join(' '));
      expect(likeness === 1).toBe(a.join(' ') === b.join(' '));
      expect(likeness).toBeGreaterThanOrEqual(0);
      expect(similarityOf(b.join(' '), a.join(' '))).toBe(likeness);
    });
    fc.assert(law);
  });

  test('one added sentence leaves most of it', () => {
    const letter = 'your refund of 22.43 USD has been approved and will reach you within ten business days '.repeat(5);
    expect(similarityOf(letter, `${letter} Have a good week!`)).toBeGreaterThan(0.9);
    expect(similarityOf(letter, 'We have called you about this.')).toBeLessThan(0.1);
  });

  test('an amount changed is never the same', () => {
    const letter = 'your refund is 22.43 USD '.repeat(1_000);
    expect(similarityOf(letter, letter.replace('22.43', '24.43'))).toBeLessThan(1);
    expect(similarityOf(letter.repeat(3), `${letter.repeat(3)}1`)).toBeLessThan(1);
  });
});
