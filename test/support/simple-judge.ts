import { createHash } from 'node:crypto';
import type { RawMessage } from '../../src/domain/message.ts';
import { ok, refuse } from '../../src/domain/result.ts';
import type { Verdict } from '../../src/domain/verdict.ts';
import type { Compose, Judge } from '../../src/pipeline/poll-needs.ts';

/**
 * Judges by three header fields and one line, so that these tests are about the mailbox and the ledger and about nothing else:
 * a subject with "refund" asks for one, `Order: X` in the body names the order, `X-Unparseable` cannot be read.
 */
export const judgeSimply: Judge = (raw) => Promise.resolve(judge(raw));

function judge(raw: RawMessage): Awaited<ReturnType<Judge>> {
  const { headers, body } = splitMail(raw.bytes);
  if (headers.has('x-unparseable')) return refuse({ source: raw.source, code: 'unparseable', message: 'made so by the test' });
  const isRequest = /refund/i.test(headers.get('subject') ?? '');
  const from = headers.get('from') ?? '';
  const orderId = /^Order: *(\S+)/im.exec(body)?.[1];
  const messageId = headers.get('message-id') ?? null;
  const verdict: Verdict = {
    mail: {
      source: raw.source,
      messageId,
      inReplyTo: [],
      references: [],
      receivedAt: { instant: raw.internalDate ?? new Date(0), from: 'internaldate' },
      from: { kind: 'one', address: from, name: '' },
      replyTo: [],
      subject: headers.get('subject') ?? '',
      headers: [],
      contentType: 'text/plain',
      body: [{ role: 'own', text: body }],
      attachments: [],
      contentHash: createHash('sha256').update(body).digest('hex'),
    },
    classification: { kind: isRequest ? 'refund-request' : 'unrelated', why: 'subject' },
    followUp: null,
    claim: isRequest ? claimOf(from, orderId) : null,
    missing: [],
    sender: { address: from, authentication: 'pass', matchesAccount: orderId === undefined ? null : !from.startsWith('stranger') },
    senderCheck: null,
    order: orderId === undefined ? null : orderOf(orderId, from),
    decision: null,
    basis: null,
    deadlines: null,
    reply: isRequest ? replyTo(from, headers.get('subject') ?? '', messageId) : null,
  };
  return ok(verdict);
}

function splitMail(bytes: Uint8Array): { headers: Map<string, string>; body: string } {
  const text = new TextDecoder('latin1').decode(bytes).replaceAll('\r\n', '\n');
  const [head = '', ...rest] = text.split('\n\n');
  const fields = head.split('\n').map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
  });
  return { headers: new Map(fields), body: rest.join('\n\n') };
}

function claimOf(accountEmail: string, orderId: string | undefined): NonNullable<Verdict['claim']> {
  const orderIds = orderId === undefined ? [] : [orderId];
  return { accountEmail, orderIds, purchaseDateReadings: [], reason: null, language: 'en', evidence: {}, missing: [] };
}

function orderOf(orderId: string, accountEmail: string): NonNullable<Verdict['order']> {
  return {
    orderId,
    transactionIds: [],
    accountEmail,
    purchasedAt: '2026-03-01',
    currency: 'USD',
    total: '29.90',
    tax: '0',
    processingFee: '0',
    conversionDifference: '0',
    creditsPurchased: 400,
    creditsBonus: 0,
    creditsUsed: 0,
    refunds: [],
    status: 'paid',
    purchasedCreditsUsed: 0,
    purchasedCreditsUnused: 400,
  };
}

function replyTo(to: string, subject: string, messageId: string | null): NonNullable<Verdict['reply']> {
  const headers = messageId === null ? {} : { 'In-Reply-To': messageId, References: messageId };
  return { template: 'full', locale: 'en', to, subject: `Re: ${subject}`, text: 'You get it back.', html: '', headers, action: 'draft' };
}

export const composeSimply: Compose = (reply, { messageId, date }) => {
  const fields = { From: 'support@shop.test', To: reply.to, Subject: reply.subject, 'Message-ID': messageId, Date: date.toUTCString() };
  const lines = Object.entries({ ...fields, ...reply.headers }).map(([name, value]) => `${name}: ${value}`);
  return Promise.resolve(new TextEncoder().encode([...lines, '', reply.text, ''].join('\r\n')));
};
