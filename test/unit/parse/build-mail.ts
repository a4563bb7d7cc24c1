import type { Mail } from '../../../src/domain/mail.ts';
import { parseMail } from '../../../src/parse/parse-mail.ts';

export const FILE_TIME = new Date('2026-03-09T10:00:00Z');

/** Parses one mail given as text (LF lines, UTF-8); fails the test where it is refused. */
export async function mailOf(text: string, internalDate: Date | null = null): Promise<Mail> {
  const bytes = Buffer.from(text.replaceAll('\n', '\r\n'), 'utf8');
  const result = await parseMail({ source: 'test.eml', bytes, internalDate, fileModifiedAt: FILE_TIME });
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

/** A plain mail with this body. */
export function plainMail(body: string, fields: Readonly<Record<string, string>> = {}): Promise<Mail> {
  return mailOf(`${headerText({ 'Content-Type': 'text/plain; charset=utf-8', ...fields })}\n${body}\n`);
}

/** A mail with HTML alone. */
export function htmlMail(html: string, fields: Readonly<Record<string, string>> = {}): Promise<Mail> {
  return mailOf(`${headerText({ 'Content-Type': 'text/html; charset=utf-8', ...fields })}\n${html}\n`);
}

function headerText(fields: Readonly<Record<string, string>>): string {
  const all: Record<string, string> = {
    From: 'Mira Holt <mira@example.com>',
    To: 'support@example.net',
    Subject: 'Refund Request',
    Date: 'Mon, 9 Mar 2026 09:15:00 +0100',
    'Message-ID': '<1@example.com>',
    ...fields,
  };
  return Object.entries(all)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('');
}

/** The text of the segments with that role, in order. */
export function textOf(mail: Mail, role: string): string {
  return mail.body
    .filter((segment) => segment.role === role)
    .map((segment) => segment.text)
    .join('\n');
}
