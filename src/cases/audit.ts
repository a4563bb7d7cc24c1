import { hashOf } from '../domain/canonical-json.ts';
import { CHAIN_START, type ChainedEvent, linkHolds } from '../domain/case-event.ts';
import type { Audit, BrokenRecord } from '../domain/case-record.ts';
import { readEvents } from './events.ts';
import type { Database } from './schema.ts';

/**
 * Goes through the whole chain, and holds each decision against the event that vouches for its facts and its result.
 * @param earlierHead a head noted before, which must still be in the chain
 */
export async function auditLedger(database: Database, earlierHead: string | null): Promise<Audit> {
  // A pass may be at work: a decision made from here on has its event beyond what is read below.
  const newest = await database.selectFrom('decisions').select('id').orderBy('id', 'desc').limit(1).executeTakeFirst();
  let previous = { id: 0, hash: CHAIN_START };
  let sawEarlier = earlierHead === CHAIN_START;
  const vouched = new Map<string, ChainedEvent>();
  for await (const event of readEvents(database, null)) {
    if (!linkHolds(previous, event)) return auditOf(previous, vouched.size, null, { kind: 'event', event });
    if (event.hash === earlierHead) sawEarlier = true;
    if (event.what === 'decided') vouched.set(`${event.caseId} ${event.detail['revision']}`, event);
    previous = event;
  }
  const broken = await firstBrokenDecision(database, newest?.id ?? 0, vouched);
  return auditOf(previous, vouched.size, earlierHead === null ? null : sawEarlier, broken);
}

function auditOf(
  { id, hash }: { id: number; hash: string },
  decisions: number,
  containsEarlierHead: boolean | null,
  broken: BrokenRecord | null,
): Audit {
  return { events: id, decisions, head: hash, containsEarlierHead, broken };
}

/** Decisions may be gone (kept for a time only); those that are there must be as they were made. */
async function firstBrokenDecision(
  database: Database,
  upTo: number,
  vouched: ReadonlyMap<string, ChainedEvent>,
): Promise<BrokenRecord | null> {
  for (let after = 0; ; ) {
    const page = await database
      .selectFrom('decisions')
      .select(['id', 'case_id', 'revision', 'facts', 'decision'])
      .where('id', '>', after)
      .where('id', '<=', upTo)
      .orderBy('id')
      .limit(DECISIONS_A_PAGE)
      .execute();
    const broken = page.find(({ case_id, revision, facts, decision }) => {
      const event = vouched.get(`${case_id} ${revision}`);
      return event?.inputsHash !== hashOfJson(facts) || event.detail['decisionHash'] !== hashOfJson(decision);
    });
    if (broken) return { kind: 'decision', caseId: broken.case_id, revision: broken.revision };
    const last = page.at(-1);
    if (last === undefined) return null;
    after = last.id;
  }
}

/** Each has some kilobytes. */
const DECISIONS_A_PAGE = 500;

/** What is no JSON any more was changed. */
function hashOfJson(json: string): string | null {
  try {
    return hashOf(JSON.parse(json));
  } catch {
    return null;
  }
}
