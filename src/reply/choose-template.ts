import type { RefundClaim, RequestField } from '../domain/claim.ts';
import type { Decision, Flag } from '../domain/decision.ts';
import type { TemplateName } from '../domain/reply.ts';
import type { Sender } from '../domain/verdict.ts';

/** What the choice of words may look at. */
export interface ReplyFacts {
  readonly decision: Decision;
  readonly sender: Sender;
  readonly claim: RefundClaim;
  readonly missing: readonly RequestField[];
}

interface TemplateRule {
  readonly template: TemplateName;
  readonly when: (facts: ReplyFacts) => boolean;
  readonly because: string;
}

/** Whoever meets one of these learns nothing of any order or account, not even whether it exists. */
const NEUTRAL_FLAGS: readonly Flag[] = ['authentication-failed', 'order-not-found', 'account-mismatch', 'sender-mismatch'];

/** The first row that holds decides which words are used: the contract's "Who may learn what". */
const TEMPLATE_RULES: readonly TemplateRule[] = [
  {
    template: 'verify-details',
    when: (facts) => NEUTRAL_FLAGS.some((flag) => facts.decision.flags.includes(flag)),
    because: 'the sender is not known to be the owner; the same words whether the order, the account or the sender is at fault',
  },
  {
    template: 'under-review',
    when: (facts) => facts.decision.flags.includes('usage-unavailable'),
    because: 'nothing could be looked up, so the words cannot depend on whose order it is',
  },
  {
    template: 'needs-info',
    when: (facts) => facts.decision.outcome === 'needs-info' && facts.missing.length > 0 && nothingNamed(facts),
    because: 'no order was named, so none was looked up and asking tells nothing',
  },
  {
    template: 'verify-details',
    when: (facts) => facts.sender.matchesAccount !== true,
    because: 'only an order whose account is the very address that wrote may be spoken of (an unusable order has no owner to compare)',
  },
  {
    template: 'needs-info',
    when: (facts) => facts.decision.outcome === 'needs-info' && facts.missing.length > 0,
    because: 'the owner is asked for what is still missing (section 5)',
  },
  {
    template: 'verify-details',
    when: (facts) => facts.decision.outcome === 'needs-info',
    because: 'more is needed and nothing is named as missing: asking for everything is always right',
  },
  {
    template: 'under-review',
    when: (facts) => facts.decision.outcome === 'review',
    because: 'a person decides; no amount is promised before that',
  },
  { template: 'full', when: (facts) => facts.decision.outcome === 'full', because: 'section 1' },
  { template: 'proportional', when: (facts) => facts.decision.outcome === 'proportional', because: 'section 2' },
  { template: 'none', when: () => true, because: 'section 3, or nothing is left to refund' },
];

export function chooseTemplate(facts: ReplyFacts): TemplateName {
  const rule = TEMPLATE_RULES.find((row) => row.when(facts));
  if (rule === undefined) throw new Error('the last template rule always holds');
  return rule.template;
}

function nothingNamed({ claim, sender }: ReplyFacts): boolean {
  return claim.orderIds.length === 0 && sender.matchesAccount === null;
}
