const LF = 10;
const CR = 13;

/**
 * A message with the CRLF line ends that it was signed with: files often hold LF alone. All else stays as it is.
 * @returns null where a line is longer than `maxLineBytes`
 */
export function asOnTheWire(bytes: Uint8Array, maxLineBytes: number): Uint8Array | null {
  let bare = 0;
  let start = 0;
  for (let end = bytes.indexOf(LF); end >= 0; end = bytes.indexOf(LF, start)) {
    if (end - start > maxLineBytes) return null;
    if (bytes[end - 1] !== CR) bare++;
    start = end + 1;
  }
  if (bytes.length - start > maxLineBytes) return null;
  return bare === 0 ? bytes : withCrLf(bytes, bare);
}

function withCrLf(bytes: Uint8Array, bare: number): Uint8Array {
  const wire = new Uint8Array(bytes.length + bare);
  let at = 0;
  let before = 0;
  for (const byte of bytes) {
    if (byte === LF && before !== CR) wire[at++] = CR;
    wire[at++] = byte;
    before = byte;
  }
  return wire;
}
