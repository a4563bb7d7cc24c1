/** Bounds on what a stranger's mail may cost. Each is far above what people send and far below what hurts. */

/** Above what mail servers commonly take in (Gmail and Microsoft 365: 25 to 35 MB); a request needs a few kilobytes. */
export const MAX_MAIL_BYTES = 40 * 1024 * 1024;

/** Real headers are 2 to 40 KB, long chains of ARC and DKIM included; mailparser refuses a part's header above this. */
export const MAX_HEADER_BYTES = 512 * 1024;

/** The longest headers seen in test corpora have about 150 fields. */
export const MAX_HEADER_FIELDS = 1000;

/** One field's value after unfolding. References of a long thread reach 20 KB; nothing that is read here needs more. */
export const MAX_HEADER_VALUE_CHARS = 64 * 1024;

/** RFC 2047 asks for at most 75 characters a word; a subject of this length would still be cut for display. */
export const MAX_SUBJECT_CHARS = 500;

/** Addresses in one field. A sender has one; more than this is only ever an attack on the reader. */
export const MAX_ADDRESSES = 100;

/** RFC 5321 4.5.3.1: 64 for the local part, 255 for the domain, one @. Longer ones cannot be answered. */
export const MAX_ADDRESS_CHARS = 320;

/** Message-IDs kept of In-Reply-To and References; the oldest go first, as RFC 5322 3.6.4 readers do. */
export const MAX_REFERENCES = 200;

/** MIME parts of one mail, above which it is unreadable: a folder of pictures sent along has thousands, and its letter is read in a second. mailparser's own default is 1000. */
export const MAX_MIME_PARTS = 10_000;

/** Attachments listed; they are never opened. */
export const MAX_ATTACHMENTS = 200;

/** Characters of one HTML part that are looked at: Outlook pads a long thread to about 500 KB. */
export const MAX_HTML_CHARS = 2 * 1024 * 1024;

/** Of one element. Mail programs write ten attributes of a few hundred characters; what hides text may stand behind any number of others. */
export const MAX_ATTRIBUTES = 1000;
export const MAX_ATTRIBUTE_CHARS = 64 * 1024;

/** Characters of visible text kept: two hundred pages. The rest is history. */
export const MAX_TEXT_CHARS = 400 * 1024;

/** Lines of visible text kept, so that a mail of empty lines costs no more than one of words. */
export const MAX_LINES = 20_000;

/** A line longer than this is prose or an attack: it is kept whole, but never taken for a quote header, label or signature. */
export const MAX_STRUCTURE_LINE_CHARS = 1000;

/** Lines over which a quote header may be folded, and characters it may have in all: names, two addresses, a date. */
export const MAX_ATTRIBUTION_LINES = 4;
export const MAX_ATTRIBUTION_CHARS = 400;

/** Deepest nesting of quotation told apart; deeper is all quoted anyway. */
export const MAX_QUOTE_DEPTH = 50;

/** Rules of `<style>` looked at for what hides text: real mails have a few dozen, templates a few hundred. */
export const MAX_STYLE_RULES = 2000;
