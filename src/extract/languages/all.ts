import { english } from './en.ts';
import type { Language } from './language.ts';

/** Every language that mails are read in. English first: its words stand in mails of every language. */
export const ALL_LANGUAGES: readonly Language[] = [english];

export function languageOf(code: string): Language {
  return ALL_LANGUAGES.find((language) => language.code === code) ?? english;
}
