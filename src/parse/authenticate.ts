import { getDomain } from 'tldts';
import { comparableAddress, lowerAscii } from '../domain/address.ts';
import type { Authentication } from '../domain/classification.ts';
import type { HeaderField, Mail } from '../domain/mail.ts';
import { type MethodResult, parseAuthenticationResults } from './authentication-results.ts';
import { valuesOf } from './header-fields.ts';

/**
 * How far the From address can be believed, by the word of the receiving host alone: the topmost Authentication-Results field of a
 * configured authserv-id (RFC 8601 section 5). All below it may have come with the mail, and so may fields of other hosts.
 * @returns `none` without such a field, where it cannot be read, and where it is unclear who the sender is
 */
export function authenticate(mail: Pick<Mail, 'from' | 'headers'>, trustedAuthservIds: readonly string[]): Authentication {
  if (mail.from.kind !== 'one') return 'none';
  const fromDomain = domainOf(mail.from.address);
  const results = trustedResults(mail.headers, trustedAuthservIds);
  if (fromDomain === null || results === null) return 'none';
  return dmarcVerdict(results, fromDomain) ?? alignedVerdict(results, fromDomain);
}

function trustedResults(headers: readonly HeaderField[], trustedAuthservIds: readonly string[]): readonly MethodResult[] | null {
  const trusted = new Set(trustedAuthservIds.map((id) => lowerAscii(id.trim())));
  for (const value of valuesOf(headers, 'authentication-results')) {
    const parsed = parseAuthenticationResults(value);
    if (parsed !== null && trusted.has(parsed.authservId)) return parsed.results;
    // Ours, but broken: what stands below it is not ours to believe.
    if (parsed === null && trusted.has(firstWord(value))) return null;
  }
  return null;
}

function firstWord(value: string): string {
  return lowerAscii(value.trim().split(/[\s;(]/, 1)[0] ?? '');
}

/** RFC 7489 section 6: a verdict about the very From domain. Two that disagree are a fail. */
function dmarcVerdict(results: readonly MethodResult[], fromDomain: string): Authentication | null {
  const about = results.filter((each) => each.method === 'dmarc' && isAbout(each, fromDomain));
  if (about.some((each) => each.result === 'fail')) return 'fail';
  return about.some((each) => each.result === 'pass') ? 'pass' : null;
}

function isAbout(result: MethodResult, fromDomain: string): boolean {
  const named = result.properties.get('header.from');
  return named === undefined || domainOf(named) === fromDomain;
}

type Evidence = 'aligned' | 'against' | 'silent';

/** Without DMARC's verdict: RFC 7489 section 3.1, relaxed alignment. */
function alignedVerdict(results: readonly MethodResult[], fromDomain: string): Authentication {
  const spf = evidenceOf(results, 'spf', ['smtp.mailfrom', 'smtp.mail'], fromDomain);
  const dkim = evidenceOf(results, 'dkim', ['header.d', 'header.i'], fromDomain);
  if (spf === 'aligned' || dkim === 'aligned') return 'pass';
  return spf === 'against' && dkim === 'against' ? 'fail' : 'none';
}

/** Results that speak against the sender. `none`, `neutral` and errors say nothing (RFC 8601 section 2.7). */
const AGAINST = new Set(['fail', 'softfail', 'hardfail', 'policy']);

function evidenceOf(results: readonly MethodResult[], method: string, properties: readonly string[], fromDomain: string): Evidence {
  let evidence: Evidence = 'silent';
  for (const each of results) {
    if (each.method !== method) continue;
    const named = properties.map((name) => each.properties.get(name)).find((value) => value !== undefined);
    const domain = named === undefined ? null : domainOf(named);
    if (each.result === 'pass' && domain !== null && isAligned(domain, fromDomain)) return 'aligned';
    if (each.result === 'pass' || AGAINST.has(each.result)) evidence = 'against';
  }
  return evidence;
}

/** Same organizational domain by the public suffix list, its private part included; the very same domain where the list knows none. */
function isAligned(domain: string, fromDomain: string): boolean {
  if (domain === fromDomain) return true;
  const options = { allowPrivateDomains: true, validateHostname: true };
  const organization = getDomain(fromDomain, options);
  return organization !== null && organization === getDomain(domain, options);
}

/** Of an address or a bare domain, in A-label form; null where there is none. */
function domainOf(value: string): string | null {
  const address = value.includes('@') ? value : `x@${value}`;
  const comparable = comparableAddress(address);
  const domain = comparable.slice(comparable.lastIndexOf('@') + 1).replace(/\.$/, '');
  return domain === '' || /[\s<>()[\]",;:\\]/.test(domain) ? null : domain;
}
