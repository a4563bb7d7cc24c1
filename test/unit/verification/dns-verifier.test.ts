import { describe, expect, test } from 'vitest';
import { describeResult } from '../../../src/domain/authentication.ts';
import { judgeCheckedMail } from '../../../src/parse/authenticate.ts';
import { dnsVerifier } from '../../../src/verification/dns-verifier.ts';
import { BORDER, FROM, KEYS, mailText, RECEIVED, sealed, signed, ZONE } from './signed-mail.ts';
import { type Zone, zoneResolver } from './zone.ts';

interface Surroundings {
  readonly zone?: Zone;
  readonly from?: string;
  readonly receivedAt?: Date;
  readonly borderHosts?: readonly string[];
  readonly sealers?: readonly string[];
}

const NO_ABORT = new AbortController().signal;

/** Only where an answer never comes does the test wait for the end of the time. */
const isSilent = (zone: Zone) => Object.values(zone).includes('timeout');

async function check(text: string, { zone = {}, from = FROM, receivedAt = RECEIVED, borderHosts = [], sealers = [] }: Surroundings = {}) {
  const verifier = dnsVerifier({
    resolve: zoneResolver({ ...ZONE, ...zone }),
    now: () => 0,
    borderHosts,
    close: () => undefined,
    totalMs: isSilent(zone) ? 50 : 60_000,
  });
  const checked = await verifier.verify(Buffer.from(text, 'utf8'), from, receivedAt, NO_ABORT);
  const authentication = judgeCheckedMail({ kind: 'one', address: from, name: '' }, checked, sealers);
  return { authentication, figures: checked.results.map(describeResult) };
}

const NO_POLICY: Zone = { '_dmarc.example.com': 'v=spf1 -all' };
const at = (border: readonly string[], text: string) => `${border.join('\r\n')}\r\n${text}`;
const MX = ['mx.shop.example'];
const EMPTY_SIGNATURE = 'DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=k1; h=from; bh=a; b=b\r\n';

describe('a signature', () => {
  test.each<[string, () => Promise<string>, Surroundings, string]>([
    ['of the From domain, under a DMARC policy', () => signed(), {}, 'pass'],
    ['of the From domain, without a policy', () => signed(), { zone: NO_POLICY }, 'pass'],
    ['by an Ed25519 key (RFC 8463)', () => signed(mailText(), { selector: 'ed', key: KEYS.edwards }), {}, 'pass'],
    ['of a subdomain of the organization', () => signed(mailText(), { domain: 'mail.example.com' }), {}, 'pass'],
    ['with bare line feeds, as a file may hold it', async () => (await signed()).replaceAll('\r\n', '\n'), {}, 'pass'],
    ['that had not expired when the mail came in', () => signed(mailText(), { expires: new Date('2026-03-05T10:00:01Z') }), {}, 'pass'],
    ['simple canonicalization', () => signed(mailText(), { canonicalization: 'simple/simple' }), {}, 'pass'],
    ['next to a broken one of somebody else', async () => signed(await signed(mailText(), { selector: 'gone' })), {}, 'pass'],
  ])('%s', async (_, text, around, verdict) => {
    expect((await check(await text(), around)).authentication).toBe(verdict);
  });
});

describe('attacks on a signature', () => {
  const changed = (what: string, to: string) => async () => {
    const text = await signed();
    if (!text.includes(what)) throw new Error(`no ${what} to change`);
    return text.replace(what, to);
  };
  const unsignedFrom = async () => (await signed()).replace(/([:=]\s*)from(?=\s*[:;])/i, '$1sender');
  test.each<[string, () => Promise<string>, string, Zone?]>([
    ['a changed body', changed('QI-1.', 'QI-2.'), 'fail (body hash did not verify)'],
    ['words added below', async () => `${await signed()}And QI-2.\r\n`, 'fail (body hash did not verify)'],
    ['a changed subject', changed('Refund Request', 'Refund Demand'), 'fail (bad signature)'],
    ['a second From field', changed('To: support', 'From: eve@evil.example\r\nTo: support'), 'fail (bad signature)'],
    ['expired a second before it came in', () => signed(mailText(), { expires: new Date('2026-03-05T09:59:59Z') }), 'neutral (expired)'],
    ['of another domain', () => signed(mailText(), { domain: 'evil.example' }), 'pass header.d=evil.example'],
    ['a key of 512 bits', () => signed(mailText(), { selector: 'short', key: KEYS.short }), 'policy (weak-key)'],
    ['rsa-sha1', () => signed(mailText(), { algorithm: 'rsa-sha1' }), 'policy (weak algorithm)'],
    ['l= over a part of the body', async () => `${await signed(mailText(), { maxBodyLength: 10 })}And QI-2.\r\n`, 'policy (l= leaves'],
    ['l= over all of the body', () => signed(mailText(), { maxBodyLength: 27 }), 'policy (l= leaves'],
    ['without From among the signed fields', unsignedFrom, 'neutral (From field not signed)'],
    ['by a domain that says it is only testing', () => signed(mailText(), { selector: 'test' }), 'neutral (the domain is testing DKIM)'],
    ['a selector that is not published', () => signed(mailText(), { selector: 'gone' }), 'neutral (no key)'],
    ['a key that was revoked', () => signed(), 'neutral (invalid public key)', { 'k1._domainkey.example.com': 'v=DKIM1; p=' }],
    ['a key of another kind', () => signed(), 'neutral (inappropriate', { 'k1._domainkey.example.com': KEYS.edwards.record }],
    ['one of more than ten', async () => `${EMPTY_SIGNATURE.repeat(10)}${await signed()}`, 'policy (more than 10 signatures)'],
    ['over a line of a megabyte', async () => `${await signed()}${'a '.repeat(500_000)}`, 'policy (a line above 65536 bytes)'],
    ['under a header without end', changed('To: ', `${'X-Pad: x\r\n'.repeat(20_000)}To: `), 'policy (a header above'],
    [
      'while DNS never answers',
      () => signed(mailText(), { selector: 'slow' }),
      'temperror (DNS failure: ETIMEOUT)',
      { 'slow._domainkey.example.com': 'timeout' },
    ],
    ['while DNS fails', () => signed(), 'temperror (DNS failure: ESERVFAIL)', { 'k1._domainkey.example.com': 'servfail' }],
    ['none at all', async () => mailText(), 'none (message not signed)'],
  ])('%s is no pass', async (_, text, figure, zone = {}) => {
    const { authentication, figures } = await check(await text(), { zone });
    expect(authentication).toBe('none');
    expect(figures[0]).toMatch(`dkim=${figure}`);
    expect((await check(await text(), { zone: { ...zone, ...NO_POLICY } })).authentication).toBe('none');
  });

  test('a look-alike From is its own domain', async () => {
    const text = await signed(mailText({ From: 'mira@exаmple.com' }));
    expect((await check(text, { from: 'mira@exаmple.com' })).authentication).not.toBe('pass');
  });
});

describe('the envelope, as our border host saw it', () => {
  const around = { borderHosts: MX };
  test.each<[string, readonly string[], Surroundings, string]>([
    ['SPF passes for the From domain', BORDER, around, 'pass'],
    ['without a policy as well', BORDER, { ...around, zone: NO_POLICY }, 'pass'],
    [
      'a server that the domain does not name, p=reject',
      [BORDER[0] ?? '', (BORDER[1] ?? '').replace('192.0.2.1', '198.51.100.66')],
      around,
      'fail',
    ],
    [
      'a pass of the attacker’s own domain: misaligned',
      ['Return-Path: <eve@evil.example>', (BORDER[1] ?? '').replace('192.0.2.1', '198.51.100.66')],
      around,
      'fail',
    ],
    ['where our border is not known, SPF is not looked at', BORDER, {}, 'none'],
    ['DNS that never answers is no fail either', BORDER, { ...around, zone: { 'example.com': 'timeout' } }, 'none'],
  ])('%s', async (_, border, surroundings, verdict) => {
    expect((await check(at(border, mailText()), surroundings)).authentication).toBe(verdict);
  });

  test('a forwarder breaks SPF, and DKIM still passes', async () => {
    const forwarded = BORDER.map((line) => line.replace('192.0.2.1', '203.0.113.9'));
    expect((await check(at(forwarded, await signed()), around)).authentication).toBe('pass');
  });

  test('a signature that fails and an envelope that fails are a fail, p=none or not', async () => {
    const border = BORDER.map((line) => line.replace('192.0.2.1', '203.0.113.9'));
    const broken = (await signed()).replace('QI-1.', 'QI-2.');
    for (const zone of [NO_POLICY, { '_dmarc.example.com': 'v=DMARC1; p=none' }])
      expect((await check(at(border, broken), { ...around, zone })).authentication).toBe('fail');
  });
});

describe('a mail that a list host sealed', () => {
  const FOUND = 'lists.example; dkim=pass header.d=example.com; dmarc=pass header.from=example.com';
  const brokenOnTheWay = async () => sealed((await signed()).replace('Refund Request', '[list] Refund Request'), FOUND);
  test.each<[string, () => Promise<string>, readonly string[], string]>([
    ['a seal alone is no pass: anybody can seal', brokenOnTheWay, [], 'none'],
    ['a sealer that is trusted by configuration', brokenOnTheWay, ['lists.example'], 'pass'],
    ['trust in another sealer', brokenOnTheWay, ['evil.example'], 'none'],
    ['a trusted sealer who found nothing', () => sealed(mailText(), 'lists.example; dkim=none'), ['lists.example'], 'none'],
    [
      'a trusted sealer who speaks of another From',
      () => sealed(mailText(), FOUND.replaceAll('example.com', 'evil.example')),
      ['lists.example'],
      'none',
    ],
    ['a body changed below the seal', async () => (await brokenOnTheWay()).replace('QI-1.', 'QI-2.'), ['lists.example'], 'none'],
    [
      'findings changed below the seal',
      async () => (await sealed(mailText(), 'lists.example; dmarc=fail header.from=example.com')).replace('dmarc=fail', 'dmarc=pass'),
      ['lists.example'],
      'none',
    ],
    [
      'a stranger who seals in the name of a trusted one',
      async () => (await sealed(mailText(), FOUND, 'evil.example')).replaceAll('d=evil.example', 'd=lists.example'),
      ['lists.example'],
      'none',
    ],
    [
      'an outer seal of a stranger over a trusted one',
      async () =>
        (await brokenOnTheWay()).replace(/^/, 'ARC-Seal: i=2; a=rsa-sha256; cv=pass; d=evil.example; s=k1; t=1772704740; b=AAAA\r\n'),
      ['lists.example'],
      'none',
    ],
  ])('%s', async (_, text, sealers, verdict) => {
    expect((await check(await text(), { sealers })).authentication).toBe(verdict);
  });

  test('the seal is among the figures, trusted or not', async () => {
    expect((await check(await brokenOnTheWay())).figures).toContain('arc=pass header.d=lists.example');
  });
});

test('the figures are those of RFC 8601', async () => {
  const { figures } = await check(at(BORDER, await signed()), { borderHosts: MX });
  expect(figures).toEqual([
    'spf=pass smtp.mailfrom=mira@example.com',
    'dkim=pass header.d=example.com header.s=k1 header.a=rsa-sha256',
    'dmarc=pass header.from=example.com',
  ]);
});

test('a figure that is no pass says why', async () => {
  const { figures } = await check(await signed(mailText(), { selector: 'short', key: KEYS.short }));
  expect(figures[0]).toBe('dkim=policy (weak-key) header.d=example.com header.s=short header.a=rsa-sha256');
});

describe('DNS that does not answer', () => {
  const silentVerifier = (now: () => number, asked: string[]) => {
    const zone = { 'slow._domainkey.example.com': 'timeout', '_dmarc.example.com': 'timeout' } as const;
    const resolve = zoneResolver({ ...ZONE, ...zone }, asked);
    return dnsVerifier({ resolve, now, borderHosts: [], close: () => undefined, totalMs: 50 });
  };

  test('about three mails in a row is left alone for a minute, and every mail meanwhile costs nothing', async () => {
    const asked: string[] = [];
    let now = 0;
    const verifier = silentVerifier(() => now, asked);
    const mail = Buffer.from(await signed(mailText(), { selector: 'slow' }));
    const verify = async () => (await verifier.verify(mail, FROM, RECEIVED, NO_ABORT)).results.map(describeResult);
    for (let mails = 1; mails <= 3; mails++) {
      now += 31_000;
      await verify();
    }
    const before = asked.length;
    expect(await verify()).toEqual(['dkim=temperror (DNS does not answer)']);
    expect(asked).toHaveLength(before);
    now += 61_000;
    await verify();
    expect(asked.length).toBeGreaterThan(before);
  });

  test('a pass that is ended waits for nothing', async () => {
    const verifier = dnsVerifier({
      resolve: zoneResolver({ ...ZONE, 'slow._domainkey.example.com': 'timeout' }),
      now: () => 0,
      borderHosts: [],
      close: () => undefined,
    });
    const mail = Buffer.from(await signed(mailText(), { selector: 'slow' }));
    const { results } = await verifier.verify(mail, FROM, RECEIVED, AbortSignal.abort());
    expect(results.map(({ result }) => result)).not.toContain('pass');
  });
});
