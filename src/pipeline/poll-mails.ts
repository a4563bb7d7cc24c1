import type { LedgerMessage } from '../domain/ledger.ts';
import type { RawMessage } from '../domain/message.ts';
import type { Mailbox } from '../ports/mailbox.ts';
import { draftsForPass } from './drafts-together.ts';
import { fetchedAhead, inChunks } from './poll-chunks.ts';
import type { Listed } from './poll-listing.ts';
import { type Bench, fetchChunk, type Waiting, type Worked, workOnMessage, workOnWaiting } from './poll-message.ts';
import { resumeReplies } from './poll-replies.ts';
import type { Tally } from './poll-report.ts';
import { readAheadOnceBegun } from './read-ahead.ts';

/** What earlier passes promised comes first, unless looking after that keeps ending passes: new mail must not wait for it. */
export async function workAndResume(bench: Bench, mailbox: Mailbox, { mailboxId, account }: Listed, tally: Tally): Promise<void> {
  const { sending, clock } = bench.needs;
  const resume = async () => {
    tally.resumed = await resumeReplies({ ...bench, sending, clock }, bench.options.signal);
  };
  const isInTrouble = await bench.store.hasFailingLooks();
  const drafts = await draftsForPass(bench.drafts, bench.store, account, clock);
  if (!isInTrouble) await resume();
  await workThrough({ ...bench, drafts }, mailbox, mailboxId, tally);
  if (isInTrouble) await resume();
}

/** Each message whose time has come, as far as it comes; bodies are fetched in chunks. */
async function workThrough(bench: Bench, mailbox: Mailbox, mailboxId: number, tally: Tally): Promise<void> {
  const { needs, options, store } = bench;
  const due = await store.dueMessages(mailboxId, needs.clock.now());
  options.report({ kind: 'listed', due: due.length });
  let done = 0;
  // An earlier pass may have ended with a mail that was being read ahead, and another's attempt was counted: now each is read when it is its turn.
  const readsAhead = due.every(({ attempts }) => attempts === 0);
  const ahead = readAheadOnceBegun((raws) => readsAhead && needs.readAhead?.(raws));
  const fetch = async (chunk: readonly LedgerMessage[]) => {
    if (options.signal.aborted) return new Map<number, RawMessage>();
    const raws = await fetchChunk(mailbox, store, chunk, options.maxMailBytes);
    ahead.offer(inOrder(chunk, raws));
    return raws;
  };
  for await (const [chunk, raws] of fetchedAhead(inChunks(due), fetch)) {
    if (options.signal.aborted) return;
    const end = (uid: number, { result, why, verdict, plan }: Worked) => {
      tally.count(uid, result, verdict, plan);
      options.report({ kind: 'mail', done: ++done, due: due.length, uid, result, why, verdict, plan });
    };
    const waiting: Waiting[] = [];
    if (options.keyword !== undefined) await store.oweKeyword(chunk.map(({ id }) => id));
    if (done === 0) await needs.prepare?.();
    for (const message of chunk) {
      if (options.signal.aborted) break;
      const worked = await workOnMessage(bench, message, raws.get(message.uid), ahead.begin);
      if ('waits' in worked) waiting.push(worked);
      else end(message.uid, worked);
    }
    for (const [uid, worked] of await workOnWaiting(bench, waiting)) end(uid, worked);
  }
}

function inOrder(chunk: readonly LedgerMessage[], raws: ReadonlyMap<number, RawMessage>): readonly RawMessage[] {
  return chunk.flatMap(({ uid, submittedAt }) => {
    const raw = raws.get(uid);
    return raw ? [{ ...raw, internalDate: submittedAt }] : [];
  });
}
