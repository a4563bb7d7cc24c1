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

/** Each chunk with what was fetched of it; while one is worked on, the next is on its way. */
export async function* fetchedAhead<Fetched>(
  chunks: Iterable<readonly LedgerMessage[]>,
  fetch: (chunk: readonly LedgerMessage[]) => Promise<Fetched>,
): AsyncGenerator<readonly [readonly LedgerMessage[], Fetched]> {
  let before: readonly [readonly LedgerMessage[], Promise<Fetched>] | undefined;
  for (const chunk of chunks) {
    const fetched = fetch(chunk);
    // Thrown in its turn, if that comes.
    fetched.catch(() => undefined);
    if (before) yield [before[0], await before[1]];
    before = [chunk, fetched];
  }
  if (before) yield [before[0], await before[1]];
}
