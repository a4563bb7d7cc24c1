import { z } from 'zod';
import { REQUEST_FIELDS } from '../domain/claim.ts';
import { INFORMATION_FLAGS, REVIEW_FLAGS } from '../domain/decision.ts';
import { TEMPLATE_NAMES } from '../domain/reply.ts';

const decimal = z.string().regex(/^\d+(\.\d+)?$/);
const day = z.iso.date();
const clause = z.enum(['1', '2', '3', '4', '5', '6']).describe('A section of the published policy.');
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const requestField = z.enum(REQUEST_FIELDS);
const count = z.int().min(0);

const request = z.object({
  accountEmail: z.string().nullable().describe("Lower case; the registered account that the customer states, else the sender's."),
  orderId: z.string().nullable().describe('The best candidate, as written.'),
  orderIds: z.array(z.string()).describe('Every distinct candidate, best first.'),
  purchaseDate: day.nullable().describe('Null where not stated, or where two readings remain.'),
  purchaseDateReadings: z.array(day),
  reason: z.string().nullable().describe("The customer's own words."),
  language: z.string().describe('BCP 47 primary language of the mail.'),
  evidence: z
    .partialRecord(requestField, z.object({ text: z.string(), by: z.string(), mail: z.string().exactOptional() }))
    .describe('For each field found, the words it was read from and the rule that read them.'),
});

const sender = z.object({
  address: z.string().nullable(),
  authentication: z.enum(['pass', 'fail', 'none']),
  matchesAccount: z.boolean().nullable().describe("Equal to the found order's account; null where no order was found."),
  checkedBy: z.string().describe('Who checked the sender.'),
  checks: z.array(z.string()).describe('What the check found, one method each.'),
});

const order = z.object({
  orderId: z.string(),
  transactionIds: z.array(z.string()),
  accountEmail: z.string(),
  purchasedAt: z.string(),
  currency: z.string(),
  total: decimal,
  tax: decimal,
  processingFee: decimal,
  conversionDifference: decimal,
  creditsPurchased: count,
  creditsBonus: count,
  creditsUsed: count,
  refunds: z.array(z.object({ amount: decimal, at: z.string() })),
  status: z.enum(['paid', 'refunded', 'disputed', 'cancelled']),
  attribution: z
    .object({ purchasedUsed: count, bonusUsed: count, purchasedLeft: count, bonusLeft: count, beyond: count })
    .exactOptional()
    .describe('Only of a ledger of single events: whose the used credits were, and what is left.'),
  purchasedCreditsUsed: count,
  purchasedCreditsUnused: count,
});

const traceStep = z.object({
  rule: z.string(),
  clause,
  inputs: z.record(z.string(), z.union([scalar, z.array(z.string())])),
  result: scalar,
  because: z.string(),
});

const decision = z.object({
  outcome: z.enum(['full', 'proportional', 'none', 'needs-info', 'review']),
  amount: z
    .string()
    .regex(/^\d+\.\d{2}$/)
    .describe('For review what would be due if the reviewer finds nothing wrong.'),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .nullable(),
  creditsToRemove: count,
  clauses: z.array(clause),
  flags: z.array(z.enum([...REVIEW_FLAGS, ...INFORMATION_FLAGS])),
  trace: z.array(traceStep).describe('One step for each rule looked at: enough to redo the arithmetic by hand.'),
  policyVersion: day,
});

const reply = z.object({
  template: z.enum(TEMPLATE_NAMES),
  locale: z.string(),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  headers: z.record(z.string(), z.string()),
  action: z.enum(['draft', 'send', 'hold']),
});

const verdict = z.object({
  source: z.string().describe('The path as given, or found below the directory given; - for standard input; FILE#N for a mail of an mbox.'),
  messageId: z.string().nullable(),
  receivedAt: z.iso.datetime().describe('When the request was submitted.'),
  classification: z.object({
    kind: z.enum(['own-message', 'bounce', 'auto-reply', 'mailing-list', 'follow-up', 'refund-request', 'unrelated']),
    why: z.string().describe('The header, line or rule that decided.'),
  }),
  request: request.nullable(),
  missing: z.array(requestField).describe('What section 5 of the policy asks for and the mail does not give.'),
  sender: sender.nullable(),
  order: order.nullable(),
  decision: decision.nullable(),
  deadlines: z.object({ reviewBy: day, processFrom: day.nullable(), processBy: day.nullable() }).nullable(),
  reply: reply.nullable(),
});

const failure = z.object({
  source: z.string(),
  error: z.object({ code: z.enum(['not-found', 'too-large', 'unparseable', 'timeout']), message: z.string() }),
});

/** One line of `triage --json`: a verdict, or an input that gave none. Readers must expect further fields. */
export const answerSchema = z.union([verdict, failure]);
