import type { CalendarDate } from '../domain/calendar-date.ts';
import type { Policy, PolicyVersion } from '../domain/policy.ts';
import { POLICY_FIELDS, type PolicyField } from './policy-fields.ts';

/** One value that differs. `before` is null for what an added version brings first, `after` for a version taken away. */
export interface PolicyChange {
  readonly version: CalendarDate;
  readonly change: 'changed' | 'added' | 'removed';
  readonly field: PolicyField['field'];
  readonly name: string;
  readonly sections: readonly string[];
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * What `after` says otherwise than `before`, oldest version first. A version that only `after` has is held against the one that it follows there:
 * that is what changes for customers on its day. Versions are never edited once in force; a change of an old one stands out as `changed`.
 */
export function diffPolicies(before: Policy, after: Policy): PolicyChange[] {
  const days = new Set([...before.versions, ...after.versions].map((version) => version.effectiveFrom));
  return [...days].sort().flatMap((day) => {
    const old = versionOf(before, day);
    const young = versionOf(after, day);
    if (old && young) return changesBetween(day, 'changed', old, young);
    if (young) return changesBetween(day, 'added', after.versions.findLast((version) => version.effectiveFrom < day) ?? null, young);
    return old ? changesBetween(day, 'removed', old, before.versions.findLast((version) => version.effectiveFrom < day) ?? null) : [];
  });
}

function versionOf({ versions }: Policy, day: CalendarDate): PolicyVersion | undefined {
  return versions.find((version) => version.effectiveFrom === day);
}

function changesBetween(
  version: CalendarDate,
  change: PolicyChange['change'],
  before: PolicyVersion | null,
  after: PolicyVersion | null,
): PolicyChange[] {
  return POLICY_FIELDS.flatMap(({ field, name, sections, say }) => {
    const same = before !== null && after !== null && JSON.stringify(before[field]) === JSON.stringify(after[field]);
    if (same) return [];
    return [{ version, change, field, name, sections, before: before && say(before), after: after && say(after) }];
  });
}
