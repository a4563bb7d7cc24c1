/**
 * One mailbox that every mail program reads alike: no list, group, display name, comment, route or quoted local part, which
 * parsers disagree about (GHSA-mm7p-fcc7-pg87). RFC 5321 section 4.5.3.1 bounds its parts to 64 and 255 octets.
 */
const PLAIN_ADDRESS = /^[^\s@<>()[\]\\,;:"\p{Cc}\p{Cf}]{1,64}@[^\s@<>()[\]\\,;:"\p{Cc}\p{Cf}]{1,255}$/u;

/** Whether a reply can be addressed to `address` by itself. Others are left to a person. */
export function isPlainAddress(address: string): boolean {
  return PLAIN_ADDRESS.test(address);
}
