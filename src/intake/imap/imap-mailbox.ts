import type { FetchMessageObject, ImapFlow, MailboxObject, SearchObject } from 'imapflow';
import type { RawMessage } from '../../domain/message.ts';
import { type Mailbox, type MailboxEntry, MailboxLost, type MailboxState } from '../../ports/mailbox.ts';
import type { ImapSettings } from './connect-imap.ts';
import { fetchText } from './fetch-text.ts';
import { orLost } from './imap-problem.ts';

const DAY_MS = 86_400_000;
/** A command line of 8,000 octets is what servers must take (RFC 7162 section 4); ten digits and a comma each stay well below. */
const UIDS_PER_COMMAND = 500;
const LISTED = { uid: true, internalDate: true, size: true } as const;

/** A folder of an IMAP account. Selected when first needed: a pass with nothing new asks one STATUS and leaves. */
export function imapMailbox(client: ImapFlow, settings: ImapSettings, path: string): Mailbox {
  const account = `${settings.user}@${settings.host}`;
  const run = <T>(command: () => Promise<T>): Promise<T> => orLost(settings, command);
  let validityAtFirst: string | undefined;
  const asAtFirst = (folder: MailboxObject): MailboxObject => {
    // UIDs of the life that STATUS told of would name other messages in this one.
    if (validityAtFirst !== undefined && String(folder.uidValidity) !== validityAtFirst) throw replaced(path);
    return folder;
  };
  const select = async () => asAtFirst(await selectFolder(client, path));
  /** Selected once more where it has been open for a while: servers need not tell of what came in meanwhile, and some do not even after a NOOP. */
  const selectAfresh = async () => asAtFirst(await (isSelected(client, path) ? client.mailboxOpen(path) : selectFolder(client, path)));
  const list = async (range: string): Promise<MailboxEntry[]> =>
    range === '' ? [] : (await client.fetchAll(range, LISTED, { uid: true })).map(toEntry);
  const listInParts = async (uids: readonly number[]): Promise<MailboxEntry[]> => {
    const entries: MailboxEntry[] = [];
    for (const part of inParts(uids, UIDS_PER_COMMAND)) entries.push(...(await list(part.join(','))));
    return entries;
  };
  const search = async (query: SearchObject): Promise<number[]> => {
    const uids = await client.search(query, { uid: true });
    if (!Array.isArray(uids)) throw new Error(`SEARCH was refused in ${path}`);
    return uids.sort((a, b) => a - b);
  };
  // SINCE compares days, in a time zone of the server's choice: ask for a day more and look closely here.
  const searchSince = (since: Date) => search({ since: new Date(Math.max(0, since.getTime() - DAY_MS)) });
  const sourceOf = (uid: number): string => {
    const validity = client.mailbox ? String(client.mailbox.uidValidity) : '';
    return `imap://${settings.host}/${encodeURIComponent(path)};UIDVALIDITY=${validity};UID=${uid}`;
  };
  const fetchWhole = async (uids: readonly number[], maxBytes: number): Promise<ReadonlyMap<number, RawMessage>> => {
    // The size listed is the server's word; asking for one byte more than the cap shows a mail that is longer without taking it all.
    const query = { uid: true, source: { start: 0, maxLength: maxBytes + 1 } };
    const found = await client.fetchAll(uids.join(','), query, { uid: true });
    return new Map(found.flatMap(({ uid, source }) => (source ? [[uid, toRaw(sourceOf(uid), source)] as const] : [])));
  };
  return {
    state: () =>
      run(async () => {
        const status = await client.status(path, { messages: true, uidNext: true, uidValidity: true });
        const found = status && status.uidValidity !== undefined ? status : await selectFolder(client, path);
        const { uidValidity } = found;
        if (uidValidity === undefined) throw withoutUidValidity(path);
        const exists = 'messages' in found ? (found.messages ?? 0) : 'exists' in found ? found.exists : 0;
        validityAtFirst = String(uidValidity);
        return { account, path, uidValidity: validityAtFirst, uidNext: found.uidNext ?? null, exists } satisfies MailboxState;
      }),
    listAfter: (uid) =>
      run(async () => {
        const { uidNext } = await selectAfresh();
        // `n:*` past the end answers with the last message on most servers.
        const entries = (await list(`${uid + 1}:*`)).filter((entry) => entry.uid > uid).sort(byUid);
        return { entries, listedTo: Math.max(uid, (uidNext ?? 1) - 1, entries.at(-1)?.uid ?? 0) };
      }),
    listSince: (since) =>
      run(async () => {
        const { uidNext } = await selectAfresh();
        const uids = await searchSince(since);
        const wanted = (await listInParts(uids)).filter(({ internalDate }) => internalDate !== null && internalDate >= since).sort(byUid);
        return { entries: wanted, listedTo: (uidNext ?? (uids.at(-1) ?? 0) + 1) - 1 };
      }),
    uids: (since) =>
      run(async () => {
        await selectAfresh();
        return since ? searchSince(since) : search({ all: true });
      }),
    list: (uids) =>
      run(async () => {
        await select();
        return (await listInParts(uids)).sort(byUid);
      }),
    fetch: (uids, maxBytes) =>
      run(async () => {
        await select();
        return fetchWhole(uids, maxBytes);
      }),
    fetchText: (uid, maxBytes) =>
      run(async () => {
        await select();
        const text = await fetchText(client, uid).catch((error: unknown) => {
          // A structure that cannot be read is no reason to end the pass; a connection that ended is.
          if (!client.usable) throw error;
          return null;
        });
        return text ? { ...toRaw(sourceOf(uid), text.bytes), leftOut: text.leftOut } : (await fetchWhole([uid], maxBytes)).get(uid);
      }),
    addKeyword: (uids, keyword) =>
      run(async () => {
        const { permanentFlags } = await select();
        if (!permanentFlags?.has('\\*') && !permanentFlags?.has(keyword)) return;
        const isSet = await client.messageFlagsAdd(uids.join(','), [keyword], { uid: true, silent: true });
        // imapflow tells a server's NO, which is its right, and the end of the connection alike.
        if (!isSet && !client.usable) throw Object.assign(new Error('the connection ended at STORE'), { code: 'NoConnection' });
      }),
  };
}

/**
 * Selects a folder unless it is selected. imapflow asks LIST and LSUB before each SELECT of a folder it has not listed,
 * which takes longer than all the rest where the mailbox is large: an entry in its list of known folders spares both.
 */
async function selectFolder(client: ImapFlow, path: string): Promise<MailboxObject> {
  if (client.mailbox && isSelected(client, path)) return client.mailbox;
  const { folders } = client as unknown as { readonly folders?: Map<string, unknown> };
  if (folders instanceof Map && !folders.has(path)) folders.set(path, { path });
  return client.mailboxOpen(path);
}

function isSelected({ mailbox }: ImapFlow, path: string): boolean {
  return mailbox !== false && mailbox?.path === path;
}

function toEntry({ uid, internalDate, size }: FetchMessageObject): MailboxEntry {
  const at = internalDate === undefined ? null : new Date(internalDate);
  return { uid, internalDate: at && !Number.isNaN(at.getTime()) ? at : null, sizeBytes: size ?? 0 };
}

function toRaw(source: string, bytes: Uint8Array): RawMessage {
  return { source, bytes, internalDate: null, fileModifiedAt: null };
}

function byUid(a: MailboxEntry, b: MailboxEntry): number {
  return a.uid - b.uid;
}

function inParts<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, part) => list.slice(part * size, (part + 1) * size));
}

function replaced(path: string): MailboxLost {
  const what = `${path} has another UIDVALIDITY than a moment ago`;
  return new MailboxLost({ kind: 'lost', what, mend: 'the next pass lists it anew and recognises what was judged before' });
}

function withoutUidValidity(path: string): MailboxLost {
  const what = `the server names no UIDVALIDITY for ${path}, so its messages cannot be told apart from one pass to the next`;
  return new MailboxLost({ kind: 'refused', what, mend: 'ask the provider whether the folder is a real mailbox' });
}
