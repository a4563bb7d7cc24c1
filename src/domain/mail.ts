/** When the request was submitted, and whose clock says so. */
export interface ReceivedAt {
  readonly instant: Date;
  readonly from: 'internaldate' | 'received-header' | 'date-header' | 'file-time';
}

/** One header field, unfolded and decoded. Field names are lower case. */
export interface HeaderField {
  readonly name: string;
  readonly value: string;
}

/** Who the mail says it is from (RFC 5322 section 3.6.2). Only one plain mailbox is a sender that can be answered. */
export type From =
  | { readonly kind: 'one'; readonly address: string; readonly name: string }
  | { readonly kind: 'unclear'; readonly why: 'missing' | 'several' | 'group' | 'unreadable' };

/**
 * Whose words a stretch of the body is, in the order of the mail.
 * `own`: what the sender wrote now. `quoted`: earlier mail below or between it. `forwarded`: a mail passed on, such as an order confirmation.
 * `signature`: below the signature mark, or a phone's footer, or a legal disclaimer. `attribution`: the line that introduces a quotation.
 */
export type SegmentRole = 'own' | 'quoted' | 'forwarded' | 'signature' | 'attribution';

/** A stretch of whole lines, LF between them. */
export interface Segment {
  readonly role: SegmentRole;
  readonly text: string;
}

/** Attachments are never opened; this is all that is kept of them. */
export interface Attachment {
  readonly filename: string | null;
  readonly contentType: string;
  readonly sizeBytes: number;
}

/** A mail parsed, with what a reader of it would see. */
export interface Mail {
  readonly source: string;
  /** With angle brackets. */
  readonly messageId: string | null;
  readonly inReplyTo: readonly string[];
  readonly references: readonly string[];
  readonly receivedAt: ReceivedAt;
  readonly from: From;
  /** Lower-cased addresses of Reply-To. Replies never go there; a difference is shown to the reviewer. */
  readonly replyTo: readonly string[];
  readonly subject: string;
  /** Every field, topmost first, repeated ones too. */
  readonly headers: readonly HeaderField[];
  /** Of the whole message, lower case, without parameters: `multipart/report`. */
  readonly contentType: string;
  readonly body: readonly Segment[];
  readonly attachments: readonly Attachment[];
  /** SHA-256, hex, of the raw bytes below the header, or of the text of a large body: tells a copy from another mail that reuses the Message-ID. */
  readonly contentHash: string;
}
