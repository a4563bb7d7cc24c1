import { loadTemplates, type Templates } from './load-templates.ts';
import type { TemplateSource } from './template-files.ts';

/** Holds what all locales share. */
export const LAYOUT_FOLDER = '_layout';

/**
 * Templates of which a locale is read, checked and compiled when the first reply in it is written.
 * @param sourcesOf the files of one locale and of the shared layout
 * @param folder named in problems
 * @returns templates whose `render` throws UnusableInput where a locale's files are not as they should be
 */
export function templatesByLocale(
  locales: readonly string[],
  sourcesOf: (locale: string) => readonly TemplateSource[],
  folder: string,
): Templates {
  const loaded = new Map<string, Templates>();
  const load = (locale: string): Templates => {
    const known = loaded.get(locale);
    if (known) return known;
    const made = loadTemplates(sourcesOf(locale), folder, locale);
    loaded.set(locale, made);
    return made;
  };
  return { locales, render: (locale, view, requestSubject) => load(locale).render(locale, view, requestSubject) };
}
