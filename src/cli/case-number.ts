import { UnusableInput } from '../domain/problem.ts';
import { printable } from './printable.ts';

/** Crockford's base 32: letters that look like digits are read as those, in any case. */
export function readCaseNumber(text: string): string {
  return text.trim().toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1');
}

/** @param text as somebody typed it */
export function noSuchCase(text: string): UnusableInput {
  return new UnusableInput([{ place: printable(text), what: 'no such case', mend: 'refund-triage case list names them' }]);
}
