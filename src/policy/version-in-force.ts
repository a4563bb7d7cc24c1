import { calendarDateIn } from '../domain/calendar-date.ts';
import type { Policy, PolicyVersion } from '../domain/policy.ts';

/**
 * Section 6: a version applies from the start of its day, by the clocks of its own time zone.
 * @returns null where `instant` is before the first version
 */
export function versionInForce(policy: Policy, instant: Date): PolicyVersion | null {
  return policy.versions.findLast((version) => calendarDateIn(version.timezone, instant) >= version.effectiveFrom) ?? null;
}
