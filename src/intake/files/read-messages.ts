import { stat } from 'node:fs/promises';
import { refuse } from '../../domain/result.ts';
import { intakeErrorOf } from './intake-error.ts';
import { readMailFile } from './mail-file.ts';
import { readMbox } from './mbox-file.ts';
import type { ReadMessage, ReadOptions } from './read-options.ts';
import { readStandardInput } from './standard-input.ts';
import { walkFolder } from './walk-folder.ts';

/**
 * The mails of `paths`, in their order, one at a time: `-` is one mail on standard input, a folder is searched for `.eml` files
 * and Maildir messages, `.mbox` holds any number of mails, and every other file is one mail, whatever is in it.
 * What cannot be read is an error in its place; the rest is still read.
 */
export async function* readMessages(paths: readonly string[], options: ReadOptions): AsyncIterable<ReadMessage> {
  for (const path of paths) {
    options.signal.throwIfAborted();
    if (path === '-') yield readStandardInput(options);
    else yield* readPath(path, options);
  }
}

async function* readPath(path: string, options: ReadOptions): AsyncIterable<ReadMessage> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) yield* readFolder(path, options);
    else if (/\.mbox$/i.test(path) && found.isFile()) yield* readMbox(path, found.mtime, options);
    else yield readMailFile(path, path, options);
  } catch (error) {
    options.signal.throwIfAborted();
    yield refuse(intakeErrorOf(path, error));
  }
}

async function* readFolder(path: string, options: ReadOptions): AsyncIterable<ReadMessage> {
  for await (const found of walkFolder(path)) {
    options.signal.throwIfAborted();
    yield found.ok ? readMailFile(found.value.path, found.value.source, options) : found;
  }
}
