import { isSeparator } from './mbox-separator.ts';

/** One mail of an mbox, or why there is none. `no-mbox` is the only answer for a file that does not begin as one. */
export type MboxPiece = { readonly kind: 'mail'; readonly bytes: Buffer } | { readonly kind: 'too-large' } | { readonly kind: 'no-mbox' };

/** A line whose beginning is longer is neither a separator nor an escaped one; it is passed on in pieces. */
const MAX_HELD_LINE_BYTES = 1024;

const LF = 0x0a;
const CR = 0x0d;
const GREATER = 0x3e;
const CAPITAL_F = 0x46;

/**
 * Splits an mbox (RFC 4155; mboxo and mboxrd quoting, LF or CRLF) into mails, byte for byte but for one `>` taken off `>From `
 * lines and the empty line that ends each mail. Holds one mail at a time, none above `maxBytes`.
 *
 * mbox-reader 1.2.0 starts a mail at every `From ` line in a body, turns CRLF into LF and has no bound on a mail's size.
 */
export async function* splitMbox(chunks: AsyncIterable<Buffer>, maxBytes: number): AsyncIterable<MboxPiece> {
  const lines = new LineCutter();
  let mail: MailCollector | null = null;
  let afterEmptyLine = true;
  const wholeAndRest = async function* () {
    for await (const chunk of chunks) yield lines.cut(chunk);
    yield lines.rest();
  };
  for await (const cut of wholeAndRest()) {
    for (const { bytes, isStart } of cut) {
      if (isStart && afterEmptyLine && isSeparator(bytes)) {
        if (mail) yield mail.end();
        mail = new MailCollector(maxBytes);
        afterEmptyLine = false;
        continue;
      }
      const isEmpty = isStart && isEmptyLine(bytes);
      if (mail) mail.add(isStart ? unescaped(bytes) : bytes, isEmpty);
      else if (!isEmpty) {
        yield { kind: 'no-mbox' };
        return;
      }
      afterEmptyLine = isEmpty;
    }
  }
  if (mail) yield mail.end();
}

/** A line with its line end, or a piece of one that is too long to be held. */
interface LinePiece {
  readonly bytes: Buffer;
  readonly isStart: boolean;
}

/** Cuts chunks into lines in linear time, however long the lines. */
class LineCutter {
  #held: Buffer = Buffer.alloc(0);
  #isStart = true;

  cut(chunk: Buffer): readonly LinePiece[] {
    const text = this.#held.length > 0 ? Buffer.concat([this.#held, chunk]) : chunk;
    const pieces: LinePiece[] = [];
    let from = 0;
    for (let end = text.indexOf(LF, this.#held.length); end >= 0; end = text.indexOf(LF, from)) {
      pieces.push({ bytes: text.subarray(from, end + 1), isStart: this.#isStart });
      this.#isStart = true;
      from = end + 1;
    }
    this.#held = text.subarray(from);
    if (this.#held.length > MAX_HELD_LINE_BYTES) pieces.push(...this.rest());
    return pieces;
  }

  /** What is held back until its line end is seen. */
  rest(): readonly LinePiece[] {
    if (this.#held.length === 0) return [];
    const piece = { bytes: this.#held, isStart: this.#isStart };
    this.#held = Buffer.alloc(0);
    this.#isStart = false;
    return [piece];
  }
}

const FIRST_CAPACITY_BYTES = 16_384;

/** One mail as it grows, in one buffer: pieces would cost a hundred bytes for each line. Above the limit only its size is kept. */
class MailCollector {
  readonly #maxBytes: number;
  #bytes = Buffer.allocUnsafe(FIRST_CAPACITY_BYTES);
  #size = 0;
  /** An empty line that may turn out to be the one before the next separator. */
  #held: Buffer | null = null;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  add(bytes: Buffer, isEmpty: boolean): void {
    if (this.#held) this.#keep(this.#held);
    this.#held = isEmpty ? bytes : null;
    if (!isEmpty) this.#keep(bytes);
  }

  end(): MboxPiece {
    return this.#size > this.#maxBytes ? { kind: 'too-large' } : { kind: 'mail', bytes: Buffer.from(this.#bytes.subarray(0, this.#size)) };
  }

  #keep(bytes: Buffer): void {
    const end = this.#size + bytes.length;
    if (end <= this.#maxBytes) {
      if (end > this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes], Math.max(end, this.#bytes.length * 2));
      this.#bytes.set(bytes, this.#size);
    }
    this.#size = end;
  }
}

function isEmptyLine(line: Buffer): boolean {
  return line[0] === LF || (line[0] === CR && line[1] === LF);
}

/** `>From ` was `From ` when the mail was written, and `>>From ` was `>From `. */
function unescaped(line: Buffer): Buffer {
  if (line[0] !== GREATER) return line;
  let quotes = 1;
  while (line[quotes] === GREATER) quotes += 1;
  const escaped = line[quotes] === CAPITAL_F && line.toString('latin1', quotes, quotes + 5) === 'From ';
  return escaped ? line.subarray(1) : line;
}
