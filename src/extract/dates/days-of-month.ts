import { type CalendarDate, calendarDateOf } from '../../domain/calendar-date.ts';
import type { Language } from '../languages/language.ts';
import { collectWords } from '../word-lists.ts';
import type { Token } from '../words.ts';
import { calendarWordsOf, isLink, isOneOf, isOrdinalSuffix, monthOf, numberOf, unitOf, weekdayOf } from './calendar-words.ts';
import type { DateContext } from './found-date.ts';
import { addMonths, mostRecentDay } from './readings.ts';
import { readDayNumber, readMonthOf } from './weekdays.ts';

/** "5 of this month", "el 5 del corriente", "bu ayın 5'inde": the day of the request's own month, behind the words that say so or before them. */
export function readDayOfThisMonth(
  tokens: readonly Token[],
  at: number,
  context: DateContext,
): { reading: CalendarDate; from: number; next: number } | null {
  for (const language of context.languages) {
    const start = abbreviatedEnd(tokens, at, calendarWordsOf(language).thisMonthBefore);
    const index = start ?? at;
    const number = tokens[index]?.kind === 'number' ? readDayNumber(tokens, index, context) : null;
    if (!number) continue;
    const day = { at, index, value: number.value, next: number.next };
    const next = start === null ? endOfThisMonth(tokens, day, language, context) : endBehindThisMonth(tokens, day, context);
    if (next === null) continue;
    const reading = calendarDateOf(Number(context.today.slice(0, 4)), Number(context.today.slice(5, 7)), number.value);
    return reading === null ? null : { reading, from: at, next };
  }
  return null;
}

interface NumberedDay {
  /** Where the phrase begins, and where its number stands. */
  readonly at: number;
  readonly index: number;
  readonly next: number;
}

/** "5 of this month"; "I bought 5 this month" counts packs: before such words an ordinal or "on" must tell that a day is meant. */
function endOfThisMonth(
  tokens: readonly Token[],
  { at, index, next }: NumberedDay,
  language: Language,
  context: DateContext,
): number | null {
  const { thisMonthAfter, thisMonthLoose } = calendarWordsOf(language);
  const ended = behindEnding(tokens, next);
  // "5.", "5:e", "5-го".
  const mark = ['.', ':', '-'].includes(tokens[ended]?.norm ?? '') ? ended + 1 : ended;
  const suffix = mark > ended && isOrdinalSuffix(tokens[mark]?.norm ?? '') ? mark + 1 : mark;
  const isDay = context.labelled === true || suffix > index + 1 || isLead(tokens[at - 1]?.norm ?? '', context);
  const phrases = isDay ? [...thisMonthAfter, ...thisMonthLoose] : thisMonthAfter;
  return abbreviatedEnd(tokens, suffix, phrases) ?? abbreviatedEnd(tokens, mark, phrases);
}

/** "bu ayın 5'inde", "e hó 5-én", "tämän kuun 5. päivä": an ending, a full stop or a word for day behind the number; "bu ayın 2 paketi" are two packs. */
function endBehindThisMonth(tokens: readonly Token[], { next }: NumberedDay, context: DateContext): number | null {
  const follower = tokens[next];
  const isEnded = follower !== undefined && follower.start === tokens[next - 1]?.end;
  const isDay = follower === undefined || isEnded || unitOf(follower.norm, context.languages) === 'day';
  return isDay || context.labelled === true ? behindEnding(tokens, next) : null;
}

/** The end of the longest of `phrases` at `at`, with a full stop behind any of its words: "d. M.", "c.m." */
function abbreviatedEnd(tokens: readonly Token[], at: number, phrases: readonly string[]): number | null {
  const ends = phrases.flatMap((phrase) => {
    let index = at;
    for (const word of phrase.split(' ')) {
      if (tokens[index]?.norm !== word) return [];
      index += tokens[index + 1]?.norm === '.' ? 2 : 1;
    }
    return [index];
  });
  return ends.length === 0 ? null : Math.max(...ends);
}

/** "on the 27th", "am 27.", "le 27", "op de 27e", "the 20th of last month": the most recent such day. */
export function readDayOfMonth(
  tokens: readonly Token[],
  at: number,
  context: DateContext,
): { reading: CalendarDate; from: number; next: number } | null {
  const lead = tokens[at];
  if (lead?.kind !== 'word' || !isLead(lead.norm, context)) return null;
  let index = at + 1;
  while (index < at + 3 && isLead(tokens[index]?.norm ?? '', context)) index += 1;
  const number = readDayNumber(tokens, index, context);
  const day = number && { ...number, next: behindEnding(tokens, number.next) };
  if (!day || !isTold(tokens, at, index, number.next, context)) return null;
  // "geçen ayın 28'inde": of last month.
  if (unitOf(lead.norm, context.languages) === 'month' && isOneOf('last', tokens[at - 1]?.norm, context.languages)) {
    const before = addMonths(calendarDateOf(Number(context.today.slice(0, 4)), Number(context.today.slice(5, 7)), 1) ?? context.today, -1);
    const reading = calendarDateOf(Number(before.slice(0, 4)), Number(before.slice(5, 7)), day.value);
    return reading === null ? null : { reading, from: at - 1, next: day.next };
  }
  const follows = tokens[day.next]?.norm === '.' && tokens[day.next + 1]?.kind === 'word' ? day.next + 1 : day.next;
  // "tanggal 28 bulan lalu": the word for month may be one that joins.
  const after = readMonthOf(tokens, follows, context) ? follows : behindLinks(tokens, follows, day.next + 3);
  const month = readMonthOf(tokens, after, context);
  if (month) {
    if (month.year === null || monthOf(tokens[after]?.norm ?? '', context.languages) !== null) return null;
    const reading = calendarDateOf(month.year, month.month, day.value);
    return reading === null ? null : { reading, from: at, next: month.next };
  }
  if (!endsHere(tokens, index, day.next, context)) return null;
  const reading = mostRecentDay(day.value, context.today);
  return reading === null ? null : { reading, from: at, next: day.next };
}

function behindLinks(tokens: readonly Token[], from: number, end: number): number {
  let index = from;
  while (index < end && isLink(tokens[index]?.norm ?? '')) index += 1;
  return index;
}

/** "ayın 1'inde": Turkish sets its endings behind an apostrophe. */
function behindEnding(tokens: readonly Token[], next: number): number {
  const [number, mark, ending] = [tokens[next - 1], tokens[next], tokens[next + 1]];
  return mark?.norm === "'" && mark.start === number?.end && ending?.kind === 'word' && ending.start === mark.end ? next + 2 : next;
}

function isLead(word: string, context: DateContext): boolean {
  return (
    isOneOf('on', word, context.languages) || isOneOf('links', word, context.languages) || (context.labelled === true && word === 'for')
  );
}

/** In prose the number must show that it is a day's: by its suffix, by a full stop, or by the article of languages that say "le 27". */
function isTold(tokens: readonly Token[], at: number, index: number, next: number, context: DateContext): boolean {
  const token = tokens[index];
  if (token?.kind !== 'number') return context.labelled === true && weekdayOf(token?.norm ?? '', context.languages) === null;
  if (context.labelled) return true;
  const isOn = tokens.slice(at, index).some((lead) => isOneOf('on', lead.norm, context.languages));
  const lead = tokens[index - 1]?.norm ?? '';
  if (next > index + 1) return isOn;
  return BEFORE_DAYS.has(lead) || (tokens[next]?.norm === '.' && BEFORE_DOTTED_DAYS.has(lead));
}

/** Articles and words that stand before a bare day: le 27, el 27, il 27, dia 27, den 27. */
const BEFORE_DAYS = collectWords((language) => language.relative.beforeDay ?? '').whole;
const BEFORE_DOTTED_DAYS = collectWords((language) => language.relative.beforeDottedDay ?? '').whole;
const ENDS = new Set(['.', ',', ')', '!', '?', ';', '(', '"']);

/** "on the 1st attempt", "le 2 comptes", "el 27 %", "le 27/03": something else is counted, or the date goes on. */
function endsHere(tokens: readonly Token[], index: number, next: number, context: DateContext): boolean {
  const follower = tokens[next];
  if (follower === undefined) return true;
  const further = tokens[next + 1];
  if (follower.kind !== 'word') {
    const glued = follower.start === tokens[next - 1]?.end && further?.start === follower.end && further.kind !== 'mark';
    return (
      ENDS.has(follower.norm) && further?.kind !== 'number' && !glued && further?.norm !== 'º' && !isMonthAt(tokens, next + 1, context)
    );
  }
  if (isOneOf('last', follower.norm, context.languages)) return true;
  const others = [unitOf, monthOf, weekdayOf, numberOf].some((read) => read(follower.norm, context.languages) !== null);
  // A number that is spelt out may count what follows, or go on.
  if (others || tokens[index]?.kind !== 'number') return false;
  if (isLink(follower.norm)) return false;
  return context.labelled === true || (further?.kind !== 'number' && isOneOf('common', follower.norm, context.languages));
}

function isMonthAt(tokens: readonly Token[], at: number, context: DateContext): boolean {
  return monthOf(tokens[at]?.norm ?? '', context.languages) !== null;
}
