import type { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import type { CaseStore } from '../ports/case-store.ts';
import { nameCase, nameRevision } from './case-names.ts';
import { findOpenCase } from './case-rows.ts';
import { folderMarks, markSuperseded, noteDrafts, rawOf, supersededDrafts, waitingDrafts } from './draft-rows.ts';
import { fileJudgement } from './filing.ts';
import { beginKeywords, dueKeywords, endKeywords, oweKeyword } from './keyword-rows.ts';
import { beginLook, endLook, failingDraftLook, failingLooks, noteDraftLook, noteFailedLook } from './looks.ts';
import { lookUpMailbox, readAccounts, readBacklog, recordListing, registerMailbox, resumePoint, widenWindow } from './mailbox-rows.ts';
import { beginAttempt, closeMessage, dueMessages, postponeMessage } from './message-rows.ts';
import { nodeSqliteDialect } from './node-sqlite-dialect.ts';
import { durably, openDatabase, openScratchCopy } from './open-database.ts';
import { keptBytes } from './quarantine-rows.ts';
import { countReplies } from './reply-counts.ts';
import {
  beginReplies,
  hasUnclearDraft,
  leaveUncertain,
  lookAgain,
  markPlaced,
  markSent,
  markUncertain,
  pendingReplies,
  putOffReply,
  turnIntoDraft,
} from './reply-rows.ts';
import { forgetRaw, isForgettingDue } from './retention.ts';
import type { Database, Schema, Write } from './schema.ts';
import { noteOpenOutcomes } from './sending-switch.ts';
import { beginCopy, dueCopies, endCopy, giveUpCopy } from './sent-copies.ts';
import { findThread } from './threads.ts';
import { noteTogether, togetherFailures } from './together-rows.ts';
import { withdrawIfOutdated } from './withdrawals.ts';

export interface CaseStoreSettings {
  /** The SQLite file; made if it is not there. */
  readonly path: string;
  /** The right-hand side of our Message-IDs: a domain of ours. */
  readonly messageIdDomain: string;
}

/** Opens the ledger in its SQLite file. */
export function openCaseStore({ path, messageIdDomain }: CaseStoreSettings): CaseStore {
  return caseStoreOn(openDatabase(path), messageIdDomain);
}

/** A copy of the ledger that is forgotten when it closes: for a pass that must leave no trace. */
export function openScratchCaseStore({ path, messageIdDomain }: CaseStoreSettings): CaseStore {
  return caseStoreOn(openScratchCopy(path), messageIdDomain);
}

function caseStoreOn(sqlite: DatabaseSync, messageIdDomain: string): CaseStore {
  const database: Database = new Kysely<Schema>({ dialect: nodeSqliteDialect(sqlite) });
  const write = <T>(work: (write: Write) => Promise<T>): Promise<T> => database.transaction().execute(work);
  return {
    lookUp: (mailbox, now) => lookUpMailbox(database, mailbox, now),
    resumePoint: (mailbox) => resumePoint(database, mailbox),
    register: (mailbox, listing, now, from = null) => write((w) => registerMailbox(w, mailbox, listing, now, from)),
    record: (mailboxId, listing, now) => write((w) => recordListing(w, mailboxId, listing, now)),
    widen: (mailboxId, from) => widenWindow(database, mailboxId, from),
    accounts: (mailboxId) => readAccounts(database, mailboxId),
    dueMessages: (mailboxId, now) => dueMessages(database, mailboxId, now),
    oweKeyword: (rowIds) => oweKeyword(database, rowIds),
    dueKeywords: (mailboxId) => dueKeywords(database, mailboxId),
    beginKeywords: (rowIds) => write((w) => beginKeywords(w, rowIds)),
    endKeywords: (rowIds) => endKeywords(database, rowIds),
    keptBytes: (rowIds) => keptBytes(database, rowIds),
    begin: (rowId) => beginAttempt(database, rowId),
    close: (rowId, end, why, now, raw) => write((w) => closeMessage(w, rowId, end, why, now, raw)),
    postpone: (rowId, why, nextAttemptAt, countsAsFailure) => postponeMessage(database, rowId, why, nextAttemptAt, countsAsFailure),
    nameCase: (rowId) => nameCase(database, rowId, messageIdDomain),
    nameRevision: (caseId, revision) => nameRevision(database, caseId, revision, messageIdDomain),
    findThread: (ids, sender) => findThread(database, ids, sender),
    hasOpenCase: async (caseKey, except) => ![undefined, except].includes(await findOpenCase(database, caseKey)),
    file: (rowId, judgement, names, reply, now) => write((w) => fileJudgement(w, { rowId, judgement, names, reply, now })),
    pendingReplies: (now) => pendingReplies(database, now),
    beginLook: (reply, nextLookAt) => write((w) => beginLook(w, reply, nextLookAt)),
    endLook: (reply) => endLook(database, reply),
    noteFailedLook: (reply, why, now) => write((w) => noteFailedLook(w, reply, why, now)),
    hasFailingLooks: async () => (await failingLooks(database)).size > 0,
    hasUnclearDraft: () => hasUnclearDraft(database),
    togetherFailures: (account) => togetherFailures(database, account),
    noteTogether: (account, failures) => write((w) => noteTogether(w, account, failures)),
    failingDraftLook: (account) => failingDraftLook(database, account),
    noteDraftLook: (account, failing) => write((w) => noteDraftLook(w, account, failing)),
    // Writing this one out to the disk writes out all that went before it, the intents of these replies among it.
    beginReplies: (replies) => durably(sqlite, () => write((w) => beginReplies(w, replies))),
    countReplies: (about, now) => countReplies(database, about, now),
    markSent: (reply, why, now, copy = null) => write((w) => markSent(w, reply, why, now, copy)),
    dueCopies: (account, now) => dueCopies(database, account, now),
    beginCopy: (copy, nextTryAt) => beginCopy(database, copy, nextTryAt),
    endCopy: (copy) => endCopy(database, copy),
    giveUpCopy: (copy, why, now) => write((w) => giveUpCopy(w, copy, why, now)),
    // Written before the content of a mail is sent, and after it nothing may be sent again.
    markUncertain: (reply, why, now) => durably(sqlite, () => write((w) => markUncertain(w, reply, why, now))),
    turnIntoDraft: (reply, why, now) => write((w) => turnIntoDraft(w, reply, why, now)),
    withdrawIfOutdated: (reply, now) => write((w) => withdrawIfOutdated(w, reply, now)),
    lookAgain: (reply, why, nextLookAt) => lookAgain(database, reply, why, nextLookAt),
    leaveUncertain: (reply, why, now) => write((w) => leaveUncertain(w, reply, why, now)),
    markPlaced: (reply, place, now) => write((w) => markPlaced(w, reply, place, now)),
    markPlacedTogether: (placed, now) =>
      write(async (w) => {
        for (const [reply, place] of placed) await markPlaced(w, reply, place, now);
      }),
    putOffReply: (reply, why, nextAttemptAt, now) => write((w) => putOffReply(w, reply, why, nextAttemptAt, now)),
    waitingDrafts: (account, now) => waitingDrafts(database, account, now),
    folderMarks: (account) => folderMarks(database, account),
    noteDrafts: (account, news, marks, now) => write((w) => noteDrafts(w, account, news, marks, now)),
    supersededDrafts: (account) => supersededDrafts(database, account),
    markSuperseded: (draft, end, now) => write((w) => markSuperseded(w, draft, end, now)),
    rawOf: (replyId) => rawOf(database, replyId),
    noteOpenOutcomes: (outcomes, now) => write((w) => noteOpenOutcomes(w, outcomes, now)),
    isForgettingDue: (now) => isForgettingDue(database, now),
    forgetRaw: (before, now) => write((w) => forgetRaw(w, before, now)),
    backlog: (mailboxId) => readBacklog(database, mailboxId),
    dispose: () => database.destroy(),
  };
}
