import type { Attachment } from './mail.ts';

/**
 * A body of more is fetched without its attachments, and known again by its text: a letter takes kilobytes, a telephone's picture megabytes.
 * Counted below the header, which differs between copies of a mail.
 */
export const LARGE_BODY_BYTES = 1024 * 1024;

/** A mail as it came, before anything in it is believed. */
export interface RawMessage {
  /** Where it was found: a path as given, `FILE#N` in an mbox, `-` for standard input, `imap://…;UID=n` in a mailbox. */
  readonly source: string;
  readonly bytes: Uint8Array;
  /** What was left on the server: then `bytes` are the header and the text parts alone, and no signature over the body can be checked. Absent: the mail is whole. */
  readonly leftOut?: readonly Attachment[];
  /** When a server of ours took it in (IMAP INTERNALDATE); null for files. */
  readonly internalDate: Date | null;
  /** The file's modification time, the last resort for the time of receipt; null in a mailbox. */
  readonly fileModifiedAt: Date | null;
}

/** Why one input gave no mail: the codes of `triage --json`. */
export type IntakeErrorCode = 'not-found' | 'too-large' | 'unparseable' | 'timeout';

export interface IntakeError {
  readonly source: string;
  readonly code: IntakeErrorCode;
  readonly message: string;
}
