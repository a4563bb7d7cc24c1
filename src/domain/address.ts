import { domainToASCII } from 'node:url';

/**
 * The form in which addresses are compared: ASCII letters lower-cased, the domain as its A-label; nothing else is folded
 * (no plus tags, no dots, no look-alikes).
 */
export function comparableAddress(address: string): string {
  const trimmed = lowerAscii(address.trim());
  const at = trimmed.lastIndexOf('@');
  if (at < 0) return trimmed;
  const domain = trimmed.slice(at + 1);
  // domainToASCII answers '' for what is no domain (an address literal, say); such a part is compared as it is.
  return `${trimmed.slice(0, at)}@${domainToASCII(domain) || domain}`;
}

/** `String.toLowerCase` would fold the Kelvin sign to `k`: two addresses that differ must stay different. */
export function lowerAscii(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
