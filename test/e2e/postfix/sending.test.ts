import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { smtpTransport } from '../../../src/delivery/smtp/smtp-transport.ts';
import { describeMailTransport, type Situation, type SubmissionServer } from '../../support/mail-transport-contract.ts';
import { CERTIFICATE } from '../dovecot/dovecot-server.ts';
import { START_TIMEOUT_MS } from '../servers/server-process.ts';
import { CAN_RUN_POSTFIX, type PostfixServer, startPostfix } from './postfix-server.ts';

const NO_LOGIN = { user: 'nobody', password: 'not asked for' };

describe.runIf(CAN_RUN_POSTFIX)('Postfix', () => {
  let postfix: PostfixServer;

  beforeAll(async () => {
    postfix = await startPostfix();
  }, START_TIMEOUT_MS);
  afterAll(() => postfix?.stop());

  const CUTS: Partial<Record<Situation, RegExp>> = {
    'is cut off at the envelope': /^250 2\.1\.0/m,
    'takes it and is cut off before it says so': /^250 2\.0\.0 Ok: queued/m,
  };
  const RECIPIENTS: Partial<Record<Situation, string>> = {
    'refuses the recipient': 'nobody@example.com',
    'asks to try the recipient later': 'later@example.com',
  };

  describeMailTransport('Postfix', (): SubmissionServer => {
    return {
      settings: { host: postfix.host, port: postfix.port, tls: 'none', ...NO_LOGIN },
      given: (situation) => {
        const cut = CUTS[situation];
        if (cut) postfix.cutBeforeAnswer(cut);
        return RECIPIENTS[situation] ?? 'mira@example.com';
      },
      taken: (count) => postfix.whenDelivered(count),
    };
  });

  test('STARTTLS, where the certificate is trusted', async () => {
    const ca = readFileSync(CERTIFICATE, 'utf8');
    const before = postfix.delivered().length;
    const transport = smtpTransport({ host: 'localhost', port: postfix.port, tls: 'starttls', ca, ...NO_LOGIN });
    const raw = new TextEncoder().encode('From: support@shop.test\r\nSubject: Re: Refund\r\n\r\nHello\r\n');
    expect(await transport.send({ from: 'support@shop.test', to: 'mira@example.com', raw }, async () => {})).toMatchObject({ ok: true });
    await transport.close();
    expect((await postfix.whenDelivered(before + 1)).some((mail) => mail.includes('using TLSv1.3'))).toBe(true);
  });
});
