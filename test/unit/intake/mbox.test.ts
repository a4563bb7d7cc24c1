import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSeparator } from '../../../src/intake/files/mbox-separator.ts';
import { splitMbox } from '../../../src/intake/files/split-mbox.ts';
import { readAll, temporaryFolder } from './temporary-folder.ts';

const FROM = 'From mira@example.com Thu Mar  5 09:30:00 2026';
const NO_MBOX = 'is no mbox: it does not begin with a line such as "From mira@example.com Thu Mar  5 09:30:00 2026"';

describe('a line after an empty one', () => {
  test.each([
    ['RFC 4155', FROM],
    ['a day of two digits', 'From a@b Thu Mar 15 09:30:00 2026'],
    ['no seconds', 'From a@b Thu Mar 15 09:30 2026'],
    ['a zone before the year', 'From 17@xxx Thu Mar 05 09:30:00 +0000 2026'],
    ['a zone behind the year', 'From a@b Thu Mar  5 09:30:00 2026 +0100'],
    ['a zone by name', 'From a@b Thu Mar  5 09:30:00 CEST 2026'],
    ['Thunderbird', 'From - Thu Mar 05 09:30:00 2026'],
    ['newer Thunderbird', 'From '],
    ['Dovecot', 'From MAILER-DAEMON Thu Mar  5 09:30:00 2026'],
    ['no sender', 'From  Thu Mar  5 09:30:00 2026'],
    ['a list archive', 'From mira at example.com  Thu Mar  5 09:30:00 2026'],
    ['a quoted sender', 'From "a b"@c Thu Mar  5 09:30:00 2026'],
    ['the date of RFC 5322', 'From a@b Thu, 05 Mar 2026 09:30:00 +0000'],
  ])('begins a mail: %s', (_, line) => {
    expect([isSeparator(Buffer.from(`${line}\n`)), isSeparator(Buffer.from(`${line}\r\n`))]).toEqual([true, true]);
  });

  test.each([
    ['a sentence', 'From here on it went wrong.'],
    ['a sentence with a date', 'From Thu Mar 5 on it went wrong.'],
    ['a sentence with a time', 'From 09:30 to 10:00 on Thu Mar 5 2026'],
    ['a header field', 'From: mira@example.com'],
    ['one that was escaped', `>${FROM}`],
    ['small letters', FROM.toLowerCase()],
    ['an endless one', `From ${'x'.repeat(600)} Thu Mar  5 09:30:00 2026`],
  ])('begins none: %s', (_, line) => {
    expect(isSeparator(Buffer.from(`${line}\n`))).toBe(false);
  });
});

describe('an mbox file', () => {
  test.each([
    [
      'gives its mails with their numbers',
      `${FROM}\nA: 1\n\nx\n\n${FROM}\nB: 2\n\ny\n\n`,
      ['m.mbox#1: A: 1\n\nx\n', 'm.mbox#2: B: 2\n\ny\n'],
    ],
    ['without a line end at its end', `${FROM}\nA: 1\n\nx`, ['m.mbox#1: A: 1\n\nx']],
    ['without an empty line at its end', `${FROM}\nA: 1\n\nx\n`, ['m.mbox#1: A: 1\n\nx\n']],
    ['with CRLF keeps it', `${FROM}\r\nA: 1\r\n\r\nx\r\n\r\n${FROM}\r\nB: 2\r\n`, ['m.mbox#1: A: 1\r\n\r\nx\r\n', 'm.mbox#2: B: 2\r\n']],
    ['takes one > off', `${FROM}\n\n>From a\n>>From b\n> From c\n>Fromd\n`, ['m.mbox#1: \nFrom a\n>From b\n> From c\n>Fromd\n']],
    ['keeps a From in a paragraph', `${FROM}\n\nx\n${FROM}\n`, [`m.mbox#1: \nx\n${FROM}\n`]],
    ['keeps a sentence that begins so', `${FROM}\n\nx\n\nFrom me to you\n`, ['m.mbox#1: \nx\n\nFrom me to you\n']],
    ['takes one empty line off a mail’s end', `${FROM}\n\nx\n\n\n${FROM}\n\ny\n\n\n`, ['m.mbox#1: \nx\n\n', 'm.mbox#2: \ny\n\n']],
    ['that is empty holds none', '', []],
    ['of empty lines holds none', '\n\r\n', []],
    ['that does not begin as one', 'A: 1\n\nx\n', [`m.mbox! unparseable: ${NO_MBOX}`]],
    ['with a mail of nothing', `${FROM}\n\n${FROM}\nA: 1\n`, ['m.mbox#1! unparseable: is empty: no header, no body', 'm.mbox#2: A: 1\n']],
    [
      'with a mail too large gives the others',
      `${FROM}\n${'x\n'.repeat(501)}\n${FROM}\nB: 2\n`,
      ['m.mbox#1! too-large: is larger than 1000 bytes, the largest mail that is read', 'm.mbox#2: B: 2\n'],
    ],
    ['with a mail just not too large', `${FROM}\n${'x\n'.repeat(500)}\n`, [`m.mbox#1: ${'x\n'.repeat(500)}`]],
  ])('%s', async (_, text, expected) => {
    expect(await readAll(temporaryFolder({ 'm.mbox': text }), ['m.mbox'])).toEqual(expected);
  });

  test('that is missing, and one whose ending is written large', async () => {
    const folder = temporaryFolder({ 'M.MBOX': `${FROM}\nA: 1\n` });
    expect(await readAll(folder, ['m2.mbox', 'M.MBOX'])).toEqual([
      'm2.mbox! not-found: there is no such file or directory',
      'M.MBOX#1: A: 1\n',
    ]);
  });
});

describe('splitting', () => {
  async function split(bytes: Buffer, chunkBytes: number, maxBytes = 1_000_000): Promise<readonly string[]> {
    async function* chunks() {
      for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
    }
    const mails: string[] = [];
    for await (const piece of splitMbox(chunks(), maxBytes))
      mails.push(piece.kind === 'mail' ? piece.bytes.toString('latin1') : piece.kind);
    return mails;
  }

  test('gives back what an mboxrd writer took, however it is read', async () => {
    const line = fc.oneof(fc.constantFrom('', 'From ', FROM, `>${FROM}`, '>From x', 'A: b', '\r'), fc.string({ maxLength: 30 }));
    const mail = fc
      .array(line, { minLength: 1, maxLength: 12 })
      .map((lines) => lines.map((text) => `${text.replaceAll('\n', ' ')}\n`).join(''));
    await fc.assert(
      fc.asyncProperty(fc.array(mail, { maxLength: 5 }), fc.integer({ min: 1, max: 60 }), async (mails, chunkBytes) => {
        const written = mails.map((text) => `${FROM}\n${text.replace(/^(>*From )/gm, '>$1')}\n`).join('');
        const expected = mails.map((text) => Buffer.from(text).toString('latin1'));
        expect(await split(Buffer.from(written), chunkBytes)).toEqual(expected);
      }),
    );
  });

  test.each([
    ['one line without an end', Buffer.alloc(40_000_000, 'x')],
    ['nothing but empty lines', Buffer.alloc(10_000_000, '\n')],
    ['nothing but >', Buffer.alloc(40_000_000, '>')],
  ])('a mail of %s costs linear time and no memory above the limit', async (_, body) => {
    const mbox = Buffer.concat([Buffer.from(`${FROM}\n`), body, Buffer.from(`\n\n${FROM}\nB: 2\n`)]);
    // Of this thread's own work: other work on the machine makes nothing slower here.
    const started = process.threadCpuUsage();
    expect(await split(mbox, 65_536, 1000)).toEqual(['too-large', 'B: 2\n']);
    const { user, system } = process.threadCpuUsage(started);
    expect((user + system) / 1000).toBeLessThan(4000);
  });
});
