import { expect, test } from 'vitest';
import { findActualSender } from '../../../src/pipeline/actual-sender.ts';
import { checkSender } from '../../../src/pipeline/check-sender.ts';
import { plainMail } from '../parse/build-mail.ts';

const FORMS = ['form@shop.example'];
const PASS = 'mx.shop.example; dmarc=pass header.from=shop.example';
const FAIL = 'mx.shop.example; dmarc=fail header.from=shop.example';
const FROM_FORM = { From: 'Contact form <form@shop.example>' };
const TRUST = { authservIds: ['mx.shop.example'], sealers: [], verifier: null };
const RAW = { source: 'a.eml', bytes: new Uint8Array(), internalDate: null, fileModifiedAt: null };

const one = (address: string, name = '') => ({ kind: 'one', address, name });

async function sentBy(fields: Readonly<Record<string, string>>) {
  const parsed = await plainMail('Please refund QI-1.', { ...FROM_FORM, ...fields });
  const { mail, throughForm } = findActualSender(parsed, FORMS);
  const { authentication } = await checkSender(RAW, parsed, throughForm, TRUST, new Date(), new AbortController().signal);
  return { mail, authentication };
}

test.each([
  [
    'its one Reply-To wrote it, and nobody has proven that address',
    { 'Reply-To': 'Mira <Mira@example.com>' },
    one('mira@example.com'),
    'none',
  ],
  [
    'a pass of the form is none of the writer',
    { 'Reply-To': 'mira@example.com', 'Authentication-Results': PASS },
    one('mira@example.com'),
    'none',
  ],
  [
    'a mail that only claims to be from the form stays a fail',
    { 'Reply-To': 'mira@example.com', 'Authentication-Results': FAIL },
    one('mira@example.com'),
    'fail',
  ],
  ['the same address twice is one', { 'Reply-To': 'mira@example.com, MIRA@example.com' }, one('mira@example.com'), 'none'],
  ['the form itself is never answered', {}, { kind: 'unclear', why: 'missing' }, 'none'],
  ['of two, neither is believed', { 'Reply-To': 'mira@example.com, eve@example.com' }, { kind: 'unclear', why: 'several' }, 'none'],
])('from the contact form: %s', async (_, fields, from, authentication) => {
  expect(await sentBy(fields)).toMatchObject({ mail: { from, replyTo: [] }, authentication });
});

test('the address of the form is compared as addresses are', async () => {
  const mail = await plainMail('Hello', { From: 'FORM@Shop.Example', 'Reply-To': 'mira@example.com' });
  expect(findActualSender(mail, FORMS).mail.from).toEqual(one('mira@example.com'));
});

test('any other mail is from its From address, whatever its Reply-To', async () => {
  const mail = await plainMail('Hello', { 'Reply-To': 'eve@example.com' });
  expect(findActualSender(mail, FORMS)).toEqual({ mail, throughForm: false });
});
