import { expect, test } from 'vitest';
import type { MethodResult } from '../../../src/domain/authentication.ts';
import { checkPolicy } from '../../../src/verification/check-policy.ts';
import { readTable, readZone } from './verification-fixtures.ts';
import { zoneResolver } from './zone.ts';

const resolve = zoneResolver(readZone());

test.each(readTable('dmarc.txt'))('%s', async (_, [from = '', ...passed], result) => {
  const domains = (method: string) => passed.filter((each) => each.startsWith(`${method}:`)).map((each) => each.slice(method.length + 1));
  const dkim = domains('dkim').map((domain) => pass('dkim', 'header.d', domain));
  const [envelope] = domains('spf');
  expect(await checkPolicy(from, dkim, spfOf(envelope), resolve)).toMatchObject({ method: 'dmarc', result });
});

function spfOf(domain: string | undefined): MethodResult | null {
  if (domain === '?') return null;
  return domain === undefined ? { method: 'spf', result: 'fail', properties: new Map() } : pass('spf', 'smtp.mailfrom', `bounce@${domain}`);
}

function pass(method: string, property: string, value: string): MethodResult {
  return { method, result: 'pass', properties: new Map([[property, value]]) };
}
