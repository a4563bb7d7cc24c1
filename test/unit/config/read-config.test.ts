import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { type Environment, readEnvironment } from '../../../src/config/environment.ts';
import { readConfig } from '../../../src/config/read-config.ts';
import { SECRET_NAMES, SETTING_NAMES } from '../../../src/config/settings.ts';
import { UnusableInput } from '../../../src/domain/problem.ts';

const directory = mkdtempSync(join(tmpdir(), 'refund-triage-config-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function environment(values: Record<string, string>, origin = 'environment'): Environment {
  return new Map(Object.entries(values).map(([name, value]) => [name, { value, baseDir: '/srv/shop', origin }]));
}

const read = (values: Record<string, string>, origin?: string) => readConfig(environment(values, origin), '/srv/shop');

function problemsOf(values: Record<string, string>, origin?: string): string[] {
  try {
    read(values, origin);
  } catch (error) {
    if (error instanceof UnusableInput) return error.message.split('\n');
    throw error;
  }
  return [];
}

const MAILBOX = { IMAP_HOST: 'imap.example.com', IMAP_USER: 'support', IMAP_PASSWORD: 'canary-7f3a' };

describe('configuration', () => {
  test('nothing set is a configuration without a mailbox', () => {
    expect(read({})).toMatchObject({
      mailbox: null,
      orders: null,
      sending: { mode: 'draft', smtp: null },
      ledgerFile: '/srv/shop/var/ledger.sqlite',
    });
  });

  test.each([
    ['implicit', 993],
    ['starttls', 143],
  ])('the port follows the TLS mode: %s is %d', (tls, port) => {
    expect(read({ ...MAILBOX, IMAP_TLS: tls }).mailbox?.server.port).toBe(port);
  });

  test.each([
    ['a path', './orders.csv', '/srv/shop/orders.csv'],
    ['an absolute path', '/data/orders.csv', '/data/orders.csv'],
    ['an address', 'https://shop.example.com/orders', 'https://shop.example.com/orders'],
  ])('the order book may be %s', (_, written, expected) => {
    expect(read({ ORDERS: written }).orders).toBe(expected);
  });

  test('all problems are reported at once, each with the setting and what was expected', () => {
    expect(problemsOf({ IMAP_PORT: 'abc', MODE: 'auto', START_FROM: '2026-02-30', ORDER_ID_PATTERNS: 'QI-( ok' })).toEqual([
      'ORDER_ID_PATTERNS (environment): expected regular expressions separated by spaces; QI-( is none',
      'IMAP_PORT (environment): expected a port number',
      'START_FROM (environment): expected a date, YYYY-MM-DD',
      'MODE (environment): expected draft or send',
    ]);
  });

  test.each([
    [
      'a host without its user and password',
      { IMAP_HOST: 'imap.example.com' },
      [
        'IMAP_USER: not set, but IMAP_HOST is; set IMAP_USER',
        'IMAP_PASSWORD: not set, but IMAP_HOST is; set IMAP_PASSWORD or IMAP_PASSWORD_FILE',
      ],
    ],
    [
      'a password in the clear over the network',
      { ...MAILBOX, IMAP_TLS: 'none' },
      ['IMAP_TLS: none would send the password to imap.example.com in the clear; use implicit or starttls'],
    ],
    [
      'drafts among the sent',
      { DRAFTS_MAILBOX: 'Support', SENT_MAILBOX: 'Support' },
      ['SENT_MAILBOX: is DRAFTS_MAILBOX as well; name the folder where sent mail lies'],
    ],
    ['sending without a server', { MODE: 'send' }, ['MODE: send needs an SMTP server; set SMTP_HOST']],
    [
      'a secret given twice',
      { ...MAILBOX, IMAP_PASSWORD_FILE: '/x' },
      ['IMAP_PASSWORD: both IMAP_PASSWORD and IMAP_PASSWORD_FILE are set; keep one of the two'],
    ],
    [
      'a secret file that is not there',
      { IMAP_PASSWORD_FILE: '/nowhere/secret' },
      ['IMAP_PASSWORD_FILE (/nowhere/secret): no such file; check the path'],
    ],
  ])('%s', (_, values, expected) => {
    expect(problemsOf(values)).toEqual(expected);
  });

  test('a slip in a name of the .env file is found; foreign names are left alone', () => {
    expect(problemsOf({ IMAP_HSOT: 'imap.example.com', TZ: 'UTC' }, '/srv/shop/.env')).toEqual([
      'IMAP_HSOT (/srv/shop/.env): no such setting; did you mean IMAP_HOST?',
    ]);
  });

  test('a secret is read from its file, without the line end', () => {
    const file = join(directory, 'password');
    writeFileSync(file, 'from a file\n');
    const config = read({ IMAP_HOST: 'imap.example.com', IMAP_USER: 'support', IMAP_PASSWORD_FILE: file });
    expect(config.mailbox?.server.password.reveal()).toBe('from a file');
  });

  test('a secret is never printed: not by JSON, not by a template, not by the inspector, not in a message', () => {
    const config = read(MAILBOX);
    const printed = [
      JSON.stringify(config),
      inspect(config, { depth: 9 }),
      String(config.mailbox?.server.password),
      ...problemsOf({ ...MAILBOX, IMAP_PORT: 'x' }),
    ];
    for (const text of printed) expect(text).not.toContain('canary-7f3a');
  });
});

describe('the environment', () => {
  const sources = { cwd: directory, projectRoot: '/nowhere', envFile: null };

  test('the process wins over .env, and an empty value counts as not set', () => {
    writeFileSync(join(directory, '.env'), 'IMAP_HOST=from-file\nIMAP_USER=from-file\nSUPPORT_NAME=""\n');
    const settings = readEnvironment({ ...sources, processEnv: { IMAP_HOST: 'from-process', IMAP_USER: '' } });
    expect(settings.get('IMAP_HOST')?.value).toBe('from-process');
    expect(settings.get('IMAP_USER')?.value).toBe('from-file');
    expect(settings.has('SUPPORT_NAME')).toBe(false);
  });

  test('a file that is named must be there', () => {
    expect(() => readEnvironment({ ...sources, envFile: 'other.env', processEnv: {} })).toThrow(/other\.env: no such file/);
  });
});

describe('.env.example', () => {
  const example = readFileSync('.env.example', 'utf8');
  const shown = [...example.matchAll(/^#?([A-Z_]+)=(.*)$/gm)].map(([, name = '', value = '']) => ({ name, value }));

  test('shows every setting, once, and no other', () => {
    const known = [...SETTING_NAMES, ...SECRET_NAMES.map((name) => `${name}_FILE`)];
    expect(shown.map(({ name }) => name).toSorted()).toEqual(known.toSorted());
  });

  test('is a configuration that can be used as it stands', () => {
    const file = join(directory, 'example.env');
    writeFileSync(file, example);
    const settings = readEnvironment({ processEnv: {}, cwd: directory, envFile: file, projectRoot: '/nowhere' });
    expect(readConfig(settings, directory).mailbox?.server.host).toBe('imap.example.com');
  });

  test("every commented value is of its setting's form", () => {
    const values = Object.fromEntries(
      shown.filter(({ name }) => !name.endsWith('_FILE')).map(({ name, value }) => [name, value.replace(/^"(.*)"$/, '$1')]),
    );
    expect(problemsOf({ ...values, MODE: 'send' })).toEqual([]);
  });
});
