import { z } from 'zod';
import { type CalendarDate, parseCalendarDate } from '../domain/calendar-date.ts';
import { REQUEST_FIELDS } from '../domain/claim.ts';
import type { PolicyVersion, SectionTexts } from '../domain/policy.ts';

/** Ten years: a longer window is a slip of the keyboard. */
const MOST_DAYS = 3650;
/** A year of business days; it also bounds the search for a deadline. */
const MOST_BUSINESS_DAYS = 260;
/** Ten years of a country with two holidays in every week; the search for a deadline steps over each of them. */
const MOST_HOLIDAYS = 1000;
/** Amounts are printed with two decimals, so more could not be shown. */
const MOST_DECIMALS = 2;

/** The whole published policy has 2,300 characters. */
const MOST_TEXT_CHARACTERS = 20_000;
const MOST_TITLE_CHARACTERS = 200;

const PERCENT = /^(?:100(?:\.0{1,10})?|\d{1,2}(?:\.\d{1,10})?)$/;

// What `meta` says is for the published JSON Schema, which cannot see into a function.
const calendarDate = z
  .custom<CalendarDate>((value) => typeof value === 'string' && parseCalendarDate(value) !== null, {
    error: 'expected a day of the calendar as "YYYY-MM-DD"',
  })
  .meta({ type: 'string', format: 'date' });

const percentage = z
  .custom<string>((value) => typeof value === 'string' && PERCENT.test(value), {
    error: 'expected a percentage from 0 to 100, a decimal number in quotes',
  })
  .meta({ type: 'string', pattern: PERCENT.source });

const isoWeekday = wholeNumber(1, 7, 'expected an ISO weekday, 1 for Monday to 7 for Sunday');
const businessDays = wholeNumber(0, MOST_BUSINESS_DAYS);

const sectionText = z.strictObject({ title: text(MOST_TITLE_CHARACTERS), text: text(MOST_TEXT_CHARACTERS) }, { error: objectError });

/** The published words, section by section; they are quoted and decide nothing. */
const sections = z.partialRecord(
  z.enum(['1', '2', '3', '4', '5', '6', '7'], { error: 'expected the number of a section, "1" to "7"' }),
  sectionText,
  { error: 'expected an object of sections' },
) satisfies z.ZodType<SectionTexts>;

/** One version as it stands in the file; the messages say what was expected. */
const policyVersion = z.strictObject(
  {
    effectiveFrom: calendarDate,
    timezone: z
      .custom<string>(isTimeZone, { error: 'expected the IANA name of a time zone' })
      .meta({ type: 'string', description: 'IANA name' }),
    windowDays: wholeNumber(0, MOST_DAYS),
    fullRefundMaxUsedPercent: percentage,
    creditConsumption: oneOf(['bonus-first', 'purchased-first']),
    nonRefundable: distinct(oneOf(['tax', 'processingFee', 'conversionDifference'])),
    rounding: z.strictObject({ decimals: wholeNumber(0, MOST_DECIMALS), mode: oneOf(['half-up']) }, { error: objectError }),
    requiredFields: distinct(oneOf(REQUEST_FIELDS)),
    reviewBusinessDays: businessDays,
    processingBusinessDays: z
      .tuple([businessDays, businessDays], { error: 'expected a list of two whole numbers, the earliest and the latest' })
      .refine(([earliest, latest]) => earliest <= latest, { error: 'expected the earliest before the latest' }),
    weekend: distinct(isoWeekday).refine((days) => new Set(days).size < 7, { error: 'expected at least one weekday left for business' }),
    holidays: distinct(calendarDate).refine((days) => days.length <= MOST_HOLIDAYS, { error: `expected at most ${MOST_HOLIDAYS} days` }),
    sections: sections.optional(),
  },
  { error: objectError },
) satisfies z.ZodType<PolicyVersion & { readonly sections?: SectionTexts | undefined }>;

export const policyFile = z.strictObject(
  { versions: z.array(policyVersion, { error: 'expected a list' }).min(1, { error: 'expected at least one version' }) },
  { error: objectError },
);

/** The policy as published on 2026-02-04, value by value, as JSON: what a message offers to mend a field with. */
export const PUBLISHED_VALUES: Readonly<Record<keyof PolicyVersion | 'sections', string>> = {
  effectiveFrom: '"2026-02-04"',
  timezone: '"UTC"',
  windowDays: '7',
  fullRefundMaxUsedPercent: '"10"',
  creditConsumption: '"bonus-first"',
  nonRefundable: '["tax", "processingFee", "conversionDifference"]',
  rounding: '{ "decimals": 2, "mode": "half-up" }',
  requiredFields: '["accountEmail", "orderId"]',
  reviewBusinessDays: '2',
  processingBusinessDays: '[5, 10]',
  weekend: '[6, 7]',
  holidays: '[]',
  sections: '{ "1": { "title": "Full Refund (…)", "text": "…" }, … }',
};

function text(mostCharacters: number) {
  const error = `expected text of 1 to ${mostCharacters} characters`;
  return z.string({ error }).min(1, { error }).max(mostCharacters, { error });
}

function wholeNumber(least: number, most: number, error = `expected a whole number from ${least} to ${most}`) {
  return z.int({ error }).min(least).max(most);
}

function oneOf<const T extends string>(values: readonly T[]) {
  return z.enum(values, { error: `expected ${values.map((value) => `"${value}"`).join(' or ')}` });
}

/** A list that says nothing twice: a tax taken off twice would cost the customer money. */
function distinct<T extends z.ZodType>(entry: T) {
  return z
    .array(entry, { error: 'expected a list' })
    .refine((list) => new Set(list).size === list.length, { error: 'expected each entry only once' })
    .meta({ uniqueItems: true });
}

/** Unknown keys get a message of their own. */
function objectError(issue: { readonly code?: string | undefined }): string | undefined {
  return issue.code === 'invalid_type' ? 'expected an object' : undefined;
}

function isTimeZone(value: unknown): boolean {
  // Intl also takes offsets such as "+01:00": those have no daylight saving and are no places.
  if (typeof value !== 'string' || !/^[A-Za-z]/.test(value)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
