import type { Readable, Writable } from 'node:stream';
import { withoutSecrets } from '../domain/secret.ts';

/** What a command may touch of the process it runs in. */
export interface CommandIo {
  readonly stdin: Readable;
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  /** For people and logs; takes whatever it is given, see `safeForTerminal`. */
  readonly stderr: { readonly write: (text: string) => unknown; readonly isTTY?: boolean };
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

// JSON escapes what is below U+0020 alone. What a terminal may obey beyond that, or show in another order, is escaped as well; it says the same.
const OBEYED = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** One value as one line of JSON. */
export function jsonLine(value: unknown): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return `${JSON.stringify(value).replace(OBEYED, escaped)}\n`;
}

/** The same for what holds messages of servers and libraries, which may repeat what they were sent. */
export function jsonReport(value: object): string {
  const clean = JSON.stringify(value, (_, part: unknown) => (typeof part === 'string' ? withoutSecrets(part) : part));
  return jsonLine(JSON.parse(clean));
}
