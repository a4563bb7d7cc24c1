import { dirname } from 'node:path';
import { UnusableInput } from '../domain/problem.ts';

interface Words {
  readonly what: string;
  readonly mend: string;
}

const WRITABLE_FOLDER = 'name a file in a folder that this user may write';

/** By SQLite's primary result code (https://sqlite.org/rescode.html): what an operator can mend. */
const WORDS: Readonly<Record<number, Words>> = {
  5: { what: 'is held by another program', mend: 'end what has the ledger open, and poll again' },
  8: { what: 'may not be written by this user', mend: 'change its owner, or name another LEDGER' },
  10: { what: 'could not be read or written', mend: 'check the disk' },
  11: { what: 'is damaged', mend: 'restore it from a backup; with a new one, mail is recognised by content only' },
  13: { what: 'cannot grow: the disk is full', mend: 'make room; the next pass goes on where this one stopped' },
  14: { what: 'could not be opened', mend: WRITABLE_FOLDER },
  26: { what: 'is a file of another kind', mend: 'let LEDGER name a file that refund-triage made, or none that is there' },
};

/** @returns what went wrong with the ledger in an operator's words; any other error as it is */
export function asLedgerFault(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  if ('path' in error && String(error.path).startsWith(dirname(path))) {
    return new UnusableInput([{ place: path, what: `the ledger cannot be made (${String(error.code)})`, mend: WRITABLE_FOLDER }]);
  }
  if (error.code !== 'ERR_SQLITE_ERROR') return error;
  const errcode = 'errcode' in error ? Number(error.errcode) : 0;
  // The low byte is the primary code; what is above it says more than an operator can use.
  const words = WORDS[errcode & 0xff] ?? { what: `failed: ${error.message}`, mend: 'check the disk' };
  return new UnusableInput([{ place: path, what: `the ledger ${words.what}`, mend: words.mend }]);
}
