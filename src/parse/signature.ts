import { contactShape } from './contact-line.ts';
import {
  alternativesOf,
  anyOf,
  anyWordOf,
  foldPhrase,
  isWordOf,
  phrasesOf,
  plainWordsOf,
  startsWithAnyOf,
  UNSPACED,
  wordsOf,
} from './phrase-tables.ts';

const FOOTERS = startsWithAnyOf(phrasesOf('footers'));
const FOOTER_ENDS = [...phrasesOf('footerEnds')];
/** What mails are sent from, as its maker or the writer's language calls it, folded. */
const DEVICES = new RegExp(
  String.raw`iphone|ipad|android|galaxy|samsung|huawei|honor|xiaomi|redmi|poco|oppo|vivo|realme|oneplus|pixel|motorola|nokia|sony|xperia|fairphone|aquos|arrows|outlook|yahoo|gmail|hotmail|naver|daum|yandex|mail\.ru|blackberry|windows|bluemail|blue mail|typeapp|protonmail|proton mail|tutanota|thunderbird|fairemail|k-9|k9|aqua ?mail|mailbird|em client|edison|spark|superhuman|airmail|newton|gmx|web\.de|libero mail|orange|laposte|seznam|wp|onet|interia|${alternativesOf(wordsOf('devices').whole)}`,
  'u',
);
const SENDING = wordsOf('sending');
const DISCLAIMERS = anyOf(phrasesOf('disclaimers'));
const CLOSINGS = phrasesOf('closings');
const THANKS = phrasesOf('thanks');
const COURTESIES = wordsOf('courtesies');
const MENTIONS = anyOf(phrasesOf('mentions'));
const MESSAGES = wordsOf('messages');
const NOTICES = wordsOf('notices');
const CLOSING_START = startsWithAnyOf([...CLOSINGS, ...THANKS].filter((phrase) => phrase.length >= 3));
/** A closing alone, and any word before another. */
const CLOSING_WORDS = wordsOf('closingWords').whole;
const CONTACTS = phrasesOf('contacts');
const MONEY = anyWordOf(wordsOf('money'));
const RETURNING = anyWordOf(wordsOf('returning'));

/** Longest stretch in which words of money are sought. */
const LONGEST_MONEY_READ = 600;

function speaksOfMoney(text: string): boolean {
  return MONEY.test(foldPhrase(text.slice(0, LONGEST_MONEY_READ)));
}

/** "I would appreciate a full refund", "Please return it, thanks": such a line asks, whatever wishes or thanks it holds. */
export function mayAsk(text: string): boolean {
  const folded = foldPhrase(text.slice(0, LONGEST_MONEY_READ));
  return MONEY.test(folded) || RETURNING.test(folded);
}

/** RFC 3676 section 4.3 is "-- "; many writers lose the space, and some type an em dash or a run of underscores. */
export function isSignatureMark(text: string): boolean {
  return /^(?:--|—|–|_{2,4}|-{3})$/.test(text.trim());
}

/** "Sent from my iPhone" and its kin: a short line of its own. */
export function isFooter(text: string): boolean {
  const folded = foldPhrase(text.slice(0, 300).replace(/<[^<>]{1,280}>?/g, ''));
  if (folded.length > 90 || folded === '') return false;
  const bare = folded.replace(/^[-–—~\s[(]{1,6}/u, '');
  const words = bare.split(' ');
  return (
    (FOOTERS.test(bare) ||
      OUTLOOK.test(bare) ||
      endsAsFooter(bare) ||
      (isWordOf(SENDING, words[0] ?? '') && DEVICES.test(words.slice(1).join(' ')))) &&
    !bare.includes('?') &&
    !runsOnBehindAddress(words) &&
    words.length <= 12 &&
    !/\d{4}/.test(bare)
  );
}

/** "Получите Outlook для iOS", "Outlook for Android herunterladen": what its maker sets below a mail in every language. */
const OUTLOOK = /^(?:\S{1,20}\s){0,2}outlook\s(?:\S{1,8}\s)?(?:ios|android|mac|mobile)(?:\s\S{1,20}){0,2}$/u;

/** "Galaxy에서 보냈습니다", "Samsung Mobile से भेजा गया": the verb stands behind what it was sent from. */
const LONGEST_FOOTER_WITH_END = 60;

function endsAsFooter(bare: string): boolean {
  const plain = bare.replace(/[\s.।。!)\]~–—-]{1,10}$/u, '');
  return plain.length <= LONGEST_FOOTER_WITH_END && FOOTER_ENDS.some((end) => plain.endsWith(end)) && DEVICES.test(plain);
}

/** Four words or more behind an address: "sent from a@b.example, which I no longer use" is the customer's sentence. */
function runsOnBehindAddress(words: readonly string[]): boolean {
  const address = words.findIndex((word) => /@[^.@]+\../.test(word));
  return address >= 0 && words.length - address > 4;
}

/** The first line of a legal notice. */
export function isDisclaimer(text: string): boolean {
  if (text.length < 12) return false;
  const folded = foldPhrase(text.slice(0, 300));
  const isMentioned = holdsNoticeWord(folded) && !speaksOfMoney(text);
  const at = DISCLAIMERS.exec(folded)?.index ?? (isMentioned ? (MENTIONS.exec(folded)?.index ?? -1) : -1);
  // "Account: a@b.example (this mail is my own)" is the customer's.
  return at >= 0 && at <= 60 && !folded.slice(0, at).includes('@') && !MONEY.test(folded.slice(0, at));
}

const UNSPACED_NOTICES = [...NOTICES.whole].filter((word) => UNSPACED.test(word));

function holdsNoticeWord(folded: string): boolean {
  return (
    UNSPACED_NOTICES.some((word) => folded.includes(word)) ||
    (folded.match(/[\p{L}\p{M}]+/gu) ?? []).some((word) => isWordOf(NOTICES, word) || isWordOf(NOTICES, word.slice(1)))
  );
}

/** A sentence of a notice is longer than a line of contact data. */
const FEWEST_NOTICE_WORDS = 4;
const LONGEST_NOTICE_READ = 600;

/**
 * How many different words of legal notices a line holds: "Aan dit bericht kunnen geen rechten worden ontleend" two.
 * @returns 0 where it does not speak of a mail, or speaks of money too; the customer's own words may hold two of the others
 */
export function countNoticeWords(text: string): number {
  const words = foldPhrase(text.slice(0, LONGEST_NOTICE_READ)).match(/[\p{L}\p{M}]+/gu) ?? [];
  if (words.length < FEWEST_NOTICE_WORDS || !words.some((word) => isWordOf(MESSAGES, word)) || speaksOfMoney(text)) return 0;
  return new Set(words.filter((word) => isWordOf(NOTICES, word))).size;
}

/** "Liabe Grüß aus Graz", "Un grand merci,", "God bless": wishes in few words, however they are put. */
const MOST_COURTESY_WORDS = 7;
const MOST_OTHER_WORDS = 4;
const LONGEST_COURTESY = 60;

function isCourtesy(text: string): boolean {
  if (text.length > LONGEST_COURTESY || /[\d@?:#]/u.test(text) || /[.!?…]\s+\S/u.test(text.trim())) return false;
  const words = foldPhrase(text).match(/[\p{L}\p{M}'-]+/gu) ?? [];
  const others = words.filter((word) => !isWordOf(COURTESIES, word)).length;
  return words.length <= MOST_COURTESY_WORDS && others < words.length && others <= MOST_OTHER_WORDS;
}

/** "Takk skal dere ha, og god helg når den tid kommer!", "Z góry serdecznie dziękuję i życzę miłego dnia": longer, in a paragraph of its own. */
const MOST_LEAVE_WORDS = 14;
const LONGEST_LEAVE = 110;
/** The thanks or wishes stand among its first words, unless they are two, or a comma before the name ends the line. */
const COURTESY_REACH = 4;

export function isLeaveTaking(text: string): boolean {
  const bare = text.trim();
  if (bare.length > LONGEST_LEAVE || /[\d@?#]|[.!…:]\s+\S/u.test(bare) || mayAsk(bare)) return false;
  const words = foldPhrase(bare).match(/[\p{L}\p{M}'-]+/gu) ?? [];
  if (words.length > MOST_LEAVE_WORDS) return false;
  const places = words.flatMap((word, at) => (isWordOf(COURTESIES, word) ? [at] : []));
  return places.some((at) => at < COURTESY_REACH || places.length > 1 || bare.endsWith(','));
}

/** "Ufficio amministrazione", "Sr. Accounts Officer (Retd.)": what may stand between a name and its address; no sentence. */
const MOST_TITLE_WORDS = 6;
/** "emerytka", "nyugdíjas tanárnő": without a capital. */
const MOST_SMALL_TITLE_WORDS = 3;

export function isTitleLine(text: string): boolean {
  const bare = text.trim();
  return (
    bare.length <= LONGEST_COURTESY &&
    bare.split(/\s+/u).length <= MOST_TITLE_WORDS &&
    (/^[^\p{Ll}\d]/u.test(bare) || bare.split(/\s+/u).length <= MOST_SMALL_TITLE_WORDS) &&
    !/[.!?:;,…]$|[@#\d]|[.!?]\s\p{Lu}/u.test(bare.replace(/\b\p{Lu}\p{Ll}{0,3}\.\s/gu, ' '))
  );
}

export type Closing = 'formal' | 'thanks';

/** "Best regards," alone, with a name ("Viele Grüße, Mira"), or "Thanks!" */
export function closingOf(text: string): Closing | null {
  if (text.length > 80) return isFormula(text) && !mayAsk(text) ? 'formal' : null;
  const bare = foldPhrase(text).replace(/[\s,.!;，。！、~:-]{1,20}$/u, '');
  if (CLOSINGS.has(bare)) return 'formal';
  if (THANKS.has(bare)) return 'thanks';
  if (mayAsk(text)) return null;
  return closingByStart(text, bare) ?? (isFormula(text) ? 'formal' : isCourtesy(text) ? 'thanks' : null);
}

function closingByStart(text: string, bare: string): Closing | null {
  const start = CLOSING_START.exec(bare)?.[0];
  if (start === undefined) return null;
  const rest = bare.slice(start.length).replace(/^[\s,.!;，。！、-]{1,10}/u, '');
  if (CLOSINGS.has(start) && (CLOSINGS.has(rest) || THANKS.has(rest))) return 'formal';
  // "MfG M. Holt": a formula and a name without a comma between.
  const name = text.trim().slice(-rest.length);
  if (CLOSINGS.has(start) && !CLOSING_WORDS.has(start) && rest !== '' && /^\p{Lu}/u.test(name) && isNameLine(name)) return 'formal';
  const isName = rest.split(' ').length <= 3 && !/[\d:?@]/.test(rest) && /^[\s]{0,4}[,.!，。、-]/u.test(bare.slice(start.length));
  if (isName) return CLOSINGS.has(start) ? 'formal' : 'thanks';
  return THANKS.has(start) && THANKS.has(rest) ? 'thanks' : null;
}

const FORMULAS = anyOf(phrasesOf('formulas'));
const LONGEST_FORMULA = 260;

/** "Dans l'attente de votre réponse, nous vous prions d'agréer …": one sentence that only takes leave. */
function isFormula(text: string): boolean {
  const bare = text.trim();
  return bare.length <= LONGEST_FORMULA && FORMULAS.test(foldPhrase(bare)) && !/[.!?]\s\p{Lu}/u.test(bare);
}

/** `QI-10482`, `#10482`: an order number below a name is the request's, not the signature's. */
const ORDER_LIKE = /#\s?\d|\p{L}{2}[-_]\d{3}|^\d{4,20}$/u;

/** What only contact data hold: an address, a link, a telephone number, a bar between two of them. */
const CONTACT_EVIDENCE = /@|https?:|www\.|\+?\d[\d\s()./-]{6,40}|\s[|•·]\s/;

/** "Ostim 1203. Cadde No: 77", "Atatürk Mah. Kat: 3": in Turkish and its neighbours the house stands behind a colon. */
const HOUSE = new RegExp(String.raw`(?:^|\s)${alternativesOf(wordsOf('houses').whole)}\s?\.?$`, 'u');
const STREET = new RegExp(String.raw`(?:^|\s)${alternativesOf(wordsOf('houseStreets').whole)}(?:\.|\s)`, 'u');

/** Parts with bars between: a company, a street, a town. */
const BARRED = /\S\s[|•·]\s\S/;

/** "Order number: QI-1" below a mark or a name: a labelled line that is no contact line still belongs to the request. */
export function isLabelledLine(text: string): boolean {
  return (
    text.length <= 120 &&
    /^[\p{L}\p{M}][^:：\t]{1,40}[:：\t]\s{0,4}\S/u.test(text) &&
    !text.includes('://') &&
    !isContactLine(text) &&
    !isDisclaimer(text)
  );
}

/** Two or three numbers and addresses, each behind its label. */
const MOST_CONTACT_WORDS = 12;

/** A line that may stand in a block of contact data below a closing: a title, a company, an address, a number, a link. */
export function isContactLine(text: string): boolean {
  const bare = text.trim();
  return bare === '' || looksLikeContact(bare) || contactShape(bare) === 'certain';
}

/** By its label, or by capitals and figures: enough below a closing or a name. */
function looksLikeContact(bare: string): boolean {
  if (bare.length > 120 || ORDER_LIKE.test(bare) || /[?]$/.test(bare)) return false;
  const words = bare.split(/[\s|•·,]+/).filter(Boolean);
  const plain = foldPhrase(bare.replace(/https?:\/\/\S{1,100}/g, ''));
  const colon = plain.search(/[:：\t]/);
  if (colon > 0) {
    const label = plain.slice(0, colon);
    if (STREET.test(plain) && HOUSE.test(label)) return true;
    return CONTACTS.has(label.replace(/[.\s]{1,4}$/, '').replace(/^[|•\s]{1,4}/, ''));
  }
  const [first = ''] = plain.split(' ');
  if (CONTACTS.has(first) && CONTACT_EVIDENCE.test(bare)) return words.length <= MOST_CONTACT_WORDS;
  if (CONTACT_EVIDENCE.test(bare)) return words.length <= (BARRED.test(bare) ? 16 : bare.includes('@') ? 3 : 10);
  const titled = words.filter((word) => !/^\p{Ll}/u.test(word)).length;
  return (
    words.length <= 8 &&
    (titled * 2 > words.length || (/^\d/.test(bare) && titled * 2 >= words.length)) &&
    bare.length <= 80 &&
    !/[!。！]$/.test(bare) &&
    (words.length <= 4 || !bare.endsWith('.') || /\d\.$/.test(bare))
  );
}

/** Small words inside names. */
const PARTICLES = plainWordsOf('nameParticles');

/** "Dr. med. dent. Ute Bremer", "mgr inż. Jan Kos". */
const DEGREE = /^(?:\p{Ll}{2,5}\.|mgr|ing)$/u;

/** A name: a few words in capitals or in a script without them, or one word alone; no figures, no punctuation of sentences. */
export function isNameLine(text: string): boolean {
  const bare = text
    .replace(/[*_]/g, '')
    .trim()
    .replace(/^[-–—~]\s?/u, '')
    .replace(/[,.]$/, '');
  const words = bare.split(/\s+/);
  if (bare === '' || bare.length > 50 || words.length > 5 || !/^[\p{L}\p{M}][\p{L}\p{M}.,'’()&|/ -]*$/u.test(bare)) return false;
  return words.length === 1 || words.every((word) => !/^\p{Ll}/u.test(word) || PARTICLES.has(word) || DEGREE.test(word));
}
