import { execFileSync } from 'node:child_process';
import { chmodSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { intakeErrorOf } from '../../../src/intake/files/intake-error.ts';
import { readMessages } from '../../../src/intake/files/read-messages.ts';
import { chunksOf, readAll, temporaryFolder } from './temporary-folder.ts';

function makePipes(...paths: readonly string[]): void {
  execFileSync('sh', ['-c', 'mkfifo "$@"', 'sh', ...paths]);
}

describe('a file by its name', () => {
  test.each([
    ['is one mail', { 'a.eml': 'A: 1\n' }, ['a.eml'], ['a.eml: A: 1\n']],
    ['is one mail whatever it is called', { 'a.txt': 'x', b: 'y' }, ['b', 'a.txt'], ['b: y', 'a.txt: x']],
    ['that is no mail at all is passed on', { 'a.png': '\u0001PNG' }, ['a.png'], ['a.png: \u0001PNG']],
    ['may be given twice', { 'a.eml': 'x' }, ['a.eml', 'a.eml'], ['a.eml: x', 'a.eml: x']],
    ['that is empty', { 'a.eml': '' }, ['a.eml'], ['a.eml! unparseable: is empty: no header, no body']],
    ['just not too large', { 'a.eml': 'x'.repeat(1000) }, ['a.eml'], [`a.eml: ${'x'.repeat(1000)}`]],
    [
      'that is too large',
      { 'a.eml': 'x'.repeat(1001) },
      ['a.eml'],
      ['a.eml! too-large: is larger than 1000 bytes, the largest mail that is read'],
    ],
    [
      'that is missing does not stop the next',
      { 'b.eml': 'x' },
      ['a.eml', 'b.eml'],
      ['a.eml! not-found: there is no such file or directory', 'b.eml: x'],
    ],
    ['below a file', { 'a.eml': 'x' }, ['a.eml/b.eml'], ['a.eml/b.eml! not-found: there is no such file or directory']],
    ['too long for a name', {}, [`${'x'.repeat(300)}.eml`], [`${'x'.repeat(300)}.eml! not-found: there is no such file or directory`]],
    ['that cannot be one', {}, ['a\0b'], ['a\0b! not-found: there is no such file or directory']],
  ])('%s', async (_, files, paths, expected) => {
    expect(await readAll(temporaryFolder(files), paths)).toEqual(expected);
  });

  test('keeps its bytes and its time', async () => {
    const bytes = Uint8Array.from([0xff, 0x00, 0x0d, 0x0a]);
    const folder = temporaryFolder({ 'a.eml': bytes });
    utimesSync(join(folder, 'a.eml'), 1_772_000_000, 1_772_000_000);
    const options = { stdin: chunksOf(), maxBytes: 10, signal: new AbortController().signal, now: new Date('2026-03-05T09:30:00Z') };
    for await (const read of readMessages([join(folder, 'a.eml')], options)) {
      expect(read).toMatchObject({ ok: true, value: { internalDate: null, fileModifiedAt: new Date(1_772_000_000_000) } });
      expect(read.ok && Uint8Array.from(read.value.bytes)).toEqual(bytes);
    }
  });

  test('that is a pipe or a device is not waited for', async () => {
    const folder = temporaryFolder();
    makePipes(join(folder, 'pipe.eml'), join(folder, 'pipe.mbox'));
    symlinkSync('/dev/null', join(folder, 'null.eml'));
    expect(await readAll(folder, ['pipe.eml', 'pipe.mbox', 'null.eml'])).toEqual([
      'pipe.eml! unparseable: is a named pipe, not a file',
      'pipe.mbox! unparseable: is a named pipe, not a file',
      'null.eml! unparseable: is a device, not a file',
    ]);
  });

  test('that this user may not read is named so', () => {
    const refused = Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
    expect(intakeErrorOf('a.eml', refused)).toEqual({ source: 'a.eml', code: 'not-found', message: 'may not be read by this user' });
  });
});

describe('standard input', () => {
  test.each([
    ['is one mail', chunksOf('A: 1\n', '\nx'), ['-: A: 1\n\nx']],
    ['that is empty', chunksOf(), ['-! unparseable: is empty: no header, no body']],
    [
      'that is too large',
      chunksOf('x'.repeat(600), 'x'.repeat(401)),
      ['-! too-large: is larger than 1000 bytes, the largest mail that is read'],
    ],
  ])('%s', async (_, stdin, expected) => {
    expect(await readAll('/', ['-'], { stdin })).toEqual(expected);
  });

  test('is not read on once it is too large', async () => {
    let given = 0;
    async function* endless() {
      for (;;) {
        given += 1;
        yield Buffer.alloc(400);
      }
    }
    await readAll('/', ['-'], { stdin: endless() });
    expect(given).toBe(3);
  });

  test('stands in its place among files', async () => {
    const folder = temporaryFolder({ 'a.eml': 'a', 'b.eml': 'b' });
    expect(await readAll(folder, ['a.eml', '-', 'b.eml'], { stdin: chunksOf('s') })).toEqual(['a.eml: a', '-: s', 'b.eml: b']);
  });
});

describe('a folder', () => {
  test.each([
    [
      'gives its .eml files and nothing else',
      { 'm/a.eml': 'a', 'm/b.EML': 'b', 'm/c.txt': 'c', 'm/d.mbox': 'd' },
      ['m/a.eml: a', 'm/b.EML: b'],
    ],
    ['is searched to its bottom', { 'm/x/y/z/a.eml': 'a' }, ['m/x/y/z/a.eml: a']],
    ['that holds no mail gives none', { 'm/a.txt': 'a' }, []],
    [
      'gives them in byte order of their paths',
      {
        'm/a/x.eml': '3',
        'm/a-b/x.eml': '1',
        'm/a.eml': '2',
        'm/B.eml': '0',
        'm/ab.eml': '4',
        'm/é.eml': '5',
        'm/｡.eml': '6',
        'm/😀.eml': '7',
      },
      ['m/B.eml: 0', 'm/a-b/x.eml: 1', 'm/a.eml: 2', 'm/a/x.eml: 3', 'm/ab.eml: 4', 'm/é.eml: 5', 'm/｡.eml: 6', 'm/😀.eml: 7'],
    ],
    [
      'that is a Maildir gives cur and new, not tmp',
      {
        'm/cur/1:2,S': 'c',
        'm/new/2.host': 'n',
        'm/tmp/3': 't',
        'm/tmp/4.eml': 't',
        'm/dovecot.index': 'i',
        'm/.Sub/cur/5': 's',
        'm/cur/.nfs': 'x',
      },
      ['m/.Sub/cur/5: s', 'm/cur/1:2,S: c', 'm/new/2.host: n'],
    ],
    ['named tmp is searched where it belongs to no Maildir', { 'm/tmp/a.eml': 'a' }, ['m/tmp/a.eml: a']],
    [
      'tells of each mail that cannot be read',
      { 'm/a.eml': '', 'm/b.eml': 'x'.repeat(1001), 'm/c.eml': 'c' },
      [
        'm/a.eml! unparseable: is empty: no header, no body',
        'm/b.eml! too-large: is larger than 1000 bytes, the largest mail that is read',
        'm/c.eml: c',
      ],
    ],
  ])('%s', async (_, files, expected) => {
    expect(await readAll(temporaryFolder(files), ['m'])).toEqual(expected);
  });

  test.each([['m/'], ['m//'], ['m']])('given as %s gives the same sources', async (path) => {
    expect(await readAll(temporaryFolder({ 'm/a.eml': 'a' }), [path])).toEqual(['m/a.eml: a']);
  });

  test.each([
    ['cur alone', 'm/cur', ['m/cur/1:2,: c']],
    ['with dots in the middle', 'm/../m/./new', ['m/../m/./new/2: n']],
  ])('may be %s, and its source begins as it was given', async (_, path, expected) => {
    expect(await readAll(temporaryFolder({ 'm/cur/1:2,': 'c', 'm/new/2': 'n' }), [path])).toEqual(expected);
  });

  test('with links in a circle is searched once', async () => {
    const folder = temporaryFolder({ 'm/a/x.eml': 'x', 'm/b/y.eml': 'y' });
    symlinkSync('..', join(folder, 'm/a/up'));
    symlinkSync('../b', join(folder, 'm/a/link'));
    symlinkSync('self', join(folder, 'm/self'));
    expect(await readAll(folder, ['m'])).toEqual(['m/a/link/y.eml: y', 'm/a/x.eml: x']);
  });

  test('follows links to files, and tells of one that leads nowhere', async () => {
    const folder = temporaryFolder({ 'elsewhere.txt': 'x', 'm/z.eml': 'z' });
    symlinkSync('../elsewhere.txt', join(folder, 'm/a.eml'));
    symlinkSync('gone', join(folder, 'm/b.eml'));
    expect(await readAll(folder, ['m'])).toEqual(['m/a.eml: x', 'm/b.eml! not-found: there is no such file or directory', 'm/z.eml: z']);
  });

  test('passes over pipes and devices', async () => {
    const folder = temporaryFolder({ 'm/b.eml': 'b' });
    makePipes(join(folder, 'm/a.eml'));
    expect(await readAll(folder, ['m'])).toEqual(['m/b.eml: b']);
  });

  test('reads mails whose names are no UTF-8', async () => {
    const folder = temporaryFolder({ 'm/b.eml': 'b' });
    execFileSync('sh', ['-c', 'printf x >"$0/$(printf \'\\374.eml\')"', join(folder, 'm')]);
    expect(await readAll(folder, ['m'])).toEqual(['m/b.eml: b', 'm/\ufffd.eml: x']);
  });

  test('below one that may be closed is read all the same', async () => {
    const folder = temporaryFolder({ 'm/a/x.eml': 'x', 'm/b.eml': 'b' });
    chmodSync(join(folder, 'm/a'), 0);
    // The superuser may read it, everybody else is told so.
    expect((await readAll(folder, ['m'])).at(-1)).toBe('m/b.eml: b');
    chmodSync(join(folder, 'm/a'), 0o700);
  });
});

test('reading stops with its signal', async () => {
  const folder = temporaryFolder({ 'a.eml': 'a' });
  await expect(readAll(folder, ['a.eml'], { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
});
