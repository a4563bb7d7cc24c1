/** Addresses end at 320 characters and dates at 40; what is longer is somebody's sentence. */
const MAX_SEPARATOR_BYTES = 512;

const CAPITAL_F = 0x46;
const DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const TIME = '\\d{1,2}:\\d\\d(?::\\d\\d)?';

// No part of these can match in two ways at one place, and lines are capped: linear.
const DATES: readonly RegExp[] = [
  // asctime, as RFC 4155 asks, with or without a zone before or after the year: `Thu Mar  5 09:30:00 2026`
  new RegExp(` ${DAY} ${MONTH} [ \\d]?\\d ${TIME} (?:[A-Z]{1,5} |[+-]\\d{4} )?\\d{4}(?: |$)`),
  // RFC 5322, from some exporters: `Thu, 05 Mar 2026 09:30:00 +0000`
  new RegExp(` ${DAY}, \\d{1,2} ${MONTH} \\d{4} ${TIME}(?: |$)`),
];

/**
 * Whether a line that follows an empty one begins a mail: `From `, a sender of any form (`-` in Thunderbird, `a at b` in list
 * archives, nothing at all) and a date. Newer Thunderbirds write nothing behind `From `.
 */
export function isSeparator(line: Buffer): boolean {
  if (line[0] !== CAPITAL_F || line.length > MAX_SEPARATOR_BYTES) return false;
  const text = line.toString('latin1').replace(/\r{0,2}\n?$/, '');
  if (!text.startsWith('From ')) return false;
  return text === 'From ' || text === 'From - ' || DATES.some((date) => date.test(text));
}
