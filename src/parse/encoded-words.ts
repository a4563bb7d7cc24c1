/** One encoded word of RFC 2047 section 2, its charset possibly with a language (RFC 2231 section 5). */
const ENCODED_WORD = /=\?([^?\s*]{1,40})(?:\*[^?\s]{0,20})?\?([bBqQ])\?([^?\r\n]{0,4000})\?=/g;

/**
 * Decodes what RFC 2047 encodes. Neighbours of one charset are joined as bytes first, since some writers cut a character in two.
 * What cannot be decoded stays as it is.
 */
export function decodeEncodedWords(text: string): string {
  if (!text.includes('=?')) return text;
  let out = '';
  let end = 0;
  let run: { charset: string; bytes: Buffer[] } | null = null;
  const flush = () => {
    if (run) out += decodeBytes(Buffer.concat(run.bytes), run.charset);
    run = null;
  };
  for (const match of text.matchAll(ENCODED_WORD)) {
    const between = text.slice(end, match.index);
    const charset = (match[1] ?? '').toLowerCase();
    const bytes = bytesOf(match[2] ?? '', match[3] ?? '');
    const joins: boolean = run !== null && between.trim() === '';
    if (!joins || run === null || (run as { charset: string }).charset !== charset) flush();
    // White space between two encoded words is not shown (RFC 2047 section 6.2).
    if (!joins) out += between;
    run ??= { charset, bytes: [] };
    run.bytes.push(bytes);
    end = match.index + match[0].length;
  }
  flush();
  return out + text.slice(end);
}

function bytesOf(encoding: string, body: string): Buffer {
  if (encoding === 'b' || encoding === 'B') return Buffer.from(body, 'base64');
  const unquoted = body.replace(/_/g, ' ').replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(unquoted, /[\u0100-\uffff]/.test(unquoted) ? 'utf8' : 'latin1');
}

/** Unknown charsets are read as UTF-8 with invalid bytes replaced, which is what most of them turn out to be. */
function decodeBytes(bytes: Uint8Array, charset: string): string {
  try {
    return new TextDecoder(charset === 'cp1252' ? 'windows-1252' : charset).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

/** Raw header bytes: UTF-8 where they are (RFC 6532), else the Latin-1 that older writers used. */
export function decodeRaw(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
