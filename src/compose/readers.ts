import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PROJECT_ROOT } from '../config/project-root.ts';
import { READER_LIMITS } from '../isolation/reader-limits.ts';
import { openReaderPool, type ReaderPool } from '../isolation/reader-pool.ts';
import type { ReadingNeeds } from '../pipeline/read-mail.ts';

/** Beyond this the one thread that decides and answers is what all wait for, and each reader holds 50 MiB. */
const MAX_READERS = 4;

/**
 * A thread compiles the word lists and the code for itself, which costs a second of a processor: as much as reading 500 mails. Measured on
 * two cores with 2,000 mails, a second thread from the start took 40 % more of the processors and won nothing.
 */
const GROWS_AFTER_MAILS = 2_000;

/** Readers for as many mails at a time as the machine has processors. */
export const READERS: number = Math.min(MAX_READERS, availableParallelism());

/** The bundle's entry, or the source where the source is what runs. */
const ENTRY = import.meta.url.endsWith('.ts')
  ? new URL('../isolation/reader-thread.ts', import.meta.url)
  : pathToFileURL(join(PROJECT_ROOT, 'dist', 'reader.cjs'));

/** Where the compile cache lies: a thread shares it. */
const ENVIRONMENT = ['NODE_COMPILE_CACHE', 'NODE_DISABLE_COMPILE_CACHE', 'TMPDIR'];

export function openReaders(needs: Promise<ReadingNeeds>): ReaderPool {
  const env = Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (ENVIRONMENT.includes(name) && value !== undefined ? [[name, value]] : [])),
  );
  return openReaderPool({ entry: ENTRY, needs, env, limits: READER_LIMITS, width: READERS, growsAfter: GROWS_AFTER_MAILS });
}
