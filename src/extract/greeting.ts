import type { Language } from './languages/language.ts';
import { perLanguage } from './per-language.ts';
import { compilePhrases, findAnyPhrase } from './phrase-table.ts';
import { prepareWords, type Words } from './phrases.ts';
import { deniesInOwn, isRequestWord } from './request-words.ts';
import { asksForMoney } from './said.ts';
import { splitSentences } from './sentences.ts';
import { collectWords, holdsWord } from './word-lists.ts';
import { foldPhrase, foldWord, startsWithPhrase, withoutRepeats } from './words.ts';

/** A greeting is short; a longer line that begins like one is the first sentence. */
const MAX_WORDS = 6;
const MAX_CHARACTERS = 60;
/** "Hello,\nDear team,": two greetings, no further. */
const MAX_GREETINGS = 2;

/** The lines below the greeting; the rest of its line stays where a sentence follows it. */
export function dropGreeting(lines: readonly string[], languages: readonly Language[]): string[] {
  let left = withoutHead(lines, languages);
  for (let count = 0; count < MAX_GREETINGS; count++) {
    const rest = dropOne(left, languages);
    if (rest === null) break;
    left = rest;
  }
  return withoutSmallTalk(left, languages);
}

/** "How are you?", "espero que estén bien.": the first sentences behind a greeting. */
const MOST_SMALL_TALK = 2;
const MOST_SMALL_TALK_WORDS = 9;

function withoutSmallTalk(lines: readonly string[], languages: readonly Language[]): string[] {
  const index = lines.findIndex((line) => line.trim() !== '');
  let text = lines[index]?.trim() ?? '';
  for (let count = 0; count < MOST_SMALL_TALK; count++) {
    const [first] = splitSentences(text.slice(0, LONGEST_SMALL_TALK));
    if (first === undefined || !isSmallTalk(first.text, languages)) break;
    text = text.slice(first.start + first.text.length).trim();
  }
  return index < 0 ? [...lines] : [...lines.slice(0, index), text, ...lines.slice(index + 1)];
}

const LONGEST_SMALL_TALK = 300;

function isSmallTalk(text: string, languages: readonly Language[]): boolean {
  const words = prepareWords(text);
  if (words.words.length > MOST_SMALL_TALK_WORDS || /\d/.test(text) || tellsOfPurchase(text)) return false;
  return languages.some((language) => {
    const found = findAnyPhrase(smallTalkOf(language), words);
    if (introduces(text, language, words)) return true;
    if (found === null) return false;
    if (language.unspaced) return isMostOf(text, found);
    // "Ça va pas du tout" is no small talk.
    return /\?$/u.test(text) || words.words.length - found.split(/\s+/u).length <= MOST_BESIDE;
  });
}

/** "My name is Mira Holt", not "My name is misspelled": what stands beside it is a name. */
function introduces(text: string, language: Language, words: Words): boolean {
  const found = findAnyPhrase(introductionsOf(language), words);
  if (found === null) return false;
  if (language.unspaced) return isMostOf(text, found);
  const others = text.replace(found, ' ').match(/[\p{L}\p{M}]+/gu) ?? [];
  return others.length > 0 && others.length <= MOST_NAME_WORDS && others.every((word) => !/^\p{Ll}/u.test(word));
}

const introductionsOf = perLanguage(({ introductions = [], unspaced }) => compilePhrases(introductions, unspaced));
const MOST_NAME_WORDS = 3;
/** A name, or "we at". */
const MOST_CHARACTERS_BESIDE = 8;

/** Where words are not parted: "田中と申しますが画像が出ません" tells more. */
function isMostOf(text: string, found: string): boolean {
  return text.replace(/[\p{P}\p{S}\s]/gu, '').length - found.length <= MOST_CHARACTERS_BESIDE;
}

/** "Hallo ihr Lieben, alles gut bei euch": words beside the phrase where nothing is asked. */
const MOST_BESIDE = 2;

const smallTalkOf = perLanguage(({ smallTalk, unspaced }) => compilePhrases(smallTalk, unspaced));

/** Addressee, place and date, reference, subject: lines with text above the salutation of a letter. */
const MOST_HEAD_LINES = 7;
const MOST_HEAD_WORDS = 8;
/** "Re: Refund Request - Transaction txn_01hv8k2m9q4zt7wxyc3n5r6bda" */
const SUBJECT_LINE = /^\p{L}{2,12}\.?\s?[:：]\s/u;
const LONGEST_SUBJECT = 120;

/** A letter's head above its salutation: short lines, none a sentence. */
function withoutHead(lines: readonly string[], languages: readonly Language[]): string[] {
  let seen = 0;
  for (const [at, line] of lines.entries()) {
    const text = line.trim();
    if (text === '') continue;
    if (seen > 0 && isSalutation(text, languages) && lines.slice(at + 1).some((below) => below.trim() !== '')) return lines.slice(at);
    const longest = SUBJECT_LINE.test(text) ? LONGEST_SUBJECT : MAX_CHARACTERS;
    if (seen++ === MOST_HEAD_LINES || text.length > longest || !isHeadLine(text)) break;
  }
  return [...lines];
}

function isHeadLine(text: string): boolean {
  return (
    !/[!?。！？।]$|(?<!\d|(?<!\p{L})\p{L}{1,4})[.!?]\s+\p{L}{4}/u.test(text) && (text.match(/[\p{L}\d]+/gu) ?? []).length <= MOST_HEAD_WORDS
  );
}

const MOST_TITLES = 4;

/** "Уважаемые господа!", "महोदय,": a greeting and a mark, with nothing behind it. */
function isSalutation(text: string, languages: readonly Language[]): boolean {
  if (text.length > MAX_CHARACTERS || !/[,!:，！：、،]$/u.test(text)) return false;
  // "Madame, Monsieur,"
  const goesOn = text.split(/\s+/u).length > MOST_TITLES ? /[,!:，！：、。.]\s?\S/u : /[!:！：。.]\s?\S/u;
  return greetingOf(text, languages) !== null && !goesOn.test(text) && !/\d/.test(text) && !tellsOfPurchase(text);
}

/** The end of an addressee's line, or nothing but an empty line below it. */
const ADDRESSED = /[,:，：、;،]$/u;

/** "Müşteri Hizmetlerine,", "Qwen 客服中心 鈞鑒：": whom a letter is for, on a line of its own. */
function isAddressee(line: string, below: string | undefined, languages: readonly Language[]): boolean {
  if (line.length > MAX_CHARACTERS || /[.!?。！？](?:\s|$)|[,，、:：]\s?\S/u.test(line)) return false;
  if (isApartAddress(line, below)) return true;
  if (!ADDRESSED.test(line) && below?.trim() !== '') return false;
  return holdsTeam(line, languages);
}

/** "Respetados señores:", "Respected Sir/Madam,": so few words, a mark and an empty line below can hardly be anything else. */
const MOST_APART_WORDS = 5;

function isApartAddress(line: string, below: string | undefined): boolean {
  return (
    /^\p{Lu}.*[,:]$/u.test(line) &&
    below?.trim() === '' &&
    line.split(/\s+/u).length <= MOST_APART_WORDS &&
    !/\d/.test(line) &&
    !tellsOfPurchase(line)
  );
}

function holdsTeam(text: string, languages: readonly Language[]): boolean {
  const folded = foldPhrase(text);
  const squeezed = folded.replaceAll(' ', '');
  return languages.some((language) =>
    language.teams.some((team) =>
      language.unspaced ? squeezed.includes(foldPhrase(team).replaceAll(' ', '')) : ` ${folded}`.includes(` ${foldPhrase(team)}`),
    ),
  );
}

interface Greeting {
  /** Behind its last character in the line. */
  readonly end: number;
  readonly unspaced: boolean;
}

/** A greeting with its addressee is no longer. */
const LONGEST_OPENING = 80;

function greetingOf(line: string, languages: readonly Language[]): Greeting | null {
  const folded = foldPhrase(line.slice(0, 200));
  for (const language of languages) {
    const unspaced = Boolean(language.unspaced);
    const plain = startsWithPhrase(folded, language.greetings, unspaced);
    const fold = plain === null && !unspaced ? (text: string) => withoutRepeats(foldPhrase(text)) : foldPhrase;
    const phrase = plain ?? (unspaced ? null : startsWithPhrase(withoutRepeats(folded), language.greetings.map(withoutRepeats), false));
    if (phrase === null) continue;
    for (let end = 1; end <= Math.min(line.length, LONGEST_OPENING); end++)
      if (fold(line.slice(0, end)) === phrase && !/^[\p{M}]/u.test(line.slice(end)) && (unspaced || !/^\p{L}/u.test(line.slice(end))))
        return { end, unspaced };
  }
  return null;
}

/** Where whom one greets ends. */
const PART_END = /[,.!:;，、！。：；?？…)(\n]|\s[-–—]\s|\p{Extended_Pictographic}/u;
/** Whom one greets, in characters where words are not parted. */
const MOST_ADDRESSED_CHARACTERS = 12;
/** The same in words where no mark ends the line. */
const MOST_UNMARKED_WORDS = 2;
const MOST_UNMARKED_CHARACTERS = 4;

function dropOne(lines: readonly string[], languages: readonly Language[]): string[] | null {
  const index = lines.findIndex((line) => line.trim() !== '');
  const line = lines[index]?.trim();
  if (line === undefined) return null;
  const greeting = greetingOf(line, languages);
  const rest = lines.slice(index + 1);
  if (greeting === null) return isAddressee(line, lines[index + 1], languages) ? rest : null;
  // "Spett.le Società,": the rest of an abbreviation.
  const after = line.slice(greeting.end).replace(/^\.\p{L}{1,4}(?=\s)/u, '');
  const mark = PART_END.exec(after);
  const addressed = (mark === null ? after : after.slice(0, mark.index)).trim();
  const behind = mark === null ? '' : after.slice(mark.index).replace(/^(?:[\p{P}\p{S}\s]|\p{M})+/u, '');
  const words = addressed.split(/\s+/u).filter(Boolean).length;
  const isShort = greeting.unspaced
    ? addressed.length <= MOST_ADDRESSED_CHARACTERS
    : words < MAX_WORDS || (holdsTeam(addressed, languages) && words <= MAX_WORDS + 2);
  // "Bonjour à toute l'équipe,": the mark ends the line, and the text begins below an empty one.
  const isAlone = /[,:]$/u.test(line) && behind === '' && (lines[index + 1] ?? '').trim() === '' && !/\d/.test(addressed);
  if (isAlone && words <= MAX_WORDS) return rest;
  const isNamed = isShort && addressed.length <= MAX_CHARACTERS && isWhom(addressed, languages);
  if (isNamed && behind !== '') return [behind, ...rest];
  const isApart = mark !== null || (lines[index + 1] ?? '').trim() === '' || words === 0;
  const isFew = greeting.unspaced ? addressed.length <= MOST_UNMARKED_CHARACTERS : words <= MOST_UNMARKED_WORDS;
  if (isNamed && (isApart || isFew)) return rest;
  // "Hi I bought it twice, …": the sentence begins right behind the greeting.
  return tellsOfPurchase(addressed) || mark !== null ? [after.replace(/^[\p{P}\s]+/u, ''), ...rest] : null;
}

/** Words of one greeted that are neither capitalised nor words of every request: "hi there folks"; in scripts without capitals names as well. */
const MOST_OTHER_WORDS = 1;
const MOST_UNCASED_WORDS = 3;

/** Not "Hi pics are broken, …". */
function isWhom(text: string, languages: readonly Language[]): boolean {
  // "kak refund ya gak bisa dipake": what denies or asks is no name.
  if (/\d/.test(text) || tellsOfPurchase(text) || deniesInOwn(text, languages) || asksForMoney(text, languages)) return false;
  const words = text.split(/\s+/u);
  const others = words.filter((word) => /^[\p{Ll}\p{Lo}]/u.test(word) && !isAsking(foldPhrase(word), languages));
  // "Hi wrong account!", "Hallo falsches Konto!": a name comes last, "hi dear anna".
  if (others.length === 1 && /^\p{Ll}/u.test(others[0] ?? '') && others[0] !== words.at(-1) && !holdsTeam(text, languages)) return false;
  return others.length <= (/^\p{Lo}/u.test(text) ? MOST_UNCASED_WORDS : MOST_OTHER_WORDS);
}

function isAsking(word: string, languages: readonly Language[]): boolean {
  return languages.some((language) => isRequestWord(word, language));
}

const told = collectWords((language) => `${language.purchaseWords} ${language.orderWords} ${language.gettingWords ?? ''}`);

/** Words of buying: what holds them is no name. */
function tellsOfPurchase(text: string): boolean {
  const folded = foldWord(text);
  return (
    foldPhrase(text)
      .split(' ')
      .some((word) => holdsWord(told, word)) || told.inside.some((word) => folded.includes(word))
  );
}
