import { describe, expect, test } from 'vitest';
import { readMimeParts } from '../../../src/parse/mime-parts.ts';
import { mailOf, plainMail, textOf } from './build-mail.ts';

async function textOfPart(contentType: string, body: Buffer): Promise<string | null> {
  const { root } = await readMimeParts(Buffer.concat([Buffer.from(`Content-Type: ${contentType}\r\n\r\n`), body]));
  return root.text;
}

describe('text is decoded from its bytes', () => {
  test.each([
    ['Latin-1', 'text/plain; charset=iso-8859-1', Buffer.from('Gr\xfc\xdfe', 'latin1'), 'Grüße'],
    ['Windows-1251', 'text/plain; charset=windows-1251', Buffer.from([0xe2, 0xee, 0xe7, 0xe2, 0xf0, 0xe0, 0xf2]), 'возврат'],
    ['Shift_JIS', 'text/plain; charset=shift_jis', Buffer.from([0x95, 0xd4, 0x8b, 0xe0]), '返金'],
    ['GB18030', 'text/plain; charset=gb18030', Buffer.from([0xcd, 0xcb, 0xbf, 0xee]), '退款'],
    [
      'format=flowed (RFC 3676)',
      'text/plain; format=flowed',
      Buffer.from('Order \r\nQI-1\r\n> quoted \r\n> more\r\n'),
      'Order QI-1\n> quoted more',
    ],
    ['format=flowed with delsp', 'text/plain; format=flowed; delsp=yes', Buffer.from('QI- \r\n10482\r\n'), 'QI-10482'],
    ['flowed in Latin-1', 'text/plain; charset=iso-8859-1; format=flowed', Buffer.from('Gr\xfc \r\n\xdfe', 'latin1'), 'Grü ße'],
    [
      'quoted-printable breaks inside a number',
      'text/plain\r\nContent-Transfer-Encoding: quoted-printable',
      Buffer.from('QI-104=\r\n82'),
      'QI-10482',
    ],
  ])('%s', async (_, contentType, body, text) => {
    expect(await textOfPart(contentType, body)).toBe(text);
  });
});

describe('parts', () => {
  test('of attachments only name, type and size are kept', async () => {
    const mail = await mailOf(
      'From: a@example.com\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nsee file\n--b\nContent-Type: application/pdf; name="order QI-9.pdf"\nContent-Disposition: attachment; filename="order QI-9.pdf"\nContent-Transfer-Encoding: base64\n\nSEVMTE8=\n--b--\n',
    );
    expect(mail.attachments).toEqual([{ filename: 'order QI-9.pdf', contentType: 'application/pdf', sizeBytes: 5 }]);
    expect(textOf(mail, 'own')).toBe('see file');
  });

  test('a mail attached is not opened', async () => {
    const mail = await mailOf(
      'From: a@example.com\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nsee file\n--b\nContent-Type: message/rfc822\nContent-Disposition: attachment\n\nSubject: x\n\nQI-9\n--b--\n',
    );
    expect(mail.body).toEqual([{ role: 'own', text: 'see file' }]);
  });

  test('text around a picture is one text', async () => {
    const mail = await mailOf(
      'From: a@example.com\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nbefore\n--b\nContent-Type: image/png\n\nx\n--b\nContent-Type: text/plain\n\nafter\n--b--\n',
    );
    expect(textOf(mail, 'own')).toMatch(/^before\n+after$/);
  });
});

describe('headers', () => {
  test('every field is kept, topmost first, unfolded and decoded', async () => {
    const mail = await mailOf('X-A: one\nX-B: =?utf-8?q?zw=C3=B6?=\n lf\nx-a: three\nFrom: a@example.com\n\nx\n');
    expect(mail.headers).toEqual([
      { name: 'x-a', value: 'one' },
      { name: 'x-b', value: 'zwö lf' },
      { name: 'x-a', value: 'three' },
      { name: 'from', value: 'a@example.com' },
    ]);
  });

  test.each([
    ['decoded', '=?utf-8?b?UsO8Y2tnYWJl?=', 'Rückgabe'],
    ['a character split over two encoded words', '=?utf-8?q?R=C3?= =?utf-8?q?=BCckgabe?=', 'Rückgabe'],
    ['overrides and line breaks out', 'Refund\u202e =?utf-8?q?Request=0D=0ABcc:_x?=', 'Refund Request Bcc: x'],
    ['capped', 'x'.repeat(2000), `${'x'.repeat(499)}…`],
  ])('the subject: %s', async (_, raw, subject) => {
    expect((await plainMail('x', { Subject: raw })).subject).toBe(subject);
  });

  test('the content hash is of the body alone', async () => {
    const one = await plainMail('same words', { 'Message-ID': '<1@example.com>' });
    const copy = await plainMail('same words', { 'Message-ID': '<2@example.com>' });
    const other = await plainMail('other words', { 'Message-ID': '<1@example.com>' });
    expect(copy.contentHash).toBe(one.contentHash);
    expect(other.contentHash).not.toBe(one.contentHash);
  });
});
