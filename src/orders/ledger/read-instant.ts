import type { Instant } from '../attribution/ledger-event.ts';

/** Of a fraction of a second: three digits are milliseconds, six more nanoseconds; what is finer is cut off. */
const FRACTION_DIGITS = 9;

/** @param text ISO 8601 with its offset, or a day, which begins at 00:00 UTC */
export function readInstant(text: string): Instant {
  const [, whole = text, fraction = '', offset = ''] = /^([^.]*T[^.+Z-]*)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/.exec(text) ?? [];
  const digits = fraction.padEnd(FRACTION_DIGITS, '0').slice(0, FRACTION_DIGITS);
  const seconds = Date.parse(`${whole}${offset}`);
  if (Number.isNaN(seconds)) throw new RangeError(`the schema let a time through that is none: ${text}`);
  return { ms: seconds + Number(digits.slice(0, 3)), nanos: Number(digits.slice(3)) };
}

/** ISO 8601 in UTC, with as many digits as it takes. */
export function showInstant({ ms, nanos }: Instant): string {
  const text = new Date(ms).toISOString();
  if (nanos > 0) return text.replace('Z', `${String(nanos).padStart(6, '0').replace(/0+$/, '')}Z`);
  return text.replace('.000Z', 'Z');
}
