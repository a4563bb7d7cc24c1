import { type Result, refuse } from '../domain/result.ts';
import type { DraftBox, DraftError, DraftWatch } from '../ports/drafts.ts';
import type { MailSession } from '../ports/mail-session.ts';
import { type Mailbox, MailboxLost } from '../ports/mailbox.ts';

/**
 * For one question to the server, whatever it fetches. A server that falls silent is given up much earlier, where it is spoken to;
 * this is for one that keeps the line busy and comes to no end. A chunk of 8 MiB takes half of it at 30 KB/s.
 */
const DEADLINE_MS = 10 * 60_000;

/**
 * The same session, in which no question takes for ever: each is named, so that a new one is not forgotten. Of what was asked for and came too
 * late nothing is known, and nothing more is asked of that server. One question at a time: some are several commands in one folder, and the next
 * may be in another.
 */
export function boundedSession(session: MailSession, deadlineMs = DEADLINE_MS): MailSession {
  const { mailbox, drafts, sent, watch } = session;
  const what = `the server came to no end within ${Math.ceil(deadlineMs / 1000)} s`;
  const inTurn = oneAtATime();
  let isGivenUp = false;
  const within = <T>(ask: () => Promise<T>, otherwise: () => T): Promise<T> =>
    inTurn(async () => {
      if (isGivenUp) return otherwise();
      const answer = await inTime(ask(), deadlineMs);
      if (answer !== null) return answer.value;
      isGivenUp = true;
      return otherwise();
    });
  const orLost: OrLost = (ask) =>
    within(ask, () => {
      throw new MailboxLost({ kind: 'timeout', what, mend: 'the next pass goes on where this one stopped' });
    });
  const orUnclear: OrUnclear = (ask) => within(ask, () => refuse({ kind: 'unclear' as const, what }));
  return {
    ...session,
    mailbox: boundedMailbox(mailbox, orLost),
    drafts: boundedDrafts(drafts, orUnclear),
    ...(sent && {
      sent: {
        find: (messageIds) => orUnclear(() => sent.find(messageIds)),
        keep: (messageId, raw) => orUnclear(() => sent.keep(messageId, raw)),
      },
    }),
    ...(watch && { watch: boundedWatch(watch, orLost) }),
  };
}

type OrLost = <T>(ask: () => Promise<T>) => Promise<T>;
type OrUnclear = <T>(ask: () => Promise<Result<T, DraftError>>) => Promise<Result<T, DraftError>>;

/** Each begins when the one before has come to an end, whichever. */
function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work, work);
    last = turn;
    return turn;
  };
}

function boundedDrafts(drafts: DraftBox, orUnclear: OrUnclear): DraftBox {
  const { putTogether } = drafts;
  return {
    put: (messageId, raw) => orUnclear(() => drafts.put(messageId, raw)),
    ...(putTogether && { putTogether: (several) => orUnclear(() => putTogether(several)) }),
    find: (messageId) => orUnclear(() => drafts.find(messageId)),
  };
}

function boundedMailbox(mailbox: Mailbox, orLost: OrLost): Mailbox {
  return {
    state: () => orLost(() => mailbox.state()),
    listAfter: (uid) => orLost(() => mailbox.listAfter(uid)),
    listSince: (since) => orLost(() => mailbox.listSince(since)),
    fetch: (uids, maxBytes) => orLost(() => mailbox.fetch(uids, maxBytes)),
    fetchText: (uid, maxBytes) => orLost(() => mailbox.fetchText(uid, maxBytes)),
    uids: (since) => orLost(() => mailbox.uids(since)),
    list: (uids) => orLost(() => mailbox.list(uids)),
    addKeyword: (uids, keyword) => orLost(() => mailbox.addKeyword(uids, keyword)),
  };
}

function boundedWatch(watch: DraftWatch, orLost: OrLost): DraftWatch {
  return {
    stateOf: (path) => orLost(() => watch.stateOf(path)),
    findSent: () => orLost(() => watch.findSent()),
    uidsIn: (path) => orLost(() => watch.uidsIn(path)),
    seenIn: (path, from) => orLost(() => watch.seenIn(path, from)),
    fetch: (path, uid) => orLost(() => watch.fetch(path, uid)),
    remove: (path, uid, isOurs) => orLost(() => watch.remove(path, uid, isOurs)),
  };
}

/** Null where it came too late. */
async function inTime<T>(asked: Promise<T>, deadlineMs: number): Promise<{ readonly value: T } | null> {
  const { promise: late, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(() => resolve(null), deadlineMs);
  // What comes after the deadline concerns nobody any more, not even how it failed.
  asked.catch(() => undefined);
  try {
    return await Promise.race([asked.then((value) => ({ value })), late]);
  } finally {
    clearTimeout(timer);
  }
}
