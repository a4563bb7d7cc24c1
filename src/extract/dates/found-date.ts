import type { CalendarDate } from '../../domain/calendar-date.ts';
import type { Language } from '../languages/language.ts';

/** A date in a text, with every day that it can mean. */
export interface FoundDate {
  readonly readings: readonly CalendarDate[];
  /** `year`: the day is told in full; `day`: the year is left out; `relative`: counted from today; `weekday`: a weekday alone. */
  readonly form: 'year' | 'day' | 'relative' | 'weekday';
  readonly start: number;
  readonly end: number;
  /** A weekday that nothing introduces: "the pack I bought Monday". */
  readonly isBare?: true;
}

export interface DateContext {
  /** The day of the request in the policy's zone. */
  readonly today: CalendarDate;
  /** The day so many hours before the request, in the same zone. */
  readonly dayHoursAgo: (hours: number) => CalendarDate;
  /** The mail's first, then those whose words may stand in it too. */
  readonly languages: readonly Language[];
  /** What the text itself says of its order: `DD/MM/YYYY`. */
  readonly order: 'dmy' | 'mdy' | null;
  /** The text stands behind a date's label: what would be a guess in prose is meant as a date here. */
  readonly labelled?: boolean;
}

/** A date and the index of the token behind it. */
export interface DateHit {
  readonly date: FoundDate;
  readonly next: number;
}
