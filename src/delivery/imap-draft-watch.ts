import type { FetchMessageObject, ImapFlow } from 'imapflow';
import type { SeenMessage } from '../domain/draft-life.ts';
import type { DraftWatch } from '../ports/drafts.ts';
import { MailboxLost } from '../ports/mailbox.ts';
import { type DraftFolders, findDraftFolders, toDraftError } from './imap-draft-box.ts';

/** A reply of ours has some 20 kB; a person may have added a picture or two. */
const MAX_DRAFT_BYTES = 5 * 1024 * 1024;
/** The field that names the case and revision of a reply of ours. */
const TAG_FIELD = 'x-refund-triage';
const TAG = /^[0-9A-Z]{10}\.\d{1,6}$/;
const DAY_MS = 86_400_000;

/** Drafts and Sent of an IMAP account. Folders are opened read-only, but for a removal. */
export function imapDraftWatch(client: ImapFlow, configured: DraftFolders): DraftWatch {
  const run = async <T>(what: string, command: () => Promise<T>): Promise<T> => {
    try {
      return await command();
    } catch (error) {
      const mend = 'the next pass looks again';
      throw new MailboxLost({ kind: 'lost', what: toDraftError(error, what).what, mend }, error);
    }
  };
  return {
    stateOf: (path) => run(`${path} could not be asked after`, () => stateOf(client, path)),
    findSent: () => run('the folders could not be listed', async () => (await findDraftFolders(client, configured)).sent),
    uidsIn: (path) =>
      run(`${path} could not be searched`, async () => {
        await open(client, path);
        const uids = await client.search({ deleted: false }, { uid: true });
        if (!Array.isArray(uids)) throw new Error(`the server refused to search ${path}`);
        return new Set(uids);
      }),
    seenIn: (path, from) =>
      run(`${path} could not be looked through`, async () => {
        await open(client, path);
        return 'uid' in from ? seenAfter(client, from.uid) : seenSince(client, from.since);
      }),
    fetch: (path, uid) =>
      run(`a draft in ${path} could not be fetched`, async () => {
        await open(client, path);
        return fetchWhole(client, uid);
      }),
    remove: (path, uid, isOurs) => run(`a draft in ${path} could not be removed`, () => remove(client, path, uid, isOurs)),
  };
}

async function stateOf(client: ImapFlow, path: string): ReturnType<DraftWatch['stateOf']> {
  try {
    const status = await client.status(path, { messages: true, uidNext: true, uidValidity: true });
    if (!status || status.uidValidity === undefined) return null;
    return { path, uidValidity: String(status.uidValidity), uidNext: status.uidNext ?? null, exists: status.messages ?? 0 };
  } catch (error) {
    // NO: such a folder is not there, or may not be read (imapflow asks again by LIST, and forgets the NO). Anything else is the connection's end.
    if (toDraftError(error, '').kind === 'refused' || isNotFound(error)) return null;
    throw error;
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'NotFound';
}

/** NOOP: a search may not see what came in a moment ago. */
async function open(client: ImapFlow, path: string): Promise<void> {
  if (client.mailbox && client.mailbox.path === path) await client.noop();
  else await client.mailboxOpen(path, { readOnly: true });
}

/** `n:*` past the end answers with the last message on most servers. */
async function seenAfter(client: ImapFlow, uid: number): Promise<readonly SeenMessage[]> {
  if (!client.mailbox || client.mailbox.exists === 0) return [];
  return (await headersOf(client, `${uid + 1}:*`)).filter((seen) => seen.uid > uid);
}

/** So few headers are read as soon as searched for, and some servers date a mail that was appended by its own header, or not at all. */
const READ_WHOLE_UP_TO = 500;

/** SINCE compares days, in a time zone of the server's choice: a day more is asked for. */
async function seenSince(client: ImapFlow, since: Date): Promise<readonly SeenMessage[]> {
  if (client.mailbox && client.mailbox.exists <= READ_WHOLE_UP_TO) return seenAfter(client, 0);
  const uids = await client.search({ since: new Date(Math.max(0, since.getTime() - DAY_MS)) }, { uid: true });
  if (!Array.isArray(uids)) throw new Error('the server refused to search by date');
  const first = uids.reduce<number | null>((least, uid) => (least === null || uid < least ? uid : least), null);
  return first === null ? [] : seenAfter(client, first - 1);
}

async function headersOf(client: ImapFlow, range: string): Promise<readonly SeenMessage[]> {
  const found = await client.fetchAll(range, { uid: true, headers: ['message-id', 'in-reply-to', TAG_FIELD] }, { uid: true });
  return found.map(toSeen);
}

function toSeen({ uid, headers }: FetchMessageObject): SeenMessage {
  // Folded lines first become one; these three fields are ASCII.
  const lines = (headers?.toString('latin1') ?? '').replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  const fieldOf = (name: string) => lines.find((line) => line.toLowerCase().startsWith(`${name}:`))?.slice(name.length + 1) ?? '';
  const idsIn = (name: string) => fieldOf(name).match(/<[^<>\s]{1,250}>/g) ?? [];
  const tag = fieldOf(TAG_FIELD).trim().toUpperCase();
  return { uid, messageId: idsIn('message-id')[0] ?? null, inReplyTo: idsIn('in-reply-to'), tag: TAG.test(tag) ? tag : null };
}

async function fetchWhole(client: ImapFlow, uid: number): Promise<Uint8Array | null> {
  const query = { uid: true, source: { start: 0, maxLength: MAX_DRAFT_BYTES + 1 } };
  const found = (await client.fetchAll(String(uid), query, { uid: true })).find((message) => message.uid === uid);
  return found?.source && found.source.length <= MAX_DRAFT_BYTES ? found.source : null;
}

/**
 * `STORE \Deleted` and `UID EXPUNGE` touch one message; a plain EXPUNGE takes with it whatever else is flagged.
 * A message does not change under its UID, so what was looked at is what is removed.
 */
async function remove(
  client: ImapFlow,
  path: string,
  uid: number,
  isOurs: (raw: Uint8Array) => Promise<boolean>,
): ReturnType<DraftWatch['remove']> {
  if (!client.capabilities.has('UIDPLUS') && !client.capabilities.has('IMAP4rev2')) return 'cannot';
  await client.mailboxOpen(path);
  const raw = await fetchWhole(client, uid);
  if (raw === null || !(await isOurs(raw))) return 'kept';
  if (!(await client.messageDelete(String(uid), { uid: true }))) return 'cannot';
  return 'removed';
}
