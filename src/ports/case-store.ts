import type { DraftNews, SupersededDraft, SupersededEnd, WaitingDraft } from '../domain/draft-life.ts';
import type {
  CaseNames,
  CaseThread,
  ComposedReply,
  FailingLook,
  Filing,
  Judgement,
  LedgerMessage,
  MailboxIdentity,
  MessageEnd,
  MessageState,
  OwedCopy,
  PendingReply,
  ReplyToCount,
  TogetherFailures,
} from '../domain/ledger.ts';
import type { ReplyCounts, SendableOutcome } from '../domain/sending.ts';
import type { DraftPlace, FolderMark } from './drafts.ts';
import type { MailboxListing } from './mailbox.ts';

/** What the ledger knows of one life of a mailbox before a pass. */
export interface MailboxRecord {
  readonly id: number;
  /** Every message up to this UID that is to be read has a row. */
  readonly listedTo: number;
  /** Something waits whose time has come, whether a message or a reply. */
  readonly hasWorkDue: boolean;
}

/** What came of writing a listing down. */
export interface Recorded {
  readonly mailboxId: number;
  /** Messages that had no row before. */
  readonly added: number;
}

/** Which messages of a mailbox are to have a row: those above `aboveUid`, and those received at `from` or later (null: all). */
export interface MailboxWindow {
  readonly from: Date | null;
  readonly aboveUid: number;
}

/** Where one message stands, as far as counting needs it. */
export interface MessageAccount {
  readonly rowId: number;
  readonly uid: number;
  readonly submittedAt: Date | null;
  readonly state: MessageState;
  /** Its bytes are kept here: it is judged from them, whether it is still in the mailbox or not. */
  readonly isKept: boolean;
}

/** All that the ledger holds of one life of a mailbox. */
export interface MailboxAccounts {
  readonly window: MailboxWindow;
  readonly messages: readonly MessageAccount[];
}

/** What waits at the end of a pass. */
export interface Backlog {
  readonly waiting: number;
  readonly oldestWaiting: Date | null;
  /** Mails in quarantine. */
  readonly setAside: number;
  /** Replies of which nobody knows whether they were sent, in any mailbox: a person must find out. */
  readonly uncertain: number;
  /** Replies, in any mailbox, that cannot be looked after at present. */
  readonly failingLooks: number;
  /** Drafts and Sent cannot be looked through at present; null: they can. */
  readonly failingDraftLook: FailingLook | null;
  /** The high-water mark: every message up to this UID is final. Nothing is passed by. */
  readonly mark: number;
}

/**
 * The ledger of messages and cases. A row is written before anything is done with a message, an intent before each act.
 * Each method is one transaction; a broken or full disk throws.
 */
export interface CaseStore {
  /** Reads only. Null for a mailbox, or a UIDVALIDITY, not seen before. */
  lookUp(mailbox: MailboxIdentity, now: Date): Promise<MailboxRecord | null>;
  /** From when on mail may have been missed, where the mailbox is known under another UIDVALIDITY (null: not known since when); else undefined. */
  resumePoint(mailbox: MailboxIdentity): Promise<Date | null | undefined>;
  /**
   * Opens a record for a mailbox that `lookUp` does not know and gives each entry of its first listing a row.
   * What waits to be read under an older UIDVALIDITY is superseded: it comes again under this one.
   * @param from what was received earlier was left out of the listing; without it nothing was
   */
  register(mailbox: MailboxIdentity, listing: MailboxListing, now: Date, from?: Date | null): Promise<Recorded>;
  /** Gives each entry a row, unless it has one, and moves `listedTo` on, never back. */
  record(mailboxId: number, listing: MailboxListing, now: Date): Promise<Recorded>;
  /** From now on older mail is to have rows as well, as far back as `from`. */
  widen(mailboxId: number, from: Date): Promise<void>;
  accounts(mailboxId: number): Promise<MailboxAccounts>;
  /** Messages whose time has come: the fewer attempts the earlier, then by UID. */
  dueMessages(mailboxId: number, now: Date): Promise<readonly LedgerMessage[]>;
  /** These are to get the keyword on the server once they are final, in this pass or in a later one. */
  oweKeyword(messageRowIds: readonly number[]): Promise<void>;
  /** Messages of a mailbox that are final and owed the keyword, by UID. */
  dueKeywords(mailboxId: number): Promise<readonly Pick<LedgerMessage, 'id' | 'uid'>[]>;
  /** Counts a try before it is made. After the last one nothing is owed, however it ends. */
  beginKeywords(messageRowIds: readonly number[]): Promise<void>;
  endKeywords(messageRowIds: readonly number[]): Promise<void>;
  /** Bytes of messages that a person put back in line: these are judged, and the mailbox is not asked for them. */
  keptBytes(messageRowIds: readonly number[]): Promise<ReadonlyMap<number, Uint8Array>>;
  /** Counts an attempt before it is made. */
  begin(messageRowId: number): Promise<void>;
  /** Final without being judged. `raw` is kept for a person where given. */
  close(messageRowId: number, end: MessageEnd, why: string, now: Date, raw?: Uint8Array): Promise<void>;
  /** Not final: tried again at `nextAttemptAt`. `countsAsFailure` false gives the attempt back (the mail is not to blame). */
  postpone(messageRowId: number, why: string, nextAttemptAt: Date, countsAsFailure: boolean): Promise<void>;
  /** The names of the case this message would open: a function of the ledger's secret and the message. */
  nameCase(messageRowId: number): Promise<CaseNames>;
  /** The names of a later revision of a case that is there. */
  nameRevision(caseId: string, revision: number): Promise<CaseNames>;
  /**
   * The case that a mail answers, whatever its state: named by a Message-ID or token of ours, and the sender belongs to it.
   * @param ids In-Reply-To and References, with angle brackets
   * @param sender in its comparable form
   */
  findThread(ids: readonly string[], sender: string): Promise<CaseThread | null>;
  /** Whether an order has an open case that a later request would attach to. */
  hasOpenCase(caseKey: string, exceptCaseId: string | null): Promise<boolean>;
  /** Files a judged mail in one transaction: recognises copies and duplicate requests, opens the case, writes the intent of `reply`. */
  file(messageRowId: number, judgement: Judgement, names: CaseNames, reply: ComposedReply | null, now: Date): Promise<Filing>;
  /** Replies intended or uncertain whose time has come, oldest first. */
  pendingReplies(now: Date): Promise<readonly PendingReply[]>;
  /** Counts a pass that goes on with a pending reply, before it does; where given, the next one is put off. */
  beginLook(reply: PendingReply, nextLookAt: Date | null): Promise<void>;
  /** What was begun came to an end, whatever became of the reply. */
  endLook(reply: PendingReply): Promise<void>;
  noteFailedLook(reply: PendingReply, why: string, now: Date): Promise<void>;
  /** Whether a reply waits whose looks keep failing, due or not. */
  hasFailingLooks(): Promise<boolean>;
  /** A draft of which nobody knows whether it lies in Drafts, whenever it is looked for next. */
  hasUnclearDraft(): Promise<boolean>;
  /** Null where an account's drafts were never placed together, or the last time that ended well. */
  togetherFailures(account: string): Promise<TogetherFailures | null>;
  noteTogether(account: string, failures: TogetherFailures | null): Promise<void>;
  /** Null where the last look through an account's Drafts and Sent went well. */
  failingDraftLook(account: string): Promise<FailingLook | null>;
  noteDraftLook(account: string, failing: FailingLook | null): Promise<void>;
  /**
   * Counts an attempt at each reply before it is made; what was filed before outlives a power cut from then on.
   * @returns those that are still to leave: a newer answer may have taken the place of others
   */
  beginReplies(replies: readonly PendingReply[]): Promise<readonly PendingReply[]>;
  markUncertain(reply: PendingReply, why: string, now: Date): Promise<void>;
  markPlaced(reply: PendingReply, place: DraftPlace, now: Date): Promise<void>;
  markPlacedTogether(placed: readonly (readonly [PendingReply, DraftPlace])[], now: Date): Promise<void>;
  /** The reply left by itself; `why` tells where that was seen, if not from the server's own answer. Where given, its copy is owed to Sent from then on. */
  markSent(reply: PendingReply, why: string | null, now: Date, copy?: Pick<OwedCopy, 'renamedTo'> | null): Promise<void>;
  /** Copies owed to an account's Sent whose time has come: the fewer tries the earlier, then the oldest first. */
  dueCopies(account: string, now: Date): Promise<readonly OwedCopy[]>;
  /** Counts a try before it is made, and puts the next one off. */
  beginCopy(copy: OwedCopy, nextTryAt: Date): Promise<void>;
  /** It lies there. */
  endCopy(copy: OwedCopy): Promise<void>;
  /** It is owed no more; its case says why it is missing. */
  giveUpCopy(copy: OwedCopy, why: string, now: Date): Promise<void>;
  /** What the caps and breakers look at: every reply that left, may have left or waits to leave, and mails of nearly the same words. */
  countReplies(about: ReplyToCount, now: Date): Promise<ReplyCounts>;
  /** A reply that was to be sent and was certainly not taken goes to a person as a draft; null where it is not to leave any more. */
  turnIntoDraft(reply: PendingReply, why: string, now: Date): Promise<PendingReply | null>;
  /** Withdraws a draft that a look has not found, where a person has declined or closed its case meanwhile; tells whether it did. */
  withdrawIfOutdated(reply: PendingReply, now: Date): Promise<boolean>;
  /** Still unclear whether it was sent: looked for again at `nextLookAt`. */
  lookAgain(reply: PendingReply, why: string, nextLookAt: Date): Promise<void>;
  /** Nobody can tell whether it was sent: the case is held, and nothing is done with the reply again but by a person. */
  leaveUncertain(reply: PendingReply, why: string, now: Date): Promise<void>;
  /** The server has certainly not taken it: it is intended as before, and tried again at `nextAttemptAt`. */
  putOffReply(reply: PendingReply, why: string, nextAttemptAt: Date, now: Date): Promise<void>;
  /** Drafts of an account's mail that may still become something. */
  waitingDrafts(account: string, now: Date): Promise<readonly WaitingDraft[]>;
  /** How the account's folders stood when drafts were last looked for. */
  folderMarks(account: string): Promise<readonly FolderMark[]>;
  /** What was found of drafts, and how the folders stood: in one transaction. */
  noteDrafts(account: string, news: readonly DraftNews[], marks: readonly FolderMark[], now: Date): Promise<void>;
  /** Drafts of ours that nobody should send any more: a newer one took their place, a person ended the case, or answered otherwise. */
  supersededDrafts(account: string): Promise<readonly SupersededDraft[]>;
  markSuperseded(draft: SupersededDraft, end: SupersededEnd, now: Date): Promise<void>;
  /** The whole message of a reply as it was composed. */
  rawOf(replyId: number): Promise<Uint8Array>;
  /** Writes down which outcomes are sent from now on (none: everything is drafted); tells whether something is sent that was not before. */
  noteOpenOutcomes(outcomes: readonly SendableOutcome[], now: Date): Promise<boolean>;
  /** Whether a day has gone by since all that was old enough was forgotten. */
  isForgettingDue(now: Date): Promise<boolean>;
  /** Forgets whole replies, and fingerprints of words, that are older and that nothing is done with any more. Decisions and events stay. */
  forgetRaw(before: Date, now: Date): Promise<void>;
  backlog(mailboxId: number): Promise<Backlog>;
  dispose(): Promise<void>;
}
