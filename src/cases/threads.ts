import { comparableAddress } from '../domain/address.ts';
import type { DecisionRecord } from '../domain/decision-input.ts';
import type { CaseThread } from '../domain/ledger.ts';
import { casesNamedBy } from './case-names.ts';
import { newestDecision } from './decision-rows.ts';
import type { Database } from './schema.ts';

/**
 * The case that a mail answers: it carries a name that only a reply of ours can have given it, and its sender belongs to the case.
 * Either alone is not enough: names are forwarded, and senders are forged.
 */
export async function findThread(database: Database, ids: readonly string[], sender: string): Promise<CaseThread | null> {
  for (const caseId of (await casesNamedBy(database, ids)).toReversed()) {
    const row = await database
      .selectFrom('cases')
      .select(['revision', 'first_received_at', 'sender'])
      .where('id', '=', caseId)
      .executeTakeFirst();
    if (!row) continue;
    const newest = await newestDecision(database, caseId);
    if (row.sender !== sender && ownerOf(newest.newest) !== sender) continue;
    return { caseId, revision: row.revision, submittedAt: new Date(row.first_received_at), ...newest };
  }
  return null;
}

/** Whoever wrote from another address is asked to write from the account's: there the owner takes the case over. */
function ownerOf(newest: DecisionRecord | null): string | null {
  if (newest?.input.facts.kind !== 'found') return null;
  const { entry } = newest.input.facts;
  const account = entry.kind === 'order' ? entry.order.accountEmail : entry.accountEmail;
  return account === null ? null : comparableAddress(account);
}
