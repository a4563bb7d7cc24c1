import { describe, expect, test } from 'vitest';
import { parseMail } from '../../../src/parse/parse-mail.ts';
import { FILE_TIME, mailOf, plainMail, textOf } from './build-mail.ts';

describe('what a mail is', () => {
  test('its parts are read, the words above the quotation are the sender’s own', async () => {
    const mail = await plainMail(
      'Please refund QI-1.\n\nOn Mon, 9 Mar 2026 at 09:00, Support <support@example.net> wrote:\n> Which order?',
    );
    expect(mail).toMatchObject({
      messageId: '<1@example.com>',
      subject: 'Refund Request',
      from: { kind: 'one', address: 'mira@example.com', name: 'Mira Holt' },
    });
    expect(mail.body.map((segment) => segment.role)).toEqual(['own', 'attribution', 'quoted']);
    expect(textOf(mail, 'own')).toBe('Please refund QI-1.');
    expect(textOf(mail, 'quoted')).toBe('Which order?');
  });

  test.each([
    ['nothing at all', ''],
    ['zero bytes', '\0'.repeat(2000)],
    ['line ends only', '\r\n\r\n\r\n'],
    ['a picture', '\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\x08\x06\0\0\0\\r\xa8f'],
  ])('%s is no mail', async (_, text) => {
    const result = await parseMail({ source: 'x', bytes: Buffer.from(text, 'latin1'), internalDate: null, fileModifiedAt: FILE_TIME });
    expect(result).toMatchObject({ ok: false, error: { code: 'unparseable', source: 'x' } });
  });

  test('words without any header are a mail from nobody', async () => {
    const mail = await mailOf('please refund me\n\nthe order is QI-1\n');
    expect(mail.from).toEqual({ kind: 'unclear', why: 'missing' });
    expect(textOf(mail, 'own')).toBe('please refund me\n\nthe order is QI-1');
  });

  test('a form that somebody pasted is text, whatever its labels look like', async () => {
    const mail = await mailOf('Order: QI-1\nReason: blurred\n\nplease refund me\n');
    expect(textOf(mail, 'own')).toBe('Order: QI-1\nReason: blurred\n\nplease refund me');
  });
});

describe('when it was received', () => {
  const received = (date: string) => `Received: from a.example by b.example with ESMTPS; ${date}\n`;
  test.each([
    [
      'our server’s clock comes first',
      received('Mon, 9 Mar 2026 10:00:00 +0100'),
      new Date('2026-03-10T00:00:00Z'),
      '2026-03-10T00:00:00.000Z',
      'internaldate',
    ],
    [
      'then the topmost Received',
      `${received('Mon, 9 Mar 2026 10:00:00 +0100')}${received('Sun, 8 Mar 2026 10:00:00 +0100')}`,
      null,
      '2026-03-09T09:00:00.000Z',
      'received-header',
    ],
    [
      'a Received without a date is passed over',
      `Received: by b.example\n${received('Sun, 8 Mar 2026 10:00:00 -0500 (EST)')}`,
      null,
      '2026-03-08T15:00:00.000Z',
      'received-header',
    ],
    ['then Date', 'Date: Mon, 9 Mar 26 09:15 GMT\n', null, '2026-03-09T09:15:00.000Z', 'date-header'],
    [
      'a Date that is none leaves the file’s time, never now',
      'Date: 31 Feb 2026 10:00 +0000\n',
      null,
      FILE_TIME.toISOString(),
      'file-time',
    ],
    [
      "a mailbox's time that no mail can have gives way to the relay's",
      received('Sun, 8 Mar 2026 10:00:00 +0000'),
      new Date('9999-12-31T23:59:59Z'),
      '2026-03-08T10:00:00.000Z',
      'received-header',
    ],
  ])('%s', async (_, header, internalDate, instant, from) => {
    const mail = await mailOf(`${header}From: a@example.com\n\nhello\n`, internalDate);
    expect({ instant: mail.receivedAt.instant.toISOString(), from: mail.receivedAt.from }).toEqual({ instant, from });
  });
});
