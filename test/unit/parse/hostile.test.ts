import { describe, expect, test } from 'vitest';
import { parseMail } from '../../../src/parse/parse-mail.ts';
import { FILE_TIME } from './build-mail.ts';

/** Of a third of a megabyte; a quadratic scan takes minutes here, a linear one a tenth of a second of the processor's time. */
const CHARS = 300 * 1024;
const LIMIT_MS = 1500;

async function millisecondsFor(head: string, body: string): Promise<number> {
  const started = process.threadCpuUsage();
  const result = await parseMail({
    source: 'x',
    bytes: Buffer.from(`${head}\r\n\r\n${body}`),
    internalDate: null,
    fileModifiedAt: FILE_TIME,
  });
  expect(result.ok).toBe(true);
  const { user, system } = process.threadCpuUsage(started);
  return (user + system) / 1000;
}

const filled = (unit: string, chars = CHARS) => unit.repeat(Math.ceil(chars / unit.length)).slice(0, chars);

describe('every scan is linear', () => {
  test.each([
    'a@',
    '1/',
    '-',
    '>',
    '> ',
    ' ',
    '7',
    'On x x x ',
    '_',
    'wrote:\n',
    '> wrote:\n',
    'On Mon wrote:\n',
    'From: a@b 2026\nTo: b\n',
    'Best regards,\n',
    'Regards\nMira\n',
    '-- \n',
    '\n',
    '=?utf-8?q?',
    'Sent from my \n',
  ])('text of %j', async (unit) => {
    expect(await millisecondsFor('From: a@example.com', filled(unit))).toBeLessThan(LIMIT_MS);
  });

  test.each([
    '<div>',
    '</div>',
    '<b>',
    '<table><tr><td>',
    '<p>',
    '<blockquote>',
    '<',
    '<a ',
    '&amp;',
    '<!--',
    '<style>.a{',
    '<ul><li>',
    '<div style="a:b;',
    '<span style="color:#fff">x',
    '<br>',
  ])('HTML of %j', async (unit) => {
    expect(await millisecondsFor('From: a@example.com\r\nContent-Type: text/html', filled(unit))).toBeLessThan(LIMIT_MS);
  });

  test.each(['a@b.example,', '<', '(', '"', ':', '@', '=?utf-8?q?a?= ', 'a: '])('a From of %j', async (unit) => {
    expect(await millisecondsFor(`From: ${filled(unit)}`, 'x')).toBeLessThan(LIMIT_MS);
  });

  test('200,000 nested elements neither overflow the stack nor take long', async () => {
    expect(await millisecondsFor('From: a@example.com\r\nContent-Type: text/html', '<div>'.repeat(200_000))).toBeLessThan(LIMIT_MS);
  });
});

describe('what is above a limit', () => {
  test('tens of thousands of parts are refused, not read', async () => {
    const parts = '--b\r\nContent-Type: text/plain\r\n\r\nx\r\n'.repeat(20_000);
    const bytes = Buffer.from(`From: a@example.com\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${parts}--b--\r\n`);
    expect(await parseMail({ source: 'x', bytes, internalDate: null, fileModifiedAt: FILE_TIME })).toMatchObject({
      ok: false,
      error: { code: 'unparseable' },
    });
  });

  test('a mail of more bytes than the limit is too large', async () => {
    const bytes = new Uint8Array(40 * 1024 * 1024 + 1);
    expect(await parseMail({ source: 'x', bytes, internalDate: null, fileModifiedAt: FILE_TIME })).toMatchObject({
      ok: false,
      error: { code: 'too-large' },
    });
  });
});
