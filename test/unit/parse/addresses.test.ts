import { describe, expect, test } from 'vitest';
import { parseAddressList, parseFrom } from '../../../src/parse/addresses.ts';

describe('one sender', () => {
  test.each([
    ['an address alone', 'Mira@Example.COM', 'mira@example.com', ''],
    ['a name and an address', 'Mira Holt <mira@example.com>', 'mira@example.com', 'Mira Holt'],
    ['a quoted name', '"Holt, Mira \\"M\\"" <mira@example.com>', 'mira@example.com', 'Holt, Mira "M"'],
    ['an encoded name', '=?utf-8?q?M=C3=ADra?= =?utf-8?b?IEhvbHQ=?= <mira@example.com>', 'mira@example.com', 'Míra Holt'],
    ['a name in a comment', 'mira@example.com (Mira Holt)', 'mira@example.com', 'Mira Holt'],
    [
      'a name that shows another address: the angle counts',
      '"owner@example.com" <eve@evil.example>',
      'eve@evil.example',
      'owner@example.com',
    ],
    [
      'an encoded word that hides an address in the name',
      '=?utf-8?q?owner=40example.com?= <eve@evil.example>',
      'eve@evil.example',
      'owner@example.com',
    ],
    [
      'an encoded word that hides angle brackets',
      '=?utf-8?q?x_=3Cowner=40example.com=3E?= <eve@evil.example>',
      'eve@evil.example',
      'x <owner@example.com>',
    ],
    ['a comment that shows another address', 'eve@evil.example (owner@example.com)', 'eve@evil.example', 'owner@example.com'],
    ['a quoted local part that holds another address', '"owner@example.com"@evil.example', '"owner@example.com"@evil.example', ''],
    ['a route', '<@relay.example,@b.example:eve@evil.example>', 'eve@evil.example', ''],
    ['the same address twice, unquoted', 'mira@example.com <mira@example.com>', 'mira@example.com', 'mira@example.com'],
    ['a plus tag is kept', 'mira+x@example.com', 'mira+x@example.com', ''],
    ['the Kelvin sign is no k', 'mi\u212aa@example.com', 'mi\u212aa@example.com', ''],
    ['an address literal', 'mira@[192.0.2.1]', 'mira@[192.0.2.1]', ''],
    ['overrides in the name are taken out', '"\u202eariM" <mira@example.com>', 'mira@example.com', 'ariM'],
  ])('%s', (_, raw, address, name) => {
    expect(parseFrom([raw])).toEqual({ kind: 'one', address, name });
  });
});

describe('no sender that can be answered', () => {
  test.each([
    ['no From at all', [], 'missing'],
    ['an empty one', ['  '], 'missing'],
    ['only commas', [', ,'], 'missing'],
    ['two fields', ['owner@example.com', 'eve@evil.example'], 'several'],
    ['two fields that say the same', ['owner@example.com', 'owner@example.com'], 'several'],
    ['two mailboxes', ['owner@example.com, eve@evil.example'], 'several'],
    ['a group', ['Undisclosed: ;'], 'group'],
    ['a group with a member', ['Friends: owner@example.com;'], 'group'],
    ['another address before the angle, unquoted', ['owner@example.com <eve@evil.example>'], 'unreadable'],
    ['two angles', ['<owner@example.com> <eve@evil.example>'], 'unreadable'],
    ['words after the angle', ['<owner@example.com> eve@evil.example'], 'unreadable'],
    ['angles written out in an encoded word', ['=?utf-8?q?x_<owner=40example.com>?= <eve@evil.example>'], 'unreadable'],
    ['two signs', ['owner@example.com@evil.example'], 'unreadable'],
    ['an encoded word as address', ['=?utf-8?q?owner=40example.com?='], 'unreadable'],
    ['an encoded word as local part', ['=?utf-8?q?owner?=@example.com'], 'unreadable'],
    ['no domain', ['owner@'], 'unreadable'],
    ['an empty label', ['owner@example..com'], 'unreadable'],
    ['a space inside', ['owner @ example.com'], 'unreadable'],
    ['an open quotation', ['"owner@example.com'], 'unreadable'],
    ['an open comment', ['owner@example.com (x'], 'unreadable'],
    ['a null byte', ['owner@example.com\0.evil.example'], 'unreadable'],
    ['no address', ['Mira Holt'], 'unreadable'],
    ['an address of 400 characters', [`${'a'.repeat(400)}@example.com`], 'unreadable'],
  ])('%s', (_, raw, why) => {
    expect(parseFrom(raw)).toEqual({ kind: 'unclear', why });
  });
});

test('a list of thousands is not read', () => {
  expect(parseAddressList('a@example.com,'.repeat(5000))).toEqual({ kind: 'unreadable' });
});
