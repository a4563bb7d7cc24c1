import { readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImapFlow } from 'imapflow';

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

/** A whole mail with LF lines; each is another one. */
function composeSample(mail: SampleMail, number: number): string {
  return [
    `From: ${mail.from ?? `customer${number}@example.com`}`,
    'To: support@shop.test',
    `Subject: ${mail.subject ?? 'Refund Request'}`,
    `Message-ID: ${mail.messageId ?? `<sample-${number}@example.com>`}`,
    ...(mail.headers ?? []),
    '',
    mail.body ?? `Order: A-${number}`,
    '',
  ].join('\n');
}

/** Writes one mail into a Maildir as a delivery agent would. Dovecot takes INTERNALDATE from the file's time. */
export function deliver(maildir: string, mail: SampleMail = {}): void {
  const number = ++delivered;
  const receivedAt = mail.receivedAt ?? new Date();
  // The time first, then a number that grows: Dovecot gives UIDs to new files in the order of their names.
  const name = `${Math.floor(receivedAt.getTime() / 1000)}.M${String(number).padStart(6, '0')}P1.test`;
  const path = join(maildir, 'new', name);
  writeFileSync(path, composeSample(mail, number), { mode: 0o666 });
  utimesSync(path, receivedAt, receivedAt);
}

/** Puts one mail into INBOX over IMAP, for servers whose files are their own business. */
export async function appendSample(client: ImapFlow, mail: SampleMail = {}): Promise<void> {
  const text = composeSample(mail, ++delivered).replaceAll('\n', '\r\n');
  if (!(await client.append('INBOX', text, [], mail.receivedAt ?? new Date()))) throw new Error('the sample was not delivered');
}

/** Dovecot takes the second at which it first sees a mailbox for its UIDVALIDITY. */
const NEXT_SECOND_MS = 1_050;

/** As if the mailbox had been restored from a backup: every mail gets another UID, under another UIDVALIDITY. */
export async function forgetUids(maildir: string): Promise<void> {
  await new Promise((resolve) => {
    setTimeout(resolve, NEXT_SECOND_MS);
  });
  for (const file of readdirSync(maildir)) if (file.startsWith('dovecot')) rmSync(join(maildir, file), { force: true });
}
