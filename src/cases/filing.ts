import type { CaseFacts, CaseNames, Filing, Judgement } from '../domain/ledger.ts';
import { addEvent } from './events.ts';
import type { Database, Write } from './schema.ts';

export async function hasOpenCase(database: Database, caseKeys: readonly string[]): Promise<boolean> {
  return (await findOpenCase(database, caseKeys)) !== undefined;
}

/**
 * Files a judged mail: the copy is recognised by its content, the duplicate request by its order, and only what is neither opens a case.
 * The intent of the draft is written in the same transaction, before anyone tries to place it.
 */
export async function fileJudgement(
  write: Write,
  rowId: number,
  judgement: Judgement,
  names: CaseNames,
  draft: Uint8Array | null,
  now: Date,
): Promise<Filing> {
  const { caseFacts } = judgement;
  if (await isCopy(write, rowId, judgement.copyKey)) return settle(write, rowId, judgement, { kind: 'copy' }, now);
  if (!caseFacts) return settle(write, rowId, judgement, { kind: 'not-answered' }, now);
  const known = await findOpenCase(write, keysOf(caseFacts));
  if (known) return settle(write, rowId, judgement, { kind: 'duplicate-request', caseId: known }, now);
  await openCase(write, caseFacts, names, now);
  if (!draft) return settle(write, rowId, judgement, { kind: 'held', caseId: names.caseId }, now);
  const id = await intendReply(write, rowId, names, draft, now);
  const reply = { id, messageRowId: rowId, caseId: names.caseId, messageId: names.replyMessageId, raw: draft };
  return settle(write, rowId, judgement, { kind: 'answering', reply }, now);
}

async function isCopy(write: Write, rowId: number, copyKey: string): Promise<boolean> {
  const row = await write
    .selectFrom('messages')
    .select('id')
    .where('copy_key', '=', copyKey)
    .where('id', '!=', rowId)
    .where('state', 'in', ['done', 'answering'])
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

function keysOf({ caseKey, ownerKey }: CaseFacts): readonly string[] {
  return [ownerKey, caseKey].filter((key) => key !== null);
}

async function findOpenCase(database: Database, caseKeys: readonly string[]): Promise<string | undefined> {
  if (caseKeys.length === 0) return undefined;
  const row = await database
    .selectFrom('cases')
    .select('id')
    .where('case_key', 'in', caseKeys)
    .where('status', '=', 'open')
    .orderBy('opened_at')
    .limit(1)
    .executeTakeFirst();
  return row?.id;
}

async function openCase(write: Write, facts: CaseFacts, names: CaseNames, now: Date): Promise<void> {
  await write
    .insertInto('cases')
    .values({
      id: names.caseId,
      case_key: facts.caseKey,
      status: 'open',
      sender: facts.sender,
      first_received_at: facts.receivedAt.toISOString(),
      outcome: facts.outcome,
      amount: facts.amount,
      currency: facts.currency,
      policy_version: facts.policyVersion,
      opened_at: now.toISOString(),
    })
    .execute();
  const { outcome, amount, currency, policyVersion } = facts;
  await addEvent(write, { at: now, what: 'case-opened', caseId: names.caseId, detail: { outcome, amount, currency, policyVersion } });
}

async function intendReply(write: Write, rowId: number, names: CaseNames, raw: Uint8Array, now: Date): Promise<number> {
  const { id } = await write
    .insertInto('replies')
    .values({
      case_id: names.caseId,
      revision: names.revision,
      message_row_id: rowId,
      message_id: names.replyMessageId,
      state: 'intended',
      raw,
      folder: null,
      draft_uid: null,
      updated_at: now.toISOString(),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await addEvent(write, { at: now, what: 'draft-intended', messageRowId: rowId, caseId: names.caseId });
  return id;
}

/** Writes the outcome to the message's row: final, but for one whose draft is still to be placed. */
async function settle(write: Write, rowId: number, judgement: Judgement, filing: Filing, now: Date): Promise<Filing> {
  const isFinal = filing.kind !== 'answering';
  const caseId = 'caseId' in filing ? filing.caseId : filing.kind === 'answering' ? filing.reply.caseId : null;
  await write
    .updateTable('messages')
    .set({
      state: isFinal ? 'done' : 'answering',
      ended: isFinal ? filing.kind : null,
      next_attempt_at: null,
      message_id: judgement.messageId,
      content_hash: judgement.contentHash,
      copy_key: judgement.copyKey,
      kind: judgement.kind,
      outcome: judgement.caseFacts?.outcome ?? null,
      why: judgement.why,
      case_id: caseId,
    })
    .where('id', '=', rowId)
    .execute();
  const event = { at: now, what: `message-${filing.kind}`, messageRowId: rowId, detail: { kind: judgement.kind, why: judgement.why } };
  await addEvent(write, caseId ? { ...event, caseId } : event);
  return filing;
}
