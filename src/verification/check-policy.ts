import { dmarc } from 'mailauth/lib/dmarc/index.js';
import { comparableAddress } from '../domain/address.ts';
import type { MethodResult } from '../domain/authentication.ts';
import type { Resolve } from './cached-dns.ts';

/**
 * DMARC of the From domain, from what DKIM and SPF came to (RFC 9989).
 * @param spf null where the envelope is not known: then nothing can fail, since SPF might have passed
 */
export async function checkPolicy(
  fromAddress: string,
  dkim: readonly MethodResult[],
  spf: MethodResult | null,
  resolve: Resolve,
): Promise<MethodResult> {
  const address = comparableAddress(fromAddress);
  const found = await dmarc({
    headerFrom: [address],
    fromFields: 1,
    spfDomains: passing(spf === null ? [] : [spf], 'smtp.mailfrom'),
    dkimDomains: passing(dkim, 'header.d').map((domain) => ({ domain })),
    resolver: resolve,
    strict: true,
  });
  const as = (result: string, reason?: string) => ({
    method: 'dmarc',
    result,
    properties: new Map([['header.from', domainOf(address)]]),
    ...(reason === undefined ? {} : { reason }),
  });
  if (found === false) return as('permerror');
  const { result } = found.status;
  if (result !== 'fail') return as(result);
  if (spf === null) return as('none', 'no DKIM pass, and SPF is not known here');
  if ([...dkim, spf].some((each) => each.result === 'temperror')) return as('temperror', 'DNS did not answer');
  return as('fail', found.policy === undefined ? undefined : `p=${found.policy}`);
}

function passing(results: readonly MethodResult[], property: string): string[] {
  return results.flatMap((each) => {
    const domain = domainOf(each.properties.get(property) ?? '');
    return each.result === 'pass' && domain !== '' ? [domain] : [];
  });
}

function domainOf(value: string): string {
  return value.slice(value.lastIndexOf('@') + 1);
}
