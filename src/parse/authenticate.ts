import { getDomain } from 'tldts';
import { comparableAddress, lowerAscii } from '../domain/address.ts';
import type { CheckedMail, MethodResult } from '../domain/authentication.ts';
import type { Authentication } from '../domain/classification.ts';
import type { From, HeaderField } from '../domain/mail.ts';
import { parseAuthenticationResults } from './authentication-results.ts';
import { valuesOf } from './header-fields.ts';

/** What the receiving host of ours wrote about the mail; no results where its field cannot be read. */
export interface ReceivingHostsWord {
  readonly results: readonly MethodResult[];
}

/**
 * The topmost Authentication-Results field of a configured authserv-id (RFC 8601 section 5). All below it may have come with the mail,
 * and so may fields of other hosts.
 * @returns null where there is no such field
 */
export function receivingHostsWord(headers: readonly HeaderField[], trustedAuthservIds: readonly string[]): ReceivingHostsWord | null {
  const trusted = new Set(trustedAuthservIds.map((id) => lowerAscii(id.trim())));
  for (const value of valuesOf(headers, 'authentication-results')) {
    const parsed = parseAuthenticationResults(value);
    if (parsed !== null && trusted.has(parsed.authservId)) return parsed;
    // Ours, but broken: what stands below it is not ours to believe.
    if (parsed === null && trusted.has(firstWord(value))) return { results: [] };
  }
  return null;
}

/**
 * How far the From address can be believed by these results, whoever came to them.
 * @returns `none` where they do not say, and where it is unclear who the sender is
 */
export function judgeResults(from: From, results: readonly MethodResult[]): Authentication {
  if (from.kind !== 'one') return 'none';
  const fromDomain = domainOf(from.address);
  if (fromDomain === null) return 'none';
  return dmarcVerdict(results, fromDomain) ?? alignedVerdict(results, fromDomain);
}

/**
 * What was checked here. A chain of seals counts only where its newest sealer is trusted by configuration: anybody can seal, and a
 * seal says who passed a mail on, not that he told the truth (RFC 8617 section 9.3). It can mend what forwarding broke; it never
 * takes a pass away.
 */
export function judgeCheckedMail(from: From, { results, seal }: CheckedMail, trustedSealers: readonly string[]): Authentication {
  const direct = judgeResults(from, results);
  if (direct === 'pass' || seal === null || !trustedSealers.some((sealer) => lowerAscii(sealer) === seal.sealer)) return direct;
  const sealed = parseAuthenticationResults(seal.authenticationResults);
  return sealed !== null && judgeResults(from, sealed.results) === 'pass' ? 'pass' : direct;
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
  return domain.split('.').includes('') || /[\s<>()[\]",;:\\]/.test(domain) ? null : domain;
}
