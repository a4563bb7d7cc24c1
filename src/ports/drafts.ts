import type { SeenMessage } from '../domain/draft-life.ts';
import type { Result } from '../domain/result.ts';

/** Where a draft lies. */
export interface DraftPlace {
  /** As a person would look for it: a folder's name, or a file's path. */
  readonly folder: string;
  /** Null where the server does not say (no UIDPLUS). */
  readonly uid: number | null;
}

export interface DraftError {
  /** `unclear`: it may lie there or not, so look before trying again. `refused`: it does not, and a person must act (over quota, no such folder). */
  readonly kind: 'unclear' | 'refused';
  readonly what: string;
}

/** A whole RFC 5322 message with CRLF lines, to be left as a draft. */
export interface Draft {
  /** With angle brackets. */
  readonly messageId: string;
  readonly raw: Uint8Array;
}

/** Leaves replies where a person finds them, to read, edit and send. */
export interface DraftBox {
  /**
   * Leaves one message as a draft. Not repeatable by itself: after `unclear`, or after a crash, {@link DraftBox.find} comes first.
   * @param raw a whole RFC 5322 message with CRLF lines
   * @see RFC 9051 section 6.3.12
   */
  put(messageId: string, raw: Uint8Array): Promise<Result<DraftPlace, DraftError>>;
  /**
   * The same for several, in one act: all or none of them. Missing where the mailbox cannot.
   * @returns their places in the same order
   * @see RFC 3502
   */
  readonly putTogether?: (drafts: readonly Draft[]) => Promise<Result<readonly DraftPlace[], DraftError>>;
  /** Looks for the message among the drafts and, where that folder is known, among what was sent. */
  find(messageId: string): Promise<Result<DraftPlace | null, DraftError>>;
}

/** Where sent mail lies: asked after an unclear end, and given a copy of what the provider has not put there itself. */
export interface SentBox {
  /**
   * Looks for a message by its Message-ID, or by one that the server gave it. Null proves little: not every provider puts sent mail there.
   * @param messageIds with angle brackets
   */
  find(messageIds: readonly string[]): Promise<Result<DraftPlace | null, DraftError>>;
  /** Puts a copy there, marked as read, unless one is there. */
  keep(messageId: string, raw: Uint8Array): Promise<Result<DraftPlace, DraftError>>;
}

/** How a folder stands: equal numbers mean that nothing came or went. */
export interface FolderState {
  readonly path: string;
  readonly uidValidity: string;
  /** Null where the server does not say. */
  readonly uidNext: number | null;
  readonly exists: number;
}

/** How a folder stood when it was last looked through. A `sent` folder with an empty path: there is none. */
export interface FolderMark extends FolderState {
  readonly role: 'drafts' | 'sent';
}

/** Looks after drafts where people work on them. Every method throws `MailboxLost` where the mailbox fails. */
export interface DraftWatch {
  /** One cheap question. Null for a folder that is not there. */
  stateOf(path: string): Promise<FolderState | null>;
  /** Where sent mail lies; null where no such folder is known. */
  findSent(): Promise<string | null>;
  /** UIDs of the messages there, without those flagged as deleted. */
  uidsIn(path: string): Promise<ReadonlySet<number>>;
  /** Messages with a UID above `uid`, or all that came in on the day of `since` or later, and perhaps older ones. */
  seenIn(path: string, from: { readonly uid: number } | { readonly since: Date }): Promise<readonly SeenMessage[]>;
  /** One whole message; null where it is gone, or larger than any draft. */
  fetch(path: string, uid: number): Promise<Uint8Array | null>;
  /**
   * Removes one message for good, if `isOurs` says so of its bytes.
   * @returns `kept`: it is gone already, or is not ours any more. `cannot`: the server would remove others with it (no UIDPLUS, RFC 4315)
   */
  remove(path: string, uid: number, isOurs: (raw: Uint8Array) => Promise<boolean>): Promise<'removed' | 'kept' | 'cannot'>;
}
