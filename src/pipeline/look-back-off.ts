import { LOOKS_UNTIL_TROUBLE } from '../domain/ledger.ts';

const MINUTE_MS = 60_000;
/** From the first look in trouble on; later ones like the last. A server that is mended is found so within the hour. */
const BACK_OFF_MS = [5, 15, 60].map((minutes) => minutes * MINUTE_MS);

/**
 * @param failures looks in a row that broke off before this one
 * @returns when to look again should this one break off as well; null: with the next pass
 */
export function nextLookAfter(failures: number, now: Date): Date | null {
  if (failures < LOOKS_UNTIL_TROUBLE) return null;
  const wait = BACK_OFF_MS[Math.min(failures - LOOKS_UNTIL_TROUBLE, BACK_OFF_MS.length - 1)] ?? 0;
  return new Date(now.getTime() + wait);
}

/** In an operator's words, of whatever ended a look. */
export function whyItFailed(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
