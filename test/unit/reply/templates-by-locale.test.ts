import { expect, test } from 'vitest';
import { chooseTemplate } from '../../../src/reply/choose-template.ts';
import { loadTemplates, type Templates } from '../../../src/reply/load-templates.ts';
import { SAMPLES } from '../../../src/reply/samples.ts';
import { LAYOUT_FOLDER, templatesByLocale } from '../../../src/reply/templates-by-locale.ts';
import { viewOf } from '../../../src/reply/view-model.ts';
import { shippedTemplates } from './read-templates.ts';

const whole = loadTemplates(shippedTemplates());

function byLocale(replaced: Readonly<Record<string, string>> = {}) {
  const read: string[] = [];
  const sourcesOf = (locale: string) => {
    read.push(locale);
    return shippedTemplates(replaced).filter(({ path }) => [LAYOUT_FOLDER, locale].includes(path.split('/')[0] ?? ''));
  };
  return { templates: templatesByLocale(whole.locales, sourcesOf, 'templates'), read };
}

function renderSample(templates: Templates, locale: string): object {
  const [sample] = SAMPLES;
  if (sample === undefined) throw new Error('there is a sample');
  return templates.render(locale, viewOf(chooseTemplate(sample.input), sample.input, locale), 'Refund Request');
}

test('a locale is read when it is first used, once, and no other', () => {
  const { templates, read } = byLocale();
  expect(read).toEqual([]);
  renderSample(templates, 'ja');
  renderSample(templates, 'ja');
  expect(read).toEqual(['ja']);
});

test.each(whole.locales)('%s: the words are those of templates checked all at once', (locale) => {
  expect(renderSample(byLocale().templates, locale)).toEqual(renderSample(whole, locale));
});

test('what is wrong with a locale is found before its first reply, with file and line', () => {
  const { templates } = byLocale({ 'de/none.text.hbs': '{{nope}}' });
  expect(() => renderSample(templates, 'de')).toThrow('templates/de/none.text.hbs line 1: unknown variable "nope"');
  expect(renderSample(templates, 'fr')).toEqual(renderSample(whole, 'fr'));
});
