import { describe, expect, test } from 'vitest';
import { type ReadingNeeds, readMail } from '../../../src/pipeline/read-mail.ts';
import { policyOf } from '../policy/eligible.ts';

const NEEDS: ReadingNeeds = {
  policy: policyOf(),
  own: { addresses: ['support@shop.example'], messageIdDomain: null, listIds: [], contactFormAddresses: ['form@shop.example'] },
  orderIdPatterns: [],
};

async function kindOf(subject: string, body: string, from = 'mira@example.com'): Promise<string | undefined> {
  const bytes = Buffer.from(
    `From: ${from}\r\nReply-To: mira@example.com\r\nSubject: ${subject}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${body}\r\n`,
  );
  const read = await readMail({ source: 'a.eml', bytes, internalDate: new Date('2026-03-05T10:00:00Z'), fileModifiedAt: null }, NEEDS);
  return read.ok ? read.value.classification.kind : read.error.code;
}

describe('a mail that says of itself that a program wrote it', () => {
  test.each([
    ['English', 'We have received your request. This is an automatic reply.'],
    ['French', 'Nous avons bien reçu votre demande. Ceci est un message automatique.'],
    ['Spanish', 'Este es un mensaje automático. Hemos recibido su consulta.'],
    ['Japanese', 'お問い合わせを受け付けました。本メールは自動返信です。担当者より追ってご連絡いたします。'],
  ])('is automatic, whatever the subject that it answers: %s', async (_, body) => {
    expect(await kindOf('Re: Refund Request', body)).toBe('auto-reply');
  });

  test.each([
    [
      'where its own words ask for money back',
      'I only got "We have received your request. This is an automatic reply." Please refund my order QI-1.',
    ],
    ['where it says so only once', 'This is an automatic answer again, is it not?'],
    ['where another mail below says so', 'Nobody answers me.\n\n> We have received your request. This is an automatic reply.'],
  ])('is not automatic %s', async (_, body) => {
    expect(await kindOf('Refund Request', body)).toBe('refund-request');
  });
});

describe('a delivery report that a person passes on', () => {
  const report =
    '\r\n\r\n---------- Forwarded message ---------\r\nFrom: MAILER-DAEMON@mx.example\r\nDate: Mon, 2 Mar 2026 10:00:00 +0100\r\nSubject: Undelivered Mail Returned to Sender\r\nTo: mira@example.com\r\n\r\nThis is the mail system at host mx.example.';

  test('is a request where the words above it ask for money back', async () => {
    expect(await kindOf('Fwd: Undelivered Mail Returned to Sender', `My first mail came back. Please refund my order QI-1.${report}`)).toBe(
      'refund-request',
    );
  });

  test('is a report where they do not', async () => {
    expect(await kindOf('Fwd: Undelivered Mail Returned to Sender', `Look at this.${report}`)).toBe('bounce');
  });
});

test('the claim of a contact form’s mail is read under the name of whoever filled it in', async () => {
  expect(await kindOf('Refund Request', 'Please refund my order QI-20260301-0042.', 'form@shop.example')).toBe('refund-request');
});
