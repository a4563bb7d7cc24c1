import { readFile } from 'node:fs/promises';
import { UnusableInput } from '../domain/problem.ts';
import type { OpenedBook, OrderBookOptions } from './opened-book.ts';
import type { TableMapping } from './table-columns.ts';

const DEFAULT_TIMEOUT_MS = 5_000;

type Opener = (uri: string, options: OrderBookOptions) => Promise<OpenedBook>;

/** By what the address ends with or begins with. Each loads only what its own kind of book needs. */
const KINDS: readonly { readonly name: string; readonly fits: RegExp; readonly open: Opener }[] = [
  { name: 'a path to .json', fits: /^(?!\w+:\/\/).*\.json$/is, open: openJson },
  { name: 'a path to .jsonl', fits: /^(?!\w+:\/\/).*\.(?:jsonl|ndjson)$/is, open: openJsonLines },
  { name: 'a path to .csv', fits: /^(?!\w+:\/\/).*\.csv$/is, open: openCsv },
  { name: 'a path to .sqlite', fits: /^(?!\w+:\/\/).*\.(?:sqlite3?|db)$/is, open: openSqlite },
  { name: 'a postgres:// address', fits: /^postgres(?:ql)?:\/\//i, open: openPostgres },
  { name: 'an https:// address', fits: /^https?:\/\//i, open: openHttp },
];

/**
 * @param uri where the book is: a path, or an address with its scheme
 * @throws UnusableInput where the book as a whole cannot be used; single unusable orders go to `onUnusable`
 */
export async function openOrderBook(uri: string, options: OrderBookOptions): Promise<OpenedBook> {
  const kind = KINDS.find(({ fits }) => fits.test(uri));
  if (kind === undefined) {
    const supported = KINDS.map(({ name }) => name).join(', ');
    throw new UnusableInput([
      { place: withoutSecrets(uri), what: 'is no order book that can be read', mend: `expected one of: ${supported}` },
    ]);
  }
  try {
    return await kind.open(uri, options);
  } catch (error) {
    throw options.signal.aborted ? error : explainFailure(uri, error);
  }
}

async function openJson(file: string, options: OrderBookOptions): Promise<OpenedBook> {
  const { openJsonBook } = await import('./open-json-book.ts');
  return openJsonBook(file, options);
}

async function openJsonLines(file: string, options: OrderBookOptions): Promise<OpenedBook> {
  const { openJsonLinesLedger } = await import('./ledger/json-lines-ledger.ts');
  return openJsonLinesLedger(file, options);
}

async function openCsv(file: string, options: OrderBookOptions): Promise<OpenedBook> {
  const { openCsvBook } = await import('./open-csv-book.ts');
  return openCsvBook(file, options);
}

async function openSqlite(file: string, options: OrderBookOptions): Promise<OpenedBook> {
  const [{ openSqliteBook }, mapping] = await Promise.all([import('./sqlite/open-sqlite-book.ts'), readMapping(options.settings)]);
  return openSqliteBook(file, mapping, options);
}

async function openPostgres(uri: string, options: OrderBookOptions): Promise<OpenedBook> {
  const [{ openPostgresBook }, { parsePostgresAddress }, mapping] = await Promise.all([
    import('./postgres/open-postgres-book.ts'),
    import('./postgres/postgres-address.ts'),
    readMapping(options.settings),
  ]);
  const { password = null, query = null, timeoutMs = DEFAULT_TIMEOUT_MS } = options.settings ?? {};
  return openPostgresBook(parsePostgresAddress(uri, password), { mapping, query, timeoutMs }, options);
}

async function openHttp(uri: string, options: OrderBookOptions): Promise<OpenedBook> {
  const { openHttpBook } = await import('./http/open-http-book.ts');
  const {
    token = null,
    hmacSecret = null,
    hmacHeader = 'X-Signature',
    timeoutMs = DEFAULT_TIMEOUT_MS,
    caFile = null,
  } = options.settings ?? {};
  const ca = caFile === null ? null : await readSettingFile(caFile);
  return openHttpBook(uri, { token, hmacSecret, hmacHeader, timeoutMs, ca }, options);
}

async function readMapping(settings: OrderBookOptions['settings']): Promise<TableMapping> {
  const { parseMapping, PLAIN_MAPPING } = await import('./table-columns.ts');
  const file = settings?.mappingFile ?? null;
  return file === null ? PLAIN_MAPPING : parseMapping(await readSettingFile(file), file);
}

async function readSettingFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw explainFailure(file, error);
  }
}

const FAILURES: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'is a directory, not a file',
  EACCES: 'may not be read by this user',
  ERR_SQLITE_ERROR: 'its index could not be written to the temporary directory; is the disk full?',
};

function explainFailure(uri: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const what = FAILURES[code];
  return what === undefined ? error : new UnusableInput([{ place: uri, what }]);
}

/** Addresses carry passwords; scheme and host are enough to know which one is meant. */
function withoutSecrets(uri: string): string {
  const address = uri.includes('://') && URL.canParse(uri) ? new URL(uri) : null;
  if (address !== null) return `${address.protocol}//${address.host}`;
  return uri.replace(/(:\/\/).*/s, '$1…');
}
