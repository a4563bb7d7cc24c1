import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Flag } from '../../../src/domain/decision.ts';
import type { Reply } from '../../../src/domain/reply.ts';
import { SENDABLE_OUTCOMES } from '../../../src/domain/sending.ts';
import { composeReply, type ReplyInput } from '../../../src/reply/compose-reply.ts';
import { loadTemplates } from '../../../src/reply/load-templates.ts';
import { SAMPLES } from '../../../src/reply/samples.ts';
import { shippedTemplates } from './read-templates.ts';

const templates = loadTemplates(shippedTemplates());

function sample(name: string): ReplyInput {
  const found = SAMPLES.find((row) => row.name === name);
  if (!found) throw new Error(`no sample ${name}`);
  return found.input;
}

const PROPORTIONAL = sample('proportional, the example of section 2');

function reply(input: ReplyInput): Reply {
  const made = composeReply(input, templates);
  if (made === null) throw new Error('expected a reply');
  return made;
}

function flagged(...flags: Flag[]): ReplyInput {
  return { ...PROPORTIONAL, decision: { ...PROPORTIONAL.decision, outcome: 'review', flags } };
}

const visible = (html: string) =>
  html
    .replace(/[ \n]+/g, ' ')
    .replaceAll('&#x3D;', '=')
    .replaceAll('&lt;', '<');

describe('facts that a reply states, in text and HTML alike', () => {
  test.each<[string, readonly string[]]>([
    ['full, nothing used', ['USD\u00a029.90', 'Section 1', 'March 12, 2026', 'March 19, 2026', '5–10 business days', '400']],
    ['full, with tax, fees, bonus credits and an earlier refund', ['59.50 − 9.50 − 0.90 − 0.50 − 10.00 = 38.60 EUR', '840', 'bonus']],
    ['proportional, the example of section 2', ['29.90 ÷ 400 × 300 = 22.43 USD', 'Section 2', 'depending on your payment provider']],
    ['proportional, with tax, bonus credits and an earlier refund', ['1,500.00 ÷ 8,000 × 7,200 − 115.43 = 1,234.57 JPY', '7,200']],
    ['none, after the window', ['Section 3', 'February 20, 2026', 'March 5, 2026', 'February 27, 2026', '7 calendar days']],
    ['none, every purchased credit used', ['29.90 ÷ 400 × 0 = 0.00 USD', 'section 2', 'section 4']],
    ['none, more refunded before than is due now', ['29.90 ÷ 400 × 300 − 25.00 < 0.00 USD']],
    ['needs-info, only the order number', ['Order number:', 'March 5, 2026']],
    ['under-review, a disputed charge', ['2 business days', 'March 9, 2026']],
  ])('%s', (name, facts) => {
    const { text, html } = reply(sample(name));
    for (const fact of facts) {
      expect(text).toContain(fact);
      expect(visible(html)).toContain(fact);
    }
  });

  test('only what is missing is asked for', () => {
    expect(reply(sample('needs-info, only the order number')).text).not.toMatch(/Registered account|Purchase date|Reason/);
  });

  test('a review promises no amount and names no order', () => {
    expect(reply(flagged('disputed')).text).not.toMatch(/22\.43|29\.90|QI-/);
  });
});

describe('who may learn what', () => {
  const neutral = (input: ReplyInput) => {
    const { template, action, text, html, subject } = reply({ ...input, sendOutcomes: SENDABLE_OUTCOMES });
    return { template, action, text, html, subject };
  };
  const notFound = neutral(sample('verify-details, no such order'));

  test.each<[string, ReplyInput]>([
    ['account-mismatch', flagged('account-mismatch')],
    ['sender-mismatch', flagged('sender-mismatch')],
    ['authentication-failed', flagged('authentication-failed')],
    ['sender-mismatch while the usage is unavailable', flagged('sender-mismatch', 'usage-unavailable')],
    [
      'an unusable order, whose owner is not known',
      { ...flagged('invalid-order'), sender: { ...PROPORTIONAL.sender, matchesAccount: null } },
    ],
    ['no match, though no flag says so', { ...PROPORTIONAL, sender: { ...PROPORTIONAL.sender, matchesAccount: false } }],
  ])('%s gives the words of order-not-found, and the same action', (_, input) => {
    expect(neutral(input)).toEqual(notFound);
  });

  test('the neutral words hold no amount, order, account or date', () => {
    expect(notFound.template).toBe('verify-details');
    for (const words of [notFound.text, notFound.html]) expect(words).not.toMatch(/22\.43|29\.90|QI-|mira|USD|2026/);
  });

  test('an unclear sender gets no reply', () => {
    const mail = { ...PROPORTIONAL.mail, from: { kind: 'unclear', why: 'several' } as const };
    expect(composeReply({ ...PROPORTIONAL, mail }, templates)).toBeNull();
  });
});

describe('what happens to a reply', () => {
  const sending: ReplyInput = { ...PROPORTIONAL, sendOutcomes: SENDABLE_OUTCOMES };
  const informed = (...flags: Flag[]) => ({ ...sending, decision: { ...sending.decision, flags } });
  test.each<[string, ReplyInput, string]>([
    ['a proven owner without flags', sending, 'send'],
    ['drafts only, as configured', PROPORTIONAL, 'draft'],
    ['an outcome that is switched on', { ...sending, sendOutcomes: ['proportional'] }, 'send'],
    ['an outcome that is not', { ...sending, sendOutcomes: ['full', 'none'] }, 'draft'],
    ["not the order's account", { ...sending, sender: { ...sending.sender, matchesAccount: null } }, 'draft'],
    [
      'authentication that failed, with no flag that says so',
      { ...sending, sender: { ...sending.sender, authentication: 'fail' } },
      'draft',
    ],
    ['no verdict on the sender', { ...sending, sender: { ...sending.sender, authentication: 'none' } }, 'draft'],
    ['above the limit', informed('amount-over-limit'), 'draft'],
    ['a second request', informed('duplicate-request'), 'draft'],
    ['a review', { ...flagged('disputed'), sendOutcomes: SENDABLE_OUTCOMES }, 'draft'],
    ['the order book did not answer', flagged('usage-unavailable'), 'hold'],
    ['no policy in force', flagged('no-policy'), 'hold'],
    ['an address that programs read differently', { ...sending, sender: { ...sending.sender, address: '"a b"@example.com' } }, 'hold'],
  ])('%s', (_, input, action) => {
    expect(reply(input).action).toBe(action);
  });
});

describe('the subject', () => {
  test.each([
    ['Refund Request', 'Re: Refund Request'],
    ['RE: Aw: Refund Request', 'Re: Refund Request'],
    ['回复：退款', 'Re: 退款'],
    ['Re[2]: Fwd: Refund', 'Re: Fwd: Refund'],
    ['Refund: order', 'Re: Refund: order'],
    ['', 'Your refund request'],
    ['Refund\r\nBcc: x@example.com', 'Re: Refund Bcc: x@example.com'],
    ['Refund \u202eevil\u2066', 'Re: Refund evil'],
    ['{{evil}} <script>', 'Re: {{evil}} <script>'],
  ])('%j', (subject, expected) => {
    expect(reply({ ...PROPORTIONAL, mail: { ...PROPORTIONAL.mail, subject } }).subject).toBe(expected);
  });
});

test.each([
  ['Traditional characters', 'Hant', 'zh-Hant'],
  ['Simplified characters', 'Hans', 'zh-Hans'],
  ['characters that tell nothing: the configured order', null, 'zh-Hans'],
] as const)('a Chinese mail in %s', (_, script, locale) => {
  const claim = { ...PROPORTIONAL.claim, language: 'zh', script };
  expect(reply({ ...PROPORTIONAL, claim, locales: ['en', 'zh-Hans', 'zh-Hant'] }).locale).toBe(locale);
});

describe('threading', () => {
  const headers = (differs: Partial<ReplyInput['mail']>) => reply({ ...PROPORTIONAL, mail: { ...PROPORTIONAL.mail, ...differs } }).headers;

  test('a long chain keeps its first and last ids', () => {
    const references = Array.from({ length: 50 }, (_, i) => `<${i}@example.com>`);
    const chain = headers({ references })['References']?.split(' ') ?? [];
    expect(chain).toHaveLength(20);
    expect([chain[0], chain.at(-2), chain.at(-1)]).toEqual(['<0@example.com>', '<49@example.com>', '<sample-1@example.com>']);
  });

  test('malformed ids are left out', () => {
    expect(headers({ references: ['<a b>', '<x\r\nBcc: y>', '<good@example.com>'] })['References']).toBe(
      '<good@example.com> <sample-1@example.com>',
    );
  });

  test('without a Message-ID there is nothing to thread by', () => {
    expect(headers({ messageId: null })).toEqual({ 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All' });
  });
});

test('values are escaped and never compiled', () => {
  const orderId = '<script>{{supportName}}</script>';
  const order = PROPORTIONAL.order && { ...PROPORTIONAL.order, orderId };
  const { html, text } = reply({ ...PROPORTIONAL, order });
  expect(html).not.toContain('<script>');
  expect(html).toContain('&lt;script&gt;{{supportName}}');
  expect(text).toContain(orderId);
});

const anySample = fc.constantFrom(...SAMPLES.map(({ input }) => input));

test('whatever the mail says, no slip shows and no header breaks', () => {
  fc.assert(
    fc.property(
      anySample,
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'binary' }),
      fc.integer({ min: 1, max: 1_000_000 }),
      (input, subject, topic, credits) => {
        const mail = { ...input.mail, subject, headers: [{ name: 'thread-topic', value: topic }] };
        const order = input.order && { ...input.order, creditsPurchased: credits };
        const made = reply({ ...input, mail, order });
        expect(`${made.text}${made.html}`).not.toMatch(/undefined|\[object|NaN|Invalid Date/);
        for (const value of [made.subject, made.to, ...Object.values(made.headers)]) {
          expect(value).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
        }
      },
    ),
  );
});
