import { Resolver } from 'node:dns/promises';
import type { SenderVerifier } from '../ports/sender-verifier.ts';
import { dnsVerifier } from '../verification/dns-verifier.ts';

/** Two tries of one server, within what the verifier allows a mail. */
const DNS_TIMEOUT_MS = 1_500;
const DNS_TRIES = 2;

/** @param servers with ports; left out: this machine's own name servers */
export function openVerifier(borderHosts: readonly string[], servers?: readonly string[]): SenderVerifier {
  const resolver = new Resolver({ timeout: DNS_TIMEOUT_MS, tries: DNS_TRIES });
  if (servers !== undefined) resolver.setServers(servers);
  return dnsVerifier({
    resolve: (name, type) => resolver.resolve(name, type) as Promise<string[]>,
    now: () => Date.now(),
    borderHosts,
    close: () => resolver.cancel(),
  });
}
