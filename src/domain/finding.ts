/** What `doctor` found at one place. */
export interface Finding {
  /** What was looked at: `IMAP login`, `order book`. */
  readonly check: string;
  /** `note`: works, but an operator should know. */
  readonly state: 'ok' | 'note' | 'wrong';
  readonly what: string;
  /** How to mend it. */
  readonly mend?: string;
}
