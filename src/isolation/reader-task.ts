import type { IntakeError, RawMessage } from '../domain/message.ts';
import type { Reading } from '../domain/reading.ts';
import type { Result } from '../domain/result.ts';

/** What a thread is handed, after its `ReadingNeeds`. */
export interface ReaderTask {
  readonly raw: RawMessage;
}

/** What a thread says: once that it is there, then one answer a task. `fault`: an exception of ours while reading. */
export type ReaderAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'read'; readonly result: Result<Reading, IntakeError> }
  | { readonly kind: 'fault'; readonly what: string };
