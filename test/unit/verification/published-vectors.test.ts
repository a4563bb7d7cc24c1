import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkEnvelope } from '../../../src/verification/check-envelope.ts';
import { checkSignatures } from '../../../src/verification/check-signatures.ts';
import { dnsVerifier } from '../../../src/verification/dns-verifier.ts';
import { type Zone, type ZoneRecord, zoneResolver } from './zone.ts';

// Vectors that others published are no part of this project: they are taken from where they lie beside it, and what stands in
// fixtures/verification holds without them.
const CORPORA = join(import.meta.dirname, '../../../../shared/corpora');
const OPENSPF = join(CORPORA, 'auth-openspf/cases.jsonl');
const SIGNED = join(CORPORA, 'auth-mailauth/data/dkim/ec/fixtures');
const WITHOUT_KEYS = join(CORPORA, 'auth-mailauth/data/fixtures');

interface SpfVector {
  readonly id: string;
  readonly ip: string;
  readonly helo: string;
  readonly mailfrom: string;
  readonly expected: readonly string[];
  readonly zonedata: Readonly<Record<string, readonly ('TIMEOUT' | Readonly<Record<string, unknown>>)[]>>;
}

describe(`the vectors of RFC 7208${missing(OPENSPF)}`, () => {
  // All 200 are met; were one to differ for a good reason, it would be named here.
  test.skipIf(!existsSync(OPENSPF))('end each as published, and none passes that must not', async () => {
    const vectors = readFileSync(OPENSPF, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as SpfVector);
    const differing: string[] = [];
    for (const { id, ip, helo, mailfrom, expected, zonedata } of vectors) {
      const hop = { host: 'receiver.example', clientIp: ip, helo, mailFrom: mailfrom };
      const { result } = await checkEnvelope(hop, zoneResolver(zoneOf(zonedata)));
      if (!expected.includes(result)) differing.push(`${id}: ${result}, not ${expected.join(' or ')}`);
    }
    expect(differing).toEqual([]);
    expect(vectors).toHaveLength(200);
  });
});

/** A policy under the abandoned type SPF stands for one under TXT, unless the name has TXT of its own; `NONE` is no record. */
function zoneOf(zonedata: SpfVector['zonedata']): Zone {
  const byName = Object.entries(zonedata).map(([name, records]): [string, readonly ZoneRecord[]] => {
    const hasText = records.some((record) => record !== 'TIMEOUT' && record['TXT'] !== undefined);
    return [name.toLowerCase().replace(/\.$/, ''), records.flatMap((record) => recordsOf(record, hasText))];
  });
  return Object.fromEntries(byName);
}

function recordsOf(record: SpfVector['zonedata'][string][number], hasText: boolean): ZoneRecord[] {
  if (record === 'TIMEOUT') return [record];
  return Object.entries(record).flatMap(([type, value]) => {
    if (value === 'NONE' || (type === 'SPF' && hasText)) return [];
    return [{ type: type === 'SPF' ? 'TXT' : type, value: resolvedValue(type, value) }];
  });
}

function resolvedValue(type: string, value: unknown): unknown {
  if (type !== 'MX' && type !== 'TXT' && type !== 'SPF') return value;
  const parts: readonly unknown[] = Array.isArray(value) ? value : [value];
  return type === 'MX' ? { priority: parts[0], exchange: parts[1] } : parts;
}

describe(`the signed mail of RFC 8463${missing(SIGNED)}`, () => {
  const hasMail = existsSync(SIGNED);
  const mail = hasMail ? readFileSync(join(SIGNED, 'signed.eml'), 'latin1') : '';
  const dns = hasMail ? (JSON.parse(readFileSync(join(SIGNED, 'dns.json'), 'utf8')) as Record<string, { TXT: unknown[] }>) : {};
  const zone = Object.fromEntries(Object.entries(dns).map(([name, { TXT }]) => [name, TXT.map((value) => ({ type: 'TXT', value }))]));
  const check = async (text: string) => {
    const { results } = await checkSignatures(Buffer.from(text, 'latin1'), new Date('2018-06-06T00:00:00Z'), zoneResolver(zone));
    return results.map(({ result }) => result);
  };

  test.skipIf(!hasMail)('has two signatures that pass', async () => {
    expect(await check(mail)).toEqual(['pass', 'pass']);
  });

  test.skipIf(!hasMail).each<[string, (text: string) => string]>([
    ['a letter of From', (text) => text.replace('From: Joe', 'From: joe')],
    ['a letter of the subject', (text) => text.replace('Subject: Is', 'Subject: is')],
    ['a letter of the body', (text) => text.replace('We lost', 'We list')],
    ['a line below it', (text) => `${text}x\r\n`],
  ])('has none once %s is changed', async (_, change) => {
    const changed = change(mail);
    expect(changed).not.toBe(mail);
    expect(await check(changed)).not.toContain('pass');
  });
});

describe(`real mails with signatures and seals, without their keys${missing(WITHOUT_KEYS)}`, () => {
  const names = existsSync(WITHOUT_KEYS) ? readdirSync(WITHOUT_KEYS).filter((name) => name.endsWith('.eml')) : [];
  const verifier = dnsVerifier({ resolve: zoneResolver({}), now: () => 0, borderHosts: ['mx.google.com'], close: () => undefined });

  test.skipIf(names.length === 0)('are read to their end, and nothing of them passes', async () => {
    const believed: string[] = [];
    for (const name of names) {
      const bytes = readFileSync(join(WITHOUT_KEYS, name));
      const { results, seal } = await verifier.verify(bytes, 'mira@example.com', new Date('2021-01-01'), new AbortController().signal);
      const isJudged = results.some(({ method }) => method === 'dmarc');
      if (!isJudged || seal !== null || results.some(({ result }) => result === 'pass')) believed.push(name);
    }
    expect(believed).toEqual([]);
    expect(names.length).toBeGreaterThanOrEqual(13);
  });
});

/** Behind a title: why its tests are skipped. */
function missing(path: string): string {
  return existsSync(path) ? '' : ' (skipped: they do not lie in ../shared/corpora)';
}
