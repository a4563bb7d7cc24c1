import { comparableAddress } from '../domain/address.ts';
import type { CaseFacts, Filing } from '../domain/ledger.ts';
import { answerOrHold, type Filed } from './answer-or-hold.ts';
import { findOpenCase, markWroteAgain, openCase } from './case-rows.ts';
import { recordDecision } from './decision-rows.ts';
import { addEvent } from './events.ts';
import { fileFollowUp } from './follow-ups.ts';
import type { Write } from './schema.ts';

/**
 * Files a judged mail: the copy is recognised by its content, the duplicate request by its key, and only what is neither opens a case.
 * The intent of the reply is written in the same transaction, before anyone tries to place it.
 */
export async function fileJudgement(write: Write, filed: Filed): Promise<Filing> {
  const filing = await fileAs(write, filed);
  await settle(write, filed, filing);
  const { caseFacts } = filed.judgement;
  const isOnlyRecorded = filing.kind === 'follow-up' || filing.kind === 'duplicate-request';
  if (caseFacts && isOnlyRecorded) await markWroteAgain(write, filing.caseId, caseFacts.receivedAt);
  return filing;
}

async function fileAs(write: Write, filed: Filed): Promise<Filing> {
  const { caseFacts, copyKey } = filed.judgement;
  if (await isCopy(write, filed.rowId, copyKey)) return { kind: 'copy' };
  if (!caseFacts) return { kind: 'not-answered' };
  if (caseFacts.followUp) return fileFollowUp(write, filed, caseFacts, caseFacts.followUp);
  const known = await findOpenCase(write, caseFacts.caseKey);
  if (known !== undefined) return { kind: 'duplicate-request', caseId: known };
  return fileNewCase(write, filed, caseFacts);
}

async function fileNewCase(write: Write, filed: Filed, facts: CaseFacts): Promise<Filing> {
  const { rowId, names, now } = filed;
  const { caseId } = names;
  await openCase(write, facts, names, now);
  if (facts.basis && facts.decision) await recordDecision(write, names, rowId, facts.basis, facts.decision, now);
  await noteOnOrdersCase(write, filed, facts);
  return answerOrHold(write, filed, caseId);
}

/** Support sees on an order's own case that somebody else asks about it; what that somebody gets is the same without such a case. */
async function noteOnOrdersCase(write: Write, { rowId, names, now }: Filed, { caseKey, orderKey }: CaseFacts): Promise<void> {
  if (orderKey === null || orderKey === caseKey) return;
  const ordersCase = await findOpenCase(write, orderKey);
  if (ordersCase === undefined) return;
  await addEvent(write, { at: now, what: 'asked-by-another', messageRowId: rowId, caseId: ordersCase, detail: { case: names.caseId } });
}

async function isCopy(write: Write, rowId: number, copyKey: string): Promise<boolean> {
  const row = await write
    .selectFrom('messages')
    .select('id')
    .where('copy_key', '=', copyKey)
    .where('id', '!=', rowId)
    // One whose reply may have been sent is set aside: its copy must not be answered either.
    .where('state', 'in', ['done', 'answering', 'set-aside'])
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Writes the outcome to the message's row: final, but for one whose reply is still to be placed. */
async function settle(write: Write, { rowId, judgement, now }: Filed, filing: Filing): Promise<void> {
  const isFinal = filing.kind !== 'answering';
  const caseId = 'caseId' in filing ? filing.caseId : filing.kind === 'answering' ? filing.reply.caseId : null;
  const { kind, why, caseFacts } = judgement;
  await write
    .updateTable('messages')
    .set({
      state: isFinal ? 'done' : 'answering',
      ended: isFinal ? filing.kind : null,
      next_attempt_at: null,
      message_id: judgement.messageId,
      content_hash: judgement.contentHash,
      copy_key: judgement.copyKey,
      kind,
      outcome: caseFacts?.decision?.outcome ?? null,
      why,
      case_id: caseId,
      sender: caseFacts?.sender ?? null,
    })
    .where('id', '=', rowId)
    .execute();
  if (judgement.wordPrint !== undefined && filing.kind !== 'copy') await keepWordPrint(write, rowId, judgement.wordPrint, caseFacts);
  const restrained = judgement.restraint ? { restrainedBy: judgement.restraint.by } : {};
  const because = judgement.restraint?.why ?? null;
  const event = { at: now, what: `message-${filing.kind}`, why: because, messageRowId: rowId, detail: { kind, why, ...restrained } };
  await addEvent(write, caseId ? { ...event, caseId } : event);
}

async function keepWordPrint(write: Write, rowId: number, print: string, facts: CaseFacts | null): Promise<void> {
  if (!facts) return;
  const sender = facts.sender === null ? null : comparableAddress(facts.sender);
  const row = { message_row_id: rowId, received_at: facts.receivedAt.toISOString(), sender, print };
  await write
    .insertInto('word_prints')
    .values(row)
    .onConflict((conflict) => conflict.column('message_row_id').doNothing())
    .execute();
}
