import { calendarDateIn } from '../domain/calendar-date.ts';
import { type Evidence, REQUEST_FIELDS, type RefundClaim, type RequestField } from '../domain/claim.ts';
import type { Classification } from '../domain/classification.ts';
import { lazily } from '../domain/lazily.ts';
import type { Mail } from '../domain/mail.ts';
import { readAccount } from './account.ts';
import { asksForOrder } from './asked-field.ts';
import { withoutExamples } from './examples.ts';
import { decideIntent } from './intent.ts';
import { type LabelledField, proseOfLines, readLabelledFields } from './labelled-fields.ts';
import { languageOfLabels } from './labels.ts';
import { chineseScript, detectLanguage, readLanguage } from './language.ts';
import { ALL_LANGUAGES, languageOf } from './languages/all.ts';
import type { Language } from './languages/language.ts';
import { readLoneNumber } from './lone-number.ts';
import { tellsOfBuying } from './number-names.ts';
import { type FoundOrderIds, type OrderSource, readOrderIds } from './order-ids.ts';
import { cappedSubject, linesBelow, type OwnLine, ownLines, segmentTexts } from './own-words.ts';
import { type FoundPurchaseDate, readPurchaseDate } from './purchase-date.ts';
import { readReason } from './reason.ts';
import { asksBeforeField, namesRefund } from './said.ts';
import { type Sentence, splitSentences } from './sentences.ts';
import { beforeClosing } from './sign-off.ts';
import { tokenise } from './words.ts';

export interface ReadingContext {
  /** IANA name; relative dates count from the request's day in it. */
  readonly timeZone: string;
  /** A shop's own forms of order numbers, tried first. Written by the operator: they must not backtrack over a long text. */
  readonly orderIdPatterns: readonly RegExp[];
  /** Our support addresses are never the customer's account. */
  readonly ownAddresses: readonly string[];
}

/** A mail cut into what the fields are read from. */
interface Reading {
  readonly mail: Mail;
  readonly lines: readonly OwnLine[];
  readonly fields: readonly LabelledField[];
  /** Outside labelled fields, with the greeting and the closing. */
  readonly sentences: readonly Sentence[];
  readonly language: Language;
  /** The mail's, then English, whose words stand in mails of every language. */
  readonly languages: readonly Language[];
  /** The languages whose phrases count: all of them where too few words tell which it is. */
  readonly phraseLanguages: readonly Language[];
  /** Short lines before the closing that no label stands beside. */
  readonly bareLines: () => readonly string[];
  /** What other mails, quoted or passed on, say: it counts only where the own words say nothing. */
  readonly passedOn: () => readonly OrderSource[];
  /** In the own words and the subject. */
  readonly ownOrders: () => FoundOrderIds;
  readonly purchaseDate: () => FoundPurchaseDate | null;
}

/** So few words do not tell their language. */
const TOO_FEW_WORDS = 10;

/** What a mail asks and states. */
export interface MailReader {
  readonly readIntent: () => Classification;
  readonly readClaim: () => RefundClaim;
}

/** Cuts the mail once for both questions; each is answered only when asked. Pure: the same mail gives the same answers. */
export function openMail(mail: Mail, context: ReadingContext): MailReader {
  const reading = lazily(() => prepare(mail, context));
  return { readIntent: () => intentOf(reading()), readClaim: () => claimOf(reading(), context) };
}

/** What the customer states, each value with the words that it was read from. */
export function readClaim(mail: Mail, context: ReadingContext): RefundClaim {
  return openMail(mail, context).readClaim();
}

/** Whether the mail asks for money back, by its subject or the customer's own words. */
export function readIntent(mail: Mail, context: ReadingContext): Classification {
  return openMail(mail, context).readIntent();
}

function claimOf(reading: Reading, context: ReadingContext): RefundClaim {
  const { mail } = reading;
  const account = readAccount({
    ...reading,
    languages: reading.phraseLanguages,
    bareLines: reading.bareLines,
    ownAddresses: context.ownAddresses,
  });
  const orders = findOrders(reading, context);
  const date = reading.purchaseDate();
  const reason = readReason({ ...reading, senderName: senderName(mail), senderAddress: senderAddress(mail) });
  const evidence: Partial<Record<RequestField, Evidence>> = {
    ...(account && { accountEmail: account.evidence }),
    ...(orders.evidence && { orderId: orders.evidence }),
    ...(date && { purchaseDate: date.evidence }),
    ...(reason && { reason: reason.evidence }),
  };
  return {
    accountEmail: account?.address ?? null,
    orderIds: orders.ids,
    purchaseDateReadings: date?.readings ?? [],
    reason: reason?.reason ?? null,
    language: reading.language.code,
    ...(reading.language.code === 'zh' && {
      script: chineseScript([mail.subject, ...reading.lines.map(({ text }) => text)].join('\n')),
    }),
    evidence,
    missing: REQUEST_FIELDS.filter((field) => evidence[field] === undefined),
  };
}

function intentOf(reading: Reading): Classification {
  const kinds = new Set(reading.fields.map((field) => field.kind));
  const isAnswer = answersRefundQuestions(reading);
  const isForm = isAnswer || (kinds.has('reason') && (kinds.has('order') || kinds.has('payment') || kinds.has('purchaseDate')));
  const reasonFields = reading.fields.filter((field) => field.kind === 'reason');
  const reasons = reasonFields.flatMap((field) => splitSentences(field.value));
  return decideIntent({
    subject: cappedSubject(reading.mail),
    sentences: [...reading.sentences, ...beforeFields(reading), ...reasons],
    below: linesBelow(reading.mail).flatMap((line) => splitSentences(line)),
    isForm,
    isWholeForm: isAnswer || (isForm && WHOLE_FORM.every((kind) => kinds.has(kind))),
    reasonLabels: isForm ? reasonFields.slice(0, MAX_REASON_LABELS).map((field) => field.label) : [],
    namesPurchase: () => reading.ownOrders().ids.length > 0 || reading.purchaseDate() !== null,
    languages: reading.phraseLanguages,
  });
}

/** More lines with a field are a form, and a hostile one has thousands. */
const MOST_BEFORE_FIELDS = 10;

function beforeFields({ fields, phraseLanguages }: Reading): Sentence[] {
  const texts = fields.slice(0, MOST_BEFORE_FIELDS).map(({ lead = '', label }) => `${lead}${label}`);
  return texts.filter((text) => asksBeforeField(text, phraseLanguages)).flatMap((text) => splitSentences(text));
}

/** Fewer answers than these may be to any questions. */
const FEWEST_ANSWERS = 2;

/** Answers below our own questions, where the quoted mail of ours speaks of a refund. */
function answersRefundQuestions({ mail, fields }: Reading): boolean {
  const answered = new Set(fields.filter((field) => field.isAnswer).map((field) => field.kind));
  return answered.size >= FEWEST_ANSWERS && segmentTexts(mail, 'quoted').some(namesRefund);
}

/** Behind the order or payment, which every form has. */
const WHOLE_FORM = ['purchaseDate', 'reason'] as const;

/** A form has one; a hostile mail has thousands. */
const MAX_REASON_LABELS = 5;

function prepare(mail: Mail, context: ReadingContext): Reading {
  const lines = ownLines(mail);
  const fields = readLabelledFields(lines);
  const outside = proseOfLines(lines, fields).join('\n');
  const reason = fields.filter((field) => field.kind === 'reason').map((field) => field.value);
  const prose = [outside, ...reason].join('\n');
  const language = readLanguage(prose, languageOfLabels(fields.map((field) => field.label)), cappedSubject(mail), mail.headers);
  const english = languageOf('en');
  const languages = language === english ? [english] : [language, english];
  const fewWords = tokenise(prose).filter((token) => token.kind === 'word').length <= TOO_FEW_WORDS;
  const reading: Reading = {
    mail,
    lines,
    fields,
    sentences: splitSentences(outside),
    language,
    languages,
    phraseLanguages: fewWords ? [...new Set([...languages, ...ALL_LANGUAGES])] : languages,
    bareLines: lazily(() => findBareLines(reading)),
    passedOn: lazily(() => [
      ...segmentTexts(mail, 'forwarded').map(sourceOf),
      ...segmentTexts(mail, 'quoted').map((text) => sourceOf(withoutExamples(text))),
    ]),
    ownOrders: lazily(() => findOwnOrders(reading, context)),
    purchaseDate: lazily(() => findPurchaseDate(reading, context)),
  };
  return reading;
}

function senderName(mail: Mail): string {
  return mail.from.kind === 'one' ? mail.from.name : '';
}

function senderAddress(mail: Mail): string {
  return mail.from.kind === 'one' ? mail.from.address : '';
}

/** A mail states a handful of things in lines of their own. */
const MOST_BARE_LINES = 100;

/** Short lines before the closing that no label stands beside: an address, a number, a date alone. */
function findBareLines(reading: Reading): string[] {
  const fieldLines = new Set(reading.fields.flatMap((field) => [field.line, field.labelLine]));
  const open = reading.lines.map((line, index) => (fieldLines.has(index) ? '' : line.text));
  const shown = beforeClosing(open, reading.languages).filter(isShort);
  const lead = isNumbered(shown) ? /^(?:[-*•]|\d{1,2}[.)])\s+/ : /^[-*•]\s+/;
  return shown
    .map((line) => line.trim().replace(lead, ''))
    .filter((line) => line !== '')
    .slice(0, MOST_BARE_LINES);
}

/** "1. …", "2. …": a list, unlike "1. April" by itself. */
function isNumbered(lines: readonly string[]): boolean {
  return ['1', '2'].every((number) => lines.some((line) => /^\s{0,20}(\d{1,2})[.)]\s/.exec(line)?.[1] === number));
}

/** A line that states one thing. */
const LONGEST_BARE_LINE = 100;

function isShort(line: string): boolean {
  return line.trim().length <= LONGEST_BARE_LINE && !/[.!?。！？]\s+\S/u.test(line.trim().replace(/^\d{1,2}\./, ''));
}

function findOwnOrders(reading: Reading, context: ReadingContext) {
  return readOrderIds(
    [
      { fields: reading.fields, texts: reading.sentences.map((sentence) => sentence.text) },
      { fields: [], texts: [cappedSubject(reading.mail)], subject: true },
    ],
    context.orderIdPatterns,
    reading.languages,
  );
}

function findOrders(reading: Reading, context: ReadingContext) {
  const own = reading.ownOrders();
  if (own.ids.length > 0) return own;
  const asked = segmentTexts(reading.mail, 'quoted').some(asksForOrder);
  const texts = reading.sentences.map((sentence) => sentence.text);
  const lone = asked || texts.some(tellsOfBuying) ? readLoneNumber(texts) : null;
  if (lone) return lone;
  const found = readOrderIds(reading.passedOn(), context.orderIdPatterns, reading.languages);
  return { ...found, evidence: found.evidence && { ...found.evidence, by: `quoted-${found.evidence.by}` } };
}

function passedOnLines(text: string): OwnLine[] {
  return text.split('\n').map((line) => ({ text: line.replace(/^[>\s]+/, ''), question: null }));
}

function sourceOf(text: string) {
  const lines = passedOnLines(text);
  const fields = readLabelledFields(lines);
  const fieldLines = new Set(fields.flatMap((field) => [field.line, field.labelLine]));
  const outside = lines.filter((_, index) => !fieldLines.has(index)).map((line) => line.text);
  return { fields, texts: splitSentences(outside.join('\n')).map((sentence) => sentence.text) };
}

const MS_PER_HOUR = 3_600_000;

function findPurchaseDate(reading: Reading, context: ReadingContext) {
  const values = reading.fields.filter((field) => field.kind === 'purchaseDate' || field.kind === 'date').map((field) => field.value);
  const ofValue = detectLanguage(values.join(' '));
  // A few words name their language badly: in labelled values every language's words of days count, the likely ones' first.
  const labelled = [...new Set([...(ofValue ? [ofValue] : []), ...reading.languages, ...ALL_LANGUAGES])];
  const { instant } = reading.mail.receivedAt;
  const today = calendarDateIn(context.timeZone, instant);
  const dayHoursAgo = (hours: number) => calendarDateIn(context.timeZone, new Date(instant.getTime() - hours * MS_PER_HOUR));
  return readPurchaseDate(
    { ...reading, subject: cappedSubject(reading.mail), passedOn: () => reading.passedOn().flatMap(({ fields }) => fields) },
    { today, dayHoursAgo, languages: reading.languages, order: null },
    labelled,
  );
}
