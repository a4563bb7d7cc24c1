import { describe, expect, test } from 'vitest';
import { describeResult } from '../../../src/domain/authentication.ts';
import { checkSignatures } from '../../../src/verification/check-signatures.ts';
import { readSignedMail, readZone } from './verification-fixtures.ts';
import { type Zone, zoneResolver } from './zone.ts';

const ZONE = readZone();
const KEY = 'rsa._domainkey.signer.example';
const RECEIVED = new Date('2026-03-05T10:00:00Z');

const check = (mail: string, zone: Zone = ZONE) => checkSignatures(Buffer.from(mail, 'latin1'), RECEIVED, zoneResolver(zone));

/** The mail `name` with what happened to it on its way. */
function onItsWay(name: string, changes: readonly (readonly [what: string, to: string])[]): string {
  return changes.reduce((mail, [what, to]) => {
    if (mail.split(what).length !== 2) throw new Error(`${what} does not stand once in ${name}`);
    return mail.replace(what, () => to);
  }, readSignedMail(name));
}

const REFOLDED = ['Subject: Refund  Request\r\n\tfor order QI-1', 'Subject:  Refund Request for\r\n  order QI-1 '] as const;
const FIELD_NAME = ['To: support@', 'TO: support@'] as const;
const SPACES = ['Please refund  order', 'Please refund order'] as const;
const LINE_END = ['Mira. \r\n', 'Mira.\r\n'] as const;
const EMPTY_LINES = ['my mind.\t \r\n\r\n\r\n', 'my mind.\t \r\n'] as const;
const ACCENT = ['Café Mira', 'Cafe Mira'].map((text) => Buffer.from(text, 'utf8').toString('latin1')) as [string, string];

const BAD_BODY = 'dkim=fail (body hash did not verify)';
const BAD_HEADER = 'dkim=fail (bad signature)';

describe('what another implementation signed', () => {
  test.each<[string, string, Parameters<typeof onItsWay>[1], string]>([
    ['simple header and body', 'simple-simple', [], 'dkim=pass'],
    ['relaxed header and body', 'relaxed-relaxed', [], 'dkim=pass'],
    ['simple header, relaxed body', 'simple-relaxed', [], 'dkim=pass'],
    ['relaxed header, simple body', 'relaxed-simple', [], 'dkim=pass'],
    ['no body, simple', 'empty-simple', [], 'dkim=pass'],
    ['no body, relaxed', 'empty-relaxed', [], 'dkim=pass'],
    ['a relaxed field folded elsewhere', 'relaxed-relaxed', [REFOLDED], 'dkim=pass'],
    ['a simple field folded elsewhere', 'simple-relaxed', [REFOLDED], BAD_HEADER],
    ['a relaxed field’s name in capitals', 'relaxed-simple', [FIELD_NAME], 'dkim=pass'],
    ['a simple field’s name in capitals', 'simple-simple', [FIELD_NAME], BAD_HEADER],
    ['fewer spaces between the words of a relaxed body', 'simple-relaxed', [SPACES], 'dkim=pass'],
    ['fewer spaces between the words of a simple body', 'relaxed-simple', [SPACES], BAD_BODY],
    ['no space at a line’s end of a relaxed body', 'relaxed-relaxed', [LINE_END], 'dkim=pass'],
    ['no space at a line’s end of a simple body', 'relaxed-simple', [LINE_END], BAD_BODY],
    ['no space in a word of a relaxed body', 'relaxed-relaxed', [['refund  order', 'refundorder']], BAD_BODY],
    ['empty lines that get lost below a simple body', 'simple-simple', [EMPTY_LINES], 'dkim=pass'],
    ['empty lines that get lost below a relaxed body', 'relaxed-relaxed', [EMPTY_LINES], 'dkim=pass'],
    ['an accent that gets lost', 'relaxed-relaxed', [ACCENT], BAD_BODY],
    ['a field that is not signed', 'relaxed-relaxed', [['MIME-Version: 1.0', 'MIME-Version: 1.0 (changed)']], 'dkim=pass'],
    ['a signed field that is gone', 'relaxed-relaxed', [['To: support@shop.example\r\n', '']], BAD_HEADER],
    ['a second subject above the one', 'relaxed-relaxed', [['To: support', 'Subject: Paid\r\nTo: support']], 'dkim=pass'],
    ['signed against further fields', 'once-more-each', [], 'dkim=pass'],
    ['a second subject, signed against', 'once-more-each', [['To: support', 'Subject: Paid\r\nTo: support']], BAD_HEADER],
    ['a field whose absence was signed', 'once-more-each', [['To: support', 'Reply-To: eve@evil.example\r\nTo: support']], BAD_HEADER],
    ['the length of the body, all of it', 'length', [], 'dkim=policy (l= leaves'],
    [
      'the length of the body, with more behind it',
      'length',
      [['mind.\t \r\n\r\n\r\n', 'mind.\t \r\n\r\n\r\nAnd QI-2.\r\n']],
      'dkim=policy (l= leaves',
    ],
    ['for a user below the domain', 'identity-below', [], 'dkim=pass'],
  ])('%s', async (_, name, changes, figure) => {
    const { results } = await check(onItsWay(name, changes));
    expect(results.map(describeResult)).toEqual([expect.stringMatching(new RegExp(`^${RegExp.escape(figure)}`, 'u'))]);
  });

  test('with two keys, each counts for itself', async () => {
    const { results } = await check(readSignedMail('ed25519-and-rsa'));
    expect(results.map(describeResult)).toEqual([
      'dkim=pass header.d=signer.example header.s=ed25519 header.a=ed25519-sha256',
      'dkim=pass header.d=signer.example header.s=rsa header.a=rsa-sha256',
    ]);
    const halfKnown = await check(readSignedMail('ed25519-and-rsa'), { ...ZONE, [KEY]: 'v=DKIM1; p=' });
    expect(halfKnown.results.map(({ result }) => result)).toEqual(['pass', 'neutral']);
  });
});

describe('what the domain says of its key', () => {
  const key = publishedKey();
  test.each<[string, string, string, string]>([
    ['nothing but the key', 'relaxed-relaxed', `p=${key}`, 'pass'],
    ['that it is for mail', 'relaxed-relaxed', `v=DKIM1; s=email; p=${key}`, 'pass'],
    ['that it is for something else', 'relaxed-relaxed', `v=DKIM1; s=tlsrpt; p=${key}`, 'neutral'],
    ['that it goes with another hash alone', 'relaxed-relaxed', `v=DKIM1; h=sha1; p=${key}`, 'neutral'],
    ['that it is of a kind that nobody knows', 'relaxed-relaxed', `v=DKIM1; k=new; p=${key}`, 'neutral'],
    ['a version that nobody knows', 'relaxed-relaxed', `v=DKIM2; p=${key}`, 'neutral'],
    ['that it is not for names below, of a user of the domain', 'relaxed-relaxed', `v=DKIM1; t=s; p=${key}`, 'pass'],
    ['that it is not for names below, of a user below', 'identity-below', `v=DKIM1; t=s; p=${key}`, 'neutral'],
    ['that it only tests', 'relaxed-relaxed', `v=DKIM1; t=y; p=${key}`, 'neutral'],
    ['that it is revoked', 'relaxed-relaxed', 'v=DKIM1; p=', 'neutral'],
    ['no key at all', 'relaxed-relaxed', 'v=DKIM1', 'neutral'],
  ])('%s', async (_, name, record, result) => {
    const { results } = await check(readSignedMail(name), { ...ZONE, [KEY]: record });
    expect(results.map((each) => each.result)).toEqual([result]);
  });
});

describe('a chain of seals that another implementation made', () => {
  const SECOND = '\r\nARC-Authentication-Results: i=1; lists.example; arc=none;\r\n  dkim=pass';
  test.each<[string, string, Parameters<typeof onItsWay>[1], string, string | null]>([
    ['of one host', 'sealed-once', [], 'pass', 'lists.example'],
    ['of two hosts: the newest speaks', 'sealed-twice', [], 'pass', 'forward.example'],
    ['over a body that was changed after it', 'sealed-once', [['my mind', 'my mind twice']], 'fail', null],
    ['over a subject that was changed after it', 'sealed-twice', [['[shop]', '[paid]']], 'fail', null],
    ['whose newest finding was changed', 'sealed-once', [[SECOND, SECOND.replace('pass', 'fail')]], 'fail', null],
    ['whose oldest finding was changed', 'sealed-twice', [[SECOND, SECOND.replace('pass', 'fail')]], 'fail', null],
    ['whose oldest seal says that there was one before', 'sealed-twice', [['i=1; cv=none', 'i=1; cv=pass']], 'fail', null],
    ['whose newest seal says that the chain was broken', 'sealed-twice', [['i=2; cv=pass', 'i=2; cv=fail']], 'fail', null],
    ['with a gap', 'sealed-twice', [['ARC-Seal: i=1;', 'X-Seal: i=1;']], 'fail', null],
    ['with the same place twice', 'sealed-twice', [['ARC-Seal: i=2;', 'ARC-Seal: i=1;']], 'fail', null],
  ])('%s', async (_, name, changes, result, sealer) => {
    const { arc, seal } = await check(onItsWay(name, changes));
    expect(arc?.result).toBe(result);
    expect(seal?.sealer ?? null).toBe(sealer);
  });

  test('hands on what the sealer found, word for word', async () => {
    const { results, seal } = await check(readSignedMail('sealed-once'));
    expect(results.map(({ result }) => result)).toEqual(['fail']);
    expect(seal?.authenticationResults.replace(/\s+/g, ' ')).toBe(
      'lists.example; arc=none; dkim=pass header.d=signer.example; dmarc=pass header.from=signer.example',
    );
  });

  test.each(['rsa._domainkey.lists.example', 'rsa._domainkey.forward.example'])('is none where %s is gone', async (gone) => {
    const { seal } = await check(readSignedMail('sealed-twice'), { ...ZONE, [gone]: 'v=DKIM1; p=' });
    expect(seal).toBeNull();
  });
});

function publishedKey(): string {
  const records = ZONE[KEY];
  const [record] = typeof records === 'object' ? records : [];
  const strings = record === undefined || record === 'TIMEOUT' ? [] : (record.value as string[]);
  return strings.join('').split('p=')[1] ?? '';
}
