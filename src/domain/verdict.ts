import type { SenderCheck } from './authentication.ts';
import type { RefundClaim, RequestField } from './claim.ts';
import type { Authentication, Classification } from './classification.ts';
import type { Deadlines, Decision } from './decision.ts';
import type { DecisionBasis } from './decision-input.ts';
import type { FollowUp } from './ledger.ts';
import type { Mail } from './mail.ts';
import type { Order } from './order.ts';
import type { Reply } from './reply.ts';

/** The sender as far as it can be believed. */
export interface Sender {
  /** Lower case; null where From is missing, several or a group. */
  readonly address: string | null;
  readonly authentication: Authentication;
  /** Equal to the found order's account; null where no order was found. */
  readonly matchesAccount: boolean | null;
}

/** An order with its usage split between purchased and bonus credits by the policy's order of consumption. */
export interface OrderWithUsage extends Order {
  readonly purchasedCreditsUsed: number;
  readonly purchasedCreditsUnused: number;
}

/** All that one mail led to. The public form is `Answer`, written by the command line. */
export interface Verdict {
  readonly mail: Mail;
  readonly classification: Classification;
  /** The case that the mail answers; null for every other mail. */
  readonly followUp: FollowUp | null;
  readonly claim: RefundClaim | null;
  readonly missing: readonly RequestField[];
  readonly sender: Sender | null;
  /** What `sender.authentication` follows from; null with it. */
  readonly senderCheck: SenderCheck | null;
  readonly order: OrderWithUsage | null;
  readonly decision: Decision | null;
  /** What the decision was made from; null where none was made. */
  readonly basis: DecisionBasis | null;
  readonly deadlines: Deadlines | null;
  readonly reply: Reply | null;
}
