import type { Instant } from '../attribution/ledger-event.ts';

/** Of a fraction of a second: three digits are milliseconds, six more nanoseconds; what is finer is cut off. */
const FRACTION_DIGITS = 9;

/** @param text ISO 8601 with its offset, or a day, which begins at 00:00 UTC; its form has been checked */
export function readInstant(text: string): Instant {
  const offset = !text.includes('T') ? '' : text.endsWith('Z') ? 'Z' : text.slice(-'+00:00'.length);
  const [whole = '', fraction = ''] = text.slice(0, text.length - offset.length).split('.');
  const digits = fraction.padEnd(FRACTION_DIGITS, '0').slice(0, FRACTION_DIGITS);
  const seconds = Date.parse(`${whole}${offset}`);
  if (Number.isNaN(seconds)) throw new RangeError(`the schema let a time through that is none: ${text}`);
  return { ms: seconds + Number(digits.slice(0, 3)), nanos: Number(digits.slice(3)) };
}

/** ISO 8601 in UTC, to the second, the millisecond or the nanosecond, whichever it takes. */
export function showInstant({ ms, nanos }: Instant): string {
  const text = new Date(ms).toISOString();
  if (nanos > 0) return text.replace('Z', `${String(nanos).padStart(6, '0')}Z`);
  return text.replace('.000Z', 'Z');
}
