/** What reading one mail may cost before its thread is ended. */
export interface ReaderLimits {
  /** From the moment a thread takes the mail, by the wall. */
  readonly timeoutMs: number;
  /** Heap and buffers of the thread, in MiB, word lists and garbage included. */
  readonly memoryMiB: number;
  /** Until a new thread has loaded its word lists. */
  readonly startMs: number;
}

/**
 * A fixture takes 3 ms, the worst of the hostile mails a second, on a machine with other work several.
 * Above ten seconds a person takes the program for hung.
 */
const TIMEOUT_MS = 8_000;

/** The word lists take 25 MiB. Every hostile mail is read within 280 but 25 MiB of nothing but line ends, which takes 580. */
const MEMORY_MIB = 512;

/** A tenth of a second is usual; a disk that wakes up and a loaded machine take longer. */
const START_MS = 30_000;

export const READER_LIMITS: ReaderLimits = { timeoutMs: TIMEOUT_MS, memoryMiB: MEMORY_MIB, startMs: START_MS };

/**
 * How often the memory of a thread at work is looked at: a mail takes 3 ms, so hardly any is looked at, and the heap grows by less
 * than 500 MiB in a second.
 */
export const WATCH_MS = 50;

/**
 * The heap at which V8 itself ends a thread, as a multiple of what may be used. Never relied on: there V8 ends the whole process in one
 * try of three (nodejs/node issue 47224). So it lies where a heap that is looked at every {@link WATCH_MS} does not come.
 */
export const HARD_LIMIT_FACTOR = 4;
