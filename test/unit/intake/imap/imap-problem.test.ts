import { describe, expect, test } from 'vitest';
import { connectImap } from '../../../../src/intake/imap/connect-imap.ts';
import { describeImapError, orLost } from '../../../../src/intake/imap/imap-problem.ts';
import { MailboxLost } from '../../../../src/ports/mailbox.ts';

const SERVER = { host: 'imap.shop.test', port: 993, user: 'support@shop.test' };

describe('what went wrong with the mailbox, and how to mend it', () => {
  test.each([
    ['the server says no to the login', { authenticationFailed: true, response: 'Invalid credentials' }, 'login-refused', 'password'],
    ['a certificate of an unknown authority', { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }, 'certificate', 'authority'],
    ['a certificate for another host', { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, 'certificate', 'host name'],
    ['a certificate out of date', { code: 'CERT_HAS_EXPIRED' }, 'certificate', 'certificate'],
    ['no such host', { code: 'ENOTFOUND' }, 'unreachable', 'host name'],
    ['nobody listens', { code: 'ECONNREFUSED' }, 'unreachable', 'port'],
    ['no answer in time', { code: 'CONNECT_TIMEOUT' }, 'timeout', 'again'],
    ['TLS spoken to a server without', { code: 'ERR_SSL_WRONG_VERSION_NUMBER' }, 'no-encryption', '993'],
    ['STARTTLS not offered', { tlsFailed: true }, 'no-encryption', '143'],
    ['no such folder', { mailboxMissing: true, responseStatus: 'NO' }, 'no-such-folder', 'name'],
    ['the connection ended', { code: 'NoConnection' }, 'lost', 'next pass'],
    ['anything else the server refuses', { responseStatus: 'NO', responseText: 'Internal error' }, 'refused', 'log'],
  ])('%s', (_, fields, kind, mend) => {
    const problem = describeImapError(Object.assign(new Error('it failed'), fields), SERVER);
    expect(problem.kind).toBe(kind);
    expect(`${problem.what} ${problem.mend}`).toContain(mend);
  });

  test("a server's words are shown on one line, without control characters and not endlessly", () => {
    const words = `no\r\nFAKE LOG LINE \u001b[31m${'x'.repeat(5_000)}`;
    const { what } = describeImapError(Object.assign(new Error('it failed'), { responseText: words }), SERVER);
    expect(what).not.toMatch(/\p{Cc}/u);
    expect(what.length).toBeLessThan(400);
  });

  test('a failed command ends the pass as a lost mailbox, and only once', async () => {
    const lost = new MailboxLost({ kind: 'lost', what: 'gone', mend: 'wait' });
    await expect(orLost(SERVER, () => Promise.reject(new Error('cut')))).rejects.toBeInstanceOf(MailboxLost);
    await expect(orLost(SERVER, () => Promise.reject(lost))).rejects.toBe(lost);
    await expect(orLost(SERVER, () => Promise.resolve(7))).resolves.toBe(7);
  });
});

describe('a password never crosses a network in the clear', () => {
  test.each(['imap.example.com', '192.0.2.7', '127.0.0.1.example.com', 'localhost.example.com', '::2'])(
    '%s without encryption',
    async (host) => {
      const settings = { host, port: 143, tls: 'none', user: 'support', password: 'secret', maxMailBytes: 1_000_000 } as const;
      expect(await connectImap(settings)).toMatchObject({ ok: false, error: { kind: 'no-encryption' } });
    },
  );
});
