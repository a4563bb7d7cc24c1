import { addDays, type CalendarDate, calendarDateIn, isoWeekday } from '../domain/calendar-date.ts';
import type { Deadlines } from '../domain/decision.ts';
import type { PolicyVersion } from '../domain/policy.ts';

/**
 * Section 5: reviewed within so many business days of receipt, processed within so many of the decision. All dates are days in the policy's zone.
 * @param now when the refund is decided: processing is counted from it
 */
export function workOutDeadlines(version: PolicyVersion, receivedAt: Date, now: Date, refundIsDue: boolean): Deadlines {
  const received = calendarDateIn(version.timezone, receivedAt);
  const decided = calendarDateIn(version.timezone, now);
  const [earliest, latest] = version.processingBusinessDays;
  return {
    reviewBy: addBusinessDays(version, received, version.reviewBusinessDays),
    processFrom: refundIsDue ? addBusinessDays(version, decided, earliest) : null,
    processBy: refundIsDue ? addBusinessDays(version, decided, latest) : null,
  };
}

/** The day itself is not counted. Ends because a policy file whose week has no business day is refused and its holidays are a finite list. */
function addBusinessDays(version: PolicyVersion, from: CalendarDate, businessDays: number): CalendarDate {
  let day = from;
  for (let left = businessDays; left > 0; ) {
    day = addDays(day, 1);
    if (isBusinessDay(version, day)) left -= 1;
  }
  return day;
}

function isBusinessDay(version: PolicyVersion, day: CalendarDate): boolean {
  return !version.weekend.includes(isoWeekday(day)) && !version.holidays.includes(day);
}
