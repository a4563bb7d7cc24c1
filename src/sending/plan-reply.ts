import type { ReplyAction } from '../domain/reply.ts';
import type { ReplyCounts, ReplyLimits, ReplyPlan } from '../domain/sending.ts';
import { restrain } from './restrain.ts';

/** What the judgement of one mail asks for. */
export interface Asked {
  readonly action: ReplyAction;
  /** Why the reply would be drafted even where every switch is on; null where nothing but the switches is against sending it. */
  readonly barred: string | null;
}

const FOR_A_PERSON = 'a person must look first';

/** What may be done with a reply, and what would be done with it if replies were sent. */
export function planReply({ action, barred }: Asked, counts: ReplyCounts, limits: ReplyLimits): ReplyPlan {
  if (action === 'hold') return { step: 'hold', restraint: null, wouldSend: false, why: FOR_A_PERSON, against: FOR_A_PERSON };
  const restraint = restrain(action, counts, limits);
  const restrainedSend = restrain('send', counts, limits);
  return {
    step: restraint?.step ?? action,
    restraint,
    wouldSend: barred === null && restrainedSend === null,
    why: barred ?? restrainedSend?.why ?? null,
    against: barred ?? restrainedSend?.by ?? null,
  };
}
