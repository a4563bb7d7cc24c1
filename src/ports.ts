import type { CheckedMail } from './domain/authentication.ts';
import type { CaseMove, CaseState, IllegalMove } from './domain/case.ts';
import type { Actor, ChainedEvent } from './domain/case-event.ts';
import type { Audit, CaseRecord, CaseSummary } from './domain/case-record.ts';
import type { DecisionRecord } from './domain/decision-input.ts';
import type { DraftNews, SeenMessage, WaitingDraft } from './domain/draft-life.ts';
import type {
  CaseNames,
  CaseThread,
  ComposedReply,
  Filing,
  Judgement,
  LedgerMessage,
  MailboxIdentity,
  MessageEnd,
  MessageState,
  PendingReply,
  ReplyToCount,
} from './domain/ledger.ts';
import type { RawMessage } from './domain/message.ts';
import type { OrderEntry } from './domain/order.ts';
import type { CreditConsumption } from './domain/policy.ts';
import type { QuarantinedMail, QuarantineRefusal } from './domain/quarantine.ts';
import type { Result } from './domain/result.ts';
import type { DraftRecord, ReplyCounts, UncertainReply } from './domain/sending.ts';

/** One candidate of a claim and the entry it names. Candidates that name nothing are left out. */
export interface OrderMatch {
  readonly candidate: string;
  readonly entry: OrderEntry;
}

/** The order book did not answer; may be tried again. */
export interface OrderBookUnavailable {
  readonly kind: 'unavailable';
  readonly why: string;
}

/** What one claim asks of the order book. */
export interface OrderQuery {
  /** Order numbers or transaction IDs, best first. */
  readonly candidates: readonly string[];
  /** The account that the mail states or comes from, for a book that is asked by account as well; null where none is known. */
  readonly account: string | null;
  /** Section 4, for a book that works usage out from single events. */
  readonly creditConsumption: CreditConsumption;
}

export interface OrderAnswer {
  /** In the order of the candidates; two where one names an order and is another's transaction ID. */
  readonly matches: readonly OrderMatch[];
  /** The instant at which these were the facts. */
  readonly asOf: Date;
}

/** The record of orders and their credit usage. Read only. */
export interface OrderBook {
  /**
   * Looks up every candidate as an order number (ASCII case, a leading `#` and surrounding space do not matter)
   * and as a transaction ID (exact but for surrounding space).
   * @throws UnusableInput where the book as a whole turns out to be unusable: no candidate is to blame
   */
  find(query: OrderQuery, signal: AbortSignal): Promise<Result<OrderAnswer, OrderBookUnavailable>>;
  close(): Promise<void>;
}

/** Checks here who sent a mail: DKIM (RFC 6376, 8301), SPF (RFC 7208), DMARC (RFC 9989) and ARC (RFC 8617). */
export interface SenderVerifier {
  /**
   * Ends within a few seconds, whatever DNS does: what it does not answer in time is `temperror`, never a pass.
   * @param bytes the whole message as it was received, since that is what a signature covers
   * @param fromAddress the one address of its one From field
   * @param receivedAt a signature that had expired by then is no pass
   */
  verify(bytes: Uint8Array, fromAddress: string, receivedAt: Date, signal: AbortSignal): Promise<CheckedMail>;
  /** Lets go of what is still being asked. */
  close(): void;
}

/** The time, so that tests can set it. */
export interface Clock {
  now(): Date;
}

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

/** Leaves replies where a person finds them, to read, edit and send. */
export interface DraftBox {
  /**
   * Leaves one message as a draft. Not repeatable by itself: after `unclear`, or after a crash, {@link DraftBox.find} comes first.
   * @param raw a whole RFC 5322 message with CRLF lines
   * @see RFC 9051 section 6.3.12
   */
  put(messageId: string, raw: Uint8Array): Promise<Result<DraftPlace, DraftError>>;
  /** Looks for the message among the drafts and, where that folder is known, among what was sent. */
  find(messageId: string): Promise<Result<DraftPlace | null, DraftError>>;
}

/** One message with its envelope, which is told apart from what its header says (RFC 5321 section 2.3.1). */
export interface OutgoingMail {
  readonly from: string;
  readonly to: string;
  /** A whole RFC 5322 message with CRLF lines, sent as it is. */
  readonly raw: Uint8Array;
}

/** The server has taken the message on (250 after its content, RFC 5321 section 4.2.5). */
export interface SendReceipt {
  /** With angle brackets, where the server says that it gave the message another Message-ID; else null. */
  readonly renamedTo: string | null;
}

export interface SendError {
  /**
   * `refused`: the server will never take this message (5yz). `deferred`: it did not take it now and may later (4yz).
   * `unavailable`: no message can be handed over at all; a mistake of the settings, or the server is gone.
   * `unclear`: its content was begun and the answer never came, so it may be on its way.
   */
  readonly kind: 'refused' | 'deferred' | 'unavailable' | 'unclear';
  readonly what: string;
  /** What a person can do about it, where that is known. */
  readonly mend?: string;
}

/** Sends mail. One connection is opened with the first message and kept for the next. */
export interface MailTransport {
  /**
   * Hands over one message, once. Never repeats what may have been taken.
   * @param beforeContent awaited when the server is ready for the content and none of it has been sent: what is written down there tells a
   *   send that was cut short from one that never began. Where it throws, nothing is sent and the error is thrown on.
   * @returns every ending but `unclear` is one in which the server has not taken the message
   */
  send(mail: OutgoingMail, beforeContent: () => Promise<void>): Promise<Result<SendReceipt, SendError>>;
  /** Ends within a few seconds, whatever the server does. */
  close(): Promise<void>;
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

/** Looks after drafts where people work on them. Every method throws {@link MailboxLost} where the mailbox fails. */
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

/** One connection, used for one pass. */
export interface MailSession {
  readonly mailbox: Mailbox;
  readonly drafts: DraftBox;
  /** Missing where mail comes from files. */
  readonly sent?: SentBox;
  /** Missing where nobody works on drafts. */
  readonly watch?: DraftWatch;
  /** Ends within a few seconds, whatever the server does. */
  close(): Promise<void>;
}

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
  /** Messages whose time has come, by UID. */
  dueMessages(mailboxId: number, now: Date): Promise<readonly LedgerMessage[]>;
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
  /** Counts an attempt at a reply before it is made. */
  beginReply(reply: PendingReply): Promise<void>;
  markUncertain(reply: PendingReply, why: string, now: Date): Promise<void>;
  markPlaced(reply: PendingReply, place: DraftPlace, now: Date): Promise<void>;
  /** The reply left by itself; `why` tells where that was seen, if not from the server's own answer. */
  markSent(reply: PendingReply, why: string | null, now: Date): Promise<void>;
  /** What the caps and breakers look at: every reply that left, may have left or waits to leave, and mails of nearly the same words. */
  countReplies(about: ReplyToCount, now: Date): Promise<ReplyCounts>;
  /** The server has not taken it: it is intended as before, and tried again at `nextAttemptAt`. */
  deferReply(reply: PendingReply, why: string, nextAttemptAt: Date, now: Date): Promise<void>;
  /** A reply that was to be sent and was certainly not taken goes to a person as a draft. */
  turnIntoDraft(reply: PendingReply, why: string, now: Date): Promise<PendingReply>;
  /** Still unclear whether it was sent: looked for again at `nextLookAt`. */
  lookAgain(reply: PendingReply, why: string, nextLookAt: Date): Promise<void>;
  /** Nobody can tell whether it was sent: the case is held, and nothing is done with the reply again but by a person. */
  leaveUncertain(reply: PendingReply, why: string, now: Date): Promise<void>;
  /** The reply stays intended and its message is tried again at `nextAttemptAt`. */
  markRefused(reply: PendingReply, why: string, nextAttemptAt: Date, now: Date): Promise<void>;
  /** Drafts of an account's mail that may still become something. */
  waitingDrafts(account: string, now: Date): Promise<readonly WaitingDraft[]>;
  /** How the account's folders stood when drafts were last looked for. */
  folderMarks(account: string): Promise<readonly FolderMark[]>;
  /** What was found of drafts, and how the folders stood: in one transaction. */
  noteDrafts(account: string, news: readonly DraftNews[], marks: readonly FolderMark[], now: Date): Promise<void>;
  /** Untouched drafts whose case has a newer one in its place. */
  supersededDrafts(account: string): Promise<readonly WaitingDraft[]>;
  /** @param isRemoved false: it had to be left beside the newer one, `why` tells */
  markSuperseded(draft: WaitingDraft, isRemoved: boolean, why: string, now: Date): Promise<void>;
  /** The whole message of a reply as it was composed. */
  rawOf(replyId: number): Promise<Uint8Array>;
  backlog(mailboxId: number): Promise<Backlog>;
  dispose(): Promise<void>;
}

/** A move asked for a case that is not in the ledger. */
export interface NoSuchCase {
  readonly kind: 'no-such-case';
  readonly caseId: string;
}

/** A case cannot be opened again beside another open one of the same order: each would be answered. */
export interface AnotherOpenCase {
  readonly kind: 'another-open-case';
  /** The open one. */
  readonly caseId: string;
}

/** Why a person's move was not made. */
export type MoveRefusal = IllegalMove | NoSuchCase | AnotherOpenCase;

/** A person tells of a delivery that was never in doubt, or has been settled. */
export interface NothingUncertain {
  readonly kind: 'nothing-uncertain';
  readonly caseId: string;
}

/** The ledger as people read it: what happened, why, and what they decide about a case. */
export interface CaseArchive {
  /** Cases in these states, or all; the most recently changed first. */
  cases(states: readonly CaseState[]): Promise<readonly CaseSummary[]>;
  /** Null where there is no such case. */
  readCase(caseId: string): Promise<CaseRecord | null>;
  /** The chain of events, whole or of one case, oldest first. */
  events(caseId: string | null): AsyncIterable<ChainedEvent>;
  /** Whether all that is recorded is as it was written. @param earlierHead a head noted before, or null */
  audit(earlierHead: string | null): Promise<Audit>;
  /** Every decision with the facts it was made from, or one case's, oldest first. */
  decisions(caseId: string | null): Promise<readonly DecisionRecord[]>;
  /** What people made of the drafts of each outcome, and what was sent. */
  draftRecords(): Promise<readonly DraftRecord[]>;
  /** Replies of which nobody knows whether they were sent, oldest first. */
  uncertainReplies(): Promise<readonly UncertainReply[]>;
  /** What a person has found out about one. `not-sent`: the next pass leaves it in Drafts. */
  settleDelivery(
    caseId: string,
    found: 'sent' | 'not-sent',
    by: { readonly actor: Actor; readonly why: string | null },
    now: Date,
  ): Promise<Result<null, NothingUncertain>>;
  /** Each case's newest decision, made at `since` or later, oldest first. Holds a page of them in memory, not all. */
  newestDecisions(since: Date | null): AsyncIterable<DecisionRecord>;
  /** A person's move; the event names them and their reason. A reply that still waits to leave is withdrawn where the move ends answering. */
  move(
    caseId: string,
    move: CaseMove,
    by: { readonly actor: Actor; readonly why: string | null },
    now: Date,
  ): Promise<Result<CaseState, MoveRefusal>>;
  dispose(): Promise<void>;
}

/** A person who acts, and when. */
export interface ByPerson {
  readonly actor: Actor;
  readonly at: Date;
}

type Quarantined = Promise<Result<QuarantinedMail, QuarantineRefusal>>;

/** What passes gave up, for a person to look after. Every act is an event with who and when; the answer is the mail as it was before. */
export interface Quarantine {
  /** Oldest first. */
  list(): Promise<readonly QuarantinedMail[]>;
  find(id: number): Promise<QuarantinedMail | null>;
  /** As it came; null where it was never fetched whole. */
  bytes(id: number): Promise<Uint8Array | null>;
  /** Puts it back in line, its attempts forgotten. Receipt and UID stay. */
  retry(id: number, maxMailBytes: number, by: ByPerson): Quarantined;
  /** The next pass judges `edited` instead of what came. Receipt and UID stay, and so do the bytes that came. */
  replace(id: number, edited: Uint8Array, by: ByPerson): Quarantined;
  /** Closes it for good. Its bytes are forgotten here; in the mailbox it stays. */
  drop(id: number, by: ByPerson): Quarantined;
  dispose(): Promise<void>;
}
