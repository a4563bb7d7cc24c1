import { type DraftRecord, SENDABLE_OUTCOMES, type SendableOutcome } from '../domain/sending.ts';

/** An outcome that people have sent as written often enough, one draft after another. */
export interface Suggestion {
  readonly outcome: SendableOutcome;
  readonly asWrittenInARow: number;
}

/** @param switchedOn what is sent already; nothing is suggested twice */
export function suggestOutcomes(
  records: readonly DraftRecord[],
  unlockAfter: number,
  switchedOn: readonly SendableOutcome[],
): readonly Suggestion[] {
  return SENDABLE_OUTCOMES.filter((outcome) => !switchedOn.includes(outcome)).flatMap((outcome) => {
    const asWrittenInARow = records.find((record) => record.outcome === outcome)?.asWrittenInARow ?? 0;
    return asWrittenInARow >= unlockAfter ? [{ outcome, asWrittenInARow }] : [];
  });
}
