import {
  type DraftNews,
  type DraftTrace,
  lifeOf,
  type SeenMessage,
  type SupersededDraft,
  type SupersededEnd,
  type WaitingDraft,
} from '../domain/draft-life.ts';
import type { CaseStore } from '../ports/case-store.ts';
import type { DraftWatch, FolderMark } from '../ports/drafts.ts';
import { readMarks, type Standing } from './folder-marks.ts';

/** A Drafts folder as this look found it. */
interface DraftsFolder {
  readonly uids: ReadonlySet<number>;
  /** Headers of what came since the last look. */
  readonly fresh: readonly SeenMessage[];
  /** False where the folder came back under another UIDVALIDITY: what we know of UIDs is void. */
  readonly isSameLife: boolean;
}

/** What one look through Drafts and Sent has gathered. */
interface Look {
  readonly watch: DraftWatch;
  readonly store: CaseStore;
  readonly drafts: ReadonlyMap<string, DraftsFolder>;
  readonly sent: { readonly path: string; readonly fresh: readonly SeenMessage[] } | null;
}

/**
 * Finds out what became of our drafts: sent as written, edited, answered otherwise, deleted, or still waiting.
 * Costs two questions where nothing came or went in Drafts and Sent; else the headers of what came, and the bodies of what has to be compared.
 * @param waiting drafts of the account that may still become something, oldest first
 * @returns what is new
 */
export async function watchDrafts(
  watch: DraftWatch,
  store: CaseStore,
  account: string,
  waiting: readonly WaitingDraft[],
  now: Date,
): Promise<readonly DraftNews[]> {
  const [oldest] = waiting;
  if (oldest === undefined) return [];
  const standing = await readMarks(watch, await store.folderMarks(account), new Set(waiting.map(({ folder }) => folder)));
  if (!standing.hasChanged) return [];
  const look: Look = {
    watch,
    store,
    drafts: await lookInDrafts(watch, standing),
    sent: await lookInSent(watch, standing, oldest.placedAt),
  };
  const found: DraftNews[] = [];
  for (const draft of waiting) found.push(await newsOf(look, draft));
  await store.noteDrafts(account, found, standing.after, now);
  return found.filter(({ draft, life }) => life !== draft.life);
}

async function lookInDrafts(watch: DraftWatch, { before, after }: Standing): Promise<Look['drafts']> {
  const folders = new Map<string, DraftsFolder>();
  for (const mark of after.filter(({ role }) => role === 'drafts')) {
    const known = before.find(({ path }) => path === mark.path);
    const isSameLife = known === undefined || known.uidValidity === mark.uidValidity;
    const fresh = await watch.seenIn(mark.path, { uid: (isSameLife ? lastUidOf(known) : null) ?? 0 });
    folders.set(mark.path, { uids: await watch.uidsIn(mark.path), fresh, isSameLife });
  }
  return folders;
}

/** The first look, and one after another UIDVALIDITY, begins on the day of the oldest draft that waits. */
async function lookInSent(watch: DraftWatch, { before, after }: Standing, since: Date): Promise<Look['sent']> {
  const mark = after.find(({ role }) => role === 'sent');
  if (mark === undefined || mark.path === '') return null;
  const known = before.find(({ path, uidValidity }) => path === mark.path && uidValidity === mark.uidValidity);
  const uid = lastUidOf(known);
  return { path: mark.path, fresh: await watch.seenIn(mark.path, uid === null ? { since } : { uid }) };
}

function lastUidOf(mark: FolderMark | undefined): number | null {
  return mark?.uidNext ? mark.uidNext - 1 : null;
}

async function newsOf(look: Look, draft: WaitingDraft): Promise<DraftNews> {
  const { folder, uid } = draft;
  if (uid !== null && folder === look.sent?.path) return newsOfSent(look, draft, uid);
  const lies = look.drafts.get(folder);
  // A folder that is gone says nothing of what lay in it.
  if (lies === undefined) return { draft, life: draft.life, similarity: null, folder, uid };
  const isInPlace = lies.isSameLife && uid !== null && lies.uids.has(uid);
  const successor = isInPlace ? undefined : lies.fresh.findLast((seen) => lies.uids.has(seen.uid) && isOf(draft, seen));
  const inDrafts = successor ? await traceOf(look, draft, folder, successor) : null;
  const answer = look.sent?.fresh.findLast((seen) => isOf(draft, seen));
  const inSent = look.sent && answer ? await traceOf(look, draft, look.sent.path, answer) : null;
  const life = lifeOf(draft.life, { isInPlace, inDrafts, inSent });
  const similarity = (inSent ?? inDrafts)?.similarity ?? null;
  return { draft, life, similarity, folder, uid: successor?.uid ?? (isInPlace ? uid : null) };
}

/** Found in Sent when it was looked for after a cut. */
async function newsOfSent(look: Look, draft: WaitingDraft, uid: number): Promise<DraftNews> {
  const { messageId, folder } = draft;
  const inSent = await traceOf(look, draft, folder, { uid, messageId, inReplyTo: [], tag: null });
  return { draft, life: lifeOf(draft.life, { isInPlace: false, inDrafts: null, inSent }), similarity: inSent.similarity, folder, uid };
}

/** By the names that we gave it, or as an answer to the same mail: mail programs save an edited draft under names of their own. */
function isOf(draft: WaitingDraft, seen: SeenMessage): boolean {
  return isNamed(draft, seen) || (seen.tag === null && draft.parent !== null && seen.inReplyTo.includes(draft.parent));
}

function isNamed({ caseId, revision, messageId }: WaitingDraft, seen: SeenMessage): boolean {
  return seen.messageId === messageId || seen.tag === `${caseId}.${revision}`;
}

async function traceOf({ watch, store }: Look, draft: WaitingDraft, path: string, seen: SeenMessage): Promise<DraftTrace> {
  const theirs = await watch.fetch(path, seen.uid);
  const { compareDrafts } = await import('./draft-content.ts');
  const similarity = theirs === null ? 0 : await compareDrafts(await store.rawOf(draft.replyId), theirs);
  return { isNamed: isNamed(draft, seen), similarity };
}

/** Removes the drafts that nobody should send any more, as long as nobody has touched them. */
export async function removeSuperseded(
  watch: DraftWatch,
  store: CaseStore,
  superseded: readonly SupersededDraft[],
  now: Date,
): Promise<void> {
  // What was found there was sent by a person: the next look tells so.
  const sent = await watch.findSent();
  for (const draft of superseded.filter(({ folder }) => folder !== sent)) {
    const end = await removeOurs(watch, store, draft);
    // Of those that are still waited for the next pass finds out itself, with what became of the case.
    const isWatched = draft.life === 'untouched' && (end === 'edited' || end === 'gone');
    if (!isWatched) await store.markSuperseded(draft, end, now);
  }
}

async function removeOurs(watch: DraftWatch, store: CaseStore, { folder, uid, replyId }: SupersededDraft): Promise<SupersededEnd> {
  if (uid === null) return 'left';
  let isEdited = false;
  const isOurs = async (raw: Uint8Array) => {
    const { compareDrafts } = await import('./draft-content.ts');
    isEdited = (await compareDrafts(await store.rawOf(replyId), raw)) < 1;
    return !isEdited;
  };
  const ended = await watch.remove(folder, uid, isOurs);
  if (ended === 'kept') return isEdited ? 'edited' : 'gone';
  return ended === 'removed' ? 'removed' : 'left';
}
