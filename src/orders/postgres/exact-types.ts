import type { CustomTypesConfig } from 'pg';
import pg from 'pg';

/** Object identifiers of types, fixed in PostgreSQL's catalogue (pg_type.dat). */
const INTEGERS = [20, 21, 23];
const FLOATS = [700, 701];
const TIMESTAMPTZ = 1184;
const TEXT_LISTS = [1009, 1015];

/** Values as the server writes them: nothing passes through a double that is none, and no date through this machine's time zone. */
export const EXACT_TYPES: CustomTypesConfig = {
  getTypeParser: (oid: number): ((text: string) => unknown) => {
    if (INTEGERS.includes(oid)) return BigInt;
    if (FLOATS.includes(oid)) return Number;
    if (oid === TIMESTAMPTZ) return isoOf;
    return TEXT_LISTS.includes(oid) ? (pg.types.getTypeParser(oid) as (text: string) => string[]) : asWritten;
  },
};

function asWritten(text: string): string {
  return text;
}

/** `2026-03-01 22:15:00.5+00` in the ISO style of dates; what is no such time (`infinity`) stays as it is, to be refused. */
function isoOf(text: string): string {
  const [, day, time, offset] = /^(\d{4,}-\d\d-\d\d) ([\d:.]+)([+-]\d\d(?::\d\d)?)$/.exec(text) ?? [];
  if (day === undefined || time === undefined || offset === undefined) return text;
  return `${day}T${time}${offset === '+00' ? 'Z' : offset.length === 3 ? `${offset}:00` : offset}`;
}
