import { spf } from 'mailauth/lib/spf/index.js';
import type { MethodResult } from '../domain/authentication.ts';
import type { BorderHop } from './border-hop.ts';
import type { Resolve } from './cached-dns.ts';

/** SPF of the envelope sender, from where our border host was called (RFC 7208). */
export async function checkEnvelope({ host, clientIp, helo, mailFrom }: BorderHop, resolve: Resolve): Promise<MethodResult> {
  const { status } = await spf({ sender: mailFrom, ip: clientIp, helo, mta: host, resolver: resolve, strict: true });
  return { method: 'spf', result: status.result, properties: new Map([['smtp.mailfrom', mailFrom]]) };
}
