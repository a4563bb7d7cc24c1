import { type CaseMove, type CaseState, ENDED_STATES, type IllegalMove, LOOKED_AT_STATES, moveCase } from '../domain/case.ts';
import type { Actor } from '../domain/case-event.ts';
import type { CaseFacts, CaseNames } from '../domain/ledger.ts';
import { ok, type Result } from '../domain/result.ts';
import { addEvent } from './events.ts';
import type { Database, Write } from './schema.ts';

/** What one move leaves in the chain. */
interface MoveNote {
  /** Default: this program by itself. */
  readonly actor?: Actor;
  readonly why?: string | null;
  readonly messageRowId?: number;
}

/** The open case that a later request with this key attaches to. */
export async function findOpenCase(database: Database, caseKey: string | null): Promise<string | undefined> {
  if (caseKey === null) return undefined;
  const row = await database
    .selectFrom('cases')
    .select('id')
    .where('case_key', '=', caseKey)
    .where('state', 'not in', ENDED_STATES)
    .limit(1)
    .executeTakeFirst();
  return row?.id;
}

export async function openCase(write: Write, facts: CaseFacts, { caseId, revision }: CaseNames, now: Date): Promise<void> {
  await write
    .insertInto('cases')
    .values({
      id: caseId,
      case_key: facts.caseKey,
      order_key: facts.orderKey,
      state: 'received',
      revision,
      sender: facts.sender,
      first_received_at: facts.receivedAt.toISOString(),
      ...summaryOf(facts),
      opened_at: now.toISOString(),
      updated_at: now.toISOString(),
      wrote_again_at: null,
    })
    .execute();
  const { outcome, amount, currency, policy_version } = summaryOf(facts);
  await addEvent(write, { at: now, what: 'case-opened', caseId, policyVersion: policy_version, detail: { outcome, amount, currency } });
}

/** What a case's row repeats of its newest decision. */
export function summaryOf({ decision }: CaseFacts) {
  return {
    outcome: decision?.outcome ?? null,
    amount: decision?.amount ?? null,
    currency: decision?.currency ?? null,
    policy_version: decision?.policyVersion ?? null,
  };
}

export async function stateOf(database: Database, caseId: string): Promise<CaseState> {
  const { state } = await database.selectFrom('cases').select('state').where('id', '=', caseId).executeTakeFirstOrThrow();
  return state;
}

/** Moves a case and writes the event, or says that the case cannot be moved so from where it stands. */
export async function moveCaseRow(
  write: Write,
  caseId: string,
  move: CaseMove,
  note: MoveNote,
  now: Date,
): Promise<Result<CaseState, IllegalMove>> {
  const from = await stateOf(write, caseId);
  const moved = moveCase(from, move);
  if (!moved.ok) return moved;
  await write.updateTable('cases').set({ state: moved.value, updated_at: now.toISOString() }).where('id', '=', caseId).execute();
  await addEvent(write, { at: now, what: `case-${moved.value}`, caseId, ...note, detail: { from, move } });
  return ok(moved.value);
}

/** New words of the customer on a case that nobody is bound to look at. The first ones count: since then somebody waits. */
export async function markWroteAgain(write: Write, caseId: string, receivedAt: Date): Promise<void> {
  await write
    .updateTable('cases')
    .set({ wrote_again_at: receivedAt.toISOString() })
    .where('id', '=', caseId)
    .where('state', 'not in', LOOKED_AT_STATES)
    .where('wrote_again_at', 'is', null)
    .execute();
}

/** A person has done something about the case. */
export async function unmarkWroteAgain(write: Write, caseId: string): Promise<void> {
  await write.updateTable('cases').set({ wrote_again_at: null }).where('id', '=', caseId).where('wrote_again_at', 'is not', null).execute();
}
