import { ORDER_FIELDS } from './order-schema.ts';

export type OrderField = (typeof ORDER_FIELDS)[number];

const KNOWN_FIELDS: ReadonlySet<string> = new Set(ORDER_FIELDS);
const LIST_FIELDS: ReadonlySet<string> = new Set(['transactionIds', 'refunds']);
const WHOLE_FIELDS: ReadonlySet<string> = new Set(['creditsPurchased', 'creditsBonus', 'creditsUsed']);
const DECIMAL_FIELDS: ReadonlySet<string> = new Set(['total', 'tax', 'processingFee', 'conversionDifference']);
/** Every decimal of so many digits comes back from a double as it went in (IEEE 754 binary64: DBL_DIG). */
const EXACT_DIGITS = 15;

export function isOrderField(name: string): name is OrderField {
  return KNOWN_FIELDS.has(name);
}

/**
 * What a table's cell says of `field`: null, and text without a character in it, stand for the default.
 * A cell that does not read as its field's type stays what it is, for the schema to refuse with its words.
 */
export function readCell(field: OrderField, cell: unknown): unknown {
  if (cell === null || cell === undefined) return undefined;
  const value = typeof cell === 'string' ? cell.trim() : cell;
  if (value === '') return undefined;
  if (LIST_FIELDS.has(field)) return typeof value === 'string' ? parseList(value) : value;
  if (WHOLE_FIELDS.has(field)) return readWhole(value);
  if (DECIMAL_FIELDS.has(field)) return readDecimal(value);
  return typeof value === 'bigint' ? String(value) : value;
}

function parseList(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function readWhole(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
}

/** A database that keeps money in doubles gives back what was written as long as its digits fit; a sum of such is no amount. */
function readDecimal(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'number') return value;
  const text = String(value);
  return /^\d+(\.\d+)?$/.test(text) && text.replace('.', '').length <= EXACT_DIGITS ? text : value;
}
