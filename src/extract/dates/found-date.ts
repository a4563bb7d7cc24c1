import type { CalendarDate } from '../../domain/calendar-date.ts';
import type { Language } from '../languages/language.ts';

/** A date in a text, with every day that it can mean. */
export interface FoundDate {
  readonly readings: readonly CalendarDate[];
  /** `year`: the day is told in full; `day`: the year is left out; `relative`: counted from today; `weekday`: a weekday alone. */
  readonly form: 'year' | 'day' | 'relative' | 'weekday';
  readonly start: number;
  readonly end: number;
}

export interface DateContext {
  /** The day of the request in the policy's zone. */
  readonly today: CalendarDate;
  /** The mail's first, then those whose words may stand in it too. */
  readonly languages: readonly Language[];
  /** What the text itself says of its order: `DD/MM/YYYY`. */
  readonly order: 'dmy' | 'mdy' | null;
}
