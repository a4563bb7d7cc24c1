import { describe, expect, test } from 'vitest';
import { comparableAddress } from '../../../src/domain/address.ts';

const OWNER = comparableAddress('mira@bücher.example');

describe('the same address', () => {
  test.each([
    ['in capitals', 'MIRA@Bücher.EXAMPLE'],
    ['in its A-label form', 'mira@xn--bcher-kva.example'],
    ['in its A-label form and capitals', 'mira@XN--BCHER-KVA.example'],
    ['with space around it', ' mira@bücher.example\t'],
  ])('%s', (_, address) => {
    expect(comparableAddress(address)).toBe(OWNER);
  });
});

describe('another address, however alike', () => {
  test.each([
    ['a plus tag', 'mira+refund@example.com'],
    ['a dot more', 'm.ira@example.com'],
    ['a subdomain', 'mira@mail.example.com'],
    ['a longer domain', 'mira@example.com.evil.example'],
    ['another ending', 'mira@example.co'],
    ['a digit for a letter', 'mira@examp1e.com'],
    ['two letters that look like one', 'rnira@example.com'],
    ['a Cyrillic а in the domain', 'mira@exаmple.com'],
    ['its A-label form', 'mira@xn--exmple-4nf.com'],
    ['a Cyrillic а in the local part', 'mirа@example.com'],
    ['a full-width letter', 'mira@ｅxample.com'],
    ['a circled letter', 'mira@ⓔxample.com'],
    ['the Kelvin sign in the local part', 'mi\u212aa@example.com'],
    ['a soft hyphen', 'mira@exam\u00adple.com'],
    ['a zero-width space', 'mira@exam\u200bple.com'],
    ['a zero-width joiner', 'mira@exam\u200dple.com'],
    ['a right-to-left override', 'mira@\u202eexample.com'],
    ['a letter written as percent', 'mira@exa%6dple.com'],
    ['a trailing dot', 'mira@example.com.'],
    ['a quoted local part', '"mira"@example.com'],
    ['a comment', 'mira(owner)@example.com'],
    ['a null byte', 'mira@example.com\0'],
    ['a line break', 'mira@example.com\n.evil.example'],
    ['an accent composed of two', 'mira@exa\u0301mple.com'],
  ])('%s', (_, address) => {
    expect(comparableAddress(address)).not.toBe('mira@example.com');
  });

  test.each([
    ['an accent composed of two characters', 'mira@bu\u0308cher.example'],
    ['a capital that no A-label has', 'mira@BÜCHER.example'],
  ])('of an internationalised domain: %s', (_, address) => {
    expect(comparableAddress(address)).not.toBe(OWNER);
  });

  test('numbers are not reckoned into an address', () => {
    expect(comparableAddress('mira@127.1')).not.toBe(comparableAddress('mira@127.0.0.1'));
  });
});
