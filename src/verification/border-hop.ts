import { isIPv4 } from 'node:net';
import { getClientAddress, parseReceived, type ReceivedClause } from 'mailauth/lib/parse-received.js';
import { comparableAddress, lowerAscii } from '../domain/address.ts';
import { isPlainAddress } from '../domain/plain-address.ts';

/** What our border host saw of the client that handed the mail over: what SPF is about. */
export interface BorderHop {
  readonly host: string;
  readonly clientIp: string;
  readonly helo: string;
  /** The envelope sender. */
  readonly mailFrom: string;
}

/** One header field, topmost first: its lower-case name and the whole of it as received. */
export interface RawField {
  readonly key: string;
  readonly line: Uint8Array;
}

/** A trace field holds a HELO of at most 512 octets (RFC 5321 section 4.5.3.1) and as much again about it; reading a longer one is slow. */
const MAX_TRACE_BYTES = 4096;

/**
 * Finds the trace of our border host. A mail gathers trace fields from below upwards, so everything above the border's Received field
 * was written by us, and everything below it may have come with the mail, a forged Received "by" our own host included. Hence the
 * topmost field by a border host counts and nothing under it, and Return-Path only where it stands above.
 * @param borderHosts hosts of ours that take mail in from outside; every mail must have passed one of them
 * @returns null where the border is not known or did not write all that SPF needs
 */
export function findBorderHop(fields: readonly RawField[], borderHosts: readonly string[]): BorderHop | null {
  const ours = new Set(borderHosts.map((host) => lowerAscii(host.trim())));
  const returnPaths = new Set<string>();
  for (const { key, line } of fields) {
    if (key === 'return-path' && line.length <= MAX_TRACE_BYTES) returnPaths.add(addressIn(line));
    if (key !== 'received') continue;
    if (line.length > MAX_TRACE_BYTES) return null;
    const trace = parseReceived(line);
    const host = trace === false ? null : hostOf(trace['by']);
    if (trace === false || host === null || !ours.has(host) || isHandedOnInside(trace)) continue;
    const clientIp = getClientAddress(trace['from']);
    const helo = trace['from']?.value;
    const [mailFrom, ...others] = returnPaths;
    if (clientIp === false || helo === undefined || mailFrom === undefined || others.length > 0) return null;
    return isPlainAddress(mailFrom) ? { host, clientIp, helo, mailFrom } : null;
  }
  return null;
}

function hostOf(by: ReceivedClause | undefined): string | null {
  const [host] = (by?.value ?? '').split(/\s/, 1);
  return host === undefined || host === '' ? null : lowerAscii(host);
}

/**
 * A border host often hands a mail to itself once more: to a content filter and back, or to the mailbox by LMTP (RFC 2033). No client
 * outside can have that written about it.
 */
function isHandedOnInside(trace: Readonly<Record<string, ReceivedClause | undefined>>): boolean {
  if (/^(?:UTF8)?LMTPS?A?$/i.test(trace['with']?.value?.split(/\s/, 1)[0] ?? '')) return true;
  const clientIp = getClientAddress(trace['from']);
  return clientIp !== false && (clientIp === '::1' || (isIPv4(clientIp) && clientIp.startsWith('127.')));
}

/** `Return-Path: <mira@example.com>`; empty for a null path. */
function addressIn(line: Uint8Array): string {
  const text = Buffer.from(line).toString('utf8');
  const path = text.slice(text.indexOf(':') + 1).trim();
  return comparableAddress(path.startsWith('<') && path.endsWith('>') ? path.slice(1, -1) : path);
}
