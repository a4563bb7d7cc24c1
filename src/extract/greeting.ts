import type { Language } from './languages/language.ts';
import { foldPhrase, startsWithPhrase } from './words.ts';

/** A greeting is short; a longer line that begins like one is the first sentence. */
const MAX_WORDS = 6;
const MAX_CHARACTERS = 60;
/** "Hello,\nDear team,": two greetings, no further. */
const MAX_GREETINGS = 2;

/** The lines below the greeting; the rest of its line stays where a sentence follows it. */
export function dropGreeting(lines: readonly string[], languages: readonly Language[]): string[] {
  let left = [...lines];
  for (let count = 0; count < MAX_GREETINGS; count++) {
    const rest = dropOne(left, languages);
    if (rest === null) break;
    left = rest;
  }
  return left;
}

/** The end of an addressee's line, or nothing but an empty line below it. */
const ADDRESSED = /[,:，：、;]$/u;

/** "Müşteri Hizmetlerine,", "Qwen 客服中心 鈞鑒：": whom a letter is for, on a line of its own. */
function isAddressee(line: string, below: string | undefined, languages: readonly Language[]): boolean {
  if (line.length > MAX_CHARACTERS || /[.!?。！？](?:\s|$)|[,，、:：]\s?\S/u.test(line)) return false;
  if (!ADDRESSED.test(line) && below?.trim() !== '') return false;
  const folded = foldPhrase(line);
  const squeezed = folded.replaceAll(' ', '');
  return languages.some((language) =>
    language.teams.some((team) =>
      language.unspaced ? squeezed.includes(foldPhrase(team).replaceAll(' ', '')) : ` ${folded}`.includes(` ${foldPhrase(team)}`),
    ),
  );
}

function dropOne(lines: readonly string[], languages: readonly Language[]): string[] | null {
  const index = lines.findIndex((line) => line.trim() !== '');
  const line = lines[index]?.trim();
  if (line === undefined) return null;
  const folded = foldPhrase(line.slice(0, 200));
  const greeting = languages
    .map((language) => startsWithPhrase(folded, language.greetings, Boolean(language.unspaced)))
    .find((found) => found !== null);
  const rest = lines.slice(index + 1);
  if (greeting === undefined) return isAddressee(line, lines[index + 1], languages) ? rest : null;
  const short = line.length <= MAX_CHARACTERS && folded.split(' ').length <= MAX_WORDS;
  const apart = folded === greeting || /[,!:，、！：。.]$/u.test(line) || /^\s*$/.test(lines[index + 1] ?? '');
  // "Hello, the images are blurry!", 你好，图片是糊的。: what follows the greeting on its line is the first sentence.
  const goesOn = /^[^,.!，、！。]{1,50}[,.!，、！。]\s*\S/u.test(line) && !/[,:，：]$/u.test(line);
  if (short && apart && !goesOn) return rest;
  const opening = /^[^,.!，、！。]{1,50}[,.!，、！。]\s*/u.exec(line)?.[0];
  return opening !== undefined && foldPhrase(opening).split(' ').length <= MAX_WORDS ? [line.slice(opening.length), ...rest] : null;
}
