import type { CaseFilter, CaseRecord, CaseSummary } from '../domain/case-record.ts';
import type { FailingLook } from '../domain/ledger.ts';
import { orderOfKey } from '../domain/order-key.ts';
import { readDecisions } from './decision-rows.ts';
import { readEvents } from './events.ts';
import { failingLooks } from './looks.ts';
import type { Database, Schema } from './schema.ts';

/** The most recently changed first. */
export async function listCases(database: Database, { states, wroteAgain }: CaseFilter): Promise<readonly CaseSummary[]> {
  const all = database.selectFrom('cases').selectAll().orderBy('updated_at', 'desc').orderBy('id');
  const inStates = states.length === 0 ? all : all.where('state', 'in', states);
  const rows = await (wroteAgain ? inStates.where('wrote_again_at', 'is not', null) : inStates).execute();
  const failing = await failingLooks(database);
  return rows.map((row) => summaryOf(row, failing));
}

/** Null where there is no such case. */
export async function readCase(database: Database, caseId: string): Promise<CaseRecord | null> {
  const row = await database.selectFrom('cases').selectAll().where('id', '=', caseId).executeTakeFirst();
  if (!row) return null;
  return {
    ...summaryOf(row, await failingLooks(database)),
    mails: await mailsOf(database, caseId),
    replies: await repliesOf(database, caseId),
    decisions: await readDecisions(database, caseId),
    events: await Array.fromAsync(readEvents(database, caseId)),
  };
}

function summaryOf(row: Schema['cases'], failing: ReadonlyMap<string, FailingLook>): CaseSummary {
  return {
    caseId: row.id,
    state: row.state,
    revision: row.revision,
    sender: row.sender,
    order: row.order_key === null ? null : orderOfKey(row.order_key),
    outcome: row.outcome,
    amount: row.amount,
    currency: row.currency,
    policyVersion: row.policy_version,
    receivedAt: new Date(row.first_received_at),
    openedAt: new Date(row.opened_at),
    updatedAt: new Date(row.updated_at),
    wroteAgainAt: row.wrote_again_at === null ? null : new Date(row.wrote_again_at),
    failingLook: failing.get(row.id) ?? null,
  };
}

async function mailsOf(database: Database, caseId: string): Promise<CaseRecord['mails']> {
  const rows = await database
    .selectFrom('messages')
    .innerJoin('mailboxes', 'mailboxes.id', 'messages.mailbox_id')
    .select(['mailboxes.account', 'mailboxes.path', 'messages.uid', 'messages.message_id', 'messages.sender', 'messages.submitted_at'])
    .select(['messages.kind', 'messages.state', 'messages.ended', 'messages.why'])
    .where('messages.case_id', '=', caseId)
    .orderBy('messages.id')
    .execute();
  return rows.map((row) => ({
    mailbox: `${row.account} ${row.path}`,
    uid: row.uid,
    messageId: row.message_id,
    sender: row.sender,
    receivedAt: row.submitted_at === null ? null : new Date(row.submitted_at),
    kind: row.kind,
    state: row.state,
    ended: row.ended,
    why: row.why,
  }));
}

async function repliesOf(database: Database, caseId: string): Promise<CaseRecord['replies']> {
  const rows = await database.selectFrom('replies').selectAll().where('case_id', '=', caseId).orderBy('revision').execute();
  return rows.map((row) => ({
    revision: row.revision,
    channel: row.channel,
    state: row.state,
    recipient: row.recipient,
    messageId: row.message_id,
    folder: row.folder,
    life: row.life,
    similarity: row.similarity,
    intendedAt: new Date(row.intended_at),
  }));
}
