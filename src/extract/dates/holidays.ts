import { addDays, type CalendarDate, calendarDateOf, daysBetween } from '../../domain/calendar-date.ts';
import type { Token } from '../words.ts';
import { calendarWordsOf, isLink, isOneOf, monthOf, unitOf } from './calendar-words.ts';
import type { DateContext } from './found-date.ts';
import { nthWeekday } from './readings.ts';
import { phrasesAt } from './token-phrases.ts';

/** "on Christmas Day", "Pasen 2018", "Black Friday": the most recent one, or that of the year told. */
export function readHoliday(
  tokens: readonly Token[],
  at: number,
  context: DateContext,
): { reading: CalendarDate; from: number; next: number } | null {
  const found = findName(tokens, at, context);
  if (!found) return null;
  let index = found.next;
  while (index < found.next + 3 && (tokens[index]?.norm === ',' || isLink(tokens[index]?.norm ?? ''))) index += 1;
  const year = tokens[index];
  const told = year?.kind === 'number' && /^(19|20)\d\d$/.test(year.norm);
  const isOther =
    [at - 1, found.next, index, index + 1].some((other) => isOneOf('other', tokens[other]?.norm, context.languages)) ||
    isOneOf('until', tokens[at - 1]?.norm, context.languages);
  if (!told && (isOther || !isMeant(tokens, at, found.next, index, context))) return null;
  const thisYear = Number(context.today.slice(0, 4));
  const next = told ? index + 1 : found.next;
  for (const candidate of told ? [Number(year.norm)] : [thisYear, thisYear - 1]) {
    const reading = holidayIn(candidate, found.rule);
    if (reading !== null && (told || daysBetween(reading, context.today) >= 0)) return { reading, from: at, next };
  }
  return null;
}

function findName(tokens: readonly Token[], at: number, context: DateContext): { rule: string; next: number } | null {
  const phrases = phrasesAt(tokens, at).reverse();
  for (const language of context.languages) {
    const { holidays } = calendarWordsOf(language);
    if (holidays.size === 0) continue;
    for (const { text, next } of phrases) {
      const rule = holidays.get(text);
      if (rule !== undefined) return { rule, next };
    }
  }
  return null;
}

/** A "Christmas package" is bought on any day: in prose a word such as "on" or "last" leads, and nothing is named after the day. */
function isMeant(tokens: readonly Token[], at: number, next: number, index: number, context: DateContext): boolean {
  const follower = tokens[next];
  if (context.labelled) return follower?.kind !== 'number' && monthOf(tokens[index]?.norm ?? '', context.languages) === null;
  const lead = isLink(tokens[at - 1]?.norm ?? '') ? tokens[at - 2] : tokens[at - 1];
  const leads = [lead?.norm, tokens[at - 1]?.norm];
  const led = leads.some((word) => isOneOf('on', word, context.languages) || isOneOf('last', word, context.languages));
  const ends = follower === undefined || follower.kind === 'mark' || isOneOf('common', follower.norm, context.languages);
  return led && ends && follower?.norm !== '-' && unitOf(follower?.norm, context.languages) === null;
}

/** @param rule `12-25`, `easter`, `easter-2`, `thanksgiving+1` */
export function holidayIn(year: number, rule: string): CalendarDate | null {
  const fixed = /^(\d\d)-(\d\d)$/.exec(rule);
  if (fixed) return calendarDateOf(year, Number(fixed[1]), Number(fixed[2]));
  const [, name, offset] = /^(easter|thanksgiving)([+-]\d+)?$/.exec(rule) ?? [];
  const base = name === 'easter' ? easterSunday(year) : name === 'thanksgiving' ? nthWeekday(year, 11, 4, 4) : null;
  return base === null ? null : addDays(base, Number(offset ?? 0));
}

/** Western Easter by the "anonymous" computus (Meeus, Astronomical Algorithms, chapter 8). */
function easterSunday(year: number): CalendarDate | null {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const sum = h + l - 7 * m + 114;
  return calendarDateOf(year, Math.floor(sum / 31), (sum % 31) + 1);
}
