import { describe, expect, test } from 'vitest';
import type { From } from '../../../src/domain/mail.ts';
import { judgeResults, receivingHostsWord } from '../../../src/parse/authenticate.ts';

const OURS = ['mx.shop.example'];

function verdictOf(fields: readonly string[], from: From = one('mira@example.com')): string {
  const headers = fields.map((value) => ({ name: 'authentication-results', value }));
  const word = receivingHostsWord(headers, OURS);
  return word === null ? 'none' : judgeResults(from, word.results);
}

function one(address: string): From {
  return { kind: 'one', address, name: '' };
}

describe('what the receiving host says', () => {
  test.each([
    ['DMARC passes', ['mx.shop.example; dmarc=pass header.from=example.com'], 'pass'],
    ['DMARC fails, whatever SPF says', ['mx.shop.example; spf=pass smtp.mailfrom=example.com; dmarc=fail header.from=example.com'], 'fail'],
    ['no DMARC, DKIM of the same domain', ['mx.shop.example; dkim=pass header.d=example.com'], 'pass'],
    ['no DMARC, DKIM of a subdomain of the organization', ['mx.shop.example; dkim=pass header.i=@mail.example.com header.s=k'], 'pass'],
    [
      'SPF of the envelope’s organization',
      ['mx.shop.example 1; spf=pass (sender is permitted) smtp.mailfrom=bounce+a=b@news.example.com'],
      'pass',
    ],
    ['both fail', ['mx.shop.example; spf=softfail smtp.mailfrom=example.com; dkim=fail header.d=example.com'], 'fail'],
    [
      'both pass for another domain: unaligned',
      ['mx.shop.example; spf=pass smtp.mailfrom=evil.example; dkim=pass header.d=evil.example'],
      'fail',
    ],
    ['one fails, the other says nothing', ['mx.shop.example; spf=fail smtp.mailfrom=example.com; dkim=none'], 'none'],
    ['nothing was checked', ['mx.shop.example; none'], 'none'],
    ['a resolver’s hiccup is no verdict', ['mx.shop.example; dmarc=temperror header.from=example.com; spf=temperror'], 'none'],
    ['no such field', [], 'none'],
    ['two signatures, one aligned', ['mx.shop.example; dkim=pass header.d=esp.example; dkim=pass header.d=example.com'], 'pass'],
    ['the id in other case', ['MX.Shop.Example; dmarc=pass'], 'pass'],
  ])('%s', (_, fields, verdict) => {
    expect(verdictOf(fields)).toBe(verdict);
  });
});

describe('attacks', () => {
  test.each([
    ['a field of the attacker’s own host', ['mx.evil.example; dmarc=pass header.from=example.com'], 'none'],
    [
      'a forged field below the real one',
      ['mx.shop.example; dmarc=fail header.from=example.com', 'mx.shop.example; dmarc=pass header.from=example.com'],
      'fail',
    ],
    [
      'a forged field below a real one that says nothing',
      ['mx.shop.example; none', 'mx.shop.example; dmarc=pass header.from=example.com'],
      'none',
    ],
    [
      'a forged field below a real one that cannot be read',
      ['mx.shop.example; spf=pass smtp.mailfrom="', 'mx.shop.example; dmarc=pass'],
      'none',
    ],
    [
      'a verdict in a comment',
      ['mx.shop.example; spf=fail (dmarc=pass header.from=example.com; dkim=pass) smtp.mailfrom=evil.example'],
      'none',
    ],
    ['our id in a comment', ['(mx.shop.example;) mx.evil.example; dmarc=pass'], 'none'],
    ['a nested comment that closes early', ['mx.shop.example; dkim=none (a (b) ; dmarc=pass (c)) ; spf=none'], 'none'],
    ['a verdict in a quoted reason', ['mx.shop.example; dkim=none reason="x; dmarc=pass header.from=example.com"'], 'none'],
    [
      'a verdict in the quoted envelope sender',
      ['mx.shop.example; spf=pass smtp.mailfrom="a; dmarc=pass header.from=example.com"@evil.example; dkim=none'],
      'none',
    ],
    ['an id that only begins like ours', ['mx.shop.example.evil.example; dmarc=pass'], 'none'],
    [
      'a DMARC pass of another domain',
      ['mx.shop.example; dmarc=pass header.from=evil.example; dkim=pass header.d=evil.example; spf=fail smtp.mailfrom=evil.example'],
      'fail',
    ],
    ['two verdicts that disagree', ['mx.shop.example; dmarc=pass header.from=example.com; dmarc=fail header.from=example.com'], 'fail'],
    [
      'a sibling that only shares a public suffix',
      ['mx.shop.example; dkim=pass header.d=evil.co.uk; spf=none'],
      'none',
      'mira@victim.co.uk',
    ],
    ['a neighbour on a shared host', ['mx.shop.example; dkim=pass header.d=evil.github.io'], 'none', 'mira@victim.github.io'],
    ['a domain with an empty label', ['mx.shop.example; dkim=pass header.d=.example.com'], 'none'],
    ['a domain that only ends alike', ['mx.shop.example; dkim=pass header.d=notexample.com'], 'none'],
    ['a look-alike in Unicode is its own domain', ['mx.shop.example; dkim=pass header.d=example.com'], 'none', 'mira@exаmple.com'],
    ['Microsoft’s field without an id', ['spf=pass smtp.mailfrom=example.com; dmarc=pass action=none header.from=example.com'], 'none'],
    ['a best guess is no pass', ['mx.shop.example; dmarc=bestguesspass header.from=example.com'], 'none'],
    ['HELO is not the envelope sender', ['mx.shop.example; spf=pass smtp.helo=example.com'], 'none'],
  ])('%s', (_, fields, verdict, from = 'mira@example.com') => {
    expect(verdictOf(fields, one(from))).toBe(verdict);
  });

  test('an unclear sender has no verdict', () => {
    expect(verdictOf(['mx.shop.example; dmarc=pass'], { kind: 'unclear', why: 'several' })).toBe('none');
  });

  test('an internationalised domain passes in its A-label form', () => {
    expect(verdictOf(['mx.shop.example; dmarc=pass header.from=xn--bcher-kva.example'], one('a@bücher.example'))).toBe('pass');
  });
});
