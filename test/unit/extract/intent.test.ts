import { describe, expect, test } from 'vitest';
import { ALL_LANGUAGES } from '../../../src/extract/languages/all.ts';
import { readIntent } from '../../../src/extract/read-claim.ts';
import { context, mailOf } from './mail-builder.ts';
import { readSyntaxTable } from './syntax-table.ts';

const kindOf = (body: string, subject = 'Question') => readIntent(mailOf({ subject, body }), context).kind;

describe('mails that ask for their money back', () => {
  test.each(readSyntaxTable('intent.valid.txt'))('%s', (body) => {
    expect(kindOf(body)).toBe('refund-request');
  });
});

describe('mails that only use the words', () => {
  test.each(readSyntaxTable('intent.invalid.txt'))('%s', (body) => {
    expect(kindOf(body)).toBe('unrelated');
  });
});

/** One file a language: what people write there, colloquially and by letter, and what only sounds like it. */
const BY_LANGUAGE = ALL_LANGUAGES.map(({ code }) => code);

describe.each(BY_LANGUAGE)('in %s', (code) => {
  test.each(readSyntaxTable(`intent/${code}.valid.txt`))('asks: %s', (body) => {
    expect(kindOf(body)).toBe('refund-request');
  });
  test.each(readSyntaxTable(`intent/${code}.invalid.txt`))('asks nothing: %s', (body) => {
    expect(kindOf(body)).toBe('unrelated');
  });
});

describe('mails that take their request back', () => {
  test.each(readSyntaxTable('withdrawal.valid.txt'))('%s', (body) => {
    expect(kindOf(body, 'Refund Request')).toBe('unrelated');
  });
});

describe('mails that take something else back', () => {
  test.each(readSyntaxTable('withdrawal.invalid.txt'))('%s', (body) => {
    expect(kindOf(body, 'Refund Request')).toBe('refund-request');
  });
});

describe('the rules: leant on, or asked for', () => {
  test.each([
    ['leant on in one sentence', 'I request a refund of order 10482 in accordance with your refund policy.', 'refund-request'],
    ['leant on beside', 'Your refund policy gives me seven days. Please refund me.', 'refund-request'],
    ['leant on in German', 'Gemäß Ihrer Rückerstattungsrichtlinie bitte ich um Erstattung der Bestellung 10482.', 'refund-request'],
    [
      'leant on in French',
      'Conformément à votre politique de remboursement, je demande le remboursement de la commande 10482.',
      'refund-request',
    ],
    ['asked for', 'I would like to know your refund policy.', 'unrelated'],
    ['asked for with a mark', 'Order 10482 came today. What does your refund policy say?', 'unrelated'],
    ['wanted', 'I want a copy of your refund policy.', 'unrelated'],
    ['asked for in German', 'Ich möchte gern Ihre Rückerstattungsrichtlinie wissen.', 'unrelated'],
  ])('%s', (_, body, kind) => {
    expect(kindOf(body)).toBe(kind);
  });
});

test('a whole form asks by what it states', () => {
  expect(kindOf('Order: 10482\nDate of purchase: 1 March 2026\nReason: the pictures are blurry', 'My details')).toBe('refund-request');
});

describe('the body tells what a subject means', () => {
  test.each([
    ['a request by subject with a complaint below', 'Refund Request', 'The pictures are bad.', 'refund-request'],
    ['another matter below', 'Refund Request', 'Please send me an invoice.', 'unrelated'],
    ['a plain demand beside the other matter', 'Refund Request', 'Please refund me. I also need an invoice.', 'refund-request'],
    ['a question by subject, a demand below', 'Question about refunds', 'It does not work. Please refund me.', 'refund-request'],
    ['a question about a purchase that was made', 'Question about refunds', 'Can I get a refund for order 10482?', 'refund-request'],
    ['the same about none', 'Question about refunds', 'Can I get a refund?', 'unrelated'],
  ])('%s', (_, subject, body, kind) => {
    expect(kindOf(body, subject)).toBe(kind);
  });
});

/** `a|b` compares one word of the mail with each: "puis-je" is two words and would never be found. */
test.each(ALL_LANGUAGES.filter((language) => !language.unspaced).map((language) => [language.code, language] as const))(
  'alternatives in the phrases of %s are single words',
  (_, language) => {
    const { subject, request, demand = [], status, question, inquiry = [], rules, asking, withdrawal, settled = [] } = language.intent;
    const alternatives = [subject, request, demand, status, question, inquiry, rules, asking, withdrawal, settled]
      .flat()
      .flatMap((phrase) => phrase.split(' '))
      .filter((word) => word.includes('|'))
      .flatMap((word) => word.replace(/\?$/, '').split('|'));
    expect(alternatives.map((word) => word.replace(/^e-/, '')).filter((word) => /[^\p{L}\p{M}\p{Nd}~]/u.test(word))).toEqual([]);
  },
);
