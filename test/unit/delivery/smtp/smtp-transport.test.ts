import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SmtpPatience, SmtpSettings } from '../../../../src/delivery/smtp/smtp-settings.ts';
import { smtpTransport } from '../../../../src/delivery/smtp/smtp-transport.ts';
import type { MailTransport, OutgoingMail } from '../../../../src/ports/mail-transport.ts';
import { describeMailTransport, type Situation } from '../../../support/mail-transport-contract.ts';
import { SMTP_PASSWORD, SMTP_USER, type SmtpSink, type Steps, startSmtpSink } from '../../../support/smtp-sink.ts';

const RAW = 'From: support@shop.test\r\nMessage-ID: <a.1.b@shop.test>\r\nSubject: Re: Refund\r\n\r\n.a line that begins with a dot\r\n';
/** More than a socket takes at once, so that a server can hang up in the middle. */
const LONG = `${RAW}${'x'.repeat(998).concat('\r\n').repeat(8_000)}`;
const PATIENT: SmtpPatience = { connectMs: 10_000, commandMs: 10_000, contentMs: 10_000 };
/** For servers that say nothing more. */
const IMPATIENT: SmtpPatience = { ...PATIENT, commandMs: 1_000, contentMs: 1_000 };
const CA = readFileSync(new URL('../../../e2e/dovecot/tls/cert.pem', import.meta.url), 'utf8');

let sink: SmtpSink;
let transport: MailTransport;

beforeEach(async () => {
  sink = await startSmtpSink();
  transport = transportWith({});
});
afterEach(async () => {
  await transport.close();
  await sink.stop();
});

function transportWith(differs: Partial<SmtpSettings>, patience = PATIENT): MailTransport {
  const settings = { host: sink.host, port: sink.port, tls: 'none', user: SMTP_USER, password: SMTP_PASSWORD } as const;
  return smtpTransport({ ...settings, ...differs }, patience);
}

function mail(raw = RAW): OutgoingMail {
  return { from: 'support@shop.test', to: 'mira@example.com', raw: new TextEncoder().encode(raw) };
}

/** Sends one mail and notes whether its content was begun, as the ledger would. */
async function send(raw = RAW) {
  let begun = 0;
  const sent = await transport.send(mail(raw), async () => {
    begun++;
  });
  return { sent, begun };
}

const STEPS: Partial<Record<Situation, Partial<Steps>>> = {
  'refuses the recipient': { recipient: { code: 550, text: '5.1.1 no such user' } },
  'asks to try the recipient later': { recipient: { code: 450, text: '4.2.0 greylisted' } },
  'refuses the content': { taken: { code: 554, text: '5.7.1 not like this' } },
  'is cut off at the envelope': { mail: 'cut' },
  'takes it and is cut off before it says so': { taken: 'cut' },
};

describeMailTransport('smtp-server', () => ({
  settings: { host: sink.host, port: sink.port, tls: 'none', user: SMTP_USER, password: SMTP_PASSWORD },
  given: (situation) => {
    sink.behave(STEPS[situation] ?? {});
    return 'mira@example.com';
  },
  taken: async () => sink.taken.map(({ raw }) => raw),
}));

describe('a mail that is taken', () => {
  test('arrives to the byte, from our address, with one session for many', async () => {
    for (let i = 0; i < 12; i++) expect(await send()).toEqual({ sent: { ok: true, value: { renamedTo: null } }, begun: 1 });
    expect(sink.taken).toHaveLength(12);
    expect(sink.taken[11]).toEqual({ from: 'support@shop.test', to: ['mira@example.com'], raw: RAW });
    expect(sink.sessions()).toBe(1);
  });

  test('a session that the server ended meanwhile is opened anew, and the mail goes once', async () => {
    await send();
    sink.hangUp();
    expect(await send()).toMatchObject({ sent: { ok: true } });
    expect(sink.taken).toHaveLength(2);
    expect(sink.sessions()).toBe(2);
  });

  test('opens no connection before the first mail', async () => {
    await transport.close();
    expect(sink.sessions()).toBe(0);
  });
});

const NO_SUCH_USER = { code: 550, text: '5.1.1 no such user' };
const GREYLISTED = { code: 451, text: '4.7.1 greylisted' };

describe.each([
  ['commands sent one by one', true],
  ['commands sent together (RFC 2920)', false],
])('a mail that is not taken, %s', (_how, hidePIPELINING) => {
  beforeEach(async () => {
    await sink.stop();
    sink = await startSmtpSink({ hidePIPELINING });
    transport = transportWith({}, IMPATIENT);
  });

  test.each<[string, Partial<Steps>, string, number]>([
    ['the sender refused for good', { mail: NO_SUCH_USER }, 'refused', 0],
    ['the recipient refused for good', { recipient: NO_SUCH_USER }, 'refused', 0],
    ['the content refused for good', { taken: { code: 554, text: '5.6.0 not like this' } }, 'refused', 1],
    ['the sender refused for now', { mail: GREYLISTED }, 'deferred', 0],
    ['the recipient refused for now', { recipient: GREYLISTED }, 'deferred', 0],
    ['the content refused for now', { taken: { code: 452, text: '4.3.1 disk full' } }, 'deferred', 1],
    ['a cut at the sender', { mail: 'cut' }, 'unavailable', 0],
    ['a cut at the recipient', { recipient: 'cut' }, 'unavailable', 0],
    ['silence at the recipient', { recipient: 'silence' }, 'unavailable', 0],
  ])('%s: the server does not have it, and another session sends it once', async (_, steps, kind, begun) => {
    sink.behave(steps);
    expect(await send()).toMatchObject({ sent: { ok: false, error: { kind } }, begun });
    expect(sink.taken).toEqual([]);
    sink.behave({});
    expect(await send()).toMatchObject({ sent: { ok: true } });
    expect(sink.taken).toHaveLength(1);
  });

  test.each<[string, Partial<Steps>, string, number]>([
    ['taken and cut before the answer', { taken: 'cut' }, RAW, 1],
    ['taken and never answered', { taken: 'silence' }, RAW, 1],
    ['cut in the middle of the content', { content: 'cut' }, LONG, 0],
  ])('%s: the end is unclear, and the mail is not sent again', async (_, steps, raw, taken) => {
    sink.behave(steps);
    expect(await send(raw)).toMatchObject({ sent: { ok: false, error: { kind: 'unclear' } }, begun: 1 });
    expect(sink.taken).toHaveLength(taken);
    expect(sink.sessions()).toBe(1);
  });
});

describe('what is written down before the content', () => {
  test('is written before the server has any of it, and when it cannot be, nothing is sent', async () => {
    const broken = transport.send(mail(), async () => {
      expect(sink.taken).toEqual([]);
      throw new Error('the disk is full');
    });
    await expect(broken).rejects.toThrow('the disk is full');
    expect(sink.taken).toEqual([]);
    expect(await send()).toMatchObject({ sent: { ok: true } });
  });

  test('has ended before the caller is told of a cut that came meanwhile', async () => {
    const steps: string[] = [];
    const sent = await transport.send(mail(), async () => {
      sink.hangUp();
      await new Promise((resolve) => setTimeout(resolve, 50));
      steps.push('written');
    });
    steps.push('told');
    expect(sent).toMatchObject({ ok: false, error: { kind: 'unavailable' } });
    expect(steps).toEqual(['written', 'told']);
    expect(sink.taken).toEqual([]);
  });
});

describe('connecting', () => {
  test.each([['implicit'], ['starttls']] as const)('with %s TLS works where the certificate is trusted', async (tls) => {
    await sink.stop();
    sink = await startSmtpSink({ secure: tls === 'implicit', allowInsecureAuth: false });
    transport = transportWith({ host: 'localhost', tls, ca: CA });
    expect(await send()).toMatchObject({ sent: { ok: true } });
  });

  test.each<[string, Partial<SmtpSettings>, RegExp]>([
    ['a wrong password', { password: 'wrong-canary' }, /SMTP_PASSWORD/],
    ['a port where nothing answers', { port: 1 }, /SMTP_PORT/],
    ['a host without address', { host: 'no-such-host.invalid' }, /SMTP_HOST/],
    ['a certificate of its own', { host: 'localhost', tls: 'starttls' }, /SMTP_CA_FILE/],
    ['a certificate for another name', { tls: 'starttls', ca: CA }, /SMTP_CA_FILE/],
    ['TLS from the first byte where the server begins in the clear', { tls: 'implicit' }, /SMTP_TLS/],
  ])('%s: nothing is sent, and the mend is told', async (_, differs, mend) => {
    transport = transportWith(differs);
    const { sent, begun } = await send();
    expect({ sent, begun }).toMatchObject({ sent: { ok: false, error: { kind: 'unavailable' } }, begun: 0 });
    expect(JSON.stringify(sent)).toMatch(mend);
    expect(JSON.stringify(sent)).not.toContain('canary');
  });

  test('a server that offers no STARTTLS gets neither password nor mail in the clear', async () => {
    await sink.stop();
    sink = await startSmtpSink({ hideSTARTTLS: true });
    transport = transportWith({ tls: 'starttls' });
    expect(await send()).toMatchObject({ sent: { ok: false, error: { kind: 'unavailable' } }, begun: 0 });
    expect(sink.taken).toEqual([]);
  });

  test('a mail larger than the server takes is refused before it is sent', async () => {
    await sink.stop();
    sink = await startSmtpSink({ size: 1_000 });
    transport = transportWith({});
    expect(await send(LONG)).toMatchObject({ sent: { ok: false, error: { kind: 'refused' } }, begun: 0 });
  });
});
