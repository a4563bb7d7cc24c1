import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findJsonError } from '../../../src/policy/json-place.ts';

describe('where a text stops being JSON', () => {
  test.each([
    ['a word without quotes', '{"a":x}', 1, 6, 'a value'],
    ['single quotes', "{'a':1}", 1, 2, 'a key in double quotes or }'],
    ['a colon missing', '{"a" 1}', 1, 6, 'a colon'],
    ['the wrong bracket', '[1}', 1, 3, 'a comma or the closing bracket'],
    ['the wrong brace', '{"a":1]', 1, 7, 'a comma or the closing bracket'],
    ['an empty place in a list', '[1,,2]', 1, 4, 'a value'],
    ['nothing in a list but a comma', '[,]', 1, 2, 'a value or ]'],
    ['a comma before the end of a list', '[1,]', 1, 4, 'a value'],
    ['a string without an end', '["a\n"]', 1, 2, 'a value or ]'],
    ['an escape that is none', '["\\x"]', 1, 2, 'a value or ]'],
    ['a number with a leading zero', '[07]', 1, 2, 'a value or ]'],
    ['a number that ends in a point', '[7.]', 1, 2, 'a value or ]'],
    ['a word that goes on', '[nullx]', 1, 2, 'a value or ]'],
    ['lines are counted', '{\r\n\t"a": 1,\r\n\t"b" }', 3, 6, 'a colon'],
    ['an object without an end', '{"a":1', 1, 7, 'a comma or the closing bracket'],
    ['a closing bracket alone', ']', 1, 1, 'a value'],
    ['two values', '1 2', 1, 3, 'nothing more'],
    ['another sort of space', '\u00a01', 1, 1, 'a value'],
  ])('%s', (_, text, line, column, expected) => {
    expect(findJsonError(text)).toMatchObject({ line, column, expected });
  });

  test('what is found there is shortened to its line', () => {
    expect(findJsonError(`[x${'y'.repeat(50)}`)?.found).toBe(`"x${'y'.repeat(19)}"`);
    expect(findJsonError('[x\ny')?.found).toBe('"x"');
  });

  test('nothing is found in JSON', () => {
    const law = fc.property(fc.json(), (text) => {
      expect(findJsonError(text)).toBeNull();
      expect(findJsonError(JSON.stringify(JSON.parse(text), null, 2))).toBeNull();
    });
    fc.assert(law);
  });

  const broken = fc
    .tuple(fc.json(), fc.nat(), fc.nat(3), fc.constantFrom('', ',', '}', '"', ':', '0', '.', 'e', '\\', ' ', '-'))
    .map(([text, at, cut, added]) => text.slice(0, at % (text.length + 1)) + added + text.slice((at % (text.length + 1)) + cut));
  test('a text is at fault exactly where JSON.parse refuses it', () => {
    const law = fc.property(broken, (text) => {
      expect(findJsonError(text) === null).toBe(isJson(text));
    });
    fc.assert(law, { numRuns: 1000 });
  });

  test('depth and length cost no stack', () => {
    expect(findJsonError('['.repeat(200_000))).toMatchObject({ line: 1, column: 200_001 });
    expect(findJsonError(`["${'a'.repeat(1_000_000)}"`)).toMatchObject({ column: 1_000_004 });
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
