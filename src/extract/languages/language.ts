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
  /** What stands behind an hour: am, pm, Uhr. */
  readonly clockWords?: string;
  /** What says which of two numbers is the day, beside letters such as dd/mm: "day first", "US format". */
  readonly dateFormats?: DateFormats;
  readonly yearWords?: YearWords;
  /** Where months may be named by their number, "siebter vierter": what shows in prose that a day is meant. */
  readonly countedMonths?: string;
  /** Between the numbers of a day and a month: "el 17 del 11". */
  readonly dayJoins?: string;
  /** Before a date, with full stops inside or without: "d.d. 20 februari". */
  readonly abbreviations?: readonly string[];
  /** Words that name an order before its number; `~` for stems. */
  readonly orderWords: string;
  readonly paymentWords: string;
  /** What numbers that are no order number are called: invoice, ticket, phone, tracking, card, postcode. */
  readonly otherNumberWords: string;
  /** What a writer calls the own file's number, two words joined by `_`: our_ref. Only an order's shape makes it one. */
  readonly ownReferences?: string;
  /** number, no, id, is: what may stand between the name and the number. */
  readonly numberLinks: string;
  readonly numbers?: NumberWords;
  /** Between two numbers, days or counts. Globally known, so that none may be a word of weight in another language. */
  readonly numberAnd?: string;
  readonly numberOr?: string;
  /** On, in, from: before the paper that a number stands on. */
  readonly where?: string;
  /** Between a number and what it is: "10482 is my order". */
  readonly stating?: string;
  /** Of, behind what it belongs to, in languages without spaces: の, 的. */
  readonly possessive?: string;
  /** Behind an order, before a number: so many of what was ordered. In languages without spaces. */
  readonly partOf?: string;
  /** Names of an order that are told with one slip of the finger too. */
  readonly orderSlips?: string;
  /** Stems of giving money back: right before a number they say what it is for. */
  readonly refundStems?: string;
  /** Currencies in words: beside a number they make it an amount. Codes of ISO 4217 are known everywhere. */
  readonly currencies?: string;
  /** What is counted, after a number: credits, dollars, images. */
  readonly units: string;
  /** The verb ends the sentence, far behind the day that it tells of. */
  readonly verbLast?: true;
  /** Its participle ends the clause, "habe samstag 200 Credits gekauft": what participles begin with. */
  readonly participles?: string;
  /** Words for "and": what follows one may tell of something else. */
  readonly andWords?: string;
  /** Stems of buying and paying: they make a date beside them the purchase date. */
  readonly purchaseWords: string;
  /** Verbs that tell of buying only beside goods: got, took, made. */
  readonly gettingWords?: string;
  /** What is got: pack, credits, order. */
  readonly goodsWords?: string;
  /** Verbs that tell of paying only beside money, in the seller's doing: took, left. */
  readonly takingWords?: string;
  /** Money, and what it is counted in. */
  readonly moneyWords?: string;
  /** Which of these tell of the money that leaves an account, some days after the purchase at times: charged, debited. */
  readonly chargeWords: string;
  /** Stems of everything else that happens on a date: writing, using, expiring. */
  readonly otherEventWords: string;
  /** Before a day they begin or end something else with it; behind it they tell nothing of it: since, until, from. */
  readonly sinceWords?: string;
  /** Endings of a clause that another follows, in languages without spaces. */
  readonly clauseEndings?: string;
  /** "And", written as one word with the next. */
  readonly andPrefix?: string;
  readonly spelt?: SpeltAddress;
  readonly telephone?: TelephoneWords;
  /** What other shops and banks are called, where not by their Latin names. */
  readonly otherShops?: string;
  /** Behind an address, what was done with it: Xで登録, "X hesabı ile". */
  readonly instruments?: string;
  /** Before the number of a question, "Question 2:". */
  readonly questionWords?: string;
  /** Before an answer, "A:". */
  readonly answerWords?: string;
  /** "For example", and its short forms without their last full stop. */
  readonly examples?: readonly string[];
  readonly account: AccountPhrases;
  readonly intent: IntentPhrases;
  /** What a line holds that a letter begins with, its addressee: customer service. */
  readonly teams: readonly string[];
  readonly greetings: readonly string[];
  /** What one asks and wishes behind a greeting, as phrases: "how are you", "hope you are well". */
  readonly smallTalk?: readonly string[];
  /** "My name is": a sentence of it and a name tells nothing more. */
  readonly introductions?: readonly string[];
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
  /** What a writer puts behind the own name. */
  readonly honorifics?: string;
  /** Small words inside names: van, de la. */
  readonly nameParticles?: string;
  /** Letters and endings that few languages use, each with what it weighs beside a common word, which is 1. */
  readonly letters?: readonly (readonly [letters: RegExp, weight: number])[];
  /** Letters and endings that tell the language from its neighbours of the same script. */
  readonly scriptLetters?: RegExp;
  readonly scriptEndings?: RegExp;
  /** Every syllable is written apart: the parts of a label are any words. */
  readonly syllabic?: true;
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

/** How a number is spoken of. Accents matter here. */
interface NumberWords {
  /** Wherever they stand, in longer words too: `nummer`, 番号. */
  readonly words: string;
  /** In a label beside the name of an order: they make it its number. */
  readonly inLabel?: string;
  /** Short forms: no, nr, č. A full stop behind one ends no sentence. */
  readonly signs?: string;
  /** Right before a number, in the forms that stand there: "pod numerem 10482". */
  readonly before?: string;
  /** What a longer name ends in: Bestellnummer, 订单号. */
  readonly endings?: string;
  /** Between a number and what it is the number of: "10482 numaralı sipariş", 10482号订单. */
  readonly behind?: string;
}

/** A number to call: it is no order's. `_` for a space inside. */
interface TelephoneWords {
  /** "My" and "number", side by side. */
  readonly own?: string;
  readonly numbers?: string;
  /** Both in one. */
  readonly mine?: string;
  /** Of calling, `~` for stems: beside a number they make it one to call. */
  readonly calling?: string;
  /** What begins as a word of calling, and is none. */
  readonly device?: string;
}

/** What people call the sign and the dot where they fear that machines collect addresses. `_` for a space inside. */
interface SpeltAddress {
  readonly at: string;
  readonly dot: string;
  /** Between brackets alone. */
  readonly bracketedAt?: string;
}

interface DateFormats {
  readonly dayFirst?: readonly string[];
  readonly monthFirst?: readonly string[];
}

/** Years written out. */
interface YearWords {
  /** What a year begins with, before its last two digits. */
  readonly centuries: Readonly<Record<string, number>>;
  /** Those that are no year by themselves. */
  readonly openCenturies?: readonly string[];
  /** The same in one word with the digits. */
  readonly prefixes?: Readonly<Record<string, number>>;
  /** Before two more digits alone: "twenty" eighteen. */
  readonly halves?: Readonly<Record<string, number>>;
  /** Words that a number goes on with: thousand, hundred. */
  readonly thousands: string;
  readonly and: string;
  /** Inside a compound: zweiunddreißig. */
  readonly compoundAnd?: string;
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
  /** The same before it alone, "by Sunday": "on Sunday by mistake" is read. */
  readonly until?: string;
  /** "3 days before yesterday", "16 days from 1 March": between a count and the day that it counts from. */
  readonly before?: readonly string[];
  readonly after?: readonly string[];
  /** Articles that count as one: "a week ago". */
  readonly one?: string;
  /** Before a bare day of the month: "le 27". */
  readonly beforeDay?: string;
  /** The same where a full stop follows: "am 27." */
  readonly beforeDottedDay?: string;
  /** Units that count as one without an article, which the language does not have. */
  readonly bareUnits?: string;
  /** Units whose form counts by itself: "قبل يوم", "قبل يومين". */
  readonly oneUnit?: string;
  readonly twoUnits?: string;
  /** Where the word for yesterday behind these, or behind these with a number, says "this past": "minggu kemarin". */
  readonly pastBehind?: { readonly units: string; readonly days: string };
  /** "On", written before a date with a hyphen. */
  readonly onPrefix?: string;
  /** Behind two numbers with a slash that are a share: "3/4 of". */
  readonly fractionOf?: string;
  /** Behind a day's number, "of this month", "del corriente"; before it, "bu ayın". Words alone, without marks: "d M" for d. M. */
  readonly thisMonthAfter?: readonly string[];
  /** The same where a count may stand before it: "I bought 5 this month". */
  readonly thisMonthLoose?: readonly string[];
  readonly thisMonthBefore?: readonly string[];
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
  /** Behind a count with its unit: so long. */
  readonly spans?: string;
  /** Behind a day or a count of days: before, after, within, until. */
  readonly limits?: string;
  /** Before a number that counts things, and names no day. */
  readonly ordinal?: string;
  /** Between two counts. */
  readonly countJoins?: string;
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
  /**
   * "It is not needed any more", with nothing that names the request or the money: where no other sentence demands the money, it is taken
   * back; beside a demand it is the reason.
   */
  readonly settled?: readonly string[];
  /** Thanks before the fact, "in advance": for a refund they ask for it, and none is on its way. */
  readonly ahead: readonly string[];
  /** What is bought. Where it has not come in a sentence that demands the money back, no refund is on its way. */
  readonly goods?: readonly string[];
  /** A purchase that is only thought of: "before I buy". Beside it, a refund that is asked about is one that may be. */
  readonly prospect?: readonly string[];
  /** "Buy another one": one is bought already, so that the purchase only thought of is not the one that the mail is about. */
  readonly replacement?: readonly string[];
  /** What a seller promises: "we guarantee", "or your money back". Where no purchase is named, such a mail sells something. */
  readonly offer: readonly string[];
  /** "Is a refund possible …": a question, unless the mail names the purchase that it is about. */
  readonly inquiry?: readonly string[];
}
