import type { AnotherPass } from '../cases/pass-lock.ts';
import type { Config, SendingConfig } from '../config/config.ts';
import type { Result } from '../domain/result.ts';
import type { DraftRecord, UncertainReply } from '../domain/sending.ts';
import type { DeliverySettled, NothingUncertain } from '../ports/case-archive.ts';
import { type Suggestion, suggestOutcomes } from '../sending/suggest-outcomes.ts';
import { withArchive, withArchiveAlone } from './archive.ts';
import { thisPerson } from './this-person.ts';

export type { DeliverySettled } from '../ports/case-archive.ts';

/** How replies fared, and what an operator may want to do about it. */
export interface SendingReport {
  readonly mode: SendingConfig['mode'];
  readonly sending: 'on' | 'off';
  readonly sendOutcomes: SendingConfig['outcomes'];
  readonly unlockAfter: number;
  readonly outcomes: readonly DraftRecord[];
  readonly suggestions: readonly Suggestion[];
  readonly uncertain: readonly UncertainReply[];
}

export async function reportOnSending({ ledgerFile, sending }: Config): Promise<SendingReport> {
  const { mode, isOn, outcomes: sendOutcomes, unlockAfter } = sending;
  return withArchive(ledgerFile, async (archive) => {
    const outcomes = await archive.draftRecords();
    const switchedOn = mode === 'send' && isOn ? sendOutcomes : [];
    return {
      mode,
      sending: isOn ? 'on' : 'off',
      sendOutcomes,
      unlockAfter,
      outcomes,
      suggestions: suggestOutcomes(outcomes, unlockAfter, switchedOn),
      uncertain: await archive.uncertainReplies(),
    };
  });
}

/** Writes down what a person has found out about a reply of which nobody knew whether it was sent. */
export async function settleDelivery(
  { ledgerFile }: Config,
  caseId: string,
  found: 'sent' | 'not-sent',
): Promise<Result<DeliverySettled, NothingUncertain | AnotherPass>> {
  const by = { actor: thisPerson(), why: null };
  return withArchiveAlone(ledgerFile, (archive) => archive.settleDelivery(caseId, found, by, new Date()));
}
