import { createReadStream } from 'node:fs';
import { UnusableInput } from '../domain/problem.ts';
import { BookFiller } from './indexed-book.ts';
import { cutElements, type Element, ElementTooLong } from './json-elements.ts';
import type { LedgerFiller } from './ledger/ledger-filler.ts';
import type { LedgerList } from './ledger/ledger-schema.ts';
import type { OpenedBook, OrderBookOptions } from './opened-book.ts';
import { totalsBook } from './totals-book.ts';

const ORDERS = 'orders';
const LEDGER_LISTS: readonly LedgerList[] = ['purchases', 'grants', 'usage', 'expiries', 'refunds'];
const MEND = 'expected { "orders": [ … ] }, or a ledger { "purchases": [ … ], "usage": [ … ] }';

/**
 * A JSON order book: `{ "orders": [ … ] }` has totals of credits used, `{ "purchases": [ … ] }` is a ledger of single events.
 * Which it is shows only when the last list has been seen; other members are ignored.
 */
export async function openJsonBook(file: string, options: OrderBookOptions): Promise<OpenedBook> {
  const asOf = (options.now ?? (() => new Date()))();
  const placeOf = (list: string, position: number, field?: string) =>
    `${file}: ${list}[${position}]${field === undefined ? '' : `.${field}`}`;
  const totals = new BookFiller((position, field) => placeOf(ORDERS, position, field));
  let ledger: LedgerFiller | null = null;
  try {
    const elements = readElements(file, options.signal);
    let next = await elements.next();
    for (; next.done !== true; next = await elements.next()) {
      options.signal.throwIfAborted();
      const { list, position, value } = next.value;
      if (list === ORDERS) totals.add({ position, fields: value, problems: [] });
      else {
        ledger ??= await newLedger();
        ledger.add(list as LedgerList, value, (field) => placeOf(list, position, field));
      }
    }
    if (isLedger(next.value, file)) {
      totals.abandon();
      ledger ??= await newLedger();
      return ledger.finish(file, asOf, options.onUnusable);
    }
    ledger?.abandon();
    return totalsBook(totals, file, asOf, options.onUnusable);
  } catch (error) {
    totals.abandon();
    ledger?.abandon();
    throw error;
  }
}

async function newLedger(): Promise<LedgerFiller> {
  const { LedgerFiller: Filler } = await import('./ledger/ledger-filler.ts');
  return new Filler();
}

function isLedger(lists: readonly string[], file: string): boolean {
  const [totals, events] = [lists.includes(ORDERS), lists.includes('purchases')];
  if (totals !== events) return events;
  const what = totals ? 'holds both "orders" and "purchases"' : 'holds no list "orders"';
  throw new UnusableInput([{ place: file, what, mend: totals ? 'keep the totals or the events, not both' : MEND }]);
}

async function* readElements(file: string, signal: AbortSignal): AsyncGenerator<Element, readonly string[]> {
  try {
    const input: AsyncIterable<Buffer> = createReadStream(file, { signal });
    return yield* cutElements(input, [ORDERS, ...LEDGER_LISTS]);
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
  return new UnusableInput([{ place: file, what: found.message, mend: MEND }]);
}
