/** UTC, to the minute: `2026-03-05 09:30`. */
export function minuteOf(at: Date): string {
  return at.toISOString().slice(0, 16).replace('T', ' ');
}
