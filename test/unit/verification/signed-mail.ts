import { generateKeyPairSync } from 'node:crypto';
import { type DKIMSignOptions, dkimSign, sealMessage } from 'mailauth';
import type { Zone } from './zone.ts';

/** When the mails of these tests came in. */
export const RECEIVED = new Date('2026-03-05T10:00:00Z');
const SIGNED = new Date('2026-03-05T09:59:00Z');

interface Key {
  readonly privateKey: string;
  /** As published under `<selector>._domainkey.<domain>`. */
  readonly record: string;
}

function rsaKey(modulusLength: number): Key {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return { privateKey, record: `v=DKIM1; k=rsa; p=${publicKey.toString('base64')}` };
}

function ed25519Key(): Key {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  // RFC 8463 section 4 publishes the 32 octets of the key alone.
  return { privateKey, record: `v=DKIM1; k=ed25519; p=${publicKey.subarray(-32).toString('base64')}` };
}

/** One key each, made for these tests and used nowhere else. */
export const KEYS = { good: rsaKey(2048), short: rsaKey(512), edwards: ed25519Key() } as const;

/** What DNS says of the domains of these tests. */
export const ZONE: Zone = {
  'k1._domainkey.example.com': KEYS.good.record,
  'ed._domainkey.example.com': KEYS.edwards.record,
  'short._domainkey.example.com': KEYS.short.record,
  'test._domainkey.example.com': `${KEYS.good.record}; t=y`,
  'k1._domainkey.mail.example.com': KEYS.good.record,
  'k1._domainkey.evil.example': KEYS.good.record,
  'k1._domainkey.lists.example': KEYS.good.record,
  '_dmarc.example.com': 'v=DMARC1; p=reject',
  'example.com': 'v=spf1 ip4:192.0.2.1 -all',
  'evil.example': 'v=spf1 ip4:198.51.100.66 -all',
};

export const FROM = 'mira@example.com';

/** What the border host writes above a mail; `over` replaces lines by name. */
export const BORDER = [
  'Return-Path: <mira@example.com>',
  'Received: from mail.example.com (mail.example.com [192.0.2.1]) by mx.shop.example (Postfix) with ESMTPS id 4XyZ for <support@shop.example>; Thu, 5 Mar 2026 10:00:00 +0000',
];

export function mailText(fields: Readonly<Record<string, string>> = {}): string {
  const all = {
    From: 'Mira Holt <mira@example.com>',
    To: 'support@shop.example',
    Subject: 'Refund Request',
    Date: 'Thu, 5 Mar 2026 09:59:00 +0000',
    'Message-ID': '<1@example.com>',
    ...fields,
  };
  const header = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${header.join('')}\r\nPlease refund order QI-1.\r\n`;
}

interface Signing {
  readonly domain?: string;
  readonly selector?: string;
  readonly key?: Key;
  readonly algorithm?: string;
  readonly maxBodyLength?: number;
  readonly expires?: Date;
  readonly headerList?: readonly string[];
  readonly canonicalization?: string;
}

/** The mail with a DKIM-Signature on top. */
export async function signed(text: string = mailText(), signing: Signing = {}): Promise<string> {
  const { domain = 'example.com', selector = 'k1', key = KEYS.good, headerList, expires, ...rest } = signing;
  const { signatures, errors } = await dkimSign(text, {
    signTime: SIGNED,
    ...(expires === undefined ? {} : { expires }),
    signatureData: [
      {
        signingDomain: domain,
        selector,
        privateKey: key.privateKey,
        ...(headerList === undefined ? {} : { headerList: [...headerList] }),
        ...rest,
      },
    ],
  } as DKIMSignOptions);
  if (errors.length > 0 || signatures === '') throw new Error(`not signed: ${JSON.stringify(errors)}`);
  return signatures + text;
}

/** The mail as a list host passes it on, with its seal. */
export async function sealed(text: string, found: string, domain = 'lists.example'): Promise<string> {
  const headers = await sealMessage(text, {
    signingDomain: domain,
    selector: 'k1',
    privateKey: KEYS.good.privateKey,
    authResults: found,
    cv: 'none',
    signTime: SIGNED,
  });
  return headers.toString('utf8') + text;
}
