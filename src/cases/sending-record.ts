import { hasEndedAnswering } from '../domain/case.ts';
import type { Actor } from '../domain/case-event.ts';
import type { Outcome } from '../domain/decision.ts';
import { ok, type Result, refuse } from '../domain/result.ts';
import { type DraftRecord, SENDABLE_OUTCOMES, type UncertainReply } from '../domain/sending.ts';
import type { DeliverySettled, NothingUncertain } from '../ports/case-archive.ts';
import { moveCaseRow, stateOf } from './case-rows.ts';
import { addEvent } from './events.ts';
import type { Database, Write } from './schema.ts';
import { withdrawReply } from './withdrawals.ts';

const OUTCOMES: readonly Outcome[] = [...SENDABLE_OUTCOMES, 'needs-info', 'review'];

/** A streak of more tells nobody anything. */
const LONGEST_STREAK = 1_000;

/** What people made of the drafts of each outcome, and what left by itself. Outcomes without a reply are left out. */
export async function draftRecords(database: Database): Promise<readonly DraftRecord[]> {
  const rows = await database
    .selectFrom('replies')
    .innerJoin('messages', 'messages.id', 'replies.message_row_id')
    .innerJoin('cases', 'cases.id', 'replies.case_id')
    .select(['messages.outcome', 'replies.channel', 'replies.state', 'replies.life', 'cases.state as case_state'])
    .select((e) => e.fn.countAll<number>().as('count'))
    .groupBy(['messages.outcome', 'replies.channel', 'replies.state', 'replies.life', 'cases.state'])
    .execute();
  const declined = await database
    .selectFrom('cases')
    .select((e) => ['outcome', e.fn.countAll<number>().as('count')])
    .where('state', '=', 'declined')
    .groupBy('outcome')
    .execute();
  const records: DraftRecord[] = [];
  for (const outcome of OUTCOMES) {
    const ofOutcome = rows.filter((row) => row.outcome === outcome);
    if (ofOutcome.length === 0) continue;
    const count = (fits: (row: (typeof rows)[number]) => boolean) => ofOutcome.filter(fits).reduce((sum, row) => sum + row.count, 0);
    records.push({
      outcome,
      drafted: count(({ channel, state }) => channel === 'draft' && state === 'placed'),
      // Whoever ended the case will not send it, whether or not a pass has taken it out of Drafts.
      waiting: count(({ life, case_state }) => (life === 'untouched' || life === 'edited') && !hasEndedAnswering(case_state)),
      sentAsWritten: count(({ life }) => life === 'sent-as-written'),
      sentEdited: count(({ life }) => life === 'sent-edited'),
      answeredOtherwise: count(({ life }) => life === 'answered-otherwise'),
      deleted: count(({ life }) => life === 'deleted'),
      declined: declined.find((row) => row.outcome === outcome)?.count ?? 0,
      sent: count(({ channel, state }) => channel === 'send' && state === 'sent'),
      asWrittenInARow: await asWrittenInARow(database, outcome),
    });
  }
  return records;
}

/** Only drafts that would have been sent tell what sending would have done; those that still lie there tell nothing yet. */
async function asWrittenInARow(database: Database, outcome: Outcome): Promise<number> {
  const lives = await database
    .selectFrom('replies')
    .innerJoin('messages', 'messages.id', 'replies.message_row_id')
    .innerJoin('cases', 'cases.id', 'replies.case_id')
    .select('replies.life')
    .where('messages.outcome', '=', outcome)
    .where('replies.channel', '=', 'draft')
    .where('replies.would_send', '=', 1)
    .where((e) =>
      e.or([
        e('replies.life', 'in', ['sent-as-written', 'sent-edited', 'answered-otherwise', 'deleted']),
        // Whoever declined would not have had it sent; this program removes the draft then.
        e('cases.state', '=', 'declined'),
      ]),
    )
    .orderBy('replies.life_at', 'desc')
    .orderBy('replies.id', 'desc')
    .limit(LONGEST_STREAK)
    .execute();
  const broken = lives.findIndex(({ life }) => life !== 'sent-as-written');
  return broken === -1 ? lives.length : broken;
}

/** Oldest first. */
export async function uncertainReplies(database: Database): Promise<readonly UncertainReply[]> {
  const rows = await selectUncertain(database).orderBy('replies.id').execute();
  return rows.map((row) => ({
    caseId: row.case_id,
    recipient: row.envelope_to ?? row.recipient ?? '',
    messageId: row.message_id,
    since: new Date(row.updated_at),
  }));
}

/**
 * What a person has found out. One that was not sent becomes a draft with the next pass: this program never sends it again.
 * Where a person has declined or closed the case meanwhile, it is withdrawn instead.
 */
export async function settleDelivery(
  write: Write,
  caseId: string,
  found: 'sent' | 'not-sent',
  by: { readonly actor: Actor; readonly why: string | null },
  now: Date,
): Promise<Result<DeliverySettled, NothingUncertain>> {
  const row = await selectUncertain(write).where('replies.case_id', '=', caseId).executeTakeFirst();
  if (!row) return refuse({ kind: 'nothing-uncertain', caseId });
  const isSent = found === 'sent';
  const state = await stateOf(write, caseId);
  // Sent when it was handed over, not when somebody found out.
  const reply = isSent ? ({ state: 'sent', sent_at: row.updated_at } as const) : ({ state: 'intended', channel: 'draft' } as const);
  await write
    .updateTable('replies')
    .set({ ...reply, updated_at: now.toISOString() })
    .where('id', '=', row.id)
    .execute();
  const message = isSent
    ? ({ state: 'done', ended: 'sent' } as const)
    : ({ state: 'answering', ended: null, next_attempt_at: null } as const);
  await write.updateTable('messages').set(message).where('id', '=', row.message_row_id).execute();
  const what = isSent ? 'reply-found-sent' : 'reply-found-not-sent';
  await addEvent(write, { at: now, what, caseId, messageRowId: row.message_row_id, ...by });
  if (isSent) await moveCaseRow(write, caseId, 'send', { messageRowId: row.message_row_id, ...by }, now);
  if (isSent || !hasEndedAnswering(state)) return ok(isSent ? 'sent' : 'to-draft');
  await withdrawReply(write, row, { actor: by.actor, why: `case ${state}` }, now);
  return ok('withdrawn');
}

function selectUncertain(database: Database) {
  return database
    .selectFrom('replies')
    .innerJoin('messages', 'messages.id', 'replies.message_row_id')
    .select(['replies.id', 'replies.case_id', 'replies.revision', 'replies.message_row_id', 'replies.message_id'])
    .select(['replies.envelope_to', 'replies.recipient', 'replies.updated_at'])
    .where('replies.state', '=', 'uncertain')
    .where('replies.channel', '=', 'send');
}
