/** A mail that a pass gave up: it waits for a person, and holds up no other. */
export interface QuarantinedMail {
  /** In the ledger: what commands name it by. */
  readonly id: number;
  readonly account: string;
  readonly path: string;
  readonly uid: number;
  /** When it came in: INTERNALDATE as it was at first sight. */
  readonly submittedAt: Date | null;
  readonly sizeBytes: number;
  readonly end: 'too-large' | 'unreadable';
  readonly why: string;
  readonly attempts: number;
  readonly setAsideAt: Date | null;
  /** `none`: never fetched, or not whole; it still lies in the mailbox. `edited`: those of a person, beside the ones that came. */
  readonly bytes: 'none' | 'kept' | 'edited';
  /** Its mailbox has had another UIDVALIDITY since: its UID no longer names it there. */
  readonly isStale: boolean;
}

/** Why something cannot be done with a mail in quarantine. */
export type QuarantineRefusal =
  | { readonly kind: 'no-such-mail'; readonly id: number }
  /** Its row is of a mailbox that is no longer polled: what is still there came again, under another UID. */
  | { readonly kind: 'stale'; readonly id: number }
  | { readonly kind: 'above-limit'; readonly id: number; readonly sizeBytes: number; readonly maxMailBytes: number };
