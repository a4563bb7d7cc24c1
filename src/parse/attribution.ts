import { lazily } from '../domain/lazily.ts';
import { LANGUAGES } from './languages/all.ts';
import { MAX_ATTRIBUTION_CHARS, MAX_ATTRIBUTION_LINES, MAX_STRUCTURE_LINE_CHARS } from './limits.ts';
import type { Line } from './lines.ts';
import { alternativesOf, anyOf, foldPhrase, phrasesOf, plainWordsOf, startsWithAnyOf } from './phrase-tables.ts';

// An expression with classes of letters in it takes a millisecond to make, and most mails need none of these.
const WROTE = lazily(() => anyOf(phrasesOf('wrote')));
/** "I wrote", "schrieb ich": the writer tells of an earlier letter, nothing is quoted by this line. */
const SELF_WROTE = lazily(() =>
  LANGUAGES.filter((language) => language.self.length > 0).map((language) => {
    const self = anyOf(language.self).source;
    const wrote = anyOf(language.wrote).source;
    return new RegExp(`(?:${self})\\s(?:${wrote})|(?:${wrote})\\s(?:${self})`, 'u');
  }),
);

/** An opener, or a date with at most a weekday before it. */
const OPENING = lazily(() => {
  const opener = startsWithAnyOf(phrasesOf('openers')).source.slice(1);
  return new RegExp(`^(?:[-–—>•*\\s]{0,10})(?:${opener}|[\\p{L}.]{0,12},?\\s?\\d)`, 'u');
});

/** That one is there, not where it begins and ends: an open end on either side could be matched in many ways. */
const ADDRESS = /[^\s@<>"]@[^\s@<>"]{2}/u;
/** 3.3.2026, 2026-03-03, 3/3/26, 2026年3月3日, 3 Mar 2026: a day with a year, or a month's name beside a number. */
const DAY = new RegExp(
  String.raw`\d{1,4}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{2,4}|\d{1,2}\s?${alternativesOf(plainWordsOf('monthMarks'))}\s?\d{1,2}|(?<!\d)(?:19|20)\d\d(?!\d)|(?<!\d)25[67]\d(?!\d)|[٠-٩]{4}|[०-९]{4}|[๐-๙]{4}`,
  'u',
);
const TIME = new RegExp(
  String.raw`(?<!\d)\d{1,2}\s?(?:[:.]|${alternativesOf(plainWordsOf('hourMarks'))})\s?\d{2}(?!\d)|[٠-٩]{1,2}:[٠-٩]{2}|\d{1,2}\s?${alternativesOf(phrasesOf('oclock'))}`,
  'u',
);

/** Old Gmail: "2016-03-03 17:21 GMT+01:00 Some One" and nothing else. */
const BARE_STAMP = /^\d{4}-\d{2}-\d{2} \d{1,2}:\d{2} gmt[+-]\d{1,2}/;

/** What the last line of an attribution ends in: a colon, a verb where the language puts it last, Zoho's dashes. */
const LAST_LINE_END = new RegExp(String.raw`[:：>)\]]$|${alternativesOf(phrasesOf('wroteLast'))}(?: ?-{2,})?$`, 'u');

/** How far an attribution at `at` reaches: the index after its last line, or null where there is none. */
export function attributionEnd(lines: readonly Line[], at: number): number | null {
  const first = lines[at];
  if (first === undefined || first.text.trim() === '' || first.text.length > MAX_STRUCTURE_LINE_CHARS) return null;
  let joined = '';
  let blanks = 0;
  for (let end = at; end < lines.length && end < at + MAX_ATTRIBUTION_LINES + blanks; end++) {
    const line = lines[end];
    if (line === undefined || line.depth < first.depth) return null;
    const part = line.text.trim();
    // Outlook's folding leaves an empty line before an address in angle brackets.
    if (part === '') {
      if (blanks > 0 || !lines[end + 1]?.text.trim().startsWith('<')) return null;
      blanks++;
      continue;
    }
    joined = joined === '' ? part : `${joined} ${part}`;
    if (joined.length > MAX_ATTRIBUTION_CHARS) return null;
    if (end === at && BARE_STAMP.test(foldPhrase(part)) && part.split(' ').length <= 12 && !lines[at + 1]?.text) return at + 1;
    if (!LAST_LINE_END.test(foldPhrase(part.slice(-40)))) continue;
    if (!isAttribution(joined, isFollowedByQuote(lines, end + 1, first.depth))) continue;
    return end === at || beginsHere(lines, at) ? end + 1 : null;
  }
  return null;
}

/** A folded attribution begins with its first line: not with prose above it that the join has drawn in. */
function beginsHere(lines: readonly Line[], at: number): boolean {
  const first = foldPhrase(lines[at]?.text ?? '');
  const begins = ADDRESS.test(first) || OPENING().test(first) || WROTE().test(first);
  const nextBegins = OPENING().test(foldPhrase(lines[at + 1]?.text ?? ''));
  return begins && !(nextBegins && !/\d|@/.test(first));
}

function isFollowedByQuote(lines: readonly Line[], from: number, depth: number): boolean {
  for (let at = from; at < lines.length && at < from + 3; at++) {
    const line = lines[at];
    if (line !== undefined && line.text.trim() !== '') return line.depth > depth;
  }
  return false;
}

/** @param quoteFollows the next line with text is quoted by its mark, which makes weaker words enough */
function isAttribution(joined: string, quoteFollows: boolean): boolean {
  const text = foldPhrase(joined)
    .replace(/^[-–—>•\s]{1,10}/u, '')
    .replace(/[\s-]{2,10}$/u, ':');
  const endsOpen = /[:：]$/.test(text);
  const verb = WROTE().test(text);
  if (verb && SELF_WROTE().some((pattern) => pattern.test(text))) return false;
  const address = ADDRESS.test(text);
  const day = DAY.test(text);
  const time = TIME.test(text);
  const evidence = Number(address) + Number(day) + Number(time);
  const words = text.split(' ').length;
  if (verb && quoteFollows) return endsOpen || evidence > 0;
  if (verb && endsOpen) return (evidence > 0 && OPENING().test(text)) || evidence >= 2 || (address && words <= 12);
  // "On 15 May 2017, Mira wrote" and Turkish or Korean lines that end in the verb without a colon.
  if (verb) return evidence >= 2 && words <= 30 && OPENING().test(text);
  // Gmail in languages of every script: date, time, name, address, colon.
  return endsOpen && ((day && time && address && words <= 24) || (quoteFollows && evidence >= 2));
}
