import { hashOf } from '../domain/canonical-json.ts';
import type { Decision } from '../domain/decision.ts';
import type { DecisionBasis, DecisionRecord } from '../domain/decision-input.ts';
import type { CaseNames, CaseThread } from '../domain/ledger.ts';
import { addEvent } from './events.ts';
import type { Database, Schema, Write } from './schema.ts';

/** The form in which facts are written. A later form gets the next number; older ones stay readable. */
const SCHEMA = 1;

/** Records what a decision was made from and what it came to; the chain of events holds the hashes of both. */
export async function recordDecision(
  write: Write,
  { caseId, revision }: CaseNames,
  messageRowId: number,
  basis: DecisionBasis,
  decision: Decision,
  now: Date,
): Promise<void> {
  const facts = JSON.stringify({ schema: SCHEMA, ...basis });
  const inputsHash = hashOf(JSON.parse(facts));
  const { outcome, amount, currency, policyVersion } = decision;
  await write
    .insertInto('decisions')
    .values({
      case_id: caseId,
      revision,
      message_row_id: messageRowId,
      at: now.toISOString(),
      policy_version: policyVersion,
      facts,
      inputs_hash: inputsHash,
      decision: JSON.stringify(decision),
    })
    .execute();
  await addEvent(write, {
    at: now,
    what: 'decided',
    messageRowId,
    caseId,
    policyVersion,
    inputsHash,
    why: decision.flags.length === 0 ? null : decision.flags.join(', '),
    detail: { revision, outcome, amount, currency, decisionHash: hashOf(decision) },
  });
}

/** Every decision, or one case's, oldest first. */
export async function readDecisions(database: Database, caseId: string | null): Promise<readonly DecisionRecord[]> {
  const all = database.selectFrom('decisions').selectAll().orderBy('id');
  const rows = await (caseId === null ? all : all.where('case_id', '=', caseId)).execute();
  if (rows.length === 0) return [];
  // The schemas are loaded by who reads decisions, never by a pass with nothing new.
  const { parseDecision, parseFacts } = await import('./decision-json.ts');
  return rows.map((row) => recordOf(row, parseFacts(row.facts), parseDecision(row.decision)));
}

/** Rows read at a time: a page's facts take a few megabytes. */
const PAGE = 200;

/** Each case's newest decision, in the order in which they were made, a page in memory at a time. @param since decided at this instant or later */
export async function* newestDecisions(database: Database, since: Date | null): AsyncIterable<DecisionRecord> {
  const { parseDecision, parseFacts } = await import('./decision-json.ts');
  let above = 0;
  while (true) {
    const page = await database
      .selectFrom('decisions')
      .selectAll()
      .where('id', '>', above)
      .where('at', '>=', since?.toISOString() ?? '')
      .where((e) =>
        e(
          'revision',
          '=',
          e
            .selectFrom('decisions as newer')
            .select((n) => n.fn.max('newer.revision').as('newest'))
            .whereRef('newer.case_id', '=', 'decisions.case_id'),
        ),
      )
      .orderBy('id')
      .limit(PAGE)
      .execute();
    for (const row of page) yield recordOf(row, parseFacts(row.facts), parseDecision(row.decision));
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    above = last.id;
  }
}

/** The newest decision of a case, and the mail that led to it; null where none was recorded (a case of an older ledger). */
export async function newestDecision(database: Database, caseId: string): Promise<Pick<CaseThread, 'newest' | 'newestMail'>> {
  const row = await database
    .selectFrom('decisions')
    .innerJoin('messages', 'messages.id', 'decisions.message_row_id')
    .selectAll('decisions')
    .select('messages.message_id')
    .where('decisions.case_id', '=', caseId)
    .orderBy('decisions.revision', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) return { newest: null, newestMail: null };
  const { parseDecision, parseFacts } = await import('./decision-json.ts');
  return { newest: recordOf(row, parseFacts(row.facts), parseDecision(row.decision)), newestMail: row.message_id };
}

type DecisionRow = Omit<Schema['decisions'], 'id'>;

function recordOf(row: DecisionRow, basis: DecisionBasis, decision: Decision): DecisionRecord {
  return { caseId: row.case_id, revision: row.revision, at: new Date(row.at), inputsHash: row.inputs_hash, ...basis, decision };
}
