import type { MailKind } from '../domain/classification.ts';
import type { Outcome } from '../domain/decision.ts';
import type { DraftLife, DraftNews } from '../domain/draft-life.ts';
import type { MessageEnd } from '../domain/ledger.ts';
import type { ReplyPlan, Restraint, RestraintName, SendableOutcome } from '../domain/sending.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { Backlog } from '../ports/case-store.ts';

/** What a pass came to for one mail. `failed` and `postponed` are tried again, and so are `draft-refused` and `send-postponed`. */
export type MailResult = MessageEnd | 'failed' | 'postponed' | 'draft-refused' | 'send-postponed';

/** Told while a pass runs, for progress and for `--dry-run`. */
export type PassEvent =
  | { readonly kind: 'listed'; readonly due: number }
  | {
      readonly kind: 'mail';
      readonly done: number;
      readonly due: number;
      readonly uid: number;
      readonly result: MailResult;
      readonly why: string;
      /** Null where the mail was not judged. */
      readonly verdict: Verdict | null;
      /** Null where there is no reply. */
      readonly plan: ReplyPlan | null;
    };

/** The first poll of a large mailbox, or of one that came back under another UIDVALIDITY, does not read all of it. */
export interface StartWindow {
  readonly from: Date;
  readonly exists: number;
  readonly listed: number;
}

/** A reply that a cap or a breaker kept from going the way that was chosen for it. */
interface HeldBack extends Restraint {
  readonly uid: number;
}

/** A flood is counted; who looks at it needs no list of thousands. */
const MOST_HELD_BACK = 100;

/** Outcomes whose replies leave by themselves from this pass on. */
export interface OpenedSending {
  readonly outcomes: readonly SendableOutcome[];
  /** False: SEND_OUTCOMES is not set, so these are all that can be sent. */
  readonly areNamed: boolean;
}

/** What a pass says about sending, whether it sends or not. */
interface SendingSummary {
  /** Null where nothing is sent that was not before. */
  readonly opened: OpenedSending | null;
  /** Replies that were sent or would have been with everything switched on. */
  readonly wouldSend: number;
  /** Why the others would not have been, and how many of each. */
  readonly against: Readonly<Record<string, number>>;
  /** What caps and breakers kept from being sent, or from being drafted. */
  readonly restrained: Readonly<Partial<Record<RestraintName, number>>>;
  /** The same mail by mail, up to {@link MOST_HELD_BACK}; what is held names its reason on the case as well. */
  readonly heldBack: readonly HeldBack[];
  /** Why no mail can be handed over; null where it can, or nobody tried. */
  readonly outage: string | null;
  /** Why copies were not put into Sent in this pass, one reason each; they are tried again, and in the end their case says so. */
  readonly copiesMissing: readonly string[];
}

export interface PassSummary {
  readonly mailbox: string;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly dryRun: boolean;
  /** Stopped early by a signal; the next pass goes on. */
  readonly interrupted: boolean;
  /** Messages listed for the first time. */
  readonly newMessages: number;
  readonly results: Readonly<Partial<Record<MailResult, number>>>;
  readonly kinds: Readonly<Partial<Record<MailKind, number>>>;
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
  /** Replies of an earlier pass that this one placed, sent, or found placed or sent. */
  readonly resumed: number;
  /** What became of drafts since the last pass. */
  readonly draftLives: Readonly<Partial<Record<DraftLife, number>>>;
  readonly startWindow: StartWindow | null;
  readonly sending: SendingSummary;
  /** Null where the pass ended before it was known. */
  readonly backlog: Backlog | null;
}

/** The ends of mails that got a reply, or would have but for a person or a cap. */
const REPLIED: readonly MailResult[] = ['drafted', 'sent', 'held', 'draft-refused', 'send-postponed', 'delivery-uncertain'];

/** The counts of one pass while it runs. */
export class Tally {
  readonly results: Partial<Record<MailResult, number>> = {};
  readonly kinds: Partial<Record<MailKind, number>> = {};
  readonly outcomes: Partial<Record<Outcome, number>> = {};
  readonly draftLives: Partial<Record<DraftLife, number>> = {};
  newMessages = 0;
  resumed = 0;
  interrupted = false;
  mailbox = '';
  startWindow: StartWindow | null = null;
  backlog: Backlog | null = null;
  outage: string | null = null;
  opened: OpenedSending | null = null;
  copiesMissing: readonly string[] = [];
  private readonly heldBack: HeldBack[] = [];
  private wouldSend = 0;
  private readonly against: Record<string, number> = {};
  private readonly restrained: Partial<Record<RestraintName, number>> = {};

  count(uid: number, result: MailResult, verdict: Verdict | null, plan: ReplyPlan | null): void {
    this.results[result] = (this.results[result] ?? 0) + 1;
    if (plan !== null && REPLIED.includes(result)) this.countPlan(uid, plan);
    if (!verdict) return;
    const { kind } = verdict.classification;
    this.kinds[kind] = (this.kinds[kind] ?? 0) + 1;
    const outcome = verdict.decision?.outcome;
    if (outcome) this.outcomes[outcome] = (this.outcomes[outcome] ?? 0) + 1;
  }

  /** Of a reply that an earlier pass planned. */
  countResumedSend(result: MailResult): void {
    this.results[result] = (this.results[result] ?? 0) + 1;
  }

  drafts(news: readonly DraftNews[]): void {
    for (const { life } of news) this.draftLives[life] = (this.draftLives[life] ?? 0) + 1;
  }

  private countPlan(uid: number, { wouldSend, against, restraint }: ReplyPlan): void {
    if (wouldSend) this.wouldSend++;
    if (against !== null) this.against[against] = (this.against[against] ?? 0) + 1;
    if (restraint === null) return;
    this.restrained[restraint.by] = (this.restrained[restraint.by] ?? 0) + 1;
    if (this.heldBack.length < MOST_HELD_BACK) this.heldBack.push({ uid, ...restraint });
  }

  summarise(startedAt: Date, endedAt: Date, dryRun: boolean): PassSummary {
    const { mailbox, interrupted, newMessages, results, kinds, outcomes, resumed, draftLives, startWindow, backlog } = this;
    const durationMs = endedAt.getTime() - startedAt.getTime();
    const { wouldSend, against, restrained, heldBack, outage, copiesMissing, opened } = this;
    const sending = { opened, wouldSend, against, restrained, heldBack, outage, copiesMissing };
    return {
      mailbox,
      startedAt,
      durationMs,
      dryRun,
      interrupted,
      newMessages,
      results,
      kinds,
      outcomes,
      resumed,
      draftLives,
      startWindow,
      sending,
      backlog,
    };
  }
}
