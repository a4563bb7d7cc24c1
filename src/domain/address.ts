import { domainToASCII, domainToUnicode } from 'node:url';

/**
 * The form in which addresses are compared: ASCII letters lower-cased, the domain as its A-label; nothing else is folded
 * (no plus tags, no dots, no look-alikes).
 */
export function comparableAddress(address: string): string {
  const trimmed = lowerAscii(address.trim());
  const at = trimmed.lastIndexOf('@');
  return at < 0 ? trimmed : `${trimmed.slice(0, at)}@${asALabels(trimmed.slice(at + 1))}`;
}

/**
 * `domainToASCII` reads as browsers do: it maps full-width and circled letters, drops soft hyphens, decodes percent signs and reckons
 * numbers into IP addresses. What is not the very name that its A-label stands for is a look-alike of it, and is compared as it is;
 * so is what names no domain at all (an address literal).
 */
function asALabels(domain: string): string {
  const ascii = domainToASCII(domain);
  return ascii !== '' && (ascii === domain || domainToUnicode(ascii) === domain) ? ascii : domain;
}

/** As an envelope has it: the local part as its owner spells it (RFC 5321 section 2.4), the domain as its A-label. */
export function envelopeAddress(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  return `${address.slice(0, at)}@${domainToASCII(domain) || domain}`;
}

/** `String.toLowerCase` would fold the Kelvin sign to `k`: two addresses that differ must stay different. */
export function lowerAscii(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
