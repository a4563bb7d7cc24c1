import { calendarDateOf } from '../../domain/calendar-date.ts';
import type { DateContext, FoundDate } from './found-date.ts';

/** The years before the first of Reiwa, Heisei and Shōwa, by the letter that forms put before the year: R8.3.30. */
const ERAS: Readonly<Record<string, number>> = { R: 2018, H: 1988, S: 1925 };
const SHORT = /(?<![A-Za-z\d._/-])([RHS])\s?(\d{1,2})([./-])(\d{1,2})\3(\d{1,2})(?![\dA-Za-z_-]|[./]\d)/g;

/** Dates with a Japanese era's letter, in `text` whose digits are ASCII. */
export function findShortEras(text: string, context: DateContext): FoundDate[] {
  if (context.languages[0]?.code !== 'ja' && !context.labelled) return [];
  return [...text.matchAll(SHORT)].flatMap((match) => {
    const [whole, era = '', year, , month, day] = match;
    const reading = calendarDateOf((ERAS[era] ?? 0) + Number(year), Number(month), Number(day));
    return reading === null ? [] : [{ readings: [reading], form: 'year', start: match.index, end: match.index + whole.length } as const];
  });
}
