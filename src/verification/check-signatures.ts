import type { ARCChainEntry, ARCData, DKIMResult } from 'mailauth';
import { arc } from 'mailauth/lib/arc/index.js';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { lowerAscii } from '../domain/address.ts';
import type { MethodResult, Seal } from '../domain/authentication.ts';
import type { RawField } from './border-hop.ts';
import type { Resolve } from './cached-dns.ts';

/** RFC 8301 section 3.2: shorter RSA keys are no valid ones. */
const MIN_KEY_BITS = 1024;

/** The signatures of a mail, checked, and what its header holds. */
export interface CheckedSignatures {
  readonly results: readonly MethodResult[];
  readonly arc: MethodResult | null;
  readonly seal: Seal | null;
  /** Topmost first. */
  readonly fields: readonly RawField[];
}

/** DKIM of the message (RFC 6376 with the limits of RFC 8301 and 8463), and its chain of seals, if there is one. */
export async function checkSignatures(bytes: Uint8Array, at: Date, resolve: Resolve): Promise<CheckedSignatures> {
  const options = { resolver: resolve, minBitLength: MIN_KEY_BITS, strict: true };
  const checked = await dkimVerify(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), { ...options, curTime: at });
  const results = checked.results.map((each) => resultOf(each, checked.fromFields === 1));
  const fields = checked.headers?.parsed ?? [];
  if (!checked.arc?.chain && checked.arc?.error === undefined) return { results, arc: null, seal: null, fields };
  // What dkimVerify leaves is what arc takes; only the declared types differ.
  const chain = checked.arc as ARCData;
  const sealed = await arc(chain, options);
  const covers = sealed.signature && sealed.signature.canonBodyLengthLimited !== true;
  const seal = sealed.status.result === 'pass' && covers ? newestSeal(chain.lastEntry) : null;
  return { results, arc: sealResult(sealed.status.result, sealed.status.comment, seal), seal, fields };
}

/**
 * `policy`: the signature verifies and is not accepted (RFC 8601 section 2.7.1).
 * @param isOneFrom a signature over one of several From fields says nothing about the others
 */
function resultOf({ status, signingDomain, selector, algo, canonBodyLengthLimited }: DKIMResult, isOneFrom: boolean): MethodResult {
  const properties = named({ 'header.d': signingDomain && lowerAscii(signingDomain), 'header.s': selector, 'header.a': algo });
  const as = (result: string, reason: string | undefined) => ({
    method: 'dkim',
    result,
    properties,
    ...(reason === undefined ? {} : { reason }),
  });
  if (status.result !== 'pass') return as(status.result, status.comment ?? status.policy?.['dkim-rules']);
  if (!isOneFrom) return as('neutral', 'not one From field');
  // What stands behind the signed part could be anybody's (RFC 6376 section 8.2).
  if (canonBodyLengthLimited) return as('policy', 'l= leaves the end of the body unsigned');
  // RFC 6376 section 3.6.1: treated as if it were not signed.
  if (status.testing) return as('neutral', 'the domain is testing DKIM');
  return as('pass', undefined);
}

function sealResult(result: string, comment: string | undefined, seal: Seal | null): MethodResult {
  const reason = result === 'pass' || comment === undefined ? {} : { reason: comment };
  return { method: 'arc', result, properties: named({ 'header.d': seal?.sealer }), ...reason };
}

/** The newest set's own findings, without the `i=1;` in front of them (RFC 8617 section 4.1.1). */
function newestSeal(entry: ARCChainEntry | undefined): Seal | null {
  const sealer = entry?.['arc-seal']?.parsed?.d?.value;
  const field = entry?.['arc-authentication-results']?.original;
  if (typeof sealer !== 'string' || field === undefined) return null;
  // Declared as a string, and bytes in truth.
  const text = Buffer.from(field).toString('utf8');
  const value = text.slice(text.indexOf(':') + 1).replace(/\r?\n/g, ' ');
  return { sealer: lowerAscii(sealer), authenticationResults: value.slice(value.indexOf(';') + 1).trim() };
}

function named(properties: Readonly<Record<string, string | undefined>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(properties).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ''));
}
