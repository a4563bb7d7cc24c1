import { describe, expect, test } from 'vitest';
import { parseCalendarDate } from '../../../src/domain/calendar-date.ts';
import { formatterFor } from '../../../src/reply/format.ts';
import { loadTemplates } from '../../../src/reply/load-templates.ts';
import { renderEverySample } from '../../../src/reply/render-samples.ts';
import { shippedTemplates } from './read-templates.ts';

const sources = shippedTemplates();
const templates = loadTemplates(sources);
const { renderings } = renderEverySample(templates);
const translated = templates.locales.filter((locale) => locale !== 'en');

function reply(locale: string, sample: string) {
  const found = renderings.find((row) => row.sample === sample && row.reply.locale === locale)?.reply;
  if (!found) throw new Error(`no sample ${sample} in ${locale}`);
  return found;
}

function file(path: string): string {
  const found = sources.find((row) => row.path === path);
  if (!found) throw new Error(`no file ${path}`);
  return found.source;
}

/** The names of English files, without their folder: every locale has the same. */
const FILES = sources.filter(({ path }) => path.startsWith('en/')).map(({ path }) => path.slice('en/'.length));

/** The only figures written out are the policy's section numbers; all others are values. */
function writtenFigures(source: string): readonly string[] {
  return source.replaceAll(/\{\{[^}]*\}\}/g, ' ').match(/\d+/g) ?? [];
}

/** What a file consists of besides its words: its sections in their order; its values and conditions, whose order a language may change. */
function skeleton(source: string) {
  const tags = [...source.matchAll(/\{\{([#/>]*) ?([\w-]+)(?: (\w+)(?=\}\}))?/g)].map(([, kind = '', name = '', asked = '']) => ({
    kind,
    text: `${kind}${name} ${asked}`.trim(),
  }));
  return {
    sections: tags.filter(({ kind }) => kind.includes('>')).map(({ text }) => text),
    values: new Set(tags.filter(({ kind, text }) => !kind.includes('>') && !text.startsWith('/')).map(({ text }) => text)),
  };
}

describe.each(translated)('%s', (locale) => {
  const format = formatterFor(locale);
  const order = format.name('QI-20260301-0042');

  test.each(FILES)('%s has the sections, values, conditions and section numbers of the English one', (path) => {
    expect(skeleton(file(`${locale}/${path}`))).toEqual(skeleton(file(`en/${path}`)));
    expect(writtenFigures(file(`${locale}/${path}`))).toEqual(expect.arrayContaining([...writtenFigures(file(`en/${path}`))]));
  });

  test.each<[string, readonly string[]]>([
    [
      'full, nothing used',
      [
        format.money('29.90', 'USD'),
        order,
        format.date(day('2026-03-12')),
        format.date(day('2026-03-19')),
        format.range(5, 10),
        format.percent('10'),
        '400',
      ],
    ],
    [
      'full, with tax, fees, bonus credits and an earlier refund',
      ['38.60', '59.50', '9.50', '0.90', '0.50', '10.00', '48.60'].map((value) => format.money(value, 'EUR')).concat('840', '80'),
    ],
    [
      'proportional, with tax, bonus credits and an earlier refund',
      [
        `${format.amount('1500')} ÷ ${format.count(8000)} × ${format.count(7200)} − ${format.amount('115.43')} = ${format.amount('1234.57')} JPY`,
        format.money('1234.57', 'JPY'),
        order,
        format.date(day('2026-02-04')),
        format.date(day('2026-03-01')),
        format.date(day('2026-03-05')),
      ],
    ],
    [
      'none, after the window',
      [order, '7', format.date(day('2026-02-20')), format.date(day('2026-03-05')), format.date(day('2026-02-27'))],
    ],
    ['none, every purchased credit used', [`${format.amount('29.90')} ÷ 400 × 0 = ${format.amount('0')} USD`, format.money('0', 'USD')]],
    ['needs-info, only the order number', [format.date(day('2026-03-05'))]],
    ['under-review, a disputed charge', ['2', format.date(day('2026-03-09'))]],
  ])('states in text and HTML: %s', (sample, facts) => {
    const { text, html } = reply(locale, sample);
    for (const fact of facts) {
      const whole = new RegExp(`(?<!\\d)${RegExp.escape(fact)}(?!\\d)`);
      expect(text).toMatch(whole);
      expect(html.replaceAll('&#x3D;', '=')).toMatch(whole);
    }
  });

  test('the neutral words hold no figure and are the same for every reason', () => {
    const { text, html, subject } = reply(locale, 'verify-details, no such order');
    expect(text).not.toMatch(/\p{Nd}|QI-/u);
    expect(reply(locale, 'verify-details, another person’s order')).toMatchObject({ text, html, subject });
  });

  test('no English is left', () => {
    for (const { reply: made } of renderings.filter((row) => row.reply.locale === locale)) {
      expect(made.text).not.toMatch(/\b(?:the|your|refund|request|purchased?|unused|please|reply|thank|hello|business|calendar|days)\b/i);
    }
    for (const path of FILES.filter((name) => name.endsWith('.subject.hbs'))) {
      expect(file(`${locale}/${path}`)).not.toContain('refund request');
    }
  });
});

test('French sets a fixed space before : ; ! ?', () => {
  for (const { reply: made } of renderings.filter((row) => row.reply.locale === 'fr')) {
    expect(made.text).not.toMatch(/(?<![\u00a0\u202f])[:;!?]/);
  }
});

function day(text: string) {
  const date = parseCalendarDate(text);
  if (date === null) throw new RangeError(`no such day: ${text}`);
  return date;
}
