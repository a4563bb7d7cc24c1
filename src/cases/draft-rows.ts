import type { ExpressionBuilder } from 'kysely';
import { ANSWERING_ENDED_STATES, type CaseMove, type CaseState, hasEndedAnswering } from '../domain/case.ts';
import type { DraftLife, DraftNews, SupersededDraft, SupersededEnd, WaitingDraft } from '../domain/draft-life.ts';
import type { FolderMark } from '../ports/drafts.ts';
import { moveCaseRow, stateOf, unmarkWroteAgain } from './case-rows.ts';
import { addEvent } from './events.ts';
import { isBlind } from './looks.ts';
import type { Database, Schema, Write } from './schema.ts';

const DAY_MS = 86_400_000;
/** Some mail programs remove the draft first and put the sent mail there later; nobody sends a deleted draft after a month. */
const DELETED_WATCHED_DAYS = 30;

/** Drafts of an account that may still become something, oldest first. */
export async function waitingDrafts(database: Database, account: string, now: Date): Promise<readonly WaitingDraft[]> {
  const deletedSince = new Date(now.getTime() - DELETED_WATCHED_DAYS * DAY_MS).toISOString();
  const rows = await draftsOf(database, account)
    .where('replies.life', 'in', ['untouched', 'edited', 'deleted'])
    .where((e) => e.or([e('replies.life', '!=', 'deleted'), e('replies.life_at', '>=', deletedSince)]))
    .execute();
  return rows.map(toDraft);
}

/**
 * Drafts that nobody should send any more, oldest first: untouched ones whose case has a newer one in its place or was ended by a person, and
 * those that still lay there when the customer was seen to have been answered otherwise.
 */
export async function supersededDrafts(database: Database, account: string): Promise<readonly SupersededDraft[]> {
  const rows = await draftsOf(database, account)
    .innerJoin('cases', 'cases.id', 'replies.case_id')
    .select((e) => ['cases.state as case_state', hasNewer(e).as('has_newer')])
    .where('replies.life', 'in', ['untouched', 'answered-otherwise'])
    .where((e) =>
      e.or([
        e.and([e('replies.life', '=', 'untouched'), e.or([hasNewer(e), e('cases.state', 'in', ANSWERING_ENDED_STATES)])]),
        e.and([e('replies.life', '=', 'answered-otherwise'), e('replies.draft_uid', 'is not', null)]),
      ]),
    )
    .execute();
  return rows.map((row) => ({ ...toDraft(row), because: whySuperseded(row) }));
}

function hasNewer(e: ExpressionBuilder<Schema, 'replies'>) {
  return e.exists(
    e
      .selectFrom('replies as newer')
      .select('newer.id')
      .whereRef('newer.case_id', '=', 'replies.case_id')
      .whereRef('newer.revision', '>', 'replies.revision')
      .where('newer.state', 'in', ['placed', 'sent']),
  );
}

function whySuperseded({ life, has_newer, case_state }: { life: DraftLife | null; has_newer: unknown; case_state: CaseState }): string {
  if (life === 'answered-otherwise') return 'the customer was answered otherwise';
  return has_newer ? 'a newer decision took its place' : `case ${case_state}`;
}

function draftsOf(database: Database, account: string) {
  return database
    .selectFrom('replies')
    .innerJoin('messages', 'messages.id', 'replies.message_row_id')
    .innerJoin('mailboxes', 'mailboxes.id', 'messages.mailbox_id')
    .select(['replies.id', 'replies.case_id', 'replies.revision', 'replies.message_id', 'replies.folder', 'replies.draft_uid'])
    .select(['replies.life', 'replies.intended_at', 'messages.message_id as parent', 'messages.outcome'])
    .where('replies.state', '=', 'placed')
    .where('mailboxes.account', '=', account)
    .orderBy('replies.id');
}

type DraftRow = Awaited<ReturnType<ReturnType<typeof draftsOf>['execute']>>[number];

function toDraft(row: DraftRow): WaitingDraft {
  return {
    replyId: row.id,
    caseId: row.case_id,
    revision: row.revision,
    messageId: row.message_id,
    parent: row.parent,
    folder: row.folder ?? '',
    uid: row.draft_uid,
    life: row.life ?? 'untouched',
    outcome: row.outcome,
    placedAt: new Date(row.intended_at),
  };
}

export async function folderMarks(database: Database, account: string): Promise<readonly FolderMark[]> {
  const rows = await database.selectFrom('watched_folders').selectAll().where('account', '=', account).execute();
  return rows.map(({ role, path, uid_validity, uid_next, message_count }) => ({
    role,
    path,
    uidValidity: uid_validity,
    uidNext: uid_next,
    exists: message_count,
  }));
}

/** What was found and how the folders stood, in one transaction: a cut between the two would lose what it had seen. */
export async function noteDrafts(
  write: Write,
  account: string,
  news: readonly DraftNews[],
  marks: readonly FolderMark[],
  now: Date,
): Promise<void> {
  for (const each of news) await noteDraft(write, each, now);
  await write.deleteFrom('watched_folders').where('account', '=', account).execute();
  for (const mark of marks)
    await write
      .insertInto('watched_folders')
      .values(rowOf(account, mark, now))
      .execute();
}

function rowOf(account: string, { role, path, uidValidity, uidNext, exists }: FolderMark, now: Date): Schema['watched_folders'] {
  return { account, role, path, uid_validity: uidValidity, uid_next: uidNext, message_count: exists, looked_at: now.toISOString() };
}

async function noteDraft(write: Write, { draft, life, similarity, folder, uid }: DraftNews, now: Date): Promise<void> {
  const at = now.toISOString();
  await write
    .updateTable('replies')
    .set({ folder, draft_uid: uid, life, similarity, ...(life === draft.life ? {} : { life_at: at, updated_at: at }) })
    .where('id', '=', draft.replyId)
    .execute();
  if (life === draft.life) return;
  const { caseId, revision } = draft;
  const state = await stateOf(write, caseId);
  const percent = similarity === null ? null : Math.floor(similarity * 100);
  await addEvent(write, { at: now, what: `draft-${life}`, caseId, detail: { revision, folder, similarityPercent: percent } });
  if (life === 'edited' && hasEndedAnswering(state)) await noteEditedLeft(write, draft, `case ${state}`, now);
  const move = moveFor(life, draft);
  if (isPersonsAnswer(life)) await unmarkWroteAgain(write, caseId);
  if (move !== null) await moveCaseRow(write, caseId, move, { why: `draft of revision ${revision}: ${life}` }, now);
}

function isPersonsAnswer(life: DraftLife): boolean {
  return life === 'sent-as-written' || life === 'sent-edited' || life === 'answered-otherwise';
}

/** What it means for the case. A question that went out waits for the customer; a draft that somebody deleted leaves the case to a person. */
function moveFor(life: DraftLife, { outcome }: WaitingDraft): CaseMove | null {
  if (life === 'sent-as-written' || life === 'sent-edited') return outcome === 'needs-info' ? 'ask' : 'send';
  if (life === 'answered-otherwise') return 'answer';
  return life === 'deleted' ? 'hold' : null;
}

/** What the customer got instead stays known; that nothing lies in Drafts any more, or is ours there, is told by the missing UID. */
export async function markSuperseded(write: Write, draft: SupersededDraft, end: SupersededEnd, now: Date): Promise<void> {
  const at = now.toISOString();
  const set = draft.life === 'answered-otherwise' ? { draft_uid: null } : ({ life: 'superseded', life_at: at } as const);
  await write
    .updateTable('replies')
    .set({ ...set, updated_at: at })
    .where('id', '=', draft.replyId)
    .execute();
  if (end === 'edited') return noteEditedLeft(write, draft, draft.because, now);
  if (end === 'gone') return;
  const what = end === 'removed' ? 'draft-superseded' : 'superseded-draft-left';
  const why =
    end === 'removed' ? draft.because : `${draft.because}; the server cannot remove one message alone, so the draft still lies there`;
  await addEvent(write, { at: now, what, why, caseId: draft.caseId, detail: { revision: draft.revision, folder: draft.folder } });
}

/** For whoever looks at a case that was ended: what a person has edited is theirs, and still lies in Drafts. */
export async function noteEditedDrafts(write: Write, caseId: string, why: string, now: Date): Promise<void> {
  const edited = await write
    .selectFrom('replies')
    .select(['revision', 'folder'])
    .where('case_id', '=', caseId)
    .where('state', '=', 'placed')
    .where('life', '=', 'edited')
    .execute();
  for (const { revision, folder } of edited) await noteEditedLeft(write, { caseId, revision, folder: folder ?? '' }, why, now);
}

async function noteEditedLeft(
  write: Write,
  { caseId, revision, folder }: Pick<WaitingDraft, 'caseId' | 'revision' | 'folder'>,
  why: string,
  now: Date,
): Promise<void> {
  await addEvent(write, { at: now, what: 'edited-draft-left', why, caseId, detail: { revision, folder } });
}

/** A person is at work on an answer, or may be: another draft beside it would be sent by mistake. Null where none may be. */
export async function whyNotBeside(database: Database, caseId: string): Promise<string | null> {
  const rows = await database
    .selectFrom('replies')
    .select('life')
    .where('case_id', '=', caseId)
    .where('state', '=', 'placed')
    .where('life', 'in', ['untouched', 'edited'])
    .execute();
  if (rows.some(({ life }) => life === 'edited')) return 'a person has edited the draft';
  return rows.length > 0 && (await isBlind(database, caseId))
    ? 'Drafts cannot be looked through, so a person may have edited the draft'
    : null;
}

export async function rawOf(database: Database, replyId: number): Promise<Uint8Array> {
  const { raw } = await database.selectFrom('replies').select('raw').where('id', '=', replyId).executeTakeFirstOrThrow();
  return raw;
}
