import type { DraftWatch, FolderMark } from '../ports/drafts.ts';

/** How the folders stood when drafts were last looked for, and how they stand now. */
export interface Standing {
  readonly before: readonly FolderMark[];
  readonly after: readonly FolderMark[];
  /** False: nothing came or went. */
  readonly hasChanged: boolean;
}

/** Written down where there is no sent mail, so that the server is not asked for it on each pass. */
const NO_SENT: FolderMark = { role: 'sent', path: '', uidValidity: '', uidNext: 0, exists: 0 };

/** One question a folder; the folders are listed only while it is not known where sent mail lies. */
export async function readMarks(watch: DraftWatch, before: readonly FolderMark[], draftFolders: ReadonlySet<string>): Promise<Standing> {
  const drafts: FolderMark[] = [];
  for (const path of draftFolders) {
    const state = await watch.stateOf(path);
    if (state) drafts.push({ role: 'drafts', ...state });
  }
  const known = before.find(({ role }) => role === 'sent');
  const draftsChanged = !drafts.every((mark) => isKnown(mark, before));
  const sent = known?.path === '' && !draftsChanged ? NO_SENT : await readSent(watch, known);
  // A draft that was found in Sent after a cut: a person has moved or sent it before we knew that it was placed.
  const inDrafts = drafts.filter(({ path }) => path !== sent.path);
  const isNews = draftsChanged || inDrafts.length < drafts.length || !isKnown(sent, before);
  return { before, after: [...inDrafts, sent], hasChanged: isNews };
}

async function readSent(watch: DraftWatch, known: FolderMark | undefined): Promise<FolderMark> {
  const remembered = known === undefined || known.path === '' ? null : await watch.stateOf(known.path);
  if (remembered) return { role: 'sent', ...remembered };
  const path = await watch.findSent();
  const found = path === null ? null : await watch.stateOf(path);
  return found ? { role: 'sent', ...found } : NO_SENT;
}

/** A server that names no UIDNEXT is looked through each time: one message may have come as another went. */
function isKnown({ path, uidValidity, uidNext, exists }: FolderMark, before: readonly FolderMark[]): boolean {
  if (uidNext === null) return false;
  return before.some(
    (mark) => mark.path === path && mark.uidValidity === uidValidity && mark.uidNext === uidNext && mark.exists === exists,
  );
}
