import type { ReplyCounts, ReplyLimits, Restraint, RestraintName } from '../domain/sending.ts';

interface Breaker {
  readonly name: RestraintName;
  readonly step: Restraint['step'];
  readonly trips: (counts: ReplyCounts, limits: ReplyLimits) => boolean;
  readonly why: (counts: ReplyCounts, limits: ReplyLimits) => string;
}

/**
 * The first row that trips decides. Those that leave no draft come first; the others make a draft of what would have been sent.
 * RFC 3834 section 2 asks for such limits: not every robot says that it is one.
 */
const BREAKERS: readonly Breaker[] = [
  {
    name: 'delivery-uncertain',
    step: 'hold',
    trips: (n) => n.uncertainInCase > 0,
    why: () => 'an earlier reply in this case may have been sent or not, and must be found out about first',
  },
  {
    name: 'refunded-before',
    step: 'hold',
    trips: (n) => n.refundsOfOrder > 0,
    why: () =>
      'a refund of this order was handed over in an earlier case, or before this one was closed; another promise could pay it twice',
  },
  {
    name: 'address-reply-cap',
    step: 'hold',
    trips: (n, max) => n.repliesToAddressInDay >= max.repliesPerAddressPerDay,
    why: (n, max) => `${n.repliesToAddressInDay} replies to this address within a day, the limit is ${max.repliesPerAddressPerDay}`,
  },
  {
    name: 'case-reply-cap',
    step: 'hold',
    trips: (n, max) => n.repliesInCase >= max.repliesPerCase,
    why: (n, max) => `${n.repliesInCase} replies in this case, the limit is ${max.repliesPerCase}`,
  },
  {
    name: 'repeated-mail',
    step: 'hold',
    trips: (n, max) => n.similarFromAddressInHour >= max.similarPerAddressPerHour,
    why: (n, max) =>
      `${n.similarFromAddressInHour} mails of nearly the same words from this address within an hour, the limit is ${max.similarPerAddressPerHour}`,
  },
  {
    name: 'fast-answer',
    step: 'draft',
    trips: (n, max) => n.secondsSinceOurReply !== null && n.secondsSinceOurReply >= 0 && n.secondsSinceOurReply < max.fastestAnswerSeconds,
    why: (n, max) =>
      `came ${n.secondsSinceOurReply} s after our reply; people need ${max.fastestAnswerSeconds} s and more, so this may be a robot`,
  },
  {
    name: 'similar-mails',
    step: 'draft',
    trips: (n, max) => n.similarInHour >= max.similarPerHour,
    why: (n, max) => `${n.similarInHour} mails of nearly the same words within an hour, the limit is ${max.similarPerHour}`,
  },
  {
    name: 'address-send-cap',
    step: 'draft',
    trips: (n, max) => n.sendsToAddressInDay >= max.sendsPerAddressPerDay,
    why: (n, max) => `${n.sendsToAddressInDay} replies sent to this address within a day, the limit is ${max.sendsPerAddressPerDay}`,
  },
  {
    name: 'case-send-cap',
    step: 'draft',
    trips: (n, max) => n.sendsInCase >= max.sendsPerCase,
    why: (n, max) => `${n.sendsInCase} replies sent in this case, the limit is ${max.sendsPerCase}`,
  },
  {
    name: 'hour-send-cap',
    step: 'draft',
    trips: (n, max) => n.sendsInHour >= max.sendsPerHour,
    why: (n, max) => `${n.sendsInHour} replies sent within an hour, the limit is ${max.sendsPerHour}`,
  },
];

/**
 * Whether a reply may go the way that was chosen for it.
 * @returns null: it may. For a draft, only what leaves no draft counts.
 */
export function restrain(action: 'draft' | 'send', counts: ReplyCounts, limits: ReplyLimits): Restraint | null {
  const breaker = BREAKERS.find((row) => (action === 'send' || row.step === 'hold') && row.trips(counts, limits));
  return breaker ? { by: breaker.name, step: breaker.step, why: breaker.why(counts, limits) } : null;
}
