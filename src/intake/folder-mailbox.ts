import { createHash } from 'node:crypto';
import type { Dirent, Stats } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { RawMessage } from '../domain/message.ts';
import { type Mailbox, type MailboxEntry, MailboxLost } from '../ports/mailbox.ts';

interface Found {
  readonly uid: number;
  readonly path: string;
  readonly stats: Stats;
}

/**
 * A folder of `.eml` files as a mailbox, so that a pass runs without a server. UIDs count the files in the byte order of their paths;
 * another set of files is another UIDVALIDITY, and what was judged before is recognised by its content.
 */
export function folderMailbox(folder: string): Mailbox {
  let known: Promise<readonly Found[]> | undefined;
  const files = () => (known ??= findMails(folder));
  const listing = async (wanted: (found: Found) => boolean) => {
    const all = await files();
    return { entries: all.filter(wanted).map(toEntry), listedTo: all.length };
  };
  return {
    state: async () => {
      const all = await files();
      const names = all.map(({ path }) => relative(folder, path));
      const uidValidity = String(createHash('sha256').update(JSON.stringify(names)).digest().readUInt32BE(0));
      return { account: 'folder', path: folder, uidValidity, uidNext: all.length + 1, exists: all.length };
    },
    listAfter: (uid) => listing((found) => found.uid > uid),
    listSince: (since) => listing(({ stats }) => stats.mtime >= since),
    fetch: async (uids, maxBytes) => {
      const wanted = (await files()).filter(({ uid }) => uids.includes(uid));
      const read = await Promise.all(wanted.map(async (found) => [found.uid, await readMail(found, maxBytes)] as const));
      return new Map(read.flatMap(([uid, raw]) => (raw ? [[uid, raw] as const] : [])));
    },
    uids: async (since) => (await files()).filter(({ stats }) => since === null || stats.mtime >= since).map(({ uid }) => uid),
    list: async (uids) => (await files()).filter(({ uid }) => uids.includes(uid)).map(toEntry),
    fetchText: async (uid, maxBytes) => {
      const found = (await files()).find((each) => each.uid === uid);
      return found && readMail(found, maxBytes);
    },
    addKeyword: () => Promise.resolve(),
  };
}

async function findMails(folder: string): Promise<readonly Found[]> {
  const entries = await readFolder(folder);
  const paths = entries
    .filter((entry) => entry.isFile() && entry.name.toLowerCase().endsWith('.eml'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return Promise.all(paths.map(async (path, index) => ({ uid: index + 1, path, stats: await stat(path) })));
}

async function readFolder(folder: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { recursive: true, withFileTypes: true });
  } catch (error) {
    const what = `the folder ${folder} cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    throw new MailboxLost({ kind: 'no-such-folder', what, mend: 'name a folder of .eml files' }, error);
  }
}

/** Undefined where the file is gone. */
async function readMail({ path, stats }: Found, maxBytes: number): Promise<RawMessage | undefined> {
  const file = await open(path).catch(() => undefined);
  if (!file) return undefined;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(stats.size, maxBytes + 1)));
    return { source: path, bytes: buffer.subarray(0, bytesRead), internalDate: null, fileModifiedAt: stats.mtime };
  } finally {
    await file.close();
  }
}

function toEntry({ uid, stats }: Found): MailboxEntry {
  return { uid, internalDate: null, sizeBytes: stats.size };
}
