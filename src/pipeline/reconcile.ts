import type { MessageState } from '../domain/ledger.ts';
import type { CaseStore, MessageAccount } from '../ports/case-store.ts';
import type { Mailbox } from '../ports/mailbox.ts';

/** Where a message of the mailbox stands: as the ledger has it, or `not-listed-yet` where it came after the last pass. */
type Standing = MessageState | 'not-listed-yet';

/** The messages of a mailbox beside the rows of the ledger. */
export interface Reconciliation {
  readonly mailbox: string;
  readonly uidValidity: string;
  /** Only mail received then or later was looked at, and mail that came after the first poll; null: all. */
  readonly from: Date | null;
  /** False for a mailbox, or a UIDVALIDITY, that no pass has seen: all of it is then missing. */
  readonly isKnown: boolean;
  readonly received: number;
  readonly accounted: number;
  readonly standings: Readonly<Partial<Record<Standing, number>>>;
  /** UIDs of messages that have no row and would never get one. */
  readonly missing: readonly number[];
  /** UIDs of rows that wait to be read, and whose message is not there any more. */
  readonly gone: readonly number[];
  /** Rows that are done and whose message people have moved or deleted since: as it should be. */
  readonly tidiedAway: number;
}

/** Compares every UID of the mailbox with the ledger. Reads UIDs only, but for messages that no row tells the time of. */
export async function reconcile(mailbox: Mailbox, store: CaseStore, since: Date | null, now: Date): Promise<Reconciliation> {
  const state = await mailbox.state();
  const record = await store.lookUp(state, now);
  const accounts = record ? await store.accounts(record.id) : null;
  const from = since ?? accounts?.window.from ?? null;
  const present = await mailbox.uids(null);
  const recent = from ? new Set(await mailbox.uids(from)) : null;
  const { known, gone, tidiedAway } = compareRows(accounts?.messages ?? [], new Set(present), since);
  const rows = new Set(accounts?.messages.map(({ uid }) => uid));
  const without = present.filter((uid) => !rows.has(uid));
  const isSurelyAsked = (uid: number) => from === null || (since === null && accounts !== null && uid > accounts.window.aboveUid);
  const asked = await keepAskedFor(mailbox, without, isSurelyAsked, from, recent);
  const isNew = (uid: number) => record !== null && uid > record.listedTo;
  const missing = asked.filter((uid) => !isNew(uid));
  const standings = countStandings(known, asked.length - missing.length);
  const accounted = Object.values(standings).reduce((sum, count) => sum + count, 0);
  return {
    mailbox: `${state.account} ${state.path}`,
    uidValidity: state.uidValidity,
    from,
    isKnown: record !== null,
    received: accounted + missing.length,
    accounted,
    standings,
    missing,
    gone,
    tidiedAway,
  };
}

/**
 * Gives what is missing a row, for the next pass to work on, and closes rows whose message is gone.
 * A mailbox that no pass has seen is left to the next pass, which knows where to start in it.
 */
export async function repair(mailbox: Mailbox, store: CaseStore, found: Reconciliation, now: Date): Promise<void> {
  const state = await mailbox.state();
  const record = await store.lookUp(state, now);
  if (!record) return;
  if (found.from) await store.widen(record.id, found.from);
  if (found.missing.length > 0) await store.record(record.id, { entries: await mailbox.list(found.missing), listedTo: 0 }, now);
  const { messages } = await store.accounts(record.id);
  const gone = new Set(found.gone);
  for (const { rowId, uid } of messages) {
    if (gone.has(uid)) await store.close(rowId, 'gone', 'removed from the mailbox before it was read', now);
  }
}

/** What became of the messages that have a row. */
function compareRows(messages: readonly MessageAccount[], present: ReadonlySet<number>, since: Date | null) {
  const asked = messages.filter(({ submittedAt }) => since === null || submittedAt === null || submittedAt >= since);
  const away = asked.filter(({ uid }) => !present.has(uid));
  const gone = away.filter(({ state, isKept }) => !isKept && (state === 'seen' || state === 'retry')).map(({ uid }) => uid);
  return { known: asked.filter(({ uid }) => present.has(uid)), gone, tidiedAway: away.length - gone.length };
}

/** Of messages without a row those that are to have one. Only where a search by day leaves it open is a message asked for its time. */
async function keepAskedFor(
  mailbox: Mailbox,
  without: readonly number[],
  isSurelyAsked: (uid: number) => boolean,
  from: Date | null,
  recent: ReadonlySet<number> | null,
): Promise<readonly number[]> {
  const doubtful = without.filter((uid) => !isSurelyAsked(uid) && recent?.has(uid));
  const listed = doubtful.length === 0 ? [] : await mailbox.list(doubtful);
  const inTime = new Set(listed.filter(({ internalDate }) => !internalDate || !from || internalDate >= from).map(({ uid }) => uid));
  return without.filter((uid) => isSurelyAsked(uid) || inTime.has(uid));
}

function countStandings(known: readonly MessageAccount[], notListedYet: number): Partial<Record<Standing, number>> {
  const standings: Partial<Record<Standing, number>> = {};
  for (const { state } of known) standings[state] = (standings[state] ?? 0) + 1;
  return notListedYet === 0 ? standings : { ...standings, 'not-listed-yet': notListedYet };
}
