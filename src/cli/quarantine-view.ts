import Table from 'cli-table3';
import type { QuarantinedMail } from '../domain/quarantine.ts';
import type { CommandIo } from './io.ts';
import { minuteOf } from './minute.ts';
import { printable, printableLine } from './printable.ts';

const NARROWEST = 100;
const WIDEST = 160;
const FIXED_COLUMNS = [8, 10, 18, 10, 8] as const;
const BORDERS = 19;

/** A row a mail. */
export function quarantineTable(mails: readonly QuarantinedMail[], io: Pick<CommandIo, 'stdout'>): string {
  const width = Math.min(WIDEST, Math.max(NARROWEST, io.stdout.columns ?? NARROWEST));
  const whyWidth = width - FIXED_COLUMNS.reduce<number>((sum, column) => sum + column, BORDERS);
  const table = new Table({
    head: ['Mail', 'UID', 'Received', 'Size', 'Bytes', 'Why'],
    colWidths: [...FIXED_COLUMNS, whyWidth],
    wordWrap: true,
    style: { head: [], border: [], compact: true },
    colAligns: ['right', 'right', 'left', 'right', 'left', 'left'],
  });
  for (const mail of mails) {
    const { id, uid, submittedAt, sizeBytes, bytes, end, why } = mail;
    table.push([
      id,
      uid,
      submittedAt === null ? '' : minuteOf(submittedAt),
      sizeOf(sizeBytes),
      bytes,
      `${end}: ${printableLine(why, 300)}`,
    ]);
  }
  return table.toString();
}

/** The same for machines. */
export function quarantinedObject(mail: QuarantinedMail): object {
  const { submittedAt, setAsideAt } = mail;
  return { ...mail, submittedAt: submittedAt?.toISOString() ?? null, setAsideAt: setAsideAt?.toISOString() ?? null };
}

/** A header is shown as far as a person would read it. */
const MAX_HEADER_BYTES = 16 * 1024;

/** Why it is there, what can be done, and its header; what a terminal would obey is spelt out. */
export function describeQuarantined(mail: QuarantinedMail, bytes: Uint8Array | null, maxMailBytes: number): string {
  const { id, account, path, uid, submittedAt, sizeBytes, end, why, attempts, setAsideAt } = mail;
  const facts = [
    `mail ${id}: ${end}`,
    `why       ${printableLine(why, 500)}`,
    `where     ${printableLine(`${account} ${path}`)}, UID ${uid}${mail.isStale ? ' of an earlier life of the mailbox' : ''}`,
    `received  ${submittedAt?.toISOString() ?? 'unknown'}`,
    `size      ${sizeBytes} bytes`,
    `set aside ${setAsideAt?.toISOString() ?? 'unknown'} after ${attempts} attempts`,
    `bytes     ${{ none: 'not kept; it lies in the mailbox', kept: 'kept', edited: 'kept, and edited ones in their place' }[mail.bytes]}`,
    `next      ${adviceFor(mail, maxMailBytes)}`,
  ];
  return `${facts.join('\n')}\n${bytes === null ? '' : `\n${headerOf(bytes)}\n`}`;
}

function adviceFor({ id, isStale, sizeBytes, bytes }: QuarantinedMail, maxMailBytes: number): string {
  if (isStale) return `quarantine drop ${id}: what is still in the mailbox came again under another UID`;
  if (sizeBytes > maxMailBytes) return `raise MAX_MAIL_BYTES to ${sizeBytes} or more and quarantine retry ${id}, or quarantine drop ${id}`;
  const edit = bytes === 'none' ? '' : `quarantine export ${id}, edit, quarantine replace ${id} FILE; or `;
  return `${edit}quarantine retry ${id}, or quarantine drop ${id}`;
}

function headerOf(bytes: Uint8Array): string {
  const start = new TextDecoder().decode(bytes.subarray(0, MAX_HEADER_BYTES)).replaceAll('\r\n', '\n');
  const end = start.indexOf('\n\n');
  return printable(end < 0 ? start : start.slice(0, end));
}

function sizeOf(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
