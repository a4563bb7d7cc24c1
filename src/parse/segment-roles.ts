import type { Segment, SegmentRole } from '../domain/mail.ts';
import type { Line } from './lines.ts';

export function fill(roles: SegmentRole[], from: number, to: number, role: SegmentRole): void {
  for (let at = from; at < to && at < roles.length; at++) roles[at] = role;
}

/** Stretches of own lines, as [start, end). */
export function ownRuns(roles: readonly SegmentRole[]): [number, number][] {
  const runs: [number, number][] = [];
  let start = -1;
  for (let at = 0; at <= roles.length; at++) {
    if (roles[at] === 'own' && start < 0) start = at;
    if (roles[at] !== 'own' && start >= 0) {
      runs.push([start, at]);
      start = -1;
    }
  }
  return runs;
}

/** Lines of one role side by side, as texts without empty lines around them; empty stretches are left out. */
export function joinRoles(lines: readonly Line[], roles: readonly SegmentRole[]): Segment[] {
  const segments: { role: SegmentRole; texts: string[] }[] = [];
  for (const [at, line] of lines.entries()) {
    const role = roles[at] ?? 'own';
    // A mark that turned out to be a comparison is part of the words.
    const text = role === 'own' && line.depth > 0 ? `> ${line.text}` : line.text;
    const open = segments.at(-1);
    // Empty lines go with what stands before them.
    if (open && (open.role === role || text === '')) open.texts.push(text);
    else segments.push({ role, texts: [text] });
  }
  return segments.map(({ role, texts }) => ({ role, text: trimEmptyLines(texts) })).filter((segment) => segment.text !== '');
}

function trimEmptyLines(texts: readonly string[]): string {
  let start = 0;
  let end = texts.length;
  while (start < end && texts[start] === '') start++;
  while (end > start && texts[end - 1] === '') end--;
  return texts.slice(start, end).join('\n');
}
