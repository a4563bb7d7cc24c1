import { describeResult } from '../domain/authentication.ts';
import type { IntakeError } from '../domain/message.ts';
import type { Verdict } from '../domain/verdict.ts';

/** The public form of a verdict: one line of `triage --json`. Field by field as the contract names them. */
export function answerOf(verdict: Verdict): object {
  const { mail, claim, sender, senderCheck, order } = verdict;
  return {
    source: mail.source,
    messageId: mail.messageId,
    receivedAt: mail.receivedAt.instant.toISOString(),
    classification: verdict.classification,
    request: claim && {
      accountEmail: claim.accountEmail,
      orderId: claim.orderIds[0] ?? null,
      orderIds: claim.orderIds,
      purchaseDate: claim.purchaseDateReadings.length === 1 ? claim.purchaseDateReadings[0] : null,
      purchaseDateReadings: claim.purchaseDateReadings,
      reason: claim.reason,
      language: claim.language,
      evidence: claim.evidence,
    },
    missing: verdict.missing,
    sender: sender && { ...sender, checkedBy: senderCheck?.by ?? 'nobody', checks: senderCheck?.results.map(describeResult) ?? [] },
    order,
    decision: verdict.decision,
    deadlines: verdict.deadlines,
    reply: verdict.reply,
  };
}

/** The line for an input that gave no mail. */
export function errorAnswerOf(error: IntakeError): object {
  return { source: error.source, error: { code: error.code, message: error.message } };
}
