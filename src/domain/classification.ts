/** The kinds of mail, in the order in which they are tried: the first that fits. */
export type MailKind = 'own-message' | 'bounce' | 'auto-reply' | 'mailing-list' | 'follow-up' | 'refund-request' | 'unrelated';

/** Kinds that a program wrote; recorded, never answered. */
export type AutomaticKind = Extract<MailKind, 'own-message' | 'bounce' | 'auto-reply' | 'mailing-list'>;

export interface Classification {
  readonly kind: MailKind;
  /** The header, line or rule that decided. */
  readonly why: string;
}

/** How far the sender's address can be believed (RFC 8601, RFC 7489): `pass` and `fail` are aligned verdicts, `none` is no verdict. */
export type Authentication = 'pass' | 'fail' | 'none';
