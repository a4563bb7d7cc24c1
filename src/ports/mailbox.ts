import type { MailboxIdentity } from '../domain/ledger.ts';
import type { RawMessage } from '../domain/message.ts';

/** Why the mailbox cannot be used, and what a person can do about it. */
export interface MailboxProblem {
  readonly kind: 'unreachable' | 'login-refused' | 'certificate' | 'no-encryption' | 'no-such-folder' | 'timeout' | 'lost' | 'refused';
  readonly what: string;
  readonly mend: string;
}

/** The connection ended, or the server refused what every server must do, in the middle of a pass. Caught once, at the pass's own boundary. */
export class MailboxLost extends Error {
  override readonly name = 'MailboxLost';
  readonly problem: MailboxProblem;

  constructor(problem: MailboxProblem, cause?: unknown) {
    super(problem.what, { cause });
    this.problem = problem;
  }
}

/** The mailbox as one cheap question answers it. */
export interface MailboxState extends MailboxIdentity {
  /** No message has this UID or a higher one yet; null where the source cannot say. */
  readonly uidNext: number | null;
  readonly exists: number;
}

/** A message as listed, before its body is asked for. */
export interface MailboxEntry {
  readonly uid: number;
  /** Null where the source has no clock of its own (files). */
  readonly internalDate: Date | null;
  readonly sizeBytes: number;
}

/** What one listing saw. */
export interface MailboxListing {
  /** Ascending by UID. */
  readonly entries: readonly MailboxEntry[];
  /** Every message up to this UID that matches has been listed; later arrivals have higher ones. */
  readonly listedTo: number;
}

/**
 * A mailbox for reading. `\Seen` is neither read nor written, nothing is ever removed.
 * Every method throws {@link MailboxLost} where the mailbox fails.
 */
export interface Mailbox {
  /** One cheap question, asked before anything is opened. */
  state(): Promise<MailboxState>;
  /** All messages with a UID above `uid`. */
  listAfter(uid: number): Promise<MailboxListing>;
  /** All messages that came in at `since` or later, whatever their UID. */
  listSince(since: Date): Promise<MailboxListing>;
  /**
   * Fetches whole messages without touching their flags. What is gone is left out.
   * @param maxBytes a message longer than this comes cut off after one byte more, whatever size was listed
   */
  fetch(uids: readonly number[], maxBytes: number): Promise<ReadonlyMap<number, RawMessage>>;
  /**
   * The UIDs of all messages, ascending, and nothing else of them: cheap at any size.
   * @param since where given, of those that came in then or later, and perhaps of some of two days before
   */
  uids(since: Date | null): Promise<readonly number[]>;
  /** These messages as listed; what is gone is left out. */
  list(uids: readonly number[]): Promise<readonly MailboxEntry[]>;
  /**
   * Fetches one large message as far as people wrote it: header and text parts, without touching its flags. Whole, within `maxBytes` as in
   * {@link Mailbox.fetch}, where the mailbox does not tell parts apart. Undefined where it is gone.
   */
  fetchText(uid: number, maxBytes: number): Promise<RawMessage | undefined>;
  /** Adds a keyword, where the mailbox allows any; otherwise does nothing. */
  addKeyword(uids: readonly number[], keyword: string): Promise<void>;
}
