import type { Outcome } from './decision.ts';

/**
 * What became of a draft after it was placed.
 * `untouched`: lies as we left it. `edited`: a person changed it and has not sent it. `sent-as-written` and `sent-edited`: seen in Sent.
 * `answered-otherwise`: the customer's mail was answered with another message. `deleted`: gone from Drafts, and nothing in Sent answers the customer (yet).
 * `superseded`: a newer decision's draft took its place, or a person has ended the case.
 */
export type DraftLife = 'untouched' | 'edited' | 'sent-as-written' | 'sent-edited' | 'answered-otherwise' | 'deleted' | 'superseded';

/** A draft of ours that may still become something. */
export interface WaitingDraft {
  readonly replyId: number;
  readonly caseId: string;
  readonly revision: number;
  readonly messageId: string;
  /** Message-ID of the customer's mail that it answers. */
  readonly parent: string | null;
  readonly folder: string;
  /** Null where the server did not say, until it has been seen again. */
  readonly uid: number | null;
  readonly life: DraftLife;
  readonly outcome: Outcome | null;
  readonly placedAt: Date;
}

/** A draft that nobody should send any more. */
export interface SupersededDraft extends WaitingDraft {
  readonly because: string;
}

/**
 * What became of a superseded draft. `left`: the server would have removed others with it. `edited`: a person has touched it, so it is theirs.
 * `gone`: it was not there any more.
 */
export type SupersededEnd = 'removed' | 'left' | 'edited' | 'gone';

/** What a message in Drafts or Sent says in its header. */
export interface SeenMessage {
  readonly uid: number;
  /** With angle brackets. */
  readonly messageId: string | null;
  readonly inReplyTo: readonly string[];
  /** `CASE.REVISION` where mail programs kept the field that we gave it. */
  readonly tag: string | null;
}

/** A message that may have come of a draft. */
export interface DraftTrace {
  /** By its Message-ID or our field; else it only answers the same mail. */
  readonly isNamed: boolean;
  /** To what we wrote, 0 to 1; 1 only for the same words, subject and recipient. */
  readonly similarity: number;
}

/** What was found of one draft. */
export interface DraftTraces {
  /** It lies where it lay when it was last seen. A message never changes under its UID (RFC 9051 section 2.3.1.1). */
  readonly isInPlace: boolean;
  readonly inDrafts: DraftTrace | null;
  readonly inSent: DraftTrace | null;
}

/** An answer with this much of our words was made of our draft, though the mail program gave it another name. */
const MADE_OF_OURS = 0.5;

/** @param before how it was when last seen */
export function lifeOf(before: DraftLife, { isInPlace, inDrafts, inSent }: DraftTraces): DraftLife {
  if (inSent) {
    if (inSent.similarity === 1) return 'sent-as-written';
    const isOurs = inSent.isNamed || (!isInPlace && inSent.similarity >= MADE_OF_OURS);
    return isOurs ? 'sent-edited' : 'answered-otherwise';
  }
  if (isInPlace) return before;
  if (inDrafts) return inDrafts.similarity === 1 ? 'untouched' : 'edited';
  return 'deleted';
}

/** A draft as it was found to be. */
export interface DraftNews {
  readonly draft: WaitingDraft;
  readonly life: DraftLife;
  /** Of what was sent or lies there now; null where nothing was compared. */
  readonly similarity: number | null;
  readonly folder: string;
  readonly uid: number | null;
}
