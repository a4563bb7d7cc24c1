import { check } from 'recheck';
import { expect, test } from 'vitest';
import type { CalendarDate } from '../../../src/domain/calendar-date.ts';
import { readSourceRegexes, recordBuiltRegexes, type SourceRegex } from './source-regexes.ts';

/**
 * What may be superlinear, because no mail gets at it or its input is capped before: `file`, expression, reason. Anything else
 * that can backtrack over a mail's text fails here. A row whose expression is gone fails too.
 */
const REVIEWED: readonly (readonly [file: string, regex: string, bound: string])[] = [
  ['src/extract/labelled-fields.ts', String.raw`/\s*[*_]+$/`, 'a value stands on one line: MAX_LINE in own-words.ts'],
  ['src/extract/labelled-fields.ts', String.raw`/[\s,;|/•·(（，；、-]+$/u`, 'a value stands on one line: MAX_LINE in own-words.ts'],
  ['src/extract/labelled-fields.ts', String.raw`/[\s|]+$/u`, 'a value stands on one line: MAX_LINE in own-words.ts'],
  [
    'src/extract/language.ts',
    String.raw`/[\w.%+-]{0,64}@[\w.-]{0,128}|https?:[\x21-\x7e]{0,500}|[A-Za-z0-9_-]*\d[A-Za-z0-9_-]*/gu`,
    'a sample of 8,000 characters, cut in the same expression',
  ],
  ['src/extract/order-ids.ts', String.raw`/[\s.,;!)]+$/`, 'a value stands on one line: MAX_LINE in own-words.ts'],
  ['src/extract/order-ids.ts', String.raw`/^\d{4,}$|[A-Za-z].*\d/`, 'an order number: MAX_ID'],
  ['src/extract/number-names.ts', String.raw`/[\p{L}\p{M}]+|[\w-]*\d[\w-]*/gu`, 'the words before a number: REACH_CHARACTERS'],
  ['src/extract/number-names.ts', String.raw`/^(.*?)([\p{L}\p{M}]+)[\s#№:.]{0,3}$/su`, 'the words before a number: REACH_CHARACTERS'],
  ['src/extract/number-names.ts', String.raw`/([\p{L}\p{M}]+)[\s.]{1,2}$/u`, 'the words before a number: REACH_CHARACTERS'],
  ['src/extract/reason.ts', String.raw`/^[#\s]*[\w-]*\d[\w./-]*$/`, 'one line: MAX_LINE in own-words.ts'],
  [
    'src/extract/sentences.ts',
    String.raw`/[.!?…]+["')\]»”]?(?=\s)|[。！？؟।;；]|\n\s{0,200}\n|\n(?=\s{0,20}(?:[-*•]|\d{1,2}[.)])\s)/gu`,
    'a run of full stops ends with its line: MAX_LINE in own-words.ts',
  ],
  [
    'src/extract/sign-off.ts',
    String.raw`/[.!?…,;](?:["')\]»”]|\p{Extended_Pictographic}|:\)){0,3}\s+(?=[^.!?…,;]{1,50}[\p{P}\p{S}\s]{0,6}$)/u`,
    'the end of a line: LONGEST_LEAVE',
  ],
];

/** Where expressions are put together only while the program runs, out of what the operator wrote, never out of a mail. */
const BUILT_LATER: ReadonlyMap<string, string> = new Map([
  ['src/config/settings.ts', 'ORDER_ID_PATTERNS, written by the operator'],
  ['src/extract/order-ids.ts', 'the same, made global'],
  ['src/extract/addresses.ts', 'one of the expressions above it, made global'],
]);

/**
 * Ample for one expression on a loaded machine; nearly all take a few milliseconds. A proof that is cut off leaves it to the attack,
 * which sees some linear expressions as polynomial.
 */
const CHECK_MS = 30_000;

const { literals, built } = readSourceRegexes();
const recorded = await recordBuiltRegexes(buildLate);
const nameOf = ({ source, flags }: SourceRegex) => `/${source}/${flags}`;
const fileOf = (place: string) => place.slice(0, place.lastIndexOf(':'));
const isReviewed = (regex: SourceRegex) =>
  regex.places.every((place) => REVIEWED.some(([file, reviewed]) => file === fileOf(place) && reviewed === nameOf(regex)));

test('no regular expression of the sources can take more than linear time on a text that nothing bounds', {
  timeout: 300_000,
}, async () => {
  expect(literals.length).toBeGreaterThan(300);
  const found: string[] = [];
  for (const regex of [...literals, ...recorded]) {
    if (isReviewed(regex)) continue;
    const why = await superlinear(regex);
    if (why !== null) found.push(`${regex.places.join(', ')}: ${nameOf(regex)} is ${why}`);
  }
  expect(found).toEqual([]);
});

test('every place that builds an expression was seen building it, or builds it of what the operator wrote', () => {
  const seen = new Set(recorded.flatMap(({ places }) => places));
  expect(built.filter((place) => !seen.has(place) && !BUILT_LATER.has(fileOf(place)))).toEqual([]);
});

test.each(REVIEWED)('%s still has %s', (file, regex) => {
  expect(literals.some((literal) => nameOf(literal) === regex && literal.places.some((place) => fileOf(place) === file))).toBe(true);
});

test.each(['(a+)+$', String.raw`\s+$`, String.raw`\d*x?\d*$`])('/%s/ would be found', async (source) => {
  expect(await superlinear({ source, flags: '', places: [] })).toMatch(/exponential|polynomial/);
});

/** Attributions and counts of days in languages without spaces: their expressions are built when a mail first needs them. */
async function buildLate(): Promise<void> {
  const { attributionEnd } = await import('../../../src/parse/attribution.ts');
  for (const text of ['On Tue, 3 Mar 2026 at 10:00, I wrote:', 'On Tue, 3 Mar 2026 at 10:00, Mira wrote:'])
    attributionEnd([{ text, depth: 0, mark: null }], 0);
  const { findUnspacedDates } = await import('../../../src/extract/dates/unspaced.ts');
  const { ALL_LANGUAGES } = await import('../../../src/extract/languages/all.ts');
  findUnspacedDates('3日前', {
    today: '2026-03-05' as CalendarDate,
    dayHoursAgo: () => '2026-03-05' as CalendarDate,
    languages: ALL_LANGUAGES,
    order: null,
  });
}

/**
 * Proven on the automaton where that can be done (no look-around, no back-references, no state explosion), else attacked.
 * @returns null where it is linear
 */
async function superlinear({ source, flags }: SourceRegex): Promise<string | null> {
  const proven = await check(source, flags, { checker: 'automaton', timeout: CHECK_MS });
  const found = proven.status === 'unknown' ? await check(source, flags, { checker: 'fuzz', timeout: CHECK_MS }) : proven;
  if (found.status === 'safe') return null;
  return found.status === 'vulnerable' ? found.complexity.type : `unknown: ${found.error.kind}`;
}
