import { type CaseState, isOpen, moveCase } from '../domain/case.ts';
import type { CaseFacts, Filing, FollowUp } from '../domain/ledger.ts';
import { answerOrHold, type Filed } from './answer-or-hold.ts';
import { findOpenCase, moveCaseRow, stateOf, summaryOf } from './case-rows.ts';
import { recordDecision } from './decision-rows.ts';
import { noteEditedDrafts, whyNotBeside } from './draft-rows.ts';
import { addEvent } from './events.ts';
import type { Write } from './schema.ts';
import { withdrawUnplaced } from './withdrawals.ts';

/**
 * Files a mail that answers a case. Thanks are recorded; new facts are a new revision, and a new answer is drafted where they lead to one.
 * A case whose order turns out to have another case is closed in favour of that one: one open case for each order.
 */
export async function fileFollowUp(write: Write, filed: Filed, facts: CaseFacts, followUp: FollowUp): Promise<Filing> {
  const { caseId } = followUp;
  if (followUp.effect === 'nothing-new') return { kind: 'follow-up', caseId };
  const other = await findOpenCase(write, facts.caseKey);
  if (other !== undefined && other !== caseId) return mergeInto(write, filed, caseId, other);
  const state = await reopened(write, filed, caseId);
  if (!canAnswer(state)) return noteTooLate(write, filed, caseId, state);
  await revise(write, filed, facts);
  if (followUp.effect === 'same-answer') return { kind: 'follow-up', caseId };
  const against = await whyNotBeside(write, caseId);
  if (against !== null) return holdInstead(write, filed, caseId, against);
  await withdrawUnplaced(write, caseId, { why: `a follow-up led to revision ${filed.names.revision}` }, filed.now);
  return answerOrHold(write, filed, caseId);
}

async function mergeInto(write: Write, { rowId, now }: Filed, caseId: string, other: string): Promise<Filing> {
  const why = `case ${other} is about the same`;
  await moveCaseRow(write, caseId, 'close', { messageRowId: rowId, why }, now);
  await withdrawUnplaced(write, caseId, { why }, now);
  await noteEditedDrafts(write, caseId, why, now);
  return { kind: 'duplicate-request', caseId: other };
}

/** New facts on a closed case open it again. */
async function reopened(write: Write, { rowId, now }: Filed, caseId: string): Promise<CaseState> {
  const state = await stateOf(write, caseId);
  if (isOpen(state)) return state;
  const moved = await moveCaseRow(write, caseId, 'reopen', { messageRowId: rowId, why: 'the customer added facts' }, now);
  return moved.ok ? moved.value : state;
}

function canAnswer(state: CaseState): boolean {
  return moveCase(state, 'draft').ok;
}

/** The money is on its way: another answer now could pay twice. A person sees the mail on the case. */
async function noteTooLate(write: Write, { rowId, now }: Filed, caseId: string, state: CaseState): Promise<Filing> {
  const why = `new facts came when the case was ${state}`;
  await addEvent(write, { at: now, what: 'follow-up-too-late', messageRowId: rowId, caseId, why });
  return { kind: 'follow-up', caseId };
}

/** Nothing is put beside what a person is at work on: the newer decision is on the case, for them to see. */
async function holdInstead(write: Write, { rowId, names, now }: Filed, caseId: string, against: string): Promise<Filing> {
  const why = `${against}; revision ${names.revision} is decided and not drafted`;
  await moveCaseRow(write, caseId, 'hold', { messageRowId: rowId, why }, now);
  return { kind: 'held', caseId };
}

async function revise(write: Write, { rowId, names, now }: Filed, facts: CaseFacts): Promise<void> {
  const { numUpdatedRows } = await write
    .updateTable('cases')
    .set({
      case_key: facts.caseKey,
      order_key: facts.orderKey,
      // An owner who takes over a case that another address began: from here on it is between him and us.
      sender: facts.sender,
      revision: names.revision,
      ...summaryOf(facts),
      updated_at: now.toISOString(),
    })
    .where('id', '=', names.caseId)
    .where('revision', '=', names.revision - 1)
    .executeTakeFirstOrThrow();
  // One pass at a time makes revisions; were it otherwise, two answers would be given on different facts.
  if (numUpdatedRows !== 1n) throw new Error(`case ${names.caseId} is not at revision ${names.revision - 1}`);
  if (facts.basis && facts.decision) await recordDecision(write, names, rowId, facts.basis, facts.decision, now);
}
