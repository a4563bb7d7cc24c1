import type { DraftBox, DraftWatch, SentBox } from './drafts.ts';
import type { Mailbox } from './mailbox.ts';

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
