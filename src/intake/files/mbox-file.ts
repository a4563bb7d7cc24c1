import { createReadStream } from 'node:fs';
import { ok, refuse } from '../../domain/result.ts';
import { empty, tooLarge } from './intake-error.ts';
import type { ReadMessage, ReadOptions } from './read-options.ts';
import { splitMbox } from './split-mbox.ts';

/** The mails of one mbox file, `FILE#1` onwards. What stops the reading is thrown. */
export async function* readMbox(path: string, fileModifiedAt: Date, { maxBytes, signal }: ReadOptions): AsyncIterable<ReadMessage> {
  const chunks: AsyncIterable<Buffer> = createReadStream(path, { signal, highWaterMark: 262_144 });
  let number = 0;
  for await (const piece of splitMbox(chunks, maxBytes)) {
    signal.throwIfAborted();
    if (piece.kind === 'no-mbox') {
      const message = 'is no mbox: it does not begin with a line such as "From mira@example.com Thu Mar  5 09:30:00 2026"';
      yield refuse({ source: path, code: 'unparseable', message });
      return;
    }
    number += 1;
    const source = `${path}#${number}`;
    if (piece.kind === 'too-large') yield refuse(tooLarge(source, maxBytes));
    else if (piece.bytes.length === 0) yield refuse(empty(source));
    else yield ok({ source, bytes: piece.bytes, internalDate: null, fileModifiedAt });
  }
}
