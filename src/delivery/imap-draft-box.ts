import type { ImapFlow, ListResponse } from 'imapflow';
import { ok, type Result, refuse } from '../domain/result.ts';
import type { Draft, DraftBox, DraftError, DraftPlace } from '../ports/drafts.ts';
import { appendTogether, canAppendTogether } from './imap-append-together.ts';
import { makingFolder } from './imap-make-folder.ts';

export interface DraftFolders {
  /** As configured; otherwise the folder with the special use `\Drafts` (RFC 6154), or one named as mail programs name it. */
  readonly drafts?: string;
  /** Where people's sent mail lies; found like the drafts. */
  readonly sent?: string;
}

/** Created where a server has none. imapflow puts the personal namespace in front, as Courier's `INBOX.Drafts`. */
const DEFAULT_DRAFTS = 'Drafts';

/** The Drafts folder of an IMAP account. Folders are listed once, and only when the first draft is placed or looked for. */
export function imapDraftBox(client: ImapFlow, configured: DraftFolders): DraftBox {
  let known: Promise<{ readonly drafts: string; readonly sent: string | null }> | undefined;
  const folders = () => (known ??= findOrMakeFolders(client, configured));
  return {
    put: async (_messageId, raw) => {
      let folder: string;
      try {
        folder = (await folders()).drafts;
      } catch (error) {
        known = undefined;
        return refuse(toDraftError(error, 'looking for the Drafts folder, or making it, did not succeed'));
      }
      return append(client, folder, raw);
    },
    ...(canAppendTogether(client) && {
      putTogether: async (several: readonly Draft[]) => {
        try {
          const { drafts } = await folders();
          const together = several.map(({ raw }) => Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength));
          return ok(await appendTogether(client, drafts, together));
        } catch (error) {
          known = undefined;
          return refuse(toDraftError(error, 'the drafts were not taken together'));
        }
      },
    }),
    find: async (messageId) => {
      try {
        const { drafts, sent } = await folders();
        return ok((await lookIn(client, drafts, messageId)) ?? (sent === null ? null : await lookIn(client, sent, messageId)));
      } catch (error) {
        known = undefined;
        return refuse(toDraftError(error, 'the drafts could not be searched'));
      }
    },
  };
}

async function append(client: ImapFlow, folder: string, raw: Uint8Array): Promise<Result<DraftPlace, DraftError>> {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  try {
    const placed = await makingFolder(client, folder, () => client.append(folder, bytes, ['\\Draft']));
    // imapflow answers undefined or false where it did not even ask the server.
    if (!placed) return refuse({ kind: 'unclear', what: `the connection was not ready for a draft in ${folder}` });
    return ok({ folder: placed.destination, uid: placed.uid ?? null });
  } catch (error) {
    return refuse(toDraftError(error, `the draft was not taken into ${folder}`));
  }
}

/** Opened read-only, so that looking changes nothing; NOOP first, because a search may not see what came in a moment ago. */
export async function lookIn(client: ImapFlow, folder: string, messageId: string): Promise<DraftPlace | null> {
  const path = await openToLook(client, folder);
  if (path === null) return null;
  await client.noop();
  const found = await client.search({ header: { 'message-id': messageId } }, { uid: true });
  if (!Array.isArray(found)) throw new Error(`the server refused to search ${folder}`);
  const uid = found.at(-1);
  return uid === undefined ? null : { folder: path, uid };
}

/** Null where there is no such folder, and so nothing in it. */
async function openToLook(client: ImapFlow, folder: string): Promise<string | null> {
  try {
    return (await client.mailboxOpen(folder, { readOnly: true })).path;
  } catch (error) {
    if (error instanceof Error && 'mailboxMissing' in error && error.mailboxMissing === true) return null;
    throw error;
  }
}

async function findOrMakeFolders(client: ImapFlow, configured: DraftFolders): Promise<{ drafts: string; sent: string | null }> {
  // Both are known: no need to list. A folder that is not there shows when the first draft is appended.
  if (configured.drafts !== undefined && configured.sent !== undefined) return { drafts: configured.drafts, sent: configured.sent };
  const { drafts, sent } = await findDraftFolders(client, configured);
  return { drafts: drafts ?? (await client.mailboxCreate(configured.drafts ?? DEFAULT_DRAFTS)).path, sent };
}

/** Where drafts would go and sent mail lies; null for a folder that is not there. Makes nothing. */
export async function findDraftFolders(
  client: ImapFlow,
  configured: DraftFolders,
): Promise<{ drafts: string | null; sent: string | null }> {
  const listed = await client.list();
  const prefix = client.namespace?.prefix ?? '';
  const find = (name: string | undefined, use: string) => {
    if (name === undefined) return findSpecial(listed, use) ?? null;
    return listed.find(({ path }) => path === name || path === prefix + name)?.path ?? null;
  };
  return { drafts: find(configured.drafts, '\\Drafts'), sent: find(configured.sent, '\\Sent') };
}

/** What the server says comes before what a name suggests; imapflow marks folders by well-known names in many languages. */
function findSpecial(listed: readonly ListResponse[], use: string): string | undefined {
  const marked = listed.filter(({ specialUse, flags }) => specialUse === use && !flags.has('\\Noselect'));
  return (marked.find(({ specialUseSource }) => specialUseSource === 'extension') ?? marked[0])?.path;
}

/** Only the server's own NO or BAD says that nothing was stored; every other end leaves it open. */
export function toDraftError(error: unknown, what: string): DraftError {
  const fields: Readonly<Record<string, unknown>> = error instanceof Error ? Object.fromEntries(Object.entries(error)) : {};
  const status = fields['responseStatus'];
  const said = typeof fields['responseText'] === 'string' ? fields['responseText'] : error instanceof Error ? error.message : String(error);
  const kind = status === 'NO' || status === 'BAD' || fields['serverResponseCode'] === 'APPENDLIMIT' ? 'refused' : 'unclear';
  return { kind, what: `${what}: ${said.replace(/\p{Cc}+/gu, ' ').slice(0, 200)}` };
}
