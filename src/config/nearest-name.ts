import leven from 'leven';

/** Slips of the keyboard: two letters swapped, one left out, one too many. More is another word. */
const MAX_DISTANCE = 2;

/** @returns the known name that `name` was probably meant to be, or null */
export function nearestName(name: string, known: readonly string[]): string | null {
  const byDistance = known
    .map((candidate) => ({ candidate, distance: leven(name.toUpperCase(), candidate) }))
    .toSorted((a, b) => a.distance - b.distance);
  const best = byDistance[0];
  return best && best.distance <= MAX_DISTANCE ? best.candidate : null;
}
