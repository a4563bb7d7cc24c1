import type { CalendarDate } from './calendar-date.ts';

/** The exact words a value was read from, and the rule that read them (`label`, `sender`, `subject`, `prose`, …). */
export interface Evidence {
  readonly text: string;
  readonly by: string;
  /** Message-ID of the mail that says so, where a case has several. */
  readonly mail?: string;
}

/** What section 5 of the policy asks a customer for. */
export type RequestField = 'accountEmail' | 'orderId' | 'purchaseDate' | 'reason';

/** In the order in which a reply asks for them. */
export const REQUEST_FIELDS: readonly RequestField[] = ['accountEmail', 'orderId', 'purchaseDate', 'reason'];

/** What a customer states. It finds the order and is cross-checked; it never sets an amount. */
export interface RefundClaim {
  /** Lower case. The sender's where none is stated (`evidence.accountEmail.by` is then `sender`). */
  readonly accountEmail: string | null;
  /** Order numbers and transaction IDs as written, best first, distinct. */
  readonly orderIds: readonly string[];
  /** All readings of the stated date, ascending; two for an ambiguous one. */
  readonly purchaseDateReadings: readonly CalendarDate[];
  readonly reason: string | null;
  /** BCP 47 primary language subtag. */
  readonly language: string;
  /** Of a Chinese mail, as far as its characters tell: the reply is written in the same. */
  readonly script?: 'Hans' | 'Hant' | null;
  readonly evidence: Readonly<Partial<Record<RequestField, Evidence>>>;
  /** What the mail itself does not give, in the order of {@link REQUEST_FIELDS}; an account taken from the sender is not missing. */
  readonly missing: readonly RequestField[];
}
