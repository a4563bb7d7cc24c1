/** What a page needs to know of its language besides the words. */
export interface LocaleForm {
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
  /** The sides where a line begins and ends, for mail programs that know no logical alignment (Outlook's Word engine). */
  readonly start: 'left' | 'right';
  readonly end: 'left' | 'right';
  /** Between a label and its value, with the space that belongs to it. */
  readonly colon: string;
}

const FALLBACK_LOCALE = 'en';

const RIGHT_TO_LEFT = new Set(['ar', 'fa', 'he', 'ur']);

/** English and most others set no space before the colon; French a fixed one; Chinese and Japanese have a wide one. */
const COLONS: Readonly<Record<string, string>> = { fr: '\u00a0: ', ja: '：', zh: '：' };

export function localeForm(locale: string): LocaleForm {
  const { language } = new Intl.Locale(locale);
  const colon = COLONS[language] ?? ': ';
  return RIGHT_TO_LEFT.has(language)
    ? { lang: locale, dir: 'rtl', start: 'right', end: 'left', colon }
    : { lang: locale, dir: 'ltr', start: 'left', end: 'right', colon };
}

/**
 * The first of `offered` that fits the mail's language: the same language and script (`zh-TW` fits `zh-Hant`), else the same
 * language, else English.
 * @param language BCP 47; what is no language tag fits nothing
 */
export function chooseLocale(language: string, offered: readonly string[]): string {
  const wanted = maximized(language);
  if (wanted === null) return FALLBACK_LOCALE;
  const sameLanguage = offered.filter((locale) => maximized(locale)?.language === wanted.language);
  // A bare "zh" names no script: there the configured order decides.
  const sameScript = scriptIsKnown(language) ? sameLanguage.filter((locale) => maximized(locale)?.script === wanted.script) : [];
  return sameScript[0] ?? sameLanguage[0] ?? FALLBACK_LOCALE;
}

function scriptIsKnown(language: string): boolean {
  const { script, region } = new Intl.Locale(language);
  return script !== undefined || region !== undefined;
}

// Each mail asks this of every language that is offered. Tags come from our language tables and the settings: a short list.
const maximizedTags = new Map<string, Intl.Locale | null>();

function maximized(tag: string): Intl.Locale | null {
  const known = maximizedTags.get(tag);
  if (known !== undefined) return known;
  const locale = localeOf(tag)?.maximize() ?? null;
  maximizedTags.set(tag, locale);
  return locale;
}

function localeOf(tag: string): Intl.Locale | null {
  try {
    return new Intl.Locale(tag);
  } catch {
    return null;
  }
}
