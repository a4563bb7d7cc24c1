/**
 * Everything that reading a mail needs to know of one language. Adding a language is adding its file and its line in `all.ts`.
 * Lists of words are strings with spaces between the words, phrases are written as `phrases.ts` describes; case and Latin accents do not matter.
 */
export interface Language {
  /** BCP 47 primary subtag. */
  readonly code: string;
  /** Words are not parted by spaces, or take endings so freely that phrases are sought inside words. */
  readonly unspaced?: true;
  /** How a numeric date without a leading year is read: `dmy`, `both` where people write either, `ymd` where month and day alone stand in that order. */
  readonly dateOrder: 'dmy' | 'both' | 'ymd';
  readonly labels: Labels;
  /** Words that may stand in a label without changing it: my, your, the, registered. */
  readonly labelFillers: string;
  /** Words of a question of ours, by what it asks for: wider than labels, since whoever answers below it knows what was asked. */
  readonly asked: Asked;
  /** January to December, alternatives (cases, short forms) parted by `|`. */
  readonly months: readonly string[];
  /** Monday to Sunday, likewise. */
  readonly weekdays: readonly string[];
  /** Behind a weekday, or its end: "Thursday evening", Samstagabend. Nothing else need say that a day is meant. */
  readonly partsOfDay?: string;
  /** 1 to 31 in words, cardinals and ordinals, where customers write them out. */
  readonly cardinals?: string;
  readonly ordinals?: string;
  /** Twenty to ninety, where years are spelt out in several words. */
  readonly tens?: string;
  /** What follows the digits of an ordinal: st nd rd th. */
  readonly ordinalSuffixes?: string;
  /** Words between a day, a month and a year: of, de, the. */
  readonly dateLinks: string;
  readonly relative: Relative;
  /** Days with a name: `12-25`, `easter`, `easter-2`, `thanksgiving+1` (the fourth Thursday of November and days after it). */
  readonly holidays?: Readonly<Record<string, string>>;
  /** Where dates are numerals with a mark behind each: 2026年3月1日. */
  readonly numeralDates?: NumeralDates;
  /** Words that name an order before its number; `~` for stems. */
  readonly orderWords: string;
  readonly paymentWords: string;
  /** What numbers that are no order number are called: invoice, ticket, phone, tracking, card, postcode. */
  readonly otherNumberWords: string;
  /** number, no, id, is: what may stand between the name and the number. */
  readonly numberLinks: string;
  /** What is counted, after a number: credits, dollars, images. */
  readonly units: string;
  /** The verb ends the sentence, far behind the day that it tells of. */
  readonly verbLast?: true;
  /** Words for "and": what follows one may tell of something else. */
  readonly andWords?: string;
  /** Stems of buying and paying: they make a date beside them the purchase date. */
  readonly purchaseWords: string;
  /** Verbs that tell of buying only beside goods: got, took, made. */
  readonly gettingWords?: string;
  /** What is got: pack, credits, order. */
  readonly goodsWords?: string;
  /** Stems of everything else that happens on a date: writing, using, expiring. */
  readonly otherEventWords: string;
  /** Before a day they begin or end something else with it; behind it they tell nothing of it: since, until, from. */
  readonly sinceWords?: string;
  readonly account: AccountPhrases;
  readonly intent: IntentPhrases;
  /** What a line holds that a letter begins with, its addressee: customer service. */
  readonly teams: readonly string[];
  readonly greetings: readonly string[];
  /** What one asks and wishes behind a greeting, as phrases: "how are you", "hope you are well". */
  readonly smallTalk?: readonly string[];
  readonly closings: readonly string[];
  /** The commonest words; they tell the language and carry no reason. */
  readonly functionWords: string;
  /** Further common words. They tell the language as well, but may carry a reason: wrong, never, twice. */
  readonly commonWords?: string;
  /** Words of asking and being polite: a text of these alone gives no reason. `~` for stems. */
  readonly requestWords: string;
  /** "Not", "never", "nothing", as words of their own: beside one, what else would be courtesy tells of what went wrong. */
  readonly negations?: string;
  /** Words of how it should be done and answered: process, card, soon, hear. They carry no reason, and tell little of the language. */
  readonly politeWords?: string;
  /** Further words of a sentence that asks for the money back: same, original, whole. Elsewhere they may tell what happened: "the same pack was charged again". */
  readonly formulaWords?: string;
  /** "Do not hesitate to write": a "not" beside one of these denies nothing. */
  readonly hesitationWords?: string;
}

/** What customers and our own questions call a field. `other` are fields that are none of ours but end the one before. */
export interface Labels {
  readonly account: readonly string[];
  /** An address whose role is not told: "Email". */
  readonly email: readonly string[];
  readonly order: readonly string[];
  readonly payment: readonly string[];
  readonly purchaseDate: readonly string[];
  /** "Date" alone. */
  readonly date: readonly string[];
  readonly reason: readonly string[];
  readonly other: readonly string[];
}

/** `~` for stems. */
export interface Asked {
  readonly account: string;
  readonly order: string;
  readonly purchaseDate: string;
  readonly reason: string;
}

/** Phrases that count back from the day of the request. */
interface Relative {
  /** Days before today: `{ yesterday: 1 }`. Longer phrases win. */
  readonly days: Readonly<Record<string, number>>;
  /** Words that say the same before a word of buying: `{ 'wczorajsz~': 1 }`, yesterday's order. `~` for stems. */
  readonly adjectives?: Readonly<Record<string, number>>;
  readonly hour?: string;
  readonly day: string;
  readonly week: string;
  readonly month: string;
  readonly year: string;
  /** "vor", "il y a": before the count. */
  readonly agoBefore: readonly string[];
  /** "ago", "fa": after it. */
  readonly agoAfter: readonly string[];
  /** Before a count that lies ahead: "within 14 days back to my card", "binnen 14 dagen terug". */
  readonly within?: string;
  /** Beside a weekday: last, letzten, dernier. */
  readonly last: string;
  /** "on", "am", "le": what introduces a weekday or a date without a year. */
  readonly on: string;
  /** "this", before a week or a month. */
  readonly this?: string;
  /** Words that make a weekday beside them one that is not read: next, following. */
  readonly other?: string;
  /** "3 days before yesterday", "16 days from 1 March": between a count and the day that it counts from. */
  readonly before?: readonly string[];
  readonly after?: readonly string[];
  /** Counts that are no number: a couple of. */
  readonly counts?: Readonly<Record<string, number>>;
}

/** Words of dates in scripts without spaces, parted by spaces here. */
interface NumeralDates {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  /** Before the year, with the year before its first. */
  readonly eras?: Readonly<Record<string, number>>;
  readonly lastYear: string;
  readonly thisYear: string;
  readonly lastMonth: string;
  readonly thisMonth: string;
  /** Before a weekday. */
  readonly lastWeek: string;
  readonly weekBeforeLast?: string;
  readonly thisWeek: string;
  /** Before a weekday or a day: what lies ahead. */
  readonly ahead: string;
  /** Between a count with its unit and "ago". */
  readonly roughly?: string;
  /** Behind a day: from it on. */
  readonly since: string;
  /** Behind a weekday or a day of the month where something happened on it: に, 的. */
  readonly onIt?: string;
}

interface AccountPhrases {
  /** Words before the account's address: account, registered, signed up. */
  readonly roles: readonly string[];
  /** Words before another address: writing from, contact me at. */
  readonly otherRoles: readonly string[];
  /** "the address I am writing from". */
  readonly sender: readonly string[];
}

interface IntentPhrases {
  /** In a subject, by themselves. */
  readonly subject: readonly string[];
  readonly request: readonly string[];
  /** So plain that a question or a refund on its way elsewhere in the mail does not outweigh it: "please refund me". */
  readonly demand?: readonly string[];
  /** About a refund on its way. */
  readonly status: readonly string[];
  /** About other things that share the words: tax refunds, invoices, a purchase that is only thought of. */
  readonly question: readonly string[];
  /** Names of the rules: "refund policy". A letter may lean on them; only where something is asked are they what the mail is about. */
  readonly rules: readonly string[];
  /** Beside the rules: "tell me", "I would like to know". A question mark asks by itself. */
  readonly asking: readonly string[];
  /** What was asked for is not wanted any more: "ignore my request", "I no longer need the refund". */
  readonly withdrawal: readonly string[];
  /** Thanks before the fact, "in advance": for a refund they ask for it, and none is on its way. */
  readonly ahead: readonly string[];
  /** What is bought. Where it has not come in a sentence that demands the money back, no refund is on its way. */
  readonly goods?: readonly string[];
  /** A purchase that is only thought of: "before I buy". Beside it, a refund that is asked about is one that may be. */
  readonly prospect?: readonly string[];
  /** "Is a refund possible …": a question, unless the mail names the purchase that it is about. */
  readonly inquiry?: readonly string[];
}
