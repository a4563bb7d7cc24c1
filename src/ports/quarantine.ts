import type { Actor } from '../domain/case-event.ts';
import type { QuarantinedMail, QuarantineRefusal } from '../domain/quarantine.ts';
import type { Result } from '../domain/result.ts';

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
