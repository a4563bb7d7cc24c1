import { readFileSync } from 'node:fs';
import { type CalendarDate, parseCalendarDate } from '../../../src/domain/calendar-date.ts';
import type { RefundClaim } from '../../../src/domain/claim.ts';
import type { DecisionInput } from '../../../src/domain/decision-input.ts';
import type { Order, OrderFacts } from '../../../src/domain/order.ts';
import type { Policy, PolicyVersion } from '../../../src/domain/policy.ts';
import { decide, type Judgement } from '../../../src/policy/decide.ts';
import { parsePolicy } from '../../../src/policy/policy-file.ts';

export function readContract(name: string): string {
  return readFileSync(new URL(`../../../fixtures/contract/${name}`, import.meta.url), 'utf8');
}

export const published: PolicyVersion = parsePolicy(readContract('policy.example.json'), 'policy.example.json').versions[0];

export function day(text: string): CalendarDate {
  const date = parseCalendarDate(text);
  if (date === null) throw new Error(`${text} is no day`);
  return date;
}

export function policyOf(...differs: Partial<PolicyVersion>[]): Policy {
  const [first = published, ...later] = differs.map((differ) => ({ ...published, ...differ }));
  return { versions: [first, ...later] };
}

/** $29.90 for 400 credits on 1 March 2026, nothing used. */
const eligibleOrder: Order = {
  orderId: 'QI-1',
  transactionIds: [],
  accountEmail: 'mira@example.com',
  purchasedAt: '2026-03-01',
  currency: 'USD',
  total: '29.90',
  tax: '0',
  processingFee: '0',
  conversionDifference: '0',
  creditsPurchased: 400,
  creditsBonus: 0,
  creditsUsed: 0,
  refunds: [],
  status: 'paid',
};

export const eligibleClaim: RefundClaim = {
  accountEmail: 'mira@example.com',
  orderIds: ['QI-1'],
  purchaseDateReadings: [],
  reason: null,
  language: 'en',
  evidence: { accountEmail: { text: 'Account: mira@example.com', by: 'label' } },
  missing: ['purchaseDate', 'reason'],
};

/** Only what differs from a request that is eligible for a full refund. */
export interface Differs {
  readonly order?: Partial<Order>;
  readonly claim?: Partial<RefundClaim>;
  readonly sender?: Partial<DecisionInput['sender']>;
  readonly facts?: OrderFacts;
  readonly otherOrderIds?: readonly string[];
  /** Of the case's first mail; of this one too unless `receivedAt` says otherwise. */
  readonly submittedAt?: string;
  readonly receivedAt?: DecisionInput['receivedAt'];
  readonly hasCase?: boolean;
  readonly autoSendMaxAmount?: string;
  readonly policy?: Partial<PolicyVersion>;
}

export function inputOf(differs: Differs): DecisionInput {
  const submittedAt = new Date(differs.submittedAt ?? '2026-03-05T09:30:00Z');
  const order = { ...eligibleOrder, ...differs.order };
  return {
    claim: { ...eligibleClaim, ...differs.claim },
    facts: differs.facts ?? {
      kind: 'found',
      candidate: order.orderId,
      entry: { kind: 'order', order },
      otherOrderIds: differs.otherOrderIds ?? [],
    },
    sender: { address: 'mira@example.com', authentication: 'pass', replyToDiffers: false, ...differs.sender },
    receivedAt: differs.receivedAt ?? { instant: submittedAt, from: 'internaldate' },
    submittedAt,
    hasCase: differs.hasCase ?? false,
    autoSendMaxAmount: differs.autoSendMaxAmount ?? null,
  };
}

export function judge(differs: Differs): Judgement {
  return decide(policyOf(differs.policy ?? {}), inputOf(differs));
}

/** The decision in one line: outcome, amount, credits to remove, sections, flags. */
export function inShort(differs: Differs): string {
  const { outcome, amount, creditsToRemove, clauses, flags } = judge(differs).decision;
  return [outcome, amount, creditsToRemove, clauses.join('+'), ...flags].join(' ');
}
