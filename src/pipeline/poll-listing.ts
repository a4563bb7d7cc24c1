import type { CaseStore, MailboxRecord } from '../ports/case-store.ts';
import type { Mailbox, MailboxListing, MailboxState } from '../ports/mailbox.ts';
import type { PassOptions } from './poll-needs.ts';
import type { Tally } from './poll-report.ts';

const DAY_MS = 86_400_000;
/** A mailbox of this size is read whole at first; in a larger one most mail was answered long ago by people. */
const FIRST_POLL_MAX_MESSAGES = 2_000;
const FIRST_POLL_DAYS = 30;

export interface Listed {
  readonly mailboxId: number;
  readonly account: string;
  /** False on most passes: nothing came, and nothing waits. */
  readonly hasWork: boolean;
}

/** Finds what is new and gives it rows. Asks one question of the server where nothing is. */
export async function listNewMail(mailbox: Mailbox, store: CaseStore, options: PassOptions, now: Date, tally: Tally): Promise<Listed> {
  const state = await mailbox.state();
  tally.mailbox = `${state.account} ${state.path}`;
  const known = await store.lookUp(state, now);
  const { mailboxId, added } = known
    ? await recordNewMail(mailbox, store, state, known, now)
    : await registerMailbox(mailbox, store, options, state, now, tally);
  const older = options.since ? await recordOlderMail(mailbox, store, mailboxId, options.since, now) : 0;
  tally.newMessages = added + older;
  return { mailboxId, account: state.account, hasWork: tally.newMessages > 0 || (known?.hasWorkDue ?? false) };
}

async function recordNewMail(mailbox: Mailbox, store: CaseStore, state: MailboxState, known: MailboxRecord, now: Date) {
  if (state.uidNext === known.listedTo + 1) return { mailboxId: known.id, added: 0 };
  return store.record(known.id, await mailbox.listAfter(known.listedTo), now);
}

/** The first listing and the record of the mailbox are written together, so that a cut between them cannot lose where to start. */
async function registerMailbox(mailbox: Mailbox, store: CaseStore, options: PassOptions, state: MailboxState, now: Date, tally: Tally) {
  const from = startOf(state, options, await store.resumePoint(state), now);
  const listing: MailboxListing = from === null ? await mailbox.listAfter(0) : await mailbox.listSince(from);
  const recorded = await store.register(state, listing, now, from);
  if (from !== null) tally.startWindow = { from, exists: state.exists, listed: recorded.added };
  return recorded;
}

/**
 * Where the first listing starts; null for the whole mailbox.
 * A mailbox that came back under another UIDVALIDITY is read from where mail may have been missed, and what was judged before is recognised.
 */
function startOf(state: MailboxState, { since, startFrom }: PassOptions, resumePoint: Date | null | undefined, now: Date): Date | null {
  if (resumePoint === undefined && startFrom) return earlier(startFrom, since);
  if (state.exists <= FIRST_POLL_MAX_MESSAGES) return null;
  return earlier(new Date(now.getTime() - FIRST_POLL_DAYS * DAY_MS), since, resumePoint);
}

/** Messages of any UID; the listing tells nothing of how far new mail has been listed. */
async function recordOlderMail(mailbox: Mailbox, store: CaseStore, mailboxId: number, since: Date, now: Date): Promise<number> {
  const { entries } = await mailbox.listSince(since);
  await store.widen(mailboxId, since);
  return (await store.record(mailboxId, { entries, listedTo: 0 }, now)).added;
}

function earlier(first: Date, ...others: readonly (Date | null | undefined)[]): Date {
  return others.reduce<Date>((least, date) => (date && date < least ? date : least), first);
}
