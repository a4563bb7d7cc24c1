import { describe, expect, test } from 'vitest';
import { UnusableInput } from '../../../src/domain/problem.ts';
import { loadTemplates } from '../../../src/reply/load-templates.ts';
import { localeForm } from '../../../src/reply/locale.ts';
import { renderEverySample } from '../../../src/reply/render-samples.ts';
import { shippedTemplates } from './read-templates.ts';

function problemsWith(replaced: Readonly<Record<string, string | null>>): string {
  try {
    loadTemplates(shippedTemplates(replaced));
  } catch (error) {
    if (error instanceof UnusableInput) return error.message;
    throw error;
  }
  return '';
}

const AROUND = '{{#> page}}{{> words}}{{/page}}';

describe('what fails when templates load, and where it says so', () => {
  test.each([
    ['an unknown variable', 'en/full.text.hbs', `${AROUND}\n\n{{amuont}}`, 'templates/en/full.text.hbs line 3: unknown variable "amuont"'],
    ['a value of another template', 'en/verify-details.text.hbs', `${AROUND}{{amount}}`, 'line 1: unknown variable "amount"'],
    ['an unknown helper', 'en/full.text.hbs', `${AROUND}\n{{#each amount}}{{/each}}`, 'line 2: unknown helper "each"'],
    ['a helper called inline', 'en/full.text.hbs', `${AROUND}\n{{lookup amount}}`, 'line 2: unknown variable "lookup"'],
    ['an unknown partial', 'en/full.html.hbs', `${AROUND}\n{{> footer}}`, 'templates/en/full.html.hbs line 2: unknown partial "footer"'],
    ['a path into a value', 'en/full.text.hbs', `${AROUND}{{amount.constructor}}`, '"amount.constructor" is no plain value'],
    ['the prototype', 'en/full.text.hbs', `${AROUND}{{constructor}}`, 'unknown variable "constructor"'],
    ['raw output', 'en/full.html.hbs', `${AROUND}{{{orderId}}}`, 'would print without escaping'],
    ['an inline partial', 'en/full.text.hbs', `${AROUND}{{#*inline "x"}}{{/inline}}`, 'decorators'],
    ['a flag printed', 'en/full.text.hbs', `${AROUND}{{bonusFirst}}`, '{{bonusFirst}} is yes or no'],
    ['an absent value printed unasked', 'en/full.text.hbs', `${AROUND}{{tax}}`, '{{tax}} can be absent'],
    [
      'a circle',
      'en/partials/closing.hbs',
      '{{supportName}}{{> closing}}',
      'templates/en/partials/closing.hbs line 1: "closing" includes itself',
    ],
    ['a file that does not parse', 'en/full.words.hbs', 'a\nb\n{{#if total}}', 'templates/en/full.words.hbs line 3: cannot be read'],
    ['a missing file', 'en/none.html.hbs', null, 'templates/en/none.html.hbs: is missing'],
    ['a name that is no template', 'en/fulll.text.hbs', 'x', 'templates/en/fulll.text.hbs: is no file that templates consist of'],
    ['an incomplete locale', 'fi/full.text.hbs', '{{supportName}}', 'templates/fi/full.html.hbs: is missing'],
    ['the amount never said', 'en/proportional.text.hbs', '{{supportName}}', 'en/proportional.text.hbs line 1: {{amount}} does not appear'],
    [
      'the amount said only sometimes',
      'en/proportional.text.hbs',
      '{{#if tax}}{{> words}}{{/if}}',
      'en/proportional.text.hbs line 1: {{amount}} does not appear in every case',
    ],
  ])('%s', (_, path, source, expected) => {
    expect(problemsWith({ [path]: source })).toContain(expected);
  });

  test('all problems are told at once', () => {
    const message = problemsWith({ 'en/full.text.hbs': '{{one}}', 'en/none.text.hbs': '{{two}}' });
    expect(message).toContain('"one"');
    expect(message).toContain('"two"');
  });
});

describe('the templates as shipped', () => {
  const templates = loadTemplates(shippedTemplates());
  const report = renderEverySample(templates);

  test('load and show every template with every sample', () => {
    expect(report.problems).toEqual([]);
    expect(new Set(report.renderings.map(({ reply }) => reply.template)).size).toBe(6);
  });

  test('say submitted, never refunded or paid', () => {
    for (const { reply } of report.renderings) {
      expect(reply.text).not.toMatch(/\b(?:has|have) been (?:refunded|paid)|we (?:have )?(?:refunded|paid)\b/i);
    }
  });

  test('carry what mail programs need: language, direction, dark mode, and no script or remote content', () => {
    for (const { reply } of report.renderings) {
      expect(reply.html).toContain(`<html lang="${reply.locale}" dir="${localeForm(reply.locale).dir}"`);
      expect(reply.html).toContain('name="color-scheme" content="light dark"');
      expect(reply.html).not.toMatch(/<script|<img|<link|url\(|https?:\/\/(?!www\.w3\.org)/i);
    }
  });
});

test('a right-to-left locale turns the page and keeps values in one piece', () => {
  const arabic = shippedTemplates()
    .filter(({ path }) => path.startsWith('en/'))
    .map(({ path, source }) => [path.replace('en/', 'ar/'), source] as const);
  const report = renderEverySample(loadTemplates(shippedTemplates(Object.fromEntries(arabic))));
  const reply = report.renderings.find((row) => row.reply.locale === 'ar' && row.reply.template === 'proportional')?.reply;
  expect(reply?.html).toContain('dir="rtl"');
  expect(reply?.text).toContain('\u206629.90 ÷ 400 × 300 = 22.43 USD\u2069');
  expect(reply?.text).toContain('\u2068QI-20260301-0042\u2069');
});
