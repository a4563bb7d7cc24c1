import { createReadStream } from 'node:fs';
import { CsvError, parse } from 'csv-parse';
import { UnusableInput } from '../domain/problem.ts';
import { isOrderField, readCell } from './cell.ts';
import { ORDER_FIELDS, REQUIRED_FIELDS } from './order-schema.ts';
import type { RawRecord, RecordSource } from './record.ts';

/** An order with a thousand refunds takes a tenth of it; beyond it a quote was opened and never closed. */
const MAX_RECORD_BYTES = 1_048_576;

/** One record's cells, with the line that it starts on. */
interface Line {
  readonly line: number;
  readonly cells: readonly string[];
}

/** A CSV order book: RFC 4180 with a header, UTF-8, quoted fields, LF or CRLF; an empty cell stands for the default. */
export function csvRecords(file: string, signal: AbortSignal): RecordSource {
  const placeOf = (position: number, field?: string) => `${file} line ${position}${field === undefined ? '' : `: ${field}`}`;
  return { records: readRecords(file, placeOf, signal), placeOf };
}

async function* readRecords(file: string, placeOf: RecordSource['placeOf'], signal: AbortSignal): AsyncIterable<RawRecord> {
  let columns: readonly string[] | null = null;
  for await (const { line, cells } of readLines(file, signal)) {
    if (cells.length === 1 && cells[0]?.trim() === '') continue;
    if (columns === null) {
      columns = readHeader(file, cells);
      continue;
    }
    const problems =
      cells.length === columns.length
        ? []
        : [{ place: placeOf(line), what: `has ${cells.length} cells`, mend: `expected ${columns.length}, as in the header` }];
    yield { position: line, fields: fieldsOf(columns, cells), problems };
  }
  if (columns === null) readHeader(file, []);
}

async function* readLines(file: string, signal: AbortSignal): AsyncIterable<Line> {
  let nextLine = 1;
  const parser = parse({
    bom: true,
    record_delimiter: ['\r\n', '\n'],
    max_record_size: MAX_RECORD_BYTES,
    // Stray quotes and missing cells then spoil one order instead of the book.
    relax_quotes: true,
    relax_column_count: true,
    // Synchronous with the parsing, so that a failure knows the last record that was whole. Its type knows no other shape of record.
    on_record: (cells) => {
      const line = nextLine;
      nextLine += 1 + cells.reduce((breaks, cell) => breaks + lineBreaks(cell), 0);
      return { line, cells } as unknown as string[];
    },
  });
  const input = createReadStream(file, { signal });
  input.on('error', (error) => parser.destroy(error));
  try {
    yield* input.pipe(parser) as AsyncIterable<Line>;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // The parser's own line is where it gave up, often the end of the file.
    throw new UnusableInput([
      {
        place: `${file} line ${nextLine}`,
        what: describeCsvError(error),
        mend: 'expected CSV as in RFC 4180, fields with quotes in quotes',
      },
    ]);
  } finally {
    input.destroy();
  }
}

function describeCsvError({ code }: CsvError): string {
  const unclosed = code === 'CSV_QUOTE_NOT_CLOSED' || code === 'CSV_MAX_RECORD_SIZE';
  return unclosed ? 'a quote is opened here and never closed' : `is no CSV (${code})`;
}

function readHeader(file: string, cells: readonly string[]): readonly string[] {
  const columns = cells.map((cell) => cell.trim());
  const missing = REQUIRED_FIELDS.filter((field) => !columns.includes(field));
  const doubled = ORDER_FIELDS.filter((field) => columns.indexOf(field) !== columns.lastIndexOf(field));
  const separated = columns.length === 1 && /[;\t]/.test(columns[0] ?? '');
  const mend = separated ? 'separate columns by commas' : `expected a header with ${REQUIRED_FIELDS.join(', ')}`;
  const problems = [
    ...missing.map((field) => ({ place: `${file} line 1: ${field}`, what: 'required column is missing', mend })),
    ...doubled.map((field) => ({ place: `${file} line 1: ${field}`, what: 'column stands twice', mend: 'keep one' })),
  ];
  if (problems.length > 0) throw new UnusableInput(problems);
  return columns;
}

function fieldsOf(columns: readonly string[], cells: readonly string[]): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [at, column] of columns.entries()) {
    if (!isOrderField(column)) continue;
    const value = readCell(column, cells[at]);
    if (value !== undefined) fields[column] = value;
  }
  return fields;
}

function lineBreaks(cell: string): number {
  let breaks = 0;
  for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) breaks += 1;
  return breaks;
}
