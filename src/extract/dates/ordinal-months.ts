import { calendarDateOf } from '../../domain/calendar-date.ts';
import type { Language } from '../languages/language.ts';
import type { Token } from '../words.ts';
import { ordinalOf } from './calendar-words.ts';
import type { DateContext, DateHit } from './found-date.ts';
import { mostRecent, sortReadings } from './readings.ts';
import { readYearWords } from './year-words.ts';

/** German counts its months: "7. vierter 2016", "zwölfter fünfter", "siebter 4.". */
export function readOrdinalMonth(tokens: readonly Token[], at: number, context: DateContext): DateHit | null {
  const language = context.languages.find(({ countedMonths }) => countedMonths !== undefined);
  if (language === undefined) return null;
  const day = readOrdinal(tokens, at, language);
  const month = day && readOrdinal(tokens, day.next, language);
  const first = tokens[at];
  if (!first || !day || !month || (!day.spelt && !month.spelt) || month.value > 12) return null;
  const token = tokens[month.next];
  const digits = token?.kind === 'number' && /^(19|20)\d\d$/.test(token.norm) ? { value: Number(token.norm), next: month.next + 1 } : null;
  const year = digits ?? readYearWords(tokens, month.next, context);
  // "zweiter dritter" counts anything; in prose a weekday, "am" or a year shows that days are meant.
  if (!context.labelled && !year && !language.countedMonths?.split(' ').includes(tokens[at - 1]?.norm ?? '')) return null;
  const reading = year ? calendarDateOf(year.value, month.value, day.value) : mostRecent(month.value, day.value, context.today);
  const next = year?.next ?? month.next;
  const last = tokens[next - 1];
  if (reading === null || !last) return null;
  return { date: { readings: sortReadings([reading]), form: year ? 'year' : 'day', start: first.start, end: last.end }, next };
}

function readOrdinal(tokens: readonly Token[], at: number, language: Language): { value: number; next: number; spelt: boolean } | null {
  const token = tokens[at];
  if (token?.kind === 'number' && token.norm.length <= 2 && tokens[at + 1]?.norm === '.')
    return { value: Number(token.norm), next: at + 2, spelt: false };
  if (token?.kind !== 'word') return null;
  const value = ordinalOf(token.norm, [language]);
  return value === null ? null : { value, next: at + 1, spelt: true };
}
