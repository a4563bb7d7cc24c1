import { type CalendarDate, calendarDateOf } from '../domain/calendar-date.ts';
import type { Evidence } from '../domain/claim.ts';
import { findAddresses } from './addresses.ts';
import { findDates } from './dates/find-dates.ts';
import type { DateContext, FoundDate } from './dates/found-date.ts';
import { dropFuture, sortReadings } from './dates/readings.ts';
import type { LabelledField } from './labelled-fields.ts';
import { labelKind, MAX_LABEL } from './labels.ts';
import { ALL_LANGUAGES } from './languages/all.ts';
import type { Language } from './languages/language.ts';
import { chunksOf } from './number-chunks.ts';
import { digitsOf } from './order-id-shapes.ts';
import { compilePhrases, findAnyPhrase, type PhraseTable } from './phrase-table.ts';
import { prepareWords } from './phrases.ts';
import type { Sentence } from './sentences.ts';
import { isOneSlip } from './slips.ts';
import { foldWord, type Token, tokenise, withoutClitics } from './words.ts';

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

/** A form has one or two such fields; a hostile mail has thousands. */
const MOST_FIELDS = 10;

function fromFields(
  fields: readonly LabelledField[],
  kind: 'purchaseDate' | 'date',
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
const DAY_FIRST =
  /\b(?:dd?|tt?|jj?|gg?)\s?[./-]\s?mm?\b|день[./-]месяц|\bday\s?(?:[./-]|first)\s?(?:month)?|\b(?:european|british|uk|eu)\s(?:format|style|date)/iu;
const MONTH_FIRST = /\bmm?\s?[./-]\s?(?:dd?|tt?|jj?|gg?)\b|\bmonth\s?(?:[./-]|first)\s?(?:day)?|\b(?:us|american)\s(?:format|style|date)/iu;

function orderHint(text: string): 'dmy' | 'mdy' | null {
  const capped = text.slice(0, 400);
  if (DAY_FIRST.test(capped)) return 'dmy';
  return MONTH_FIRST.test(capped) ? 'mdy' : null;
}

const events = collectEvents();

function collectEvents() {
  const read = (pick: (language: (typeof ALL_LANGUAGES)[number]) => string, unspaced: boolean) =>
    ALL_LANGUAGES.filter((language) => Boolean(language.unspaced) === unspaced).flatMap((language) =>
      pick(language).split(' ').filter(Boolean),
    );
  const matcher = (pick: (language: (typeof ALL_LANGUAGES)[number]) => string) => {
    const spaced = read(pick, false);
    return {
      whole: new Set(spaced.filter((word) => !word.endsWith('~')).map(foldWord)),
      stems: spaced.filter((word) => word.endsWith('~')).map((word) => foldWord(word.slice(0, -1))),
      inside: read(pick, true).map((word) => foldWord(word.replace(/~$/, ''))),
    };
  };
  return {
    purchase: matcher((l) => `${l.purchaseWords} ${l.paymentWords}`),
    other: matcher((l) => l.otherEventWords),
    since: matcher((l) => l.sinceWords ?? ''),
  };
}

/** Dates in sentences: those that a word of buying stands nearest to. */
function fromWords(sentences: readonly Sentence[], context: DateContext): FoundPurchaseDate | null {
  const found: FoundPurchaseDate[] = [];
  for (const sentence of sentences) {
    const hinted = { ...context, order: orderHint(sentence.text) ?? context.order };
    const dates = findDates(sentence.text, hinted);
    const own = dates.length > 0 ? eventWords(sentence.text, context.languages) : [];
    const words = own.length > 0 ? own : unsaid(sentences, sentence, dates, context.languages);
    const clauses = clauseEnds(sentence.text, context.languages);
    const told = withoutToday(
      toldAsPurchase(dates, words, clauses, idStretches(sentence.text), sentence.text, context.languages[0]?.verbLast === true),
      context.today,
    );
    const readings = told.length === dates.length ? settle(told) : told.length === 1 ? (told[0]?.readings ?? []) : settle(told);
    const [first] = told;
    if (readings.length > 0 && first)
      found.push({ readings, evidence: { text: sentence.text.slice(first.start, first.end), by: 'words' } });
  }
  const [first, ...others] = found;
  if (!first) return null;
  const shared = first.readings.filter((reading) => others.every((other) => other.readings.includes(reading)));
  return shared.length > 0 ? { ...first, readings: shared } : null;
}

/** "I bought it yesterday, and today my account shows nothing": beside another day, today is when the trouble is told of. */
function withoutToday(told: readonly FoundDate[], today: CalendarDate): readonly FoundDate[] {
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

const demands = new Map<Language, PhraseTable>();

function demandsOf(language: Language): PhraseTable {
  const known = demands.get(language) ?? compilePhrases([...(language.intent.demand ?? []), ...language.intent.request], language.unspaced);
  demands.set(language, known);
  return known;
}

/** What the sentence before `sentence` tells, as if it stood at its beginning: only where all of it is of buying. */
function wordsBefore(sentences: readonly Sentence[], sentence: Sentence, languages: readonly Language[]): EventWord[] {
  const before = sentences[sentences.indexOf(sentence) - 1];
  const words = before ? eventWords(before.text, languages) : [];
  return words.length > 0 && words.every(({ event }) => event === 'purchase') ? [{ event: 'purchase', start: 0, end: 0 }] : [];
}

/** A word of buying this far from a date does not belong to it. */
const EVENT_REACH = 90;

/** The same where the verb stands at the sentence's end, and the sentence tells of one day and of nothing else. */
const LONE_REACH = 250;

interface EventWord {
  readonly event: 'purchase' | 'other';
  readonly start: number;
  readonly end: number;
  /** It tells only of a day behind it. */
  readonly isSince?: true;
  /** It stands for much else unless the day is right behind it. */
  readonly isAdjacent?: true;
}

/** As if so many characters more stood between: a word of the same clause comes first. */
const CLAUSE_DISTANCE = 25;
const MAX_CLAUSES = 100;

// Marks, and words that stand apart, each with its part of a space: "1,000" and "10:15" have none.
const CLAUSE = /[,:;،、，：)](?=\s|[^\d\s])|[.!?](?=\s)|\s(?=[וو]\p{L})|\s(?:[-–—]|(?<word>\p{L}{1,5}))(?=\s)/gu;

interface ClauseEnd {
  readonly at: number;
  readonly isSentence: boolean;
}

interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Numbers of orders, and addresses: "my order QI-20260409-6767 of 9 April" keeps the order and its day together. */
function idStretches(text: string): Stretch[] {
  const plain = text.slice(0, 2_000);
  const ids = chunksOf(plain).filter(({ id }) => id.length >= SHORTEST_ID && digitsOf(id) > 0);
  return [...ids, ...findAddresses(plain)].slice(0, MAX_CLAUSES).map(({ start, end }) => ({ start, end }));
}

const SHORTEST_ID = 6;

/** Where `text` goes on to something else. */
function clauseEnds(text: string, languages: readonly Language[]): ClauseEnd[] {
  // "i går" is yesterday in Danish, and "i" an "and" in Polish.
  const ands = new Set(languages.flatMap(({ andWords = '' }) => andWords.split(' ').filter(Boolean)));
  return [...text.slice(0, 2_000).matchAll(CLAUSE)]
    .filter(({ groups }) => groups?.['word'] === undefined || ands.has(groups['word'].toLowerCase()))
    .slice(0, MAX_CLAUSES)
    .map((match) => ({ at: match.index, isSentence: /[.!?]/.test(match[0]) }));
}

/** More words of buying in one sentence say no more. */
const MAX_EVENTS = 60;

/** Every word of `text` that tells what happened. */
function eventWords(text: string, languages: readonly Language[]): EventWord[] {
  const found: EventWord[] = [];
  const plain = text.slice(0, 2_000);
  const tokens = tokenise(plain);
  for (const [at, token] of tokens.entries()) {
    if (token.kind !== 'word') continue;
    const { start, end } = token;
    if (isGetting(tokens, at, languages)) found.push({ event: 'purchase', start, end });
    else if (isEvent(events.other, token.norm)) found.push({ event: 'other', start, end });
    else if (isEvent(events.since, token.norm))
      found.push({ event: 'other', start, end, isSince: true, ...(isShort(token.norm) && { isAdjacent: true }) });
    else if (isEvent(events.purchase, token.norm)) found.push({ event: 'purchase', start, end });
  }
  if (found.every(({ event }) => event === 'other')) found.push(...misspeltPurchases(tokens, languages));
  for (const event of ['purchase', 'other'] as const) {
    for (const word of events[event].inside) {
      for (let at = plain.indexOf(word), seen = 0; at >= 0 && seen < 20; at = plain.indexOf(word, at + 1), seen++) {
        found.push({ event, start: at, end: at + word.length });
      }
    }
  }
  return found.slice(0, MAX_EVENTS);
}

/** A shorter stem may be nearly any word. */
const SHORTEST_MISSPELT = 6;

/** "aquistato", "comander", "purchsed": where nothing else tells of buying, words that are nearly one of the mail's own words for it. */
function misspeltPurchases(tokens: readonly Token[], languages: readonly Language[]): EventWord[] {
  const stems = languages.flatMap((language) => stemsOf(language));
  const isNearly = (word: string) =>
    stems.some((stem) =>
      [-1, 0, 1].some((more) => word.length >= stem.length + more && isOneSlip(word.slice(0, stem.length + more), stem)),
    );
  return tokens
    .filter(({ kind, norm }) => kind === 'word' && norm.length >= SHORTEST_MISSPELT && isNearly(norm))
    .map(({ start, end }) => ({ event: 'purchase', start, end }));
}

const purchaseStems = new Map<Language, readonly string[]>();

function stemsOf(language: Language): readonly string[] {
  const known = purchaseStems.get(language);
  if (known) return known;
  const words = language.unspaced ? [] : language.purchaseWords.split(' ');
  const made = words.map((word) => foldWord(word.replace(/~$/, ''))).filter((stem) => stem.length >= SHORTEST_MISSPELT);
  purchaseStems.set(language, made);
  return made;
}

/** Words between "got" and "the small pack". */
const GOODS_REACH = 5;

/** "got the small pack", "ordine effettuato": a verb that tells of buying beside what is bought. */
function isGetting(tokens: readonly Token[], at: number, languages: readonly Language[]): boolean {
  const verb = tokens[at]?.norm ?? '';
  return languages.some((language) => {
    const { getting, goods } = gettingOf(language);
    return getting.has(verb) && (isNear(tokens, at, 1, goods) || isNear(tokens, at, -1, goods));
  });
}

/** Marks and numbers, an order's among them, are no distance. */
function isNear(tokens: readonly Token[], at: number, step: 1 | -1, wanted: ReadonlySet<string>): boolean {
  for (let index = at + step, words = 0; words < GOODS_REACH && Math.abs(index - at) <= GOODS_REACH * 4; index += step) {
    const token = tokens[index];
    if (token === undefined) return false;
    if (token.kind === 'word' && wanted.has(token.norm)) return true;
    if (token.kind === 'word') words++;
  }
  return false;
}

const gettings = new Map<Language, { readonly getting: ReadonlySet<string>; readonly goods: ReadonlySet<string> }>();

function gettingOf(language: Language) {
  const known = gettings.get(language);
  if (known) return known;
  const read = (words = '') => new Set(words.split(' ').filter(Boolean).map(foldWord));
  const made = { getting: read(language.gettingWords), goods: read(language.goodsWords) };
  gettings.set(language, made);
  return made;
}

/** "on March 1 and again on March 2": a date close behind, of which nothing else is told, is told of the same. */
function toldAsPurchase(
  dates: readonly FoundDate[],
  words: readonly EventWord[],
  clauses: readonly ClauseEnd[],
  ids: readonly Stretch[],
  text: string,
  isVerbLast: boolean,
): FoundDate[] {
  const told: FoundDate[] = [];
  for (const date of dates) {
    const event = eventOf(words, date, dates, clauses, ids, text, isVerbLast);
    const previous = told.at(-1);
    const joined = event === null && previous !== undefined && previous === dates[dates.indexOf(date) - 1];
    if (event === 'purchase' || (joined && date.start - previous.end <= JOINED_REACH)) told.push(date);
  }
  return told;
}

const JOINED_REACH = 20;

/** "с 23 сентября", "من امبارح". */
const SHORT_SINCE = 2;
const SHORT_ARABIC_SINCE = 3;

function isShort(word: string): boolean {
  return word.length <= (/^\p{Script=Arabic}/u.test(word) ? SHORT_ARABIC_SINCE : SHORT_SINCE);
}

/** "Refund yesterday's purchase", "za wczorajszy zakup": the day belongs to the noun right behind it. */
const BESIDE = 3;

/** "my purchase of 9 June", "aankoop van 9 juni": nothing but a short word or two stands between. */
const ATTRIBUTE = /^\s{1,2}(?:\p{L}{1,4}\.?\s){0,2}$/u;

/** The word that stands nearest to a date, with no other date between; words before it count a little more. */
function eventOf(
  words: readonly EventWord[],
  date: FoundDate,
  dates: readonly FoundDate[],
  clauses: readonly ClauseEnd[],
  ids: readonly Stretch[],
  text: string,
  isVerbLast: boolean,
): 'purchase' | 'other' | null {
  const reach = isVerbLast && dates.length === 1 && words.every(({ event }) => event === 'purchase') ? LONE_REACH : EVENT_REACH;
  let best: { event: 'purchase' | 'other'; distance: number } | null = null;
  for (const { event, start, end, isSince, isAdjacent } of words) {
    if (isSince && (start >= date.end || (isAdjacent && date.start - end > 1))) continue;
    if (date.isBare && event === 'purchase' && !isRightBefore(end, date, clauses)) continue;
    const apart = end <= date.start ? date.start - end : start >= date.end ? (start - date.end) * 1.2 + 2 : null;
    if (apart === null) continue;
    const between = clauses.filter(({ at }) => (at >= end && at < date.start) || (at >= date.end && at < start));
    if (event === 'other' && between.some(({ isSentence }) => isSentence)) continue;
    const isOf = event === 'purchase' && end <= date.start && ATTRIBUTE.test(text.slice(end, date.start));
    const isBetween = (id: Stretch) => (id.start >= end && id.end <= date.start) || (id.start >= date.end && id.end <= start);
    const skipped = ids.filter(isBetween).reduce((sum, id) => sum + id.end - id.start, 0);
    if (apart - skipped > reach) continue;
    const isNoun = event === 'purchase' && start >= date.end && start - date.end <= BESIDE && between.length === 0;
    const gap = isNoun || isOf ? 0 : apart - skipped + between.length * CLAUSE_DISTANCE;
    if (best !== null && gap >= best.distance) continue;
    const parted = dates.some(
      (other) => other !== date && ((other.start >= end && other.end <= date.start) || (other.start >= date.end && other.end <= start)),
    );
    if (!parted || event === 'other') best = { event, distance: gap };
  }
  return best?.event ?? null;
}

/** "I bought the 400 pack Thursday": in the same clause, and near. */
const BARE_REACH = 40;

function isRightBefore(end: number, date: FoundDate, clauses: readonly ClauseEnd[]): boolean {
  return end <= date.start && date.start - end <= BARE_REACH && !clauses.some(({ at }) => at >= end && at < date.start);
}

function isEvent(matcher: (typeof events)['purchase'], word: string): boolean {
  return [word, ...withoutClitics(word)].some((form) => matcher.whole.has(form) || matcher.stems.some((stem) => form.startsWith(stem)));
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
