import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { UnusableInput } from '../../domain/problem.ts';
import type { OpenedBook, OrderBookOptions } from '../opened-book.ts';
import { LedgerFiller } from './ledger-filler.ts';
import { EVENT_KINDS } from './ledger-schema.ts';

type Kind = keyof typeof EVENT_KINDS;

const KINDS = Object.keys(EVENT_KINDS).join(', ');

/** A ledger with one event a line, `{ "kind": "usage", … }`: what a system that logs events has anyway, and can be appended to. */
export async function openJsonLinesLedger(
  file: string,
  { onUnusable, signal, now = () => new Date() }: OrderBookOptions,
): Promise<OpenedBook> {
  const asOf = now();
  const filler = new LedgerFiller();
  try {
    const input = createReadStream(file, { signal });
    let number = 0;
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      number += 1;
      if (line.trim() === '') continue;
      const here = `${file} line ${number}`;
      const { kind, fields } = readLine(number === 1 ? line.replace(/^\uFEFF/, '') : line, here);
      filler.add(EVENT_KINDS[kind], fields, (field) => (field === undefined ? here : `${here}: ${field}`));
    }
    return filler.finish(file, asOf, onUnusable);
  } catch (error) {
    filler.abandon();
    throw error;
  }
}

/** A line that cannot be read may be anybody's usage: the ledger as a whole is then not to be trusted. */
function readLine(line: string, place: string): { readonly kind: Kind; readonly fields: unknown } {
  const value = parse(line, place);
  const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined;
  if (typeof kind === 'string' && isKind(kind)) return { kind, fields: value };
  throw new UnusableInput([
    { place: `${place}: kind`, what: kind === undefined ? 'is missing' : `is ${JSON.stringify(kind)}`, mend: `expected ${KINDS}` },
  ]);
}

function isKind(kind: string): kind is Kind {
  return Object.hasOwn(EVENT_KINDS, kind);
}

function parse(line: string, place: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new UnusableInput([{ place, what: `is no JSON: ${(error as Error).message}`, mend: 'expected one event a line' }]);
  }
}
