import type { MailKind } from '../domain/classification.ts';
import type { Outcome } from '../domain/decision.ts';
import type { MessageEnd } from '../domain/ledger.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { Backlog } from '../ports.ts';

/** What a pass came to for one mail. `failed` and `postponed` are tried again, and so is `draft-refused`. */
export type MailResult = MessageEnd | 'failed' | 'postponed' | 'draft-refused';

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
    };

/** The first poll of a large mailbox, or of one that came back under another UIDVALIDITY, does not read all of it. */
export interface StartWindow {
  readonly from: Date;
  readonly exists: number;
  readonly listed: number;
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
  /** Drafts of an earlier pass that this one found placed, or placed. */
  readonly resumed: number;
  readonly startWindow: StartWindow | null;
  /** Null where the pass ended before it was known. */
  readonly backlog: Backlog | null;
}

/** The counts of one pass while it runs. */
export class Tally {
  readonly results: Partial<Record<MailResult, number>> = {};
  readonly kinds: Partial<Record<MailKind, number>> = {};
  readonly outcomes: Partial<Record<Outcome, number>> = {};
  newMessages = 0;
  resumed = 0;
  interrupted = false;
  mailbox = '';
  startWindow: StartWindow | null = null;
  backlog: Backlog | null = null;

  count(result: MailResult, verdict: Verdict | null): void {
    this.results[result] = (this.results[result] ?? 0) + 1;
    if (!verdict) return;
    const { kind } = verdict.classification;
    this.kinds[kind] = (this.kinds[kind] ?? 0) + 1;
    const outcome = verdict.decision?.outcome;
    if (outcome) this.outcomes[outcome] = (this.outcomes[outcome] ?? 0) + 1;
  }

  summarise(startedAt: Date, endedAt: Date, dryRun: boolean): PassSummary {
    const { mailbox, interrupted, newMessages, results, kinds, outcomes, resumed, startWindow, backlog } = this;
    const durationMs = endedAt.getTime() - startedAt.getTime();
    return { mailbox, startedAt, durationMs, dryRun, interrupted, newMessages, results, kinds, outcomes, resumed, startWindow, backlog };
  }
}
