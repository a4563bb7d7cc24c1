import { describe, expect, test } from 'vitest';
import { parseEnvFile } from '../../../src/config/env-file.ts';
import { describeProblem } from '../../../src/domain/problem.ts';

function read(text: string): Record<string, string> | string[] {
  const parsed = parseEnvFile(text, '.env');
  return parsed.ok ? Object.fromEntries(parsed.value) : parsed.error.map(describeProblem);
}

describe('a .env file', () => {
  test.each([
    ['a plain value', 'IMAP_HOST=imap.example.com', { IMAP_HOST: 'imap.example.com' }],
    ['spaces, a comment, an empty line, export', '# mailbox\n\n export IMAP_PORT = 993 \n', { IMAP_PORT: '993' }],
    ['quotes keep # and spaces', 'IMAP_PASSWORD="a #b c"', { IMAP_PASSWORD: 'a #b c' }],
    ['a comment behind a value', 'IMAP_PORT=993 # TLS', { IMAP_PORT: '993' }],
    ['a quoted value over two lines', 'SUPPORT_NAME="Qwen\nSupport"\nMODE=draft', { SUPPORT_NAME: 'Qwen\nSupport', MODE: 'draft' }],
    ['Windows line ends and a byte order mark', '\uFEFFMODE=draft\r\nIMAP_PORT=143\r\n', { MODE: 'draft', IMAP_PORT: '143' }],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  test.each([
    [
      'a line that is no assignment',
      'MODE=draft\nIMAP_HOST imap.example.com',
      ['.env line 2: neither NAME=value nor a comment; write NAME=value, or begin the line with #'],
    ],
    ['a name set twice', 'MODE=draft\nMODE=send', ['.env line 2: MODE is set already on line 1; keep one of the two']],
    [
      'a # that would cut a password short',
      'IMAP_PASSWORD=abc#def',
      ['.env line 1: the value of IMAP_PASSWORD holds a #; put the value in quotes'],
    ],
    [
      'a quote that is never closed',
      'A=1\nB="x\nC=2',
      ['.env line 2: the quote that opens the value of B is never closed; end the value with "'],
    ],
  ])('%s is named with its line', (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  test('all problems are reported at once', () => {
    expect(read('nonsense\nA=b#c\nA=1')).toHaveLength(3);
  });
});
