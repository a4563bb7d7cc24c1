import { addDays, type CalendarDate, calendarDateOf } from '../../domain/calendar-date.ts';
import { calendarWordsOf } from './calendar-words.ts';
import type { DateContext, FoundDate } from './found-date.ts';
import { fullYear, lastWeekday, mostRecent, sortReadings } from './readings.ts';
import { goBack } from './relative.ts';

// Every repetition is bounded and every part begins with another class: linear whatever the text.
const NUMERAL = '(?:\\d{1,4}|[〇零一二三四五六七八九十廿卅元兩两]{1,4})';
const FULL = new RegExp(
  `(令和|平成|昭和|民國|民国|中華民國|西元|公元)?[ 　]?(${NUMERAL})[ 　]?[年년][ 　]?(${NUMERAL})[ 　]?[月월]の?[ 　]?(${NUMERAL})[ 　]?(?:[日号號일]|(?![\\d一二三四五六七八九十]))`,
  'g',
);
const WITHOUT_YEAR = new RegExp(`(${NUMERAL})[ 　]?[月월]の?[ 　]?(${NUMERAL})[ 　]?[日号號일]`, 'g');
const AGO = new RegExp(
  `(${NUMERAL})[ 　]?(?:个|個)?(营业日|營業日|営業日|日|天|号|週間|周間|周|週|星期|礼拜|禮拜|ヶ月|か月|カ月|ケ月|个月|個月|月|年|일|주일|주|개월|달|년)(?:間|间)?[ 　]?(?:ほど|くらい)?(?:以前|之前|前|전)`,
  'g',
);

const DIGITS = new Map('〇一二三四五六七八九'.split('').map((digit, value) => [digit, value]));

/** The first year of each era less one. */
const ERAS = new Map([
  ['令和', 2018],
  ['平成', 1988],
  ['昭和', 1925],
  ['民國', 1911],
  ['民国', 1911],
  ['中華民國', 1911],
]);

/** Dates with 年月日 or 년월일, eras, and days counted back, in `text` whose digits are ASCII. */
export function findEastAsianDates(text: string, context: DateContext): FoundDate[] {
  if (!/[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]/.test(text)) return [];
  const found: FoundDate[] = [];
  for (const match of text.matchAll(FULL)) {
    const year = readYear(match[1], match[2] ?? '', context);
    add(found, match, year === null ? null : calendarDateOf(year, numeral(match[3]), numeral(match[4])), 'year');
  }
  for (const match of text.matchAll(WITHOUT_YEAR)) {
    if (
      found.some((date) => date.start <= match.index && match.index < date.end) ||
      /[年년]\s?$/.test(text.slice(0, match.index).slice(-3))
    )
      continue;
    const year = relativeYear(text.slice(Math.max(0, match.index - 4), match.index), context.today);
    const month = numeral(match[1]);
    const day = numeral(match[2]);
    add(found, match, year === null ? mostRecent(month, day, context.today) : calendarDateOf(year, month, day), 'day');
  }
  for (const match of text.matchAll(AGO)) {
    if (found.some((date) => date.start < match.index + match[0].length && match.index < date.end)) continue;
    const unit = unitOf(match[2] ?? '');
    const count = numeral(match[1]);
    // "2年1か月21日前" is counted in several units.
    const compound = /[年月週周][ 、,]?$/.test(text.slice(Math.max(0, match.index - 2), match.index));
    if (unit !== null && count > 0 && count < 1000 && !compound) add(found, match, goBack(context.today, count, unit), 'relative');
  }
  found.push(...findDayWords(text, context));
  return found.sort((a, b) => a.start - b.start);
}

function add(found: FoundDate[], match: RegExpExecArray, reading: CalendarDate | null, form: FoundDate['form']): void {
  if (reading) found.push({ readings: sortReadings([reading]), form, start: match.index, end: match.index + match[0].length });
}

function readYear(era: string | undefined, text: string, context: DateContext): number | null {
  const year = numeral(text);
  const base = era === undefined ? undefined : ERAS.get(era);
  if (base !== undefined) return base + year;
  if (/^\d{3}$/.test(text)) return year >= 90 && year <= 150 ? 1911 + year : null;
  return text.length <= 2 ? fullYear(year, context.today) : year;
}

function relativeYear(before: string, today: CalendarDate): number | null {
  if (/(去年|昨年|작년\s?)$/.test(before)) return Number(today.slice(0, 4)) - 1;
  return /(今年|本年|올해\s?)$/.test(before) ? Number(today.slice(0, 4)) : null;
}

/** `12`, `十二`, `二十一`, `二〇二六`, `元`. */
function numeral(text: string | undefined): number {
  if (text === undefined) return Number.NaN;
  if (/^\d+$/.test(text)) return Number(text);
  const plain = text
    .replace(/元/g, '一')
    .replace(/零/g, '〇')
    .replace(/[兩两]/g, '二')
    .replace(/廿/g, '二十')
    .replace(/卅/g, '三十');
  const [tens, ones] = plain.split('十');
  if (ones === undefined)
    return Number(
      plain
        .split('')
        .map((digit) => DIGITS.get(digit))
        .join(''),
    );
  return (tens === '' ? 1 : (DIGITS.get(tens ?? '') ?? Number.NaN)) * 10 + (ones === '' ? 0 : (DIGITS.get(ones) ?? Number.NaN));
}

function unitOf(word: string): 'day' | 'week' | 'month' | 'year' | null {
  if (/^(日|天|号|일)$/.test(word)) return 'day';
  if (/^(週間|周間|周|週|星期|礼拜|禮拜|주일|주)$/.test(word)) return 'week';
  if (/^(ヶ月|か月|カ月|ケ月|个月|個月|개월|달)$/.test(word)) return 'month';
  return word === '年' || word === '년' ? 'year' : null;
}

/** 昨日, 前天, 어제; 先週の月曜日, 上周一. */
function findDayWords(text: string, context: DateContext): FoundDate[] {
  const found: FoundDate[] = [];
  for (const language of context.languages) {
    if (!language.unspaced) continue;
    const words = calendarWordsOf(language);
    const phrases = [...words.days].sort(([a], [b]) => b.length - a.length);
    for (const [phrase, back] of phrases) {
      for (let at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + phrase.length)) {
        const inside = found.some((date) => date.start <= at && at < date.end);
        if (!inside) found.push({ readings: [addDays(context.today, -back)], form: 'relative', start: at, end: at + phrase.length });
      }
    }
    for (const [name, weekday] of [...words.weekdays].sort(([a], [b]) => b.length - a.length)) {
      for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
        if (found.some((date) => date.start <= at && at < date.end)) continue;
        const before = /(先週|上週|上周|上个|上個|上|지난주|지난)[ の的]?$/.exec(text.slice(Math.max(0, at - 4), at));
        if (!before || /上上/.test(text.slice(Math.max(0, at - 4), at))) continue;
        const lastWeek = /^(先週|上|上週|上周|上个|上個|지난주)/.test(before[0]) && before[1] !== '지난';
        const reading = lastWeek ? addDays(lastWeekday(1, addDays(context.today, 1)), weekday - 8) : lastWeekday(weekday, context.today);
        found.push({ readings: [reading], form: 'weekday', start: at - before[0].length, end: at + name.length });
      }
    }
  }
  return found;
}
