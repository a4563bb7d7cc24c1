import type { Decision } from '../../src/domain/decision.ts';
import { ok } from '../../src/domain/result.ts';
import type { Judge } from '../../src/pipeline/poll-needs.ts';
import { judgeSimply } from './simple-judge.ts';

const FULL: Decision = {
  outcome: 'full',
  amount: '29.90',
  currency: 'USD',
  creditsToRemove: 400,
  clauses: ['1'],
  flags: [],
  trace: [],
  policyVersion: '2026-02-04',
};

/** Every request is a proven owner's, gets its money back, and nothing speaks against sending that; with `differs` something does. */
export function judgeForSending(differs: Partial<Decision> = {}): Judge {
  return async (raw, context) => {
    const judged = await judgeSimply(raw, context);
    if (!judged.ok || judged.value.reply === null) return judged;
    const decision = { ...FULL, ...differs };
    const action = decision.flags.length === 0 ? 'send' : 'draft';
    const sender = judged.value.sender && { ...judged.value.sender, authentication: 'pass' as const, matchesAccount: true };
    return ok({ ...judged.value, sender, decision, reply: { ...judged.value.reply, action } });
  };
}
