import { calendarDateIn } from '../domain/calendar-date.ts';
import { type Evidence, REQUEST_FIELDS, type RefundClaim, type RequestField } from '../domain/claim.ts';
import type { Classification } from '../domain/classification.ts';
import type { Mail } from '../domain/mail.ts';
import { readAccount } from './account.ts';
import { decideIntent } from './intent.ts';
import { type LabelledField, proseOf, readLabelledFields } from './labelled-fields.ts';
import { languageOfLabels } from './labels.ts';
import { chineseScript, detectLanguage, readLanguage } from './language.ts';
import { ALL_LANGUAGES, languageOf } from './languages/all.ts';
import type { Language } from './languages/language.ts';
import { readOrderIds } from './order-ids.ts';
import { cappedSubject, type OwnLine, ownLines, segmentTexts } from './own-words.ts';
import { readPurchaseDate } from './purchase-date.ts';
import { readReason } from './reason.ts';
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
}

/** So few words do not tell their language. */
const TOO_FEW_WORDS = 10;

/** What the customer states, each value with the words that it was read from. Pure: the same mail gives the same claim. */
export function readClaim(mail: Mail, context: ReadingContext): RefundClaim {
  const reading = prepare(mail);
  const account = readAccount({
    ...reading,
    languages: reading.phraseLanguages,
    bareLines: bareLines(reading),
    ownAddresses: context.ownAddresses,
  });
  const orders = findOrders(reading, context);
  const date = findPurchaseDate(reading, context);
  const reason = readReason({ ...reading, senderName: senderName(mail) });
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

/** Whether the mail asks for money back, by its subject or the customer's own words. */
export function readIntent(mail: Mail, context: ReadingContext): Classification {
  const reading = prepare(mail);
  const kinds = new Set(reading.fields.map((field) => field.kind));
  const isForm = kinds.has('reason') && (kinds.has('order') || kinds.has('payment') || kinds.has('purchaseDate'));
  const reasons = reading.fields.filter((field) => field.kind === 'reason').flatMap((field) => splitSentences(field.value));
  return decideIntent({
    subject: cappedSubject(mail),
    sentences: [...reading.sentences, ...reasons],
    isForm,
    namesPurchase: findOwnOrders(reading, context).ids.length > 0 || findPurchaseDate(reading, context) !== null,
    languages: reading.phraseLanguages,
  });
}

function prepare(mail: Mail): Reading {
  const lines = ownLines(mail);
  const fields = readLabelledFields(lines);
  const outside = lines.map((line, index) => proseOf(line.text, fields, index)).join('\n');
  const reason = fields.filter((field) => field.kind === 'reason').map((field) => field.value);
  const prose = [outside, ...reason].join('\n');
  const language = readLanguage(prose, languageOfLabels(fields.map((field) => field.label)), cappedSubject(mail), mail.headers);
  const english = languageOf('en');
  const languages = language === english ? [english] : [language, english];
  const fewWords = tokenise(prose).filter((token) => token.kind === 'word').length <= TOO_FEW_WORDS;
  return {
    mail,
    lines,
    fields,
    sentences: splitSentences(outside),
    language,
    languages,
    phraseLanguages: fewWords ? [...new Set([...languages, ...ALL_LANGUAGES])] : languages,
  };
}

function senderName(mail: Mail): string {
  return mail.from.kind === 'one' ? mail.from.name : '';
}

/** Short lines before the closing that no label stands beside: an address, a number, a date alone. */
function bareLines(reading: Reading): string[] {
  const fieldLines = new Set(reading.fields.flatMap((field) => [field.line, field.labelLine]));
  const open = reading.lines.map((line, index) => (fieldLines.has(index) ? '' : line.text));
  return beforeClosing(open, reading.languages)
    .filter(isShort)
    .map((line) => line.trim().replace(/^[-*•]\s+/, ''))
    .filter((line) => line !== '');
}

/** A line that states one thing. */
const LONGEST_BARE_LINE = 100;

function isShort(line: string): boolean {
  return line.trim().length <= LONGEST_BARE_LINE && !/[.!?。！？]\s+\S/u.test(line);
}

function findOwnOrders(reading: Reading, context: ReadingContext) {
  return readOrderIds(
    [
      { fields: reading.fields, texts: reading.sentences.map((sentence) => sentence.text) },
      { fields: [], texts: [cappedSubject(reading.mail)], subject: true },
    ],
    context.orderIdPatterns,
  );
}

function findOrders(reading: Reading, context: ReadingContext) {
  const own = findOwnOrders(reading, context);
  if (own.ids.length > 0) return own;
  const passedOn = (['forwarded', 'quoted'] as const).flatMap((role) => segmentTexts(reading.mail, role).map((text) => sourceOf(text)));
  const found = readOrderIds(passedOn, context.orderIdPatterns);
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

function findPurchaseDate(reading: Reading, context: ReadingContext) {
  const values = reading.fields.filter((field) => field.kind === 'purchaseDate' || field.kind === 'date').map((field) => field.value);
  const ofValue = detectLanguage(values.join(' '));
  // A few words name their language badly: in labelled values every language's words of days count, the likely ones' first.
  const labelled = [...new Set([...(ofValue ? [ofValue] : []), ...reading.languages, ...ALL_LANGUAGES])];
  const today = calendarDateIn(context.timeZone, reading.mail.receivedAt.instant);
  const passedOn = (['forwarded', 'quoted'] as const).flatMap((role) =>
    segmentTexts(reading.mail, role).flatMap((text) => readLabelledFields(passedOnLines(text))),
  );
  return readPurchaseDate(
    { fields: reading.fields, sentences: reading.sentences, bareLines: bareLines(reading), passedOn },
    { today, languages: reading.languages, order: null },
    labelled,
  );
}
