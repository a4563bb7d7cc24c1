import type { Readable, Writable } from 'node:stream';

/** What a command may touch of the process it runs in. */
export interface CommandIo {
  readonly stdin: Readable;
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: Writable & { readonly isTTY?: boolean };
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** Exit statuses of every command. */
export const EXIT = { fine: 0, someFailed: 1, unusable: 2, unreachable: 3, alreadyRunning: 4 } as const;

export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

/** Writes and waits where the reader is slower, so that a million answers do not pile up in memory. */
export async function write(stream: Writable, text: string): Promise<void> {
  if (stream.write(text)) return;
  await new Promise<void>((resolve, reject) => {
    const done = (error?: Error | null) => {
      stream.off('drain', done).off('error', done).off('close', done);
      if (error) reject(error);
      else resolve();
    };
    stream.once('drain', done).once('error', done).once('close', done);
  });
}
