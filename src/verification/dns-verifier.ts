import type { CheckedMail, MethodResult } from '../domain/authentication.ts';
import type { SenderVerifier } from '../ports/sender-verifier.ts';
import { asOnTheWire } from './as-on-the-wire.ts';
import { type Budget, cachedDns, limitedDns, type Resolve } from './cached-dns.ts';

/** A person waits for none of this, but the next mail does. A cold cache with a resolver nearby needs a tenth of it. */
const TOTAL_MS = 5_000;

/** Real mails carry one to four; each costs a question to DNS and a public-key operation (RFC 6376 section 6.1 leaves the choice to us). */
const MAX_SIGNATURES = 10;

/** Above what real mails need and below what a scan for each name in `h=` could be made to cost. */
const MAX_HEADER_BYTES = 128 * 1024;

/** RFC 5322 section 2.1.1 allows 998 octets; some writers put a paragraph on a line. Canonicalizing one line of megabytes takes seconds. */
const MAX_LINE_BYTES = 64 * 1024;

/** DNS that answered nothing about this many mails in a row is down, and is left alone for a while. */
const SILENT_MAILS = 3;
const LEFT_ALONE_MS = 60_000;

/** What checking needs of the world. */
export interface VerifierNeeds {
  readonly resolve: Resolve;
  /** Milliseconds, for how long answers are kept. */
  readonly now: () => number;
  /** Hosts of ours that take mail in from outside, as they name themselves in Received. None: SPF is not checked. */
  readonly borderHosts: readonly string[];
  readonly close: () => void;
  readonly totalMs?: number;
}

/** Checks mails by DNS. What is learnt of one mail's domains serves the next. */
export function dnsVerifier({ resolve, now, borderHosts, close, totalMs = TOTAL_MS }: VerifierNeeds): SenderVerifier {
  const shared = cachedDns(resolve, now);
  let silent = 0;
  let leftAloneUntil = 0;
  const remember = ({ answered, unanswered }: Budget) => {
    if (answered() > 0) silent = 0;
    else if (unanswered() > 0 && ++silent >= SILENT_MAILS) leftAloneUntil = now() + LEFT_ALONE_MS;
  };
  return {
    async verify(bytes, fromAddress, receivedAt, signal) {
      if (now() < leftAloneUntil) return refused('temperror', 'DNS does not answer');
      const wire = asOnTheWire(bytes, MAX_LINE_BYTES);
      const unusual = wire === null ? `a line above ${MAX_LINE_BYTES} bytes` : whatIsUnusual(wire);
      if (wire === null || unusual !== null) return refused('policy', unusual ?? '');
      const check = await loadChecks();
      const budget = limitedDns(shared, totalMs, signal);
      try {
        return await check(wire, fromAddress, receivedAt, borderHosts, budget.resolve);
      } finally {
        budget.end();
        remember(budget);
      }
    },
    close,
  };
}

/** mailauth is large: it is loaded with the first mail that is checked, which no time-out of DNS should pay for. */
async function loadChecks() {
  const [{ checkSignatures }, { findBorderHop }, { checkEnvelope }, { checkPolicy }] = await Promise.all([
    import('./check-signatures.ts'),
    import('./border-hop.ts'),
    import('./check-envelope.ts'),
    import('./check-policy.ts'),
  ]);
  return async (bytes: Uint8Array, fromAddress: string, receivedAt: Date, borderHosts: readonly string[], resolve: Resolve) => {
    const { results: dkim, arc, seal, fields } = await checkSignatures(bytes, receivedAt, resolve);
    const hop = findBorderHop(fields, borderHosts);
    const spf = hop === null ? null : await checkEnvelope(hop, resolve);
    const dmarc = await checkPolicy(fromAddress, dkim, spf, resolve);
    return { results: [...(spf === null ? [] : [spf]), ...dkim, dmarc, ...(arc === null ? [] : [arc])], seal };
  };
}

/** Nothing was looked at, and so nothing passed. */
function refused(result: 'temperror' | 'policy', reason: string): CheckedMail {
  const dkim: MethodResult = { method: 'dkim', result, properties: new Map(), reason };
  return { results: [dkim], seal: null };
}

/** What no letter has, and what checking would take too long or ask too much for. */
function whatIsUnusual(bytes: Uint8Array): string | null {
  const header = headerOf(bytes);
  if (header === null) return `a header above ${MAX_HEADER_BYTES} bytes`;
  return countSignatures(header) > MAX_SIGNATURES ? `more than ${MAX_SIGNATURES} signatures` : null;
}

/** The header as Latin-1; null where it does not end within {@link MAX_HEADER_BYTES}. */
function headerOf(bytes: Uint8Array): string | null {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, MAX_HEADER_BYTES)).toString('latin1');
  const end = /\n\r?\n/.exec(start)?.index ?? -1;
  if (end >= 0) return start.slice(0, end);
  return bytes.byteLength <= MAX_HEADER_BYTES ? start : null;
}

function countSignatures(header: string): number {
  return header.match(/^dkim-signature[ \t]{0,100}:/gim)?.length ?? 0;
}
