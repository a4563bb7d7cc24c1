import { type CalendarDate, calendarDateOf } from '../domain/calendar-date.ts';
import type { Evidence } from '../domain/claim.ts';
import { findDates } from './dates/find-dates.ts';
import type { DateContext, FoundDate } from './dates/found-date.ts';
import { dropFuture, sortReadings } from './dates/readings.ts';
import { type EventWord, eventWords } from './event-words.ts';
import type { LabelledField } from './labelled-fields.ts';
import { labelKind, MAX_LABEL } from './labels.ts';
import type { Language } from './languages/language.ts';
import { chunksOf } from './number-chunks.ts';
import { isDateLike } from './order-id-shapes.ts';
import { perLanguage } from './per-language.ts';
import { compilePhrases, findAnyPhrase } from './phrase-table.ts';
import { prepareWords } from './phrases.ts';
import type { Sentence } from './sentences.ts';
import { type ToldDate, toldAsPurchase } from './told-of-buying.ts';
import { anyInside } from './word-patterns.ts';
import { tokenise } from './words.ts';

export interface DateSource {
  readonly fields: readonly LabelledField[];
  /** The customer's own sentences outside labelled fields. */
  readonly sentences: readonly Sentence[];
  readonly subject: string;
  /** Lines that are a date and nothing else. */
  readonly bareLines: () => readonly string[];
  /** Labelled fields of forwarded and quoted mail: our own confirmation of the order. */
  readonly passedOn: () => readonly LabelledField[];
}

export interface FoundPurchaseDate {
  readonly readings: readonly CalendarDate[];
  readonly evidence: Evidence;
}

/** The first place that states exactly one date. Two dates that might both be meant are none. */
export function readPurchaseDate(source: DateSource, context: DateContext, labelLanguages: readonly Language[]): FoundPurchaseDate | null {
  const labelled = { ...context, languages: labelLanguages, labelled: true };
  return (
    fromFields(source.fields, 'purchaseDate', labelled, context.languages) ??
    fromWords(source.sentences, context) ??
    fromFields(source.fields, 'date', labelled, context.languages) ??
    fromFields(source.fields.filter(isDayAlone), 'payment', labelled, context.languages) ??
    fromBareLines(source.bareLines(), context) ??
    fromSubject(source.subject, context) ??
    quoted(fromFields(source.passedOn(), 'purchaseDate', labelled, context.languages))
  );
}

/** "Bought the wrong pack yesterday": a subject of the customer's own. In an answer it may be ours. */
function fromSubject(subject: string, context: DateContext): FoundPurchaseDate | null {
  const text = subject.trim();
  if (text === '' || ANSWER_PREFIX.test(text)) return null;
  const found = fromWords([{ text, start: 0 }], context);
  return found && { ...found, evidence: { ...found.evidence, by: 'subject' } };
}

const ANSWER_PREFIX = /^.{1,12}[:：]/u;

/** What other mails say is told apart from the customer's own words. */
function quoted(found: FoundPurchaseDate | null): FoundPurchaseDate | null {
  return found && { ...found, evidence: { ...found.evidence, by: `quoted-${found.evidence.by}` } };
}

/** "Payment: 02.03.2026", "Ödeme: evvelsi gün": short, and no payment's number. */
function isDayAlone({ kind, value }: LabelledField): boolean {
  return kind === 'payment' && value.length <= LONGEST_DAY && chunksOf(value).every(({ id }) => isDateLike(id) || /^\d{1,4}$/.test(id));
}

const LONGEST_DAY = 40;

/** A form has one or two such fields; a hostile mail has thousands. */
const MOST_FIELDS = 10;

function fromFields(
  fields: readonly LabelledField[],
  kind: 'purchaseDate' | 'date' | 'payment',
  context: DateContext,
  own: readonly Language[],
): FoundPurchaseDate | null {
  for (const field of fields.filter((other) => other.kind === kind).slice(0, MOST_FIELDS)) {
    const hinted = { ...context, order: orderHint(`${field.label} ${field.value}`) ?? context.order };
    const dates = findDates(field.value, hinted);
    // "ma 2.3." is a Monday in Finnish and "today, 2 March" in Hungarian: what contradicts itself is read in the mail's own language.
    const settled = settle(dates);
    const stated = settled.length > 0 || dates.length < 2 ? settled : settle(findDates(field.value, { ...hinted, languages: own }));
    const readings = dates.length > 0 ? stated : inFileName(field.value, context.today);
    if (readings.length > 0) return { readings, evidence: { text: field.evidence, by: 'label' } };
  }
  return null;
}

// A number, a file's ending: "report-20260302.html", "receipt 2026-03-02.pdf".
const FILE_DATE = /(?<![\dA-Za-z])((?:19|20)\d\d)[-_.]?(\d\d)[-_.]?(\d\d)\.(?:pdf|html?|xlsx?|csv|txt|eml|docx?|png|jpe?g)(?![A-Za-z])/i;

/** Where the label's value is a receipt's file and nothing else is told, the day that the file is named for. */
function inFileName(value: string, today: CalendarDate): readonly CalendarDate[] {
  const [, year, month, day] = FILE_DATE.exec(value.slice(0, LONGEST_FILE_NAME)) ?? [];
  return year === undefined ? [] : dropFuture(sortReadings([calendarDateOf(Number(year), Number(month), Number(day))]), today);
}

const LONGEST_FILE_NAME = 400;

/** Two dates side by side, "03/04/2026 (3 April)": what they share is meant; where they share nothing, nothing is. */
function settle(dates: readonly FoundDate[]): readonly CalendarDate[] {
  const [first, ...others] = dates;
  if (!first) return [];
  const shared = first.readings.filter((reading) => others.every((other) => other.readings.includes(reading)));
  return shared;
}

// DD/MM/YYYY, TT.MM.JJJJ, jj/mm/aaaa, gg/mm/aaaa, dd-mm, mm/dd; "day/month", "US format".
const DAY_FIRST = new RegExp(
  String.raw`\b(?:dd?|tt?|jj?|gg?)\s?[./-]\s?mm?\b|(?<!\p{L})${anyInside((language) => language.dateFormats?.dayFirst)}`,
  'iu',
);
const MONTH_FIRST = new RegExp(
  String.raw`\bmm?\s?[./-]\s?(?:dd?|tt?|jj?|gg?)\b|(?<!\p{L})${anyInside((language) => language.dateFormats?.monthFirst)}`,
  'iu',
);

function orderHint(text: string): 'dmy' | 'mdy' | null {
  const capped = text.slice(0, 400);

  if (DAY_FIRST.test(capped)) return 'dmy';

  return MONTH_FIRST.test(capped) ? 'mdy' : null;
}

/** Dates in sentences: those that a word of buying stands nearest to. */
function fromWords(sentences: readonly Sentence[], context: DateContext): FoundPurchaseDate | null {
  const found: (FoundPurchaseDate & { readonly isCharge: boolean })[] = [];
  for (const sentence of sentences) {
    const hinted = { ...context, order: orderHint(sentence.text) ?? context.order };
    const all = findDates(sentence.text, hinted);
    const events = all.length > 0 ? eventWords(sentence.text, context.languages) : [];
    const expiries = findExpiries(all, sentence.text, events);
    const dates = all.filter((date) => !expiries.some((expiry) => expiry.date === date));
    const own = events.filter((word) => !expiries.some((expiry) => expiry.words.includes(word)));
    const words = own.length > 0 ? own : unsaid(sentences, sentence, dates, context.languages);
    const told = withoutToday(toldAsPurchase(sentence.text, dates, words, context.languages), context.today);
    const bought = told.filter(({ isCharge }) => !isCharge);
    const meant = settle(told).length === 0 && bought.length > 0 ? bought : told;
    const readings = settle(meant);
    const [first] = meant;
    if (readings.length > 0 && first) {
      const evidence: Evidence = { text: sentence.text.slice(first.start, first.end), by: 'words' };
      found.push({ readings, evidence, isCharge: bought.length === 0 });
    }
  }
  return agreed(found) ?? agreed(found.filter(({ isCharge }) => !isCharge));
}

/** What all of them can mean. "Bought on 18 September … debited on 10 October" agree in nothing, and the day of buying counts. */
function agreed(found: readonly FoundPurchaseDate[]): FoundPurchaseDate | null {
  const [first, ...others] = found;
  const shared = first?.readings.filter((reading) => others.every((other) => other.readings.includes(reading))) ?? [];
  return first && shared.length > 0 ? { readings: shared, evidence: first.evidence } : null;
}

/** The month and the year of a card. */
const CARD_EXPIRY = /^(?:0[1-9]|1[0-2])\s?\/\s?(?:2[4-9]|3\d)$/;
/** "(valid until 08/28)", "（有効期限08/28）". */
const EXPIRY_REACH = 14;

/** What stands right behind "expires" and looks like a card's month and year is the card's, and so is the word. */
function findExpiries(
  dates: readonly FoundDate[],
  text: string,
  words: readonly EventWord[],
): { readonly date: FoundDate; readonly words: readonly EventWord[] }[] {
  return dates
    .filter(({ start, end }) => CARD_EXPIRY.test(text.slice(start, end)))
    .map((date) => ({
      date,
      words: words.filter(({ event, end }) => event === 'other' && end <= date.start && date.start - end <= EXPIRY_REACH),
    }))
    .filter((expiry) => expiry.words.length > 0);
}

/** "I bought it yesterday, and today my account shows nothing": beside another day, today is when the trouble is told of. */
function withoutToday(told: readonly ToldDate[], today: CalendarDate): readonly ToldDate[] {
  const before = told.filter(({ form, readings }) => !(form === 'relative' && readings.length === 1 && readings[0] === today));
  return before.length > 0 ? before : told;
}

/** "It was on 04/13/2026.", "Das war gestern.": so few words beside the day tell nothing but the day. */
const FEW_WORDS = 4;

function isLittleElse(text: string, dates: readonly FoundDate[]): boolean {
  const beside = tokenise(text.slice(0, 2_000)).filter(
    (token) => token.kind === 'word' && !dates.some((date) => token.start >= date.start && token.start < date.end),
  );
  return dates.length === 1 && beside.length <= FEW_WORDS;
}

/** Where no word tells what happened on a day: "forgot the date: it was on Monday", or what the sentence before tells of. */
function unsaid(
  sentences: readonly Sentence[],
  sentence: Sentence,
  dates: readonly FoundDate[],
  languages: readonly Language[],
): readonly EventWord[] {
  const [date] = dates;
  if (!date || dates.length > 1 || date.isBare) return [];
  const before = sentence.text.slice(Math.max(0, date.start - MAX_LABEL), date.start);
  const label = /(\p{L}{1,20})\s?:[^:]{0,20}$/u.exec(before)?.[1];
  if (label !== undefined && labelKind(label) === 'date') return [{ event: 'purchase', start: date.start, end: date.start }];
  return isLittleElse(sentence.text, dates) && !asksForSomething(sentence.text, languages)
    ? wordsBefore(sentences, sentence, languages)
    : [];
}

/** "I want it back today": the day is that of what is asked. */
function asksForSomething(text: string, languages: readonly Language[]): boolean {
  const words = prepareWords(text.slice(0, 2_000));
  return languages.some((language) => findAnyPhrase(demandsOf(language), words) !== null);
}

const demandsOf = perLanguage(({ intent, unspaced }) => compilePhrases([...(intent.demand ?? []), ...intent.request], unspaced));

/** What the sentence before `sentence` tells, as if it stood at its beginning: only where all of it is of buying. */
function wordsBefore(sentences: readonly Sentence[], sentence: Sentence, languages: readonly Language[]): EventWord[] {
  const before = sentences[sentences.indexOf(sentence) - 1];
  const words = before ? eventWords(before.text, languages) : [];
  return words.length > 0 && words.every(({ event }) => event === 'purchase') ? [{ event: 'purchase', start: 0, end: 0 }] : [];
}

function fromBareLines(lines: readonly string[], context: DateContext): FoundPurchaseDate | null {
  const dates = lines.flatMap((line) => {
    const [date] = findDates(line, context).filter((found) => !found.isBare);
    const rest = date ? `${line.slice(0, date.start)}${line.slice(date.end)}`.replace(/[\p{P}\s]/gu, '') : 'none';
    return date && rest.length <= 3 ? [{ readings: date.readings, evidence: { text: line.trim(), by: 'line' } }] : [];
  });
  const [only] = dates;
  return dates.length === 1 && only ? only : null;
}
