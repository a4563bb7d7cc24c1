/** Crockford's base 32: letters that look like digits are read as those, in any case. */
export function readCaseNumber(text: string): string {
  return text.trim().toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1');
}
