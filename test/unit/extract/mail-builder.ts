import type { Mail, Segment } from '../../../src/domain/mail.ts';
import type { ReadingContext } from '../../../src/extract/read-claim.ts';

export const context: ReadingContext = { timeZone: 'UTC', orderIdPatterns: [], ownAddresses: ['support@shop.example'] };

export interface MailParts {
  readonly subject?: string;
  readonly from?: string;
  readonly name?: string;
  readonly body: string | readonly Segment[];
  readonly receivedAt?: string;
  readonly headers?: Mail['headers'];
}

/** A parsed mail of Mira Holt, received on Thursday 5 March 2026 at 09:30 UTC. */
export function mailOf(parts: MailParts): Mail {
  return {
    source: 'test.eml',
    messageId: '<test@example.com>',
    inReplyTo: [],
    references: [],
    receivedAt: { instant: new Date(parts.receivedAt ?? '2026-03-05T09:30:00Z'), from: 'received-header' },
    from: { kind: 'one', address: parts.from ?? 'mira.holt@example.com', name: parts.name ?? 'Mira Holt' },
    replyTo: [],
    subject: parts.subject ?? 'Refund Request',
    headers: parts.headers ?? [],
    contentType: 'text/plain',
    body: typeof parts.body === 'string' ? [{ role: 'own', text: parts.body }] : parts.body,
    attachments: [],
    contentHash: '',
  };
}
