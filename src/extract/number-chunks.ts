import { foldDigits, foldMark, stripInvisible } from './words.ts';

/** A stretch of letters, digits and the marks inside numbers, with at least one digit. */
export interface Chunk {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  /** `#` or `№` stood before it. */
  readonly hashed: boolean;
}

/** As a reader sees it: invisible characters gone, full-width letters and digits, which an order book has in ASCII, folded. */
export function readable(text: string): string {
  return foldMark(foldDigits(stripInvisible(text)));
}

/** Up to four capitals of another alphabet that marks join to a number: КВ-20261006-15, 2026/УА/00318, ΑΒ-1042. */
const OTHER_CAPITALS =
  /(?<![\p{L}\p{M}])(?=[\p{Script=Cyrillic}\p{Script=Greek}])\p{Lu}{1,4}(?=[-_/]\p{L}{0,4}\d|\/\p{Lu}{1,4}\/\d)|(?<=[\d][-_/])(?=[\p{Script=Cyrillic}\p{Script=Greek}])\p{Lu}{1,4}(?=[-_/]\d|(?![\p{L}\p{M}\p{N}]))/gu;

// One class repeated: linear. Letters beyond ASCII end a chunk, as in 注文番号10482です.
const CHUNK = /[\w#№@.+:/$€£¥%~&=?*'-]+/g;

/** "order:10482", "order#10482", "Nr.10482", "order113542617735902": what stands before belongs to the label. */
const GLUED = /^(?:[A-Za-z.]{1,20}[:#=]#?|[Nn](?:[Rr]|[Oo]|um)?\.#?(?=\d)|(?:[Oo]rder|[Pp]urchase)(?=\d{6}))/;

/** Offsets are those of `readable(text)`. */
export function chunksOf(text: string): Chunk[] {
  const shown = readable(text);
  const plain = shown.replace(OTHER_CAPITALS, (capitals) => 'X'.repeat(capitals.length));
  return [...plain.matchAll(CHUNK)].flatMap((match) => {
    const lead = /^[.\-:/*'#№=~_]*/.exec(match[0])?.[0] ?? '';
    const core = withoutTail(match[0].slice(lead.length).replace(SUFFIX, ''));
    const glued = GLUED.exec(core)?.[0] ?? '';
    const start = match.index + lead.length + glued.length;
    const id = shown.slice(start, match.index + lead.length + core.length);
    return id === '' || !/\d/.test(id) ? [] : [{ id, start, end: start + id.length, hashed: /[#№]/.test(lead) || /#/.test(glued) }];
  });
}

/** "10482'yi", "cs_live_a1'dir": Turkish and Finnish join endings to a number with an apostrophe. */
const SUFFIX = /'[a-z]{1,8}\.?$/;

const TAIL = new Set(".:/*'=?~_-");

/** Counted from the end: an expression would try each run of marks from each of its characters. */
function withoutTail(chunk: string): string {
  // "4471-es számú": Hungarian and Finnish set their endings behind a hyphen.
  const ending = /(?<=^#?\d{3,12})-[a-z]{2,4}$/.exec(chunk)?.[0].length ?? 0;
  let end = chunk.length - ending;
  while (end > 0 && TAIL.has(chunk.charAt(end - 1))) end--;
  return chunk.slice(0, end);
}

/** What is left of `text` between its chunks. */
export function withoutChunks(text: string): string {
  return readable(text).replace(CHUNK, (found) => (/\d/.test(found) ? '' : found));
}
