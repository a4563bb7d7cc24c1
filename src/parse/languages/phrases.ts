/**
 * What one language writes around a mail's words: the one shape of every file in this folder.
 * A new language is a new file and one line in `all.ts`. Phrases are lower case, one space between words, without the punctuation
 * that ends them. Latin, Cyrillic, Greek, Hebrew, Arabic and Hangul phrases are matched as whole words, others anywhere.
 */
export interface Phrases {
  /** BCP 47. */
  readonly language: string;
  /** Verbs in the line above a quotation: "… wrote:". */
  readonly wrote: readonly string[];
  /** Those that may end such a line without a colon. */
  readonly wroteLast?: readonly string[];
  /** Signs and words of a day and a time in such a line: behind a month's number, between hour and minutes, behind the hour. */
  readonly monthMarks?: string;
  readonly hourMarks?: string;
  readonly oclock?: readonly string[];
  /** Words with which such a line begins: "On …". */
  readonly openers: readonly string[];
  /** The writer's own pronouns beside the verb make the line the writer's own: "On Monday I wrote:". Empty where it would mistake a name. */
  readonly self: readonly string[];
  /** Labels of the header block that Outlook and others copy above earlier mail. */
  readonly from: readonly string[];
  readonly sent: readonly string[];
  readonly to: readonly string[];
  readonly subject: readonly string[];
  /** What stands between dashes above earlier mail. */
  readonly original: readonly string[];
  /** What stands above a mail passed on. */
  readonly forwarded: readonly string[];
  /** Subject prefixes of answers, without the colon. */
  readonly replyPrefixes?: readonly string[];
  /** Subject prefixes of mail passed on, without the colon. */
  readonly forwardPrefixes: readonly string[];
  /** Beginnings of the line that a phone or an app adds. */
  readonly footers: readonly string[];
  /** Ends of such a line where the verb stands last; they count beside the name of a device or a mail program. */
  readonly footerEnds?: readonly string[];
  /** Verbs that begin such a line: with the name of a device or a mail program behind them they are enough. */
  readonly sending?: string;
  /** What such a line names where it is no maker or program: telephone, mobile. Sought in longer words too. */
  readonly devices?: string;
  /** Formulas that end a letter; what follows is the writer's name and address. */
  readonly closings: readonly string[];
  /** Of the closings, words that begin other lines too: no name is told by its capital behind them. */
  readonly closingWords?: string;
  /** Parts of the long sentence that ends a formal letter: "nous vous prions d'agréer". */
  readonly formulas?: readonly string[];
  /** Formulas that end a letter only where a name follows. */
  readonly thanks: readonly string[];
  /** Words of thanks, greetings and good wishes, `~` for stems: in a line of few words above a name they end a letter, however it is put. */
  readonly courtesies?: string;
  /**
   * Words of money, refunding, buying and paying, `~` for stems, `_` for a space inside: a line with one asks for something, whatever wishes,
   * thanks or words of notices stand beside it. They count in every language's mails: none may be a name, or a word of courtesy in another.
   */
  readonly money: string;
  /** The same of ordering, giving back and cancelling, which notices speak of too ("please return this mail"): in a line of wishes or thanks alone. */
  readonly returning: string;
  /** Small words inside names, as written: van, de la. */
  readonly nameParticles?: string;
  /** Further ones inside titles, streets and towns: of, am, sur. */
  readonly placeParticles?: string;
  /** Labels of contact lines below a name. */
  readonly contacts: readonly string[];
  /** Labels of the numbers by which offices and banks know a writer: tax, company register, bank account. */
  readonly registers: readonly string[];
  /** Legal forms that end or begin a company's name. */
  readonly companies: readonly string[];
  /** Behind a company, before its capital in money. */
  readonly capitals?: readonly string[];
  /** Words of postal addresses beside a number; `-straße` ends a word. */
  readonly streets: readonly string[];
  /** Streets and houses where the house's number stands behind a colon: "Ostim 1203. Cadde No: 77". */
  readonly houseStreets?: string;
  readonly houses?: string;
  /** Parts of legal notices below a signature. */
  readonly disclaimers: readonly string[];
  /** How such a notice names its mail, and a customer may too ("this mail's address is my account"): beside a word of notices alone. */
  readonly mentions?: readonly string[];
  /** What a mail is called, `~` for stems. */
  readonly messages?: string;
  /** Words of such notices, `~` for stems: confidential, recipient, print. Three of them beside a word for a mail, or one below a signature, tell a notice. */
  readonly notices?: string;
  /** Beginnings of an absence notice's subject. */
  readonly absences: readonly string[];
  /** Of the absences, words that people travel by too: "Vacation: refund" is one only where it answers something. */
  readonly vacations?: readonly string[];
  /** Parts of a delivery report's subject. */
  readonly bounces: readonly string[];
  /** Local parts of addresses that take no answers, and of help desks. */
  readonly noReplyAddresses?: readonly string[];
  readonly deskAddresses?: readonly string[];
  /** Parts of the subject, or of the first lines, of another help desk's acknowledgement. */
  readonly acknowledgements: readonly string[];
  /** What other help desks number, and what stands between its name and the number. */
  readonly tickets?: readonly string[];
  readonly ticketNumbers?: readonly string[];
  /** Stems of "automatic": a mail that says so of itself. `_` for a space inside. */
  readonly automatic?: string;
  /** Beginnings of a calendar answer's or read receipt's subject. */
  readonly receipts: readonly string[];
}
