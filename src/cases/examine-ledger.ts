import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Finding } from '../domain/finding.ts';
import { UnusableInput } from '../domain/problem.ts';
import { openScratchCopy } from './open-database.ts';

const OTHERS = 0o077;

/** Whether the ledger can be read and written. A ledger that is not there yet is made by the first pass, not here. */
export function examineLedger(path: string): Finding {
  const check = 'ledger';
  const place = existsSync(path) ? path : existingParent(path);
  try {
    accessSync(place, constants.R_OK | constants.W_OK);
  } catch {
    return { check, state: 'wrong', what: `${place} cannot be written by this user`, mend: 'change its owner, or name another LEDGER' };
  }
  if (!existsSync(path)) return { check, state: 'ok', what: `${path} will be made by the first pass` };
  try {
    openScratchCopy(path).close();
  } catch (error) {
    if (!(error instanceof UnusableInput)) throw error;
    return { check, state: 'wrong', what: error.message };
  }
  if ((statSync(path).mode & OTHERS) !== 0) {
    return { check, state: 'note', what: `${path} can be read by other users`, mend: `chmod 600 ${path}` };
  }
  return { check, state: 'ok', what: path };
}

function existingParent(path: string): string {
  const parent = dirname(path);
  return existsSync(parent) || parent === path ? parent : existingParent(parent);
}
