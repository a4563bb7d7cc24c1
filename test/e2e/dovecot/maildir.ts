import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface SampleMail {
  readonly from?: string;
  readonly subject?: string;
  readonly messageId?: string;
  readonly body?: string;
  /** Further header lines. */
  readonly headers?: readonly string[];
  /** INTERNALDATE. */
  readonly receivedAt?: Date;
}

let delivered = 0;

/** Writes one mail into a Maildir as a delivery agent would. Dovecot takes INTERNALDATE from the file's time. */
export function deliver(maildir: string, mail: SampleMail = {}): void {
  const number = ++delivered;
  const receivedAt = mail.receivedAt ?? new Date();
  const text = [
    `From: ${mail.from ?? `customer${number}@example.com`}`,
    'To: support@shop.test',
    `Subject: ${mail.subject ?? 'Refund Request'}`,
    `Message-ID: ${mail.messageId ?? `<sample-${number}@example.com>`}`,
    ...(mail.headers ?? []),
    '',
    mail.body ?? `Order: A-${number}`,
    '',
  ].join('\n');
  // The time first, then a number that grows: Dovecot gives UIDs to new files in the order of their names.
  const name = `${Math.floor(receivedAt.getTime() / 1000)}.M${String(number).padStart(6, '0')}P1.test`;
  const path = join(maildir, 'new', name);
  writeFileSync(path, text, { mode: 0o666 });
  utimesSync(path, receivedAt, receivedAt);
}
