import type { Decision } from '../domain/decision.ts';
import type { TemplateName } from '../domain/reply.ts';
import { SENDABLE_OUTCOMES, type SendableOutcome } from '../domain/sending.ts';
import type { Sender } from '../domain/verdict.ts';

/** What decides whether a reply may leave without a person. */
export interface SendingFacts {
  /** Outcomes whose replies are sent, as configured; empty where everything is drafted. */
  readonly sendOutcomes: readonly SendableOutcome[];
  readonly template: TemplateName;
  readonly decision: Decision;
  readonly sender: Sender;
}

interface Bar {
  readonly stops: (facts: SendingFacts) => boolean;
  readonly why: (facts: SendingFacts) => string;
}

/**
 * Each row alone keeps a reply from being sent; the first that does is told. Only the owner of the order, proven, gets what the policy says;
 * every flag is something that a person should see first.
 */
const BARS: readonly Bar[] = [
  { stops: ({ template }) => sendable(template) === undefined, why: () => 'only what the policy decides alone is ever sent' },
  {
    stops: ({ sender }) => sender.authentication !== 'pass',
    why: ({ sender }) => `the sender is not proven (authentication ${sender.authentication})`,
  },
  { stops: ({ sender }) => sender.matchesAccount !== true, why: () => "the sender is not the order's account" },
  { stops: ({ decision }) => decision.flags.length > 0, why: ({ decision }) => `a person should see: ${decision.flags.join(', ')}` },
  {
    stops: ({ template, sendOutcomes }) => !sendOutcomes.some((outcome) => outcome === template),
    why: ({ template }) => `SEND_OUTCOMES does not name ${template}`,
  },
];

/** @returns the first reason against it, in words for a reviewer; null where there is none */
export function whyNotSent(facts: SendingFacts): string | null {
  return BARS.find(({ stops }) => stops(facts))?.why(facts) ?? null;
}

/** The template of a decided outcome bears its name. */
function sendable(template: TemplateName): SendableOutcome | undefined {
  return SENDABLE_OUTCOMES.find((outcome) => outcome === template);
}
