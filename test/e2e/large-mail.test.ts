import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Mail } from '../../src/domain/mail.ts';
import { LARGE_BODY_BYTES, type RawMessage } from '../../src/domain/message.ts';
import { connectImap, disconnectImap } from '../../src/intake/imap/connect-imap.ts';
import { imapMailbox } from '../../src/intake/imap/imap-mailbox.ts';
import { parseMail } from '../../src/parse/parse-mail.ts';
import { type DovecotServer, startDovecot } from './dovecot/dovecot-server.ts';
import { PASSWORD, START_TIMEOUT_MS } from './servers/server-process.ts';

const MB = 1_000_000;
const HEAD = 'From: Mira <mira@example.com>\r\nTo: support@shop.test\r\nSubject: Refund Request\r\nMIME-Version: 1.0';
const WORDS = 'Please refund my order QI-20260301-0042, Größe falsch.';

/** A picture as a telephone attaches it. */
function picture(megabytes: number, name: string): string {
  const lines = randomBytes((megabytes * MB * 57) / 78)
    .toString('base64')
    .replace(/.{76}/g, '$&\r\n');
  return `Content-Type: image/jpeg; name="x"\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; ${name}\r\n\r\n${lines}\r\n`;
}

const PLAIN = `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${WORDS.replaceAll('ö', '=C3=B6').replaceAll('ß', '=C3=9F')}\r\n`;
const HTML = `Content-Type: text/html; charset=utf-8\r\n\r\n<p>${WORDS}</p>\r\n`;
const inParts = (boundary: string, ...parts: string[]) =>
  `${parts.map((part) => `--${boundary}\r\n${part}`).join('\r\n')}\r\n--${boundary}--\r\n`;

/** Each by what is large in it. */
const MAILS: readonly (readonly [string, string])[] = [
  [
    'two pictures of 12 MB beside the text',
    `${HEAD}\r\nMessage-ID: <a@example.com>\r\nContent-Type: multipart/mixed; boundary="=_b 1"\r\n\r\nFor old programs.\r\n${inParts('=_b 1', PLAIN, picture(12, 'filename="photo.jpg"'), picture(12, "filename*=utf-8''gr%C3%B6%C3%9Fe.jpg"))}`,
  ],
  [
    'alternatives, and a picture within the HTML',
    `${HEAD}\r\nContent-Type: multipart/alternative; boundary=a\r\n\r\n${inParts('a', PLAIN, `Content-Type: multipart/related; boundary=r\r\n\r\n${inParts('r', HTML, picture(3, 'filename=inline.jpg').replace('attachment', 'inline'))}`)}`,
  ],
  [
    'text before and behind a picture, as Apple Mail writes it',
    `${HEAD}\r\nMessage-ID: <c@example.com>\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n${inParts('a', PLAIN, picture(2, 'filename=p.jpg'), 'Content-Type: text/plain\r\n\r\nAccount: mira@example.com\r\n')}`,
  ],
  [
    'another mail passed on as a file',
    `${HEAD}\r\nMessage-ID: <d@example.com>\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n${inParts('a', PLAIN, `Content-Type: message/rfc822\r\nContent-Disposition: attachment\r\n\r\nFrom: x@example.org\r\nSubject: inner\r\nContent-Type: multipart/mixed; boundary=i\r\n\r\n${inParts('i', 'Content-Type: text/plain\r\n\r\nOrder: QI-9\r\n', picture(2, 'filename=q.jpg'))}`)}`,
  ],
  [
    'one text of 3 MB',
    `${HEAD}\r\nMessage-ID: <e@example.com>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${WORDS}\r\n${'So it goes on.\r\n'.repeat((3 * MB) / 16)}`,
  ],
  ['nothing but a picture', `${HEAD}\r\nMessage-ID: <f@example.com>\r\n${picture(2, 'filename=only.jpg')}`],
];

let server: DovecotServer;
let users = 0;
beforeAll(async () => {
  server = await startDovecot();
}, START_TIMEOUT_MS);
afterAll(() => server?.stop());

/** The same mail both ways, and what the server sent for the first. */
async function fetchBothWays(mail: string) {
  const user = `large${process.pid}-${++users}`;
  writeFileSync(join(server.maildir(user), 'new', '1772700000.M1P1.test'), mail, { mode: 0o666 });
  const settings = { host: server.host, port: server.port, tls: 'none', user, password: PASSWORD, maxMailBytes: 40 * MB } as const;
  const client = await connectImap(settings);
  if (!client.ok) throw new Error(client.error.what);
  try {
    const mailbox = imapMailbox(client.value, settings, 'INBOX');
    const { entries } = await mailbox.listAfter(0);
    const before = client.value.stats().received;
    const lean = await mailbox.fetchText(1, settings.maxMailBytes);
    const received = client.value.stats().received - before;
    const whole = (await mailbox.fetch([1], settings.maxMailBytes)).get(1);
    if (!lean || !whole) throw new Error(`the mail is there: ${lean ? 'whole' : 'lean'} is lacking, ${JSON.stringify(entries)}`);
    return { lean, whole, received, sizeBytes: entries[0]?.sizeBytes ?? 0 };
  } finally {
    await disconnectImap(client.value);
  }
}

async function parse(raw: RawMessage): Promise<Mail> {
  const parsed = await parseMail(raw);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
}

describe('a large mail, fetched without its attachments', () => {
  test.each(MAILS)('says what the whole one says, and is known again by its content: %s', async (name, text) => {
    const { lean, whole, received, sizeBytes } = await fetchBothWays(text);
    expect(sizeBytes).toBeGreaterThan(LARGE_BODY_BYTES);
    expect(lean.leftOut).toBeDefined();
    expect(whole.leftOut).toBeUndefined();
    expect(received).toBeLessThan(name.includes('text of') ? 2.2 * MB : 10_000);

    const [fromLean, fromWhole] = await Promise.all([parse(lean), parse(whole)]);
    const { attachments: ofLean, body: leanBody, ...lean_ } = fromLean;
    const { attachments: ofWhole, body: wholeBody, ...whole_ } = fromWhole;
    expect(lean_).toEqual(whole_);
    expect(textOf(leanBody)).toBe(textOf(wholeBody));
    const named = (attachments: Mail['attachments']) => attachments.map(({ filename, contentType }) => ({ filename, contentType }));
    expect(named(ofLean)).toEqual(named(ofWhole));
    for (const [at, { sizeBytes: size }] of ofLean.entries()) {
      const real = ofWhole[at]?.sizeBytes ?? 0;
      expect(Math.abs(size - real)).toBeLessThanOrEqual(Math.max(100, real * 0.001));
    }
  });

  test('another text is another mail', async () => {
    const [, mail = ''] = MAILS[2] ?? [];
    const [one, other] = [await fetchBothWays(mail), await fetchBothWays(mail.replace('0042', '0043'))];
    expect((await parse(one.lean)).contentHash).not.toBe((await parse(other.lean)).contentHash);
  });

  test('one whose body is not large, under a large header, is fetched whole', async () => {
    const field = `X-Long: ${'x'.repeat(70)}\r\n`.repeat(14_000);
    const { lean, whole } = await fetchBothWays(`${field}${HEAD}\r\n\r\n${WORDS}\r\n`);
    expect(lean).toEqual(whole);
  });
});

function textOf(body: Mail['body']): string {
  return body
    .map(({ role, text }) => `${role}: ${text.trim()}`)
    .join('\n')
    .trim();
}
