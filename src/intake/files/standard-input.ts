import { ok, refuse } from '../../domain/result.ts';
import { empty, intakeErrorOf, tooLarge } from './intake-error.ts';
import type { ReadMessage, ReadOptions } from './read-options.ts';

/** One mail on standard input; reading stops as soon as it is too large. */
export async function readStandardInput({ stdin, maxBytes, signal, now }: ReadOptions): Promise<ReadMessage> {
  const source = '-';
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of stdin) {
      signal.throwIfAborted();
      size += chunk.length;
      if (size > maxBytes) return refuse(tooLarge(source, maxBytes));
      chunks.push(chunk);
    }
  } catch (error) {
    signal.throwIfAborted();
    return refuse(intakeErrorOf(source, error));
  }
  return size === 0 ? refuse(empty(source)) : ok({ source, bytes: Buffer.concat(chunks), internalDate: null, fileModifiedAt: now });
}
