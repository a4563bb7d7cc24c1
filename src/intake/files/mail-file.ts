import type { Stats } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { ok, refuse } from '../../domain/result.ts';
import { empty, intakeErrorOf, tooLarge } from './intake-error.ts';
import type { ReadMessage, ReadOptions } from './read-options.ts';

/**
 * One file as one mail; what is in it is for the parser to judge.
 * @param path a Buffer where the name is not UTF-8
 */
export async function readMailFile(path: string | Buffer, source: string, { maxBytes, signal }: ReadOptions): Promise<ReadMessage> {
  try {
    const found = await stat(path);
    if (!found.isFile()) return refuse({ source, code: 'unparseable', message: `is ${kindOf(found)}, not a file` });
    if (found.size > maxBytes) return refuse(tooLarge(source, maxBytes));
    const bytes = await readFile(path, { signal });
    if (bytes.length === 0) return refuse(empty(source));
    // It may have grown since it was measured.
    if (bytes.length > maxBytes) return refuse(tooLarge(source, maxBytes));
    return ok({ source, bytes, internalDate: null, fileModifiedAt: found.mtime });
  } catch (error) {
    signal.throwIfAborted();
    return refuse(intakeErrorOf(source, error));
  }
}

function kindOf(found: Stats): string {
  if (found.isDirectory()) return 'a directory';
  if (found.isFIFO()) return 'a named pipe';
  if (found.isSocket()) return 'a socket';
  return 'a device';
}
