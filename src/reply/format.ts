import type { CalendarDate } from '../domain/calendar-date.ts';
import { localeForm } from './locale.ts';
import { plainText } from './plain-text.ts';

/** Order numbers and names of people's making; longer than any real one, short enough for a table cell. */
const MAX_NAME_CHARACTERS = 100;

/** "2026 г.": Russian and Ukrainian close a date with an abbreviation, which never starts a line alone. */
const SPACE_BEFORE_LAST_ABBREVIATION = / (?=\p{L}{1,3}\.$)/u;

/** Languages in which the first of a month alone is an ordinal; Intl writes a plain 1 (Imprimerie nationale: « 1er mars »). */
const FIRST_OF_MONTH: Readonly<Record<string, string>> = { fr: '1er' };

/** Values as one language writes them. Digits are always 0 to 9, as on the order and the bank statement. */
export interface Formatter {
  /** With its currency code, which is the same in every language and never ambiguous: `USD 22.43`. */
  money(amount: string, currency: string): string;
  /** A bare amount for a formula: `22.43`. */
  amount(amount: string): string;
  count(value: number): string;
  /** `5–10` */
  range(from: number, to: number): string;
  /** @param percent decimal string, `"10"` for a tenth */
  percent(percent: string): string;
  date(date: CalendarDate): string;
  /** A value that people or other systems made up, such as an order number. */
  name(value: string): string;
  /** A formula runs left to right in every language. */
  formula(text: string): string;
}

// Building the four Intl formats of a language takes longer than writing a reply with them.
const formatters = new Map<string, Formatter>();

export function formatterFor(locale: string): Formatter {
  const known = formatters.get(locale);
  if (known) return known;
  const made = makeFormatter(locale);
  formatters.set(locale, made);
  return made;
}

function makeFormatter(locale: string): Formatter {
  const tag = `${locale}-u-ca-gregory-nu-latn`;
  const rightToLeft = localeForm(locale).dir === 'rtl';
  // Unicode isolates (UAX 9) keep a value in one piece inside right-to-left text, in HTML and in plain text alike.
  const isolate = (text: string) => (rightToLeft ? `\u2068${text}\u2069` : text);
  const amounts = new Intl.NumberFormat(tag, { minimumFractionDigits: 2, maximumFractionDigits: 20 });
  const counts = new Intl.NumberFormat(tag);
  const percents = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 20 });
  const dates = new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeZone: 'UTC' });
  const monies = new Map<string, Intl.NumberFormat>();
  const moneyIn = (currency: string) => {
    const known = monies.get(currency) ?? moneyFormat(tag, currency);
    monies.set(currency, known);
    return known;
  };
  return {
    money: (amount, currency) => isolate(moneyIn(currency).format(exact(amount))),
    amount: (amount) => amounts.format(exact(amount)),
    count: (value) => counts.format(value),
    range: (from, to) => isolate(from === to ? counts.format(from) : counts.formatRange(from, to)),
    percent: (percent) => isolate(percents.format(exact(`${percent}e-2`))),
    date: (date) => isolate(writeDate(dates, FIRST_OF_MONTH[locale], date)),
    name: (value) => isolate(plainText(value, MAX_NAME_CHARACTERS)),
    formula: (text) => (rightToLeft ? `\u2066${text}\u2069` : text),
  };
}

function writeDate(format: Intl.DateTimeFormat, firstOfMonth: string | undefined, date: CalendarDate): string {
  const written = format.format(Date.parse(`${date}T00:00:00Z`)).replace(SPACE_BEFORE_LAST_ABBREVIATION, '\u00a0');
  return firstOfMonth === undefined ? written : written.replace(/^1 /, `${firstOfMonth} `);
}

function moneyFormat(tag: string, currency: string): Intl.NumberFormat {
  return new Intl.NumberFormat(tag, {
    style: 'currency',
    currency,
    currencyDisplay: 'code',
    minimumFractionDigits: 2,
    maximumFractionDigits: 20,
  });
}

/** Intl reads decimal strings exactly (ECMA-402, Intl mathematical values); a number would round on the way. */
function exact(decimal: string): Intl.StringNumericLiteral {
  return decimal as Intl.StringNumericLiteral;
}
