import type { OrderEntry } from '../domain/order.ts';
import { UnusableInput } from '../domain/problem.ts';
import type { OrderBook } from '../ports.ts';

export interface OrderBookOptions {
  /** Told of every order that is set aside, with its problems. */
  readonly onUnusable: (entry: OrderEntry) => void;
  readonly signal: AbortSignal;
}

type Opener = (uri: string, options: OrderBookOptions) => Promise<OrderBook>;

/** By what the address ends with or begins with. Each loads only what its own kind of book needs. */
const KINDS: readonly { readonly name: string; readonly fits: RegExp; readonly open: Opener }[] = [
  { name: 'a path to .json', fits: /^(?!\w+:\/\/).*\.json$/is, open: openJson },
  { name: 'a path to .csv', fits: /^(?!\w+:\/\/).*\.csv$/is, open: openCsv },
];

/**
 * @param uri where the book is: a path, or an address with its scheme
 * @throws UnusableInput where the book as a whole cannot be used; single unusable orders go to `onUnusable`
 */
export async function openOrderBook(uri: string, options: OrderBookOptions): Promise<OrderBook> {
  const kind = KINDS.find(({ fits }) => fits.test(uri));
  if (kind === undefined) {
    const supported = KINDS.map(({ name }) => name).join(' or ');
    throw new UnusableInput([{ place: withoutSecrets(uri), what: 'is no order book that can be read', mend: `expected ${supported}` }]);
  }
  try {
    return await kind.open(uri, options);
  } catch (error) {
    throw options.signal.aborted ? error : explainFailure(uri, error);
  }
}

async function openJson(file: string, { onUnusable, signal }: OrderBookOptions): Promise<OrderBook> {
  const [{ indexBook }, { jsonRecords }] = await Promise.all([import('./indexed-book.ts'), import('./json-records.ts')]);
  return indexBook(jsonRecords(file, signal), onUnusable, signal);
}

async function openCsv(file: string, { onUnusable, signal }: OrderBookOptions): Promise<OrderBook> {
  const [{ indexBook }, { csvRecords }] = await Promise.all([import('./indexed-book.ts'), import('./csv-records.ts')]);
  return indexBook(csvRecords(file, signal), onUnusable, signal);
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
