import { createSocket, type Socket } from 'node:dgram';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openVerifier } from '../../../src/compose/verifier.ts';
import { describeResult } from '../../../src/domain/authentication.ts';
import { FROM, mailText, RECEIVED, signed, ZONE } from '../../unit/verification/signed-mail.ts';

const HEADER_BYTES = 12;
const SILENT = 'slow._domainkey.example.com';
const NO_ABORT = new AbortController().signal;

let server: Socket;
let address = '';
beforeAll(async () => {
  server = createSocket('udp4');
  server.on('message', (query, from) => {
    const reply = answerTo(query);
    if (reply !== null) server.send(reply, from.port, from.address);
  });
  await new Promise<void>((done) => server.bind(0, '127.0.0.1', done));
  address = `127.0.0.1:${server.address().port}`;
});
afterAll(() => server.close());

/** As a name server would (RFC 1035 section 4): TXT from the zone, NXDOMAIN for what is not there, nothing for {@link SILENT}. */
function answerTo(query: Buffer): Buffer | null {
  const labels: string[] = [];
  let at = HEADER_BYTES;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  const question = query.subarray(HEADER_BYTES, at + 5);
  const name = labels.join('.').toLowerCase();
  if (name === SILENT) return null;
  const record = ZONE[name];
  const text = typeof record === 'string' ? record : null;
  const head = Buffer.from(query.subarray(0, HEADER_BYTES));
  head.writeUInt16BE(text === null ? 0x8183 : 0x8180, 2);
  head.writeUInt16BE(text === null ? 0 : 1, 6);
  head.fill(0, 8);
  return Buffer.concat(text === null ? [head, question] : [head, question, txtRecord(text)]);
}

function txtRecord(text: string): Buffer {
  const strings = (text.match(/.{1,255}/g) ?? ['']).map((part) => Buffer.concat([Buffer.from([part.length]), Buffer.from(part, 'latin1')]));
  const data = Buffer.concat(strings);
  const fixed = Buffer.alloc(HEADER_BYTES);
  // The name is the question's; TXT, IN, a minute to live.
  fixed.writeUInt16BE(0xc00c, 0);
  fixed.writeUInt16BE(16, 2);
  fixed.writeUInt16BE(1, 4);
  fixed.writeUInt32BE(60, 6);
  fixed.writeUInt16BE(data.length, 10);
  return Buffer.concat([fixed, data]);
}

async function figures(text: string, servers = [address]): Promise<readonly string[]> {
  const verifier = openVerifier([], servers);
  const { results } = await verifier.verify(Buffer.from(text), FROM, RECEIVED, NO_ABORT);
  verifier.close();
  return results.map((result) => describeResult(result).replace(/ header\..*/, ''));
}

test('a signed mail passes over a real name server', async () => {
  expect(await figures(await signed())).toEqual(['dkim=pass', 'dmarc=pass']);
});

test('a name that does not exist is told from a server that does not answer', async () => {
  expect(await figures(await signed(mailText(), { selector: 'gone' }))).toEqual([
    'dkim=neutral (no key)',
    'dmarc=none (no DKIM pass, and SPF is not known here)',
  ]);
});

test('a server that is not there is no pass, and soon', async () => {
  expect(await figures(await signed(), ['127.0.0.1:1'])).toEqual(['dkim=temperror (DNS failure: ECONNREFUSED)', 'dmarc=temperror']);
});

test('a server that stays silent is given up', { timeout: 20_000 }, async () => {
  const [dkim] = await figures(await signed(mailText(), { selector: 'slow' }));
  expect(dkim).toBe('dkim=temperror (DNS failure: ETIMEOUT)');
});
