import type { LedgerMessage } from '../domain/ledger.ts';

/** A chunk is held in memory whole, and what is fetched is lost when the connection is. */
const MAX_MESSAGES = 50;
const MAX_BYTES = 8 * 1024 * 1024;

/** Cuts into runs of at most 50 messages and 8 MiB; a single larger message is a run of its own. */
export function* inChunks(messages: readonly LedgerMessage[]): Generator<readonly LedgerMessage[]> {
  let chunk: LedgerMessage[] = [];
  let bytes = 0;
  for (const message of messages) {
    if (chunk.length > 0 && (chunk.length === MAX_MESSAGES || bytes + message.sizeBytes > MAX_BYTES)) {
      yield chunk;
      chunk = [];
      bytes = 0;
    }
    chunk.push(message);
    bytes += message.sizeBytes;
  }
  if (chunk.length > 0) yield chunk;
}
