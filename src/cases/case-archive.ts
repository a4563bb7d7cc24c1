import type { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { type CaseMove, type CaseState, endsAnswering } from '../domain/case.ts';
import type { Actor } from '../domain/case-event.ts';
import { type Result, refuse } from '../domain/result.ts';
import type { CaseArchive, MoveRefusal } from '../ports/case-archive.ts';
import { auditLedger } from './audit.ts';
import { listCases, readCase } from './case-queries.ts';
import { findOpenCase, moveCaseRow, unmarkWroteAgain } from './case-rows.ts';
import { newestDecisions, readDecisions } from './decision-rows.ts';
import { noteEditedDrafts } from './draft-rows.ts';
import { readEvents } from './events.ts';
import { nodeSqliteDialect } from './node-sqlite-dialect.ts';
import { openDatabase } from './open-database.ts';
import type { Database, Schema, Write } from './schema.ts';
import { draftRecords, settleDelivery, uncertainReplies } from './sending-record.ts';
import { withdrawUnplaced } from './withdrawals.ts';

/** Opens the ledger's SQLite file for people. */
export function openCaseArchive(path: string): CaseArchive {
  return caseArchiveOn(openDatabase(path));
}

function caseArchiveOn(sqlite: DatabaseSync): CaseArchive {
  const database: Database = new Kysely<Schema>({ dialect: nodeSqliteDialect(sqlite) });
  const write = <T>(work: (write: Write) => Promise<T>): Promise<T> => database.transaction().execute(work);
  return {
    cases: (filter) => listCases(database, filter),
    readCase: (caseId) => readCase(database, caseId),
    audit: (earlierHead) => auditLedger(database, earlierHead),
    events: (caseId) => readEvents(database, caseId),
    decisions: (caseId) => readDecisions(database, caseId),
    draftRecords: () => draftRecords(database),
    uncertainReplies: () => uncertainReplies(database),
    settleDelivery: (caseId, found, by, now) => write((w) => settleDelivery(w, caseId, found, by, now)),
    newestDecisions: (since) => newestDecisions(database, since),
    move: (caseId, move, by, now) => write((w) => movedByPerson(w, caseId, move, by, now)),
    dispose: () => database.destroy(),
  };
}

async function movedByPerson(
  write: Write,
  caseId: string,
  move: CaseMove,
  by: { readonly actor: Actor; readonly why: string | null },
  now: Date,
): Promise<Result<CaseState, MoveRefusal>> {
  const known = await write.selectFrom('cases').select('case_key').where('id', '=', caseId).executeTakeFirst();
  if (!known) return refuse({ kind: 'no-such-case', caseId });
  const open = move === 'reopen' ? await findOpenCase(write, known.case_key) : undefined;
  if (open !== undefined && open !== caseId) return refuse({ kind: 'another-open-case', caseId: open });
  const moved = await moveCaseRow(write, caseId, move, by, now);
  if (moved.ok) await unmarkWroteAgain(write, caseId);
  if (moved.ok && endsAnswering(move)) {
    const why = `case ${moved.value}`;
    await withdrawUnplaced(write, caseId, { why, actor: by.actor }, now);
    await noteEditedDrafts(write, caseId, why, now);
  }
  return moved;
}
