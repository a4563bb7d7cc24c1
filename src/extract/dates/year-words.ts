import { ALL_LANGUAGES } from '../languages/all.ts';
import type { Token } from '../words.ts';
import { calendarWordsOf, numberOf, ordinalOf } from './calendar-words.ts';
import type { DateContext } from './found-date.ts';
import { phrasesAt } from './token-phrases.ts';

interface Words {
  readonly value: number;
  readonly next: number;
}

const YEARS = ALL_LANGUAGES.flatMap(({ yearWords }) => yearWords ?? []);
/** What a year begins with, before its last two digits: "two thousand", "nineteen hundred", "mil novecientos". */
const CENTURIES = new Map(YEARS.flatMap(({ centuries }) => Object.entries(centuries)));
/** Of compounds: `duemiladiciotto`, `zweitausendachtzehn`. */
const PREFIXES = new Map(YEARS.flatMap(({ prefixes }) => Object.entries(prefixes ?? {})));
/** "nineteen" alone is no year. */
const NEEDS_MORE = new Set(YEARS.flatMap(({ openCenturies }) => openCenturies ?? []));
/** "twenty" eighteen. */
const HALVES = new Map(YEARS.flatMap(({ halves }) => Object.entries(halves ?? {})));
const THOUSANDS = new Set(YEARS.flatMap(({ thousands }) => thousands.split(' ')));
const AND = new Set(['-', ...YEARS.flatMap(({ and }) => and.split(' '))]);
/** zweiunddreißig, tweeëndertig. */
const AND_AT_END = new RegExp(`(?:${YEARS.flatMap(({ compoundAnd }) => compoundAnd ?? []).join('|')})$`);

/** Years written out: "dos mil dieciocho", "two thousand and thirty two", "nineteen ninety nine", "twenty eighteen". */
export function readYearWords(tokens: readonly Token[], at: number, context: DateContext): Words | null {
  const head = tokens[at];
  if (head?.kind !== 'word') return null;
  for (const { text, next } of phrasesAt(tokens, at).slice(0, 3).reverse()) {
    const century = CENTURIES.get(text);
    if (century === undefined) continue;
    const joined = AND.has(tokens[next]?.norm ?? '');
    const rest = readBelowHundred(tokens, joined ? next + 1 : next, context);
    if (joined && !rest) return null;
    if (rest) return { value: century + rest.value, next: rest.next };
    if (!NEEDS_MORE.has(text)) return { value: century, next };
  }
  const half = HALVES.get(head.norm);
  const rest = half === undefined ? null : readBelowHundred(tokens, at + 1, context);
  if (half !== undefined && rest && rest.value >= 10) return { value: half + rest.value, next: rest.next };
  return readCompound(head.norm, at, context);
}

/** Whether something at `at` looks like a spelt year: one that is not read leaves the date open. */
export function startsNumber(tokens: readonly Token[], at: number, context: DateContext): boolean {
  const word = tokens[at]?.norm ?? '';
  if (tokens[at]?.kind !== 'word' || word.length <= 2) return false;
  if ([...PREFIXES.keys()].some((prefix) => word.startsWith(prefix))) return true;
  // "April 9th, the second one": no year begins with an ordinal.
  const isOrdinal = ordinalOf(word, context.languages) !== null;
  const begins = [...CENTURIES.keys()].some((phrase) => phrase.startsWith(`${word} `)) || (isNumber(word, context) && !isOrdinal);
  const follower = tokens[at + 1]?.norm === '-' ? tokens[at + 2] : tokens[at + 1];
  // "le 2 mars deux packs" counts packs.
  return begins && follower?.kind === 'word' && (isNumber(follower.norm, context) || THOUSANDS.has(follower.norm));
}

function isNumber(word: string, context: DateContext): boolean {
  return numberOf(word, context.languages) !== null || readCompoundNumber(word, context) !== null;
}

function readCompound(word: string, at: number, context: DateContext): Words | null {
  for (const [prefix, base] of PREFIXES) {
    if (word.length <= prefix.length || !word.startsWith(prefix)) continue;
    const rest = numberOf(word.slice(prefix.length), context.languages) ?? readCompoundNumber(word.slice(prefix.length), context);
    return rest === null ? null : { value: base + rest, next: at + 1 };
  }
  return null;
}

function readBelowHundred(tokens: readonly Token[], at: number, context: DateContext): Words | null {
  const first = tokens[at];
  if (first?.kind !== 'word') return null;
  for (const { text, next } of phrasesAt(tokens, at).slice(0, 2).reverse()) {
    const value = numberOf(text, context.languages);
    if (value !== null && (value < 20 || text.includes(' '))) return { value, next };
  }
  for (const language of context.languages) {
    const tens = calendarWordsOf(language).tens.get(first.norm);
    if (tens === undefined) continue;
    const from = AND.has(tokens[at + 1]?.norm ?? '') ? at + 2 : at + 1;
    const unit = tokens[from]?.kind === 'word' ? numberOf(tokens[from]?.norm ?? '', context.languages) : null;
    return unit !== null && unit < 10 ? { value: tens + unit, next: from + 1 } : { value: tens, next: at + 1 };
  }
  const value = numberOf(first.norm, context.languages) ?? readCompoundNumber(first.norm, context);
  return value === null ? null : { value, next: at + 1 };
}

/** zweiunddreißig, tweeëndertig, trentadue. */
function readCompoundNumber(word: string, context: DateContext): number | null {
  for (const language of context.languages) {
    for (const [tens, value] of calendarWordsOf(language).tens) {
      const unit = word.startsWith(tens)
        ? word.slice(tens.length)
        : word.endsWith(tens)
          ? word.slice(0, -tens.length).replace(AND_AT_END, '')
          : '';
      const ones = unit === '' ? null : numberOf(unit, [language]);
      if (ones !== null && ones < 10) return value + ones;
    }
  }
  return null;
}
