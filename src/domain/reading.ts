import type { RefundClaim } from './claim.ts';
import type { Classification } from './classification.ts';
import type { Mail } from './mail.ts';

/** What a mail says by itself, before anything is looked up. */
export interface Reading {
  /** As it came: from a contact form, its From is the form's. */
  readonly mail: Mail;
  readonly classification: Classification;
  /** Null for automatic mail, which is not read for what it asks. */
  readonly claim: RefundClaim | null;
}
