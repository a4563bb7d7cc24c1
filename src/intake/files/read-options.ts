import type { IntakeError, RawMessage } from '../../domain/message.ts';
import type { Result } from '../../domain/result.ts';

export interface ReadOptions {
  /** What `-` stands for. */
  readonly stdin: AsyncIterable<Uint8Array>;
  /** The largest mail that is read, in bytes; larger ones are refused without being read. */
  readonly maxBytes: number;
  readonly signal: AbortSignal;
  /** The clock: a mail on standard input has no file whose time could tell when it came. */
  readonly now: Date;
}

export type ReadMessage = Result<RawMessage, IntakeError>;
