/** What an order number looks like, and what never is one. */

const MAX_ID = 80;

const PROVIDERS = [/^(?:pi|ch|py|txn|pay|che|chk)_[A-Za-z0-9_]{6,}$/i, /^cs_(?:live|test)_[A-Za-z0-9]{6,}$/i];
const PAYMENT_SHAPES = [...PROVIDERS, /^(?=.*[A-Z])(?=.*\d)[0-9A-Z]{17}$/];
const ORDER_SHAPES = [/^GPA\.\d{4}-\d{4}-\d{4}-\d{5}(?:\.\.\d{1,3})?$/i, /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i];
const PREFIXED = /^[A-Z]{1,8}(?:[-_][A-Z0-9]{1,24}){1,6}$/i;
/** UPS, postal items (S10), bank accounts: shapes that are never an order's. */
const OTHER_SHAPES = [
  /^1Z[0-9A-Z]{16}$/i,
  /^[A-Z]{2}\d{9}[A-Z]{2}$/i,
  /^(?:INV|INVOICE|RE|RG|RN|FAC|FACT|FV|TICKET|TKT|CASE|TRK|TRACK|SUP|SUPPORT|CVE|ISO|RFC|UTF|RTX|GTX|GPT|SDXL|DALL|KB|ERR|ERROR|COVID|IBAN|VAT)[-_]/i,
];

/** Capitals of other alphabets inside a number, `КВ-20261006-15`, as if they were Latin. */
function latin(id: string): string {
  return id.replace(/[\p{Script=Cyrillic}\p{Script=Greek}]/gu, 'X');
}

export function isIdShaped(text: string): boolean {
  const id = latin(text);
  return (
    id.length <= MAX_ID &&
    (/^[A-Za-z0-9](?:[\w-]*[A-Za-z0-9])?$/.test(id) ||
      ORDER_SHAPES.some((shape) => shape.test(id)) ||
      /^[A-Za-z0-9]+(?:[./-][A-Za-z0-9]+)+$/.test(id))
  );
}

/** "ORD-9917", "BEST-4410": the prefix says that it is an order's; in small letters it is a word, "best-100". */
const NAMES_ITSELF = /^(?:ORD|ORDR|ORDER|BEST|BESTELL|CMD|PED|PEDIDO|ZAM|OBJ)[-_]/;

/** "(QI-1234)": letters and digits that a sign joins; a word must tell of what. */
export function isPrefixed(text: string): boolean {
  const id = latin(text);
  return PREFIXED.test(id) && digitsOf(id) >= 4 && !isDateLike(id) && !OTHER_SHAPES.some((shape) => shape.test(id));
}

/** @returns what `id` is by its shape alone; null where words must tell */
export function shapeOf(text: string): 'order' | 'payment' | null {
  const id = latin(text);
  if (OTHER_SHAPES.some((shape) => shape.test(id))) return null;
  if (PAYMENT_SHAPES.some((shape) => shape.test(id))) return 'payment';
  if (ORDER_SHAPES.some((shape) => shape.test(id))) return 'order';
  const least = NAMES_ITSELF.test(id) ? 3 : 5;
  return PREFIXED.test(id) && digitsOf(id) >= least && !isDateLike(id) ? 'order' : null;
}

/** `ch_3Qv…`, `txn_01h…`: a payment provider's whatever it is called, "the code on my card's bill is …". */
export function isProviders(id: string): boolean {
  return PROVIDERS.some((shape) => shape.test(id));
}

/** `ord_88123`: whatever word stands before it, "plz. ord_88123", which a German reads as a postcode's. */
export function namesItself(id: string): boolean {
  return shapeOf(id) === 'order' && NAMES_ITSELF.test(id.toUpperCase());
}

export function isDateLike(text: string): boolean {
  return (
    isThreeParts(text) ||
    /^\d{1,2}[./]\d{1,2}\.?$/.test(text) ||
    /^\d{1,2}[./]\d{1,2}-(?:\d\d|(?:19|20)\d\d)$/.test(text) ||
    /^\d{1,2}:\d{2}/.test(text) ||
    /^\d{1,2}-[A-Za-z]{3,9}-\d{2,4}$/.test(text)
  );
}

/** Three numbers of at most four digits, unless the long one cannot be a year: `26/09/4410`. */
function isThreeParts(text: string): boolean {
  const [, first = '', mark, middle = '', last = ''] = /^(\d{1,4})([-./])(\d{1,2})\2(\d{1,4})(?:T[\d:.Z+-]*)?$/.exec(text) ?? [];
  if (mark === undefined) return false;
  // `2026-88-120`, `55-10-332`: no month or day is so large, no year so short but that of the Republic of China, `115/3/1`.
  if (Number(middle) > 31 || last.length === 3 || (first.length === 3 && !/^1[0-2]\d$/.test(first))) return false;
  return [first, last].every((part) => part.length < 4 || YEAR_LIKE.test(part)) && !(first.length === 4 && last.length === 4);
}

/** Of our calendar, or the Buddhist one. */
const YEAR_LIKE = /^(?:19|20|25)\d\d$/;

/** `2026/IT/00318`, `QW/2026/09/5567`, `26/09-4410`, `7719/B`: parts with slashes, one of them long; a word must name it. */
export function isSlashed(text: string): boolean {
  const id = latin(text);
  return (
    /^[A-Za-z0-9]+(?:[/-][A-Za-z0-9]+){1,5}$/.test(id) &&
    id.includes('/') &&
    /\d{3}/.test(id) &&
    (digitsOf(id) >= 5 || /^[A-Z]{2}|\d\/[A-Z]{1,3}$/.test(id))
  );
}

/** Whole amounts and prices end so: 12900, 1.299, 149990, 1200-1500. */
export function looksLikeAmount(id: string): boolean {
  return /(?:00|90|99)(?:$|-)/.test(id);
}

/** `DL-7`: capitals and figures that a sign joins; only an order's name directly before it tells. */
export function isCapitalled(text: string): boolean {
  const id = latin(text);
  return /^[A-Z]{2,6}[-/]\d{1,6}$/.test(id) && !OTHER_SHAPES.some((shape) => shape.test(id));
}

/** `2026.04.117`: three numbers and more, long together, and no date. */
export function isDotted(id: string): boolean {
  return /^\d{1,6}(?:\.\d{1,6}){2,4}$/.test(id) && digitsOf(id) >= 7 && !isDateLike(id) && !isGrouped(id);
}

/** `118.204`: parted as large numbers are. */
export function isGrouped(id: string): boolean {
  return /^\d{1,3}(?:\.\d{3}){1,3}$/.test(id);
}

export function isYear(id: string): boolean {
  return /^(19|20)\d\d$/.test(id);
}

export function digitsOf(id: string): number {
  return id.replace(/\D/g, '').length;
}
