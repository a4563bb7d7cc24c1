import type { Outcome } from './decision.ts';

/** What the policy decides alone: only these are ever sent without a person. */
export const SENDABLE_OUTCOMES = ['full', 'proportional', 'none'] as const satisfies readonly Outcome[];

export type SendableOutcome = (typeof SENDABLE_OUTCOMES)[number];

/** Bounds on replies. Each is the highest number that is still allowed. */
export interface ReplyLimits {
  /** Replies sent by themselves. */
  readonly sendsPerAddressPerDay: number;
  readonly sendsPerCase: number;
  readonly sendsPerHour: number;
  /** Replies of either channel: a person whose Drafts are flooded overlooks the ones that matter. */
  readonly repliesPerAddressPerDay: number;
  readonly repliesPerCase: number;
  /** Mails with nearly the same words in an hour, whoever sent them. */
  readonly similarPerHour: number;
  /** The same from one address. */
  readonly similarPerAddressPerHour: number;
  /** Nobody reads our reply and writes another mail in less. */
  readonly fastestAnswerSeconds: number;
}

/** What the ledger has counted before this reply, which is not in any of the numbers. */
export interface ReplyCounts {
  readonly sendsToAddressInDay: number;
  readonly sendsInCase: number;
  readonly sendsInHour: number;
  readonly repliesToAddressInDay: number;
  readonly repliesInCase: number;
  /** Replies of this case of which nobody knows whether they were sent. */
  readonly uncertainInCase: number;
  /** Cases of the order whose refund was handed over, as people told, and has not failed. The order book may not show it yet. */
  readonly refundsOfOrder: number;
  readonly similarInHour: number;
  readonly similarFromAddressInHour: number;
  /** From our latest sent reply to this address until this mail came in; null where there was none. Negative where the mail was on its way before. */
  readonly secondsSinceOurReply: number | null;
}

/** What stopped a reply. `step` is what it may still do: be left as a draft, or nothing until a person has looked. */
export interface Restraint {
  readonly by: RestraintName;
  readonly step: 'draft' | 'hold';
  /** For the reviewer, with the number and its limit. */
  readonly why: string;
}

const RESTRAINTS = [
  'delivery-uncertain',
  'refunded-before',
  'address-reply-cap',
  'case-reply-cap',
  'repeated-mail',
  'fast-answer',
  'similar-mails',
  'address-send-cap',
  'case-send-cap',
  'hour-send-cap',
] as const;

export type RestraintName = (typeof RESTRAINTS)[number];

/** What is done with a reply. */
export interface ReplyPlan {
  readonly step: 'send' | 'draft' | 'hold';
  /** What stopped it from going further; null where it goes the way that was chosen. */
  readonly restraint: Restraint | null;
  /** Whether it would be sent if everything were switched on, for those who try out sending before they allow it. */
  readonly wouldSend: boolean;
  /** Why it would not be, in words; null where it would. */
  readonly why: string | null;
  /** The same without figures, for counting. */
  readonly against: string | null;
}

/** What people made of the drafts of one outcome. */
export interface DraftRecord {
  readonly outcome: Outcome;
  readonly drafted: number;
  readonly waiting: number;
  readonly sentAsWritten: number;
  readonly sentEdited: number;
  readonly answeredOtherwise: number;
  readonly deleted: number;
  /** Cases of which a person decided against a refund. */
  readonly declined: number;
  /** Sent by the program itself. */
  readonly sent: number;
  /** The newest drafts that would have been sent, as far back as people sent them as written. */
  readonly asWrittenInARow: number;
}

/** A reply of which nobody knows whether it was sent. */
export interface UncertainReply {
  readonly caseId: string;
  readonly recipient: string;
  /** With angle brackets, to look for. */
  readonly messageId: string;
  /** When its content was handed over. */
  readonly since: Date;
}
