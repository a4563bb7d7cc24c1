import type { SegmentRole } from '../domain/mail.ts';
import { attributionEnd } from './attribution.ts';
import { dividerOf, headerBlockEnd } from './header-block.ts';
import { type Line, nextWithText } from './lines.ts';
import { fill } from './segment-roles.ts';

/** Quotations, their introductions and mails passed on; all else is own. @param headerMeans what a copied header begins */
export function rolesOfQuotation(lines: readonly Line[], headerMeans: 'quoted' | 'forwarded'): SegmentRole[] {
  const roles: SegmentRole[] = lines.map(() => 'own');
  const comparisons = areComparisons(lines);
  /** Without quote marks nothing tells where an earlier mail ends: all that follows belongs to it. */
  let rest: SegmentRole | null = null;
  /** What lines with quote marks are, since the last introduction: a mail passed on may be quoted as well. */
  let marked: SegmentRole = 'quoted';
  let ownSeen = false;
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] as Line;
    if (rest !== null) {
      roles[at++] = rest;
      continue;
    }
    if (line.mark === 'earlier') {
      rest = headerMeans;
      continue;
    }
    const divider = dividerOf(line.text);
    const below = divider === null ? at : nextWithText(lines, at + 1);
    const blockEnd = headerBlockEnd(lines, below, divider !== null);
    if (blockEnd !== null || divider === 'forwarded' || divider === 'original' || line.mark === 'forwarded') {
      const role = divider === 'forwarded' || line.mark === 'forwarded' ? 'forwarded' : divider === 'original' ? 'quoted' : headerMeans;
      const end = Math.max(blockEnd ?? at + 1, at + 1);
      fill(roles, at, end, role);
      const quotedBelow =
        (lines[nextWithText(lines, end)]?.depth ?? 0) > line.depth || (line.depth === 0 && (lines[below]?.depth ?? 0) > 0);
      if (quotedBelow || line.depth > 0) marked = role;
      else rest = role;
      at = end;
      continue;
    }
    const attribution = line.mark === 'attribution' ? at + 1 : line.depth > 0 && comparisons ? null : attributionEnd(lines, at);
    if (attribution !== null) {
      fill(roles, at, attribution, line.depth > 0 ? marked : 'attribution');
      const quoteFollows = (lines[nextWithText(lines, attribution)]?.depth ?? 0) > line.depth;
      if (line.depth === 0 && !quoteFollows && line.mark === null && ownSeen) rest = 'quoted';
      if (line.depth === 0) marked = 'quoted';
      at = attribution;
      continue;
    }
    if (line.depth > 0 && !comparisons) roles[at] = marked;
    else if (isWrappedQuote(lines, at)) roles[at] = marked;
    else if (line.text !== '') ownSeen = true;
    at++;
  }
  return roles;
}

/** The end of a quoted line that a mail program wrapped without repeating the mark: "> … pellentesque / eget." */
function isWrappedQuote(lines: readonly Line[], at: number): boolean {
  const [before, line, after] = [lines[at - 1], lines[at], lines[at + 1]];
  if (!before || !line || before.depth === 0 || line.depth > 0 || before.text.length < 60 || line.text.length >= before.text.length)
    return false;
  return /^\p{Ll}\S*\s\S/u.test(line.text) && !/[.?!:]$/.test(before.text) && (after === undefined || after.depth > 0 || after.text === '');
}

/** "> 20 EUR was charged": a mark of comparison, where nothing else in the mail is quoted. */
function areComparisons(lines: readonly Line[]): boolean {
  const marked = lines.filter((line) => line.depth > 0 && line.text !== '');
  const own = lines.some((line) => line.depth === 0 && line.text !== '');
  return (
    marked.length > 0 &&
    marked.length <= 2 &&
    own &&
    marked.every((line) => line.depth === 1 && /^[=\s]{0,2}[€$£¥]?\s?\d/.test(line.text) && line.text.length < 80)
  );
}
