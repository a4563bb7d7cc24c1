import type { AnotherPass } from '../cases/pass-lock.ts';
import type { Config } from '../config/config.ts';
import { type CaseMove, type CaseState, endsAnswering } from '../domain/case.ts';
import type { ChainedEvent } from '../domain/case-event.ts';
import type { Audit, CaseFilter, CaseRecord, CaseSummary } from '../domain/case-record.ts';
import type { Result } from '../domain/result.ts';
import type { CaseArchive, MoveRefusal } from '../ports/case-archive.ts';
import { withArchive, withArchiveAlone } from './archive.ts';
import { thisPerson } from './this-person.ts';

export function listCases({ ledgerFile }: Config, filter: CaseFilter): Promise<readonly CaseSummary[]> {
  return withArchive(ledgerFile, (archive) => archive.cases(filter));
}

export function readCase({ ledgerFile }: Config, caseId: string): Promise<CaseRecord | null> {
  return withArchive(ledgerFile, (archive) => archive.readCase(caseId));
}

/** A person's move: the event names who is logged in. */
export function moveCase(
  { ledgerFile }: Config,
  caseId: string,
  move: CaseMove,
  why: string | null,
): Promise<Result<CaseState, MoveRefusal | AnotherPass>> {
  const by = { actor: thisPerson(), why };
  const act = (archive: CaseArchive) => archive.move(caseId, move, by, new Date());
  return endsAnswering(move) ? withArchiveAlone(ledgerFile, act) : withArchive(ledgerFile, act);
}

export function audit({ ledgerFile }: Config, earlierHead: string | null): Promise<Audit> {
  return withArchive(ledgerFile, (archive) => archive.audit(earlierHead));
}

/** Hands on each event, of one case or of all, oldest first. */
export function tellEvents({ ledgerFile }: Config, caseId: string | null, tell: (event: ChainedEvent) => Promise<void>): Promise<void> {
  return withArchive(ledgerFile, async (archive) => {
    for await (const event of archive.events(caseId)) await tell(event);
  });
}
