import { type Actor, type CaseEvent, CHAIN_START, type ChainedEvent, chainHash } from '../domain/case-event.ts';
import type { Database, Schema, Write } from './schema.ts';

interface LedgerEvent {
  readonly at: Date;
  /** What happened, in the past tense: `case-opened`, `draft-placed`. */
  readonly what: string;
  /** Default: this program by itself. */
  readonly actor?: Actor;
  readonly why?: string | null;
  readonly messageRowId?: number;
  readonly caseId?: string;
  readonly policyVersion?: string | null;
  readonly inputsHash?: string | null;
  /** Never the words of a mail, nor a secret. */
  readonly detail?: CaseEvent['detail'];
}

/** Adds to the chain of what happened. The database refuses to change or remove what is there; transactions follow one another, so the chain never forks. */
export async function addEvent(write: Write, event: LedgerEvent): Promise<void> {
  const last = await write.selectFrom('events').select(['id', 'hash']).orderBy('id', 'desc').limit(1).executeTakeFirst();
  const next: CaseEvent = {
    id: (last?.id ?? 0) + 1,
    at: event.at.toISOString(),
    actor: event.actor ?? 'poll',
    what: event.what,
    why: event.why ?? null,
    messageRowId: event.messageRowId ?? null,
    caseId: event.caseId ?? null,
    policyVersion: event.policyVersion ?? null,
    inputsHash: event.inputsHash ?? null,
    detail: event.detail ?? {},
  };
  await write
    .insertInto('events')
    .values({
      id: next.id,
      at: next.at,
      actor: next.actor,
      what: next.what,
      why: next.why,
      message_row_id: next.messageRowId,
      case_id: next.caseId,
      policy_version: next.policyVersion,
      inputs_hash: next.inputsHash,
      detail: JSON.stringify(next.detail),
      hash: chainHash(last?.hash ?? CHAIN_START, next),
    })
    .execute();
}

/** Events of years do not fit into memory at once. */
const EVENTS_A_PAGE = 2_000;

/** Of one case, or of all, oldest first. */
export async function* readEvents(database: Database, caseId: string | null): AsyncIterable<ChainedEvent> {
  for (let after = 0; ; ) {
    const page = database.selectFrom('events').selectAll().where('id', '>', after).orderBy('id').limit(EVENTS_A_PAGE);
    const rows = await (caseId === null ? page : page.where('case_id', '=', caseId)).execute();
    yield* rows.map(eventOf);
    const last = rows.at(-1);
    if (last === undefined || rows.length < EVENTS_A_PAGE) return;
    after = last.id;
  }
}

function eventOf(row: Schema['events']): ChainedEvent {
  return {
    id: row.id,
    at: row.at,
    actor: row.actor,
    what: row.what,
    why: row.why,
    messageRowId: row.message_row_id,
    caseId: row.case_id,
    policyVersion: row.policy_version,
    inputsHash: row.inputs_hash,
    detail: JSON.parse(row.detail) as CaseEvent['detail'],
    hash: row.hash,
  };
}
