import type { Decision, Flag } from '../domain/decision.ts';
import { isPlainAddress } from '../domain/plain-address.ts';
import type { ReplyAction, TemplateName } from '../domain/reply.ts';
import type { Sender } from '../domain/verdict.ts';

/** What the choice of action may look at. */
export interface ActionFacts {
  readonly mode: 'draft' | 'send';
  readonly template: TemplateName;
  readonly decision: Decision;
  readonly sender: Sender;
}

interface ActionRule {
  readonly action: ReplyAction;
  readonly when: (facts: ActionFacts) => boolean;
  readonly because: string;
}

/** A reply now would be wrong or too early. */
const HOLD_FLAGS: readonly Flag[] = ['usage-unavailable', 'no-policy', 'delivery-uncertain'];

/** The three outcomes that the policy decides alone. */
const DECIDED: readonly TemplateName[] = ['full', 'proportional', 'none'];

/** The first row that holds decides. */
const ACTION_RULES: readonly ActionRule[] = [
  {
    action: 'hold',
    when: ({ sender }) => sender.address === null || !isPlainAddress(sender.address),
    because: 'mail programs disagree about whom such an address means; this looks at the sender alone',
  },
  {
    action: 'draft',
    when: (facts) => facts.template === 'verify-details',
    because: 'the neutral reply is handled alike whatever the reason, or the handling would tell the reason',
  },
  {
    action: 'hold',
    when: (facts) => HOLD_FLAGS.some((flag) => facts.decision.flags.includes(flag)),
    because: 'it is tried again, no policy backs the dates promised, or a reply may be out already',
  },
  {
    action: 'send',
    when: (facts) =>
      facts.mode === 'send' &&
      DECIDED.includes(facts.template) &&
      facts.sender.authentication === 'pass' &&
      facts.sender.matchesAccount === true &&
      facts.decision.flags.length === 0,
    because: 'the owner, proven, gets what the policy says; every flag is something a person should see first',
  },
  { action: 'draft', when: () => true, because: 'a person reads it and sends it' },
];

export function chooseAction(facts: ActionFacts): ReplyAction {
  const rule = ACTION_RULES.find((row) => row.when(facts));
  if (rule === undefined) throw new Error('the last action rule always holds');
  return rule.action;
}
