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
    const { subject, request, demand = [], status, question, inquiry = [] } = language.intent;
    const alternatives = [subject, request, demand, status, question, inquiry]
      .flat()
      .flatMap((phrase) => phrase.split(' '))
      .filter((word) => word.includes('|'))
      .flatMap((word) => word.replace(/\?$/, '').split('|'));
    expect(alternatives.map((word) => word.replace(/^e-/, '')).filter((word) => /[^\p{L}\p{M}\p{Nd}~]/u.test(word))).toEqual([]);
  },
);
