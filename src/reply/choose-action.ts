import type { Flag } from '../domain/decision.ts';
import { isPlainAddress } from '../domain/plain-address.ts';
import type { ReplyAction } from '../domain/reply.ts';
import { type SendingFacts, whyNotSent } from './why-not-sent.ts';

interface ActionRule {
  readonly action: ReplyAction;
  readonly when: (facts: SendingFacts) => boolean;
  readonly because: string;
}

/** A reply now would be wrong or too early. */
const HOLD_FLAGS: readonly Flag[] = ['usage-unavailable', 'no-policy', 'delivery-uncertain'];

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
    when: (facts) => whyNotSent(facts) === null,
    because: 'the owner, proven, gets what the policy says; every flag is something a person should see first',
  },
  { action: 'draft', when: () => true, because: 'a person reads it and sends it' },
];

export function chooseAction(facts: SendingFacts): ReplyAction {
  const rule = ACTION_RULES.find((row) => row.when(facts));
  if (rule === undefined) throw new Error('the last action rule always holds');
  return rule.action;
}
