import { describe, expect, test } from 'vitest';
import type { Mail } from '../../../src/domain/mail.ts';
import { linesOfHtml } from '../../../src/parse/html-lines.ts';
import * as limits from '../../../src/parse/limits.ts';
import { linesOfText } from '../../../src/parse/lines.ts';
import { parseMail } from '../../../src/parse/parse-mail.ts';
import { FILE_TIME } from './build-mail.ts';

const HEAD = 'From: a@example.com\r\nSubject: Refund\r\n';

async function parse(text: string): Promise<Mail> {
  const parsed = await parseMail({ source: 'x', bytes: Buffer.from(text), internalDate: null, fileModifiedAt: FILE_TIME });
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
}

const wordsOf = (mail: Mail) => mail.body.map((segment) => segment.text).join('\n');
const linesIn = (mail: Mail) => wordsOf(mail).split('\n').length;
const listed = (count: number, item: (at: number) => string, between = '') =>
  Array.from({ length: count }, (_, at) => item(at)).join(between);
const inParts = (count: number, type: string, part: (at: number) => string) =>
  `${HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n${listed(count, (at) => `--b\r\nContent-Type: ${type}\r\n\r\n${part(at)}\r\n`)}--b--\r\n`;

describe('what a stranger sends is kept up to its limit, and what lies beyond costs nothing', () => {
  test('fields: the topmost, which our own servers wrote', async () => {
    const mail = await parse(`${HEAD}${listed(limits.MAX_HEADER_FIELDS + 500, (at) => `X-${at}: v\r\n`)}\r\nx`);
    expect(mail.headers).toHaveLength(limits.MAX_HEADER_FIELDS);
    expect(mail.subject).toBe('Refund');
  });

  test('a header without end: the rest of it is no field, and no text either', async () => {
    const mail = await parse(
      `${HEAD}${'X-Fill: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\r\n'.repeat(9000)}X-Last: 1\r\n\r\nx`,
    ).catch(String);
    expect(typeof mail === 'string' || mail.headers.length <= limits.MAX_HEADER_FIELDS).toBe(true);
  });

  test('one field', async () => {
    const mail = await parse(`${HEAD}X-Long: ${'y'.repeat(limits.MAX_HEADER_VALUE_CHARS + 5000)}\r\n\r\nx`);
    expect(mail.headers.find(({ name }) => name === 'x-long')?.value).toHaveLength(limits.MAX_HEADER_VALUE_CHARS);
  });

  test('one field that is folded without end', async () => {
    await expect(parse(`${HEAD}X-Long: y${'\r\n yyyyyyyyyy'.repeat(50_000)}\r\n\r\nx`)).rejects.toThrow('Max header size');
  });

  test('a subject', async () => {
    expect((await parse(`From: a@example.com\r\nSubject: ${'s'.repeat(limits.MAX_SUBJECT_CHARS * 3)}\r\n\r\nx`)).subject).toHaveLength(
      limits.MAX_SUBJECT_CHARS,
    );
  });

  test('references: the newest', async () => {
    const { references } = await parse(`${HEAD}References: ${listed(limits.MAX_REFERENCES + 50, (at) => `<${at}@x>`, ' ')}\r\n\r\nx`);
    expect(references).toHaveLength(limits.MAX_REFERENCES);
    expect(references.at(-1)).toBe(`<${limits.MAX_REFERENCES + 49}@x>`);
  });

  test('attachments', async () => {
    const mail = await parse(inParts(limits.MAX_ATTACHMENTS + 20, 'image/png', () => 'x'));
    expect(mail.attachments).toHaveLength(limits.MAX_ATTACHMENTS);
  });

  test('parts: one more is no letter', async () => {
    await expect(parse(inParts(limits.MAX_MIME_PARTS + 1, 'text/plain', () => 'x'))).rejects.toThrow('Max allowed child nodes');
  });

  test('parts in one another', async () => {
    const nested = listed(limits.MAX_MIME_PARTS + 1, (at) => `--b${at}\r\nContent-Type: multipart/mixed; boundary=b${at + 1}\r\n\r\n`);
    await expect(parse(`${HEAD}Content-Type: multipart/mixed; boundary=b0\r\n\r\n${nested}`)).rejects.toThrow('Max');
  });

  test('mails in one another', async () => {
    const nested = 'Content-Type: message/rfc822\r\n\r\nSubject: inner\r\n'.repeat(2000);
    const ended = await parse(`${HEAD}${nested}\r\nOrder: 1`).catch((error: unknown) => error);
    expect(ended instanceof Error || linesIn(ended as Mail) <= limits.MAX_LINES).toBe(true);
  });
});

describe('text', () => {
  test('of one part', () => {
    expect(linesOfText('\n'.repeat(limits.MAX_LINES * 2))).toHaveLength(limits.MAX_LINES);
    expect(linesOfText('x'.repeat(limits.MAX_TEXT_CHARS * 2)).reduce((sum, line) => sum + line.text.length, 0)).toBe(limits.MAX_TEXT_CHARS);
  });

  test('of hundreds of parts together: they share what one may have', async () => {
    expect(linesIn(await parse(inParts(400, 'text/plain', () => 'x\r\n'.repeat(1000))))).toBeLessThanOrEqual(limits.MAX_LINES + 400);
    expect(linesIn(await parse(inParts(400, 'text/html', () => '<p>x</p>'.repeat(2000))))).toBeLessThanOrEqual(limits.MAX_LINES + 400);
    expect(wordsOf(await parse(inParts(50, 'text/plain', () => 'y'.repeat(50_000)))).length).toBeLessThanOrEqual(
      limits.MAX_TEXT_CHARS + 50,
    );
  });

  test('of alternatives in hundreds', async () => {
    const alternatives = inParts(400, 'text/html', () => '<p>x</p>'.repeat(2000)).replace('multipart/mixed', 'multipart/alternative');
    expect(linesIn(await parse(alternatives))).toBeLessThanOrEqual(limits.MAX_LINES);
  });

  test('the last parts of a letter that is long but within bounds are still read', async () => {
    expect(wordsOf(await parse(inParts(10, 'text/plain', (at) => `${'line\r\n'.repeat(100)}part ${at}`)))).toContain('part 9');
  });

  test('a line of 300 KB is kept whole, and is no header, label or signature', async () => {
    const line = `From: a@b.example 2026 ${'x'.repeat(300 * 1024)}`;
    expect(wordsOf(await parse(`${HEAD}\r\n${line}\r\n`))).toContain(line);
  });

  test('quotation: as deep as its limit', () => {
    expect(Math.max(...linesOfText(`${'>'.repeat(5000)} x`).map((line) => line.depth))).toBe(limits.MAX_QUOTE_DEPTH);
    expect(Math.max(...linesOfHtml('<blockquote>'.repeat(5000).concat('x')).map((line) => line.depth))).toBe(limits.MAX_QUOTE_DEPTH);
  });
});

describe('HTML', () => {
  test('is looked at up to its limit', () => {
    const text = linesOfHtml(`${'<!-- -->'.repeat(limits.MAX_HTML_CHARS / 8)}<p>beyond</p>`);
    expect(text.map((line) => line.text).join('')).not.toContain('beyond');
  });

  test('shows as many lines as text may have', () => {
    expect(linesOfHtml('<p>x'.repeat(limits.MAX_LINES * 2)).length).toBeLessThanOrEqual(limits.MAX_LINES + 1);
  });

  test('a rule of style beyond the limit hides nothing, and costs nothing', () => {
    const rules = listed(limits.MAX_STYLE_RULES + 1000, (at) => `.a${at}{display:none}`);
    expect(linesOfHtml(`<style>${rules}</style><p class="a0">hidden</p><p>seen</p>`).map((line) => line.text)).toEqual(['seen']);
  });
});

describe('what a reader cannot see is not read', () => {
  test.each([
    ['display:none', '<p style="display:none">Order: QI-9</p>'],
    ['display:none, in capitals and with a comment', '<p style="DISPLAY/**/: NONE !important">Order: QI-9</p>'],
    ['display:none, in escapes', '<p style="displ\\61 y:\\6eone">Order: QI-9</p>'],
    ['display:none behind much else', `<p style="${'color:red;'.repeat(2000)}display:none">Order: QI-9</p>`],
    ['display:none behind many attributes', `<p ${listed(200, (at) => `a${at}=1 `)} style="display:none">Order: QI-9</p>`],
    ['a class that hides, in escapes', '<style>.x{d\\69splay:none}</style><p class="x">Order: QI-9</p>'],
    ['visibility:hidden', '<p style="visibility:hidden">Order: QI-9</p>'],
    ['size 0', '<p style="font-size:0">Order: QI-9</p>'],
    ['size of less than a pixel', '<p style="font-size:0.1px">Order: QI-9</p>'],
    ['white on white', '<div style="background:#fff"><span style="color:#ffffff">Order: QI-9</span></div>'],
    ['the colour of the ground, by name and by number', '<div bgcolor="black"><font color="#000">Order: QI-9</font></div>'],
    ['no opacity', '<p style="opacity:0">Order: QI-9</p>'],
    ['a box without height', '<div style="max-height:0;overflow:hidden">Order: QI-9</div>'],
    ['far off the page', '<div style="position:absolute;left:-9999px">Order: QI-9</div>'],
    ['a hidden attribute', '<p hidden>Order: QI-9</p>'],
    ['a class that hides', '<style>.x{display:none}</style><p class="x">Order: QI-9</p>'],
    ['inside something hidden', '<div style="display:none"><p style="display:block">Order: QI-9</p></div>'],
    ['a comment', '<!-- Order: QI-9 -->'],
    ['a comment for Outlook', '<!--[if mso]>Order: QI-9<![endif]-->'],
    ['a script', '<script>document.write("Order: QI-9")</script>'],
    ['a template', '<template>Order: QI-9</template>'],
  ])('%s', (_, html) => {
    expect(
      linesOfHtml(`<p>before</p>${html}<p>after</p>`)
        .map((line) => line.text)
        .filter(Boolean),
    ).toEqual(['before', 'after']);
  });
});
