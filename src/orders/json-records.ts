import { createReadStream } from 'node:fs';
import { UnusableInput } from '../domain/problem.ts';
import { cutElements, ElementTooLong } from './json-elements.ts';
import type { RawRecord, RecordSource } from './record.ts';

/** A JSON order book: `{ "orders": [ … ] }`, other members ignored. */
export function jsonRecords(file: string, signal: AbortSignal): RecordSource {
  const placeOf = (position: number, field?: string) => `${file}: orders[${position}]${field === undefined ? '' : `.${field}`}`;
  return { records: readRecords(file, signal), placeOf };
}

async function* readRecords(file: string, signal: AbortSignal): AsyncIterable<RawRecord> {
  try {
    const input: AsyncIterable<Buffer> = createReadStream(file, { signal });
    for await (const { position, value } of cutElements(input, 'orders')) yield { position, fields: value, problems: [] };
  } catch (error) {
    if (error instanceof SyntaxError) throw await locateSyntaxError(file, error);
    if (error instanceof ElementTooLong) throw new UnusableInput([{ place: file, what: error.message }]);
    throw error;
  }
}

/** Reads the file again, slower, to name the line and column: a broken book is read only once. */
async function locateSyntaxError(file: string, found: SyntaxError): Promise<UnusableInput> {
  const { verifyFile } = await import('stream-json/file/verifier.js');
  try {
    await verifyFile(file);
  } catch (error) {
    const { line, pos, message } = error as { readonly line: number; readonly pos: number; readonly message: string };
    const expected = /expected .*|unexpected .*/.exec(message)?.[0] ?? message;
    return new UnusableInput([{ place: `${file} line ${line}, column ${pos}`, what: `is no JSON: ${expected}` }]);
  }
  // Valid as JSON, so it is the shape that is wrong.
  return new UnusableInput([{ place: file, what: found.message, mend: 'expected { "orders": [ … ] }' }]);
}
