/**
 * What a value must not hold before it stands in a header or in a sentence: controls (C0, DEL, C1), line and paragraph separators,
 * bidirectional marks, embeddings, overrides and isolates, invisible fillers, tag characters. Zero-width joiners stay: emoji and
 * Persian are written with them.
 */
const UNSAFE =
  /[\p{Cc}\u2028\u2029\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

const WHITE_SPACE = /[\t\n\v\f\r \u0085\u2028\u2029]+/gu;

/** One line of text that shows what it says: unsafe characters removed, white space folded, at most `maxCharacters` (code points). */
export function plainText(value: string, maxCharacters: number): string {
  const line = value.toWellFormed().replace(WHITE_SPACE, ' ').replace(UNSAFE, '').trim();
  const characters = Array.from(line);
  return characters.length <= maxCharacters
    ? line
    : `${characters
        .slice(0, maxCharacters - 1)
        .join('')
        .trimEnd()}…`;
}
