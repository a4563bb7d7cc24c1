import { type ParsedMail, simpleParser } from 'mailparser';
import { describe, expect, test } from 'vitest';
import { composeMessage, type Envelope } from '../../../src/delivery/compose-message.ts';
import type { Reply } from '../../../src/domain/reply.ts';

const REPLY: Reply = {
  template: 'full',
  locale: 'ar',
  to: 'mira.holt@example.com',
  subject: 'Re: طلب استرداد الأموال 返金のお願い',
  text: `مرحبا\n.\nFrom here\n${'لا '.repeat(1000)}\n`,
  html: `<p>مرحبا ${'é'.repeat(2000)}</p>\n`,
  headers: { 'In-Reply-To': '<a@example.com>', References: '<r@example.com> <a@example.com>', 'Auto-Submitted': 'auto-replied' },
  action: 'draft',
};

const ENVELOPE: Envelope = {
  from: { name: 'Support, "Team" 支持', address: 'support@example.com' },
  messageId: '<case-1.1@refunds.example>',
  date: new Date('2026-03-05T10:00:00Z'),
};

async function parsed(reply: Reply): Promise<{ readonly raw: string; readonly mail: ParsedMail }> {
  const bytes = Buffer.from(await composeMessage(reply, ENVELOPE));
  return { raw: bytes.toString('latin1'), mail: await simpleParser(bytes, { skipTextToHtml: true }) };
}

describe('a reply as a message', () => {
  test('says after parsing what it said before', async () => {
    const { mail } = await parsed(REPLY);
    expect(mail.subject).toBe(REPLY.subject);
    expect(mail.text?.trim()).toBe(REPLY.text.trim());
    expect(String(mail.html).trim()).toBe(REPLY.html.trim());
    expect(mail.from?.value).toEqual([ENVELOPE.from].map(({ name, address }) => ({ address, name })));
    expect(mail.to).toMatchObject({ value: [{ address: REPLY.to }] });
    expect([mail.messageId, mail.inReplyTo, mail.references]).toEqual([
      ENVELOPE.messageId,
      '<a@example.com>',
      ['<r@example.com>', '<a@example.com>'],
    ]);
    expect(mail.headers.get('auto-submitted')).toBe('auto-replied');
  });

  test('is ASCII with CRLF and lines that every server takes', async () => {
    const { raw } = await parsed(REPLY);
    expect(raw).not.toMatch(/[^\r]\n|\r[^\n]|[\x80-\xff]/);
    expect(Math.max(...raw.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
    expect(raw).toMatch(/^Content-Type: multipart\/alternative/m);
  });

  test('is the same bytes every time, and others under another Message-ID', async () => {
    const first = await composeMessage(REPLY, ENVELOPE);
    expect(await composeMessage(REPLY, ENVELOPE)).toEqual(first);
    expect(await composeMessage(REPLY, { ...ENVELOPE, messageId: '<case-2.1@refunds.example>' })).not.toEqual(first);
  });
});

describe('what is refused', () => {
  test.each([
    ['two recipients', { to: 'a@example.com, b@example.com' }],
    ['a recipient behind a display name', { to: 'a@example.com <b@example.com>' }],
    ['a quoted local part that hides another address', { to: '"a@evil.example x"@example.com' }],
    ['a group', { to: 'g:a@example.com;' }],
    ['a comment', { to: 'a@example.com(b@evil.example)' }],
    ['a line break in the recipient', { to: 'a@example.com\r\nBcc: b@example.com' }],
    ['two at signs', { to: 'a@evil.example@example.com' }],
    ['no recipient', { to: '' }],
    ['a line break in the subject', { subject: 'Re: x\r\nBcc: b@example.com' }],
    ['a line break in a header', { headers: { References: '<a@b>\r\nBcc: b@example.com' } }],
    ['a bidirectional override in the subject', { subject: 'Re: \u202ex' }],
  ])('%s', async (_, differs) => {
    await expect(composeMessage({ ...REPLY, ...differs }, ENVELOPE)).rejects.toThrow(RangeError);
  });
});

test.each([
  ['a file', { path: '/etc/passwd' }],
  ['an address', { href: 'http://127.0.0.1:1/secret' }],
])('nothing is read from %s, even where a body names one instead of holding words', async (_, source) => {
  const disguised = source as unknown as string;
  await expect(composeMessage({ ...REPLY, text: disguised, html: disguised }, ENVELOPE)).rejects.toThrow(/access rejected/i);
});
