import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import type { IntakeError } from '../../domain/message.ts';
import { ok, type Result, refuse } from '../../domain/result.ts';
import { intakeErrorOf } from './intake-error.ts';

/** A file taken for a mail by its name. */
export interface MailPath {
  /** As bytes: names on disk need not be UTF-8. */
  readonly path: Buffer;
  /** The same for people. */
  readonly source: string;
}

interface Entry {
  readonly name: Buffer;
  readonly path: Buffer;
  readonly kind: 'folder' | 'file';
}

const SLASH = Buffer.from('/');

/**
 * The mails below a folder in byte order of their paths: `.eml` files, and every file in a Maildir's `cur` and `new`
 * (https://cr.yp.to/proto/maildir.html; names that begin with a dot are no messages there). Symbolic links are followed,
 * each folder is searched once; what is neither file nor folder is passed over.
 */
export async function* walkFolder(folder: string): AsyncIterable<Result<MailPath, IntakeError>> {
  const root = Buffer.from(folder.length > 1 ? folder.replace(/(?<!\/)\/+$/, '') || '/' : folder);
  yield* walk(root, new Set());
}

async function* walk(folder: Buffer, seen: Set<string>): AsyncIterable<Result<MailPath, IntakeError>> {
  const listed = await list(folder, seen);
  if (!listed.ok) {
    yield listed;
    return;
  }
  const inMaildir = /(^|\/)(cur|new)$/.test(folder.toString('latin1'));
  const isMaildir = listed.value.some(({ kind, name }) => kind === 'folder' && isNamed(name, 'cur', 'new'));
  for (const { kind, name, path } of listed.value) {
    if (kind === 'file' && isMail(name, inMaildir)) yield ok({ path, source: path.toString() });
    if (kind === 'folder' && !(isMaildir && isNamed(name, 'tmp'))) yield* walk(path, seen);
  }
}

/** @returns the folder's entries in byte order of the paths below them; none where it was searched before */
async function list(folder: Buffer, seen: Set<string>): Promise<Result<readonly Entry[], IntakeError>> {
  try {
    const { dev, ino } = await stat(folder, { bigint: true });
    const identity = `${dev}:${ino}`;
    if (seen.has(identity)) return ok([]);
    seen.add(identity);
    const entries: Entry[] = [];
    for (const entry of await readdir(folder, { withFileTypes: true, encoding: 'buffer' })) {
      const path = joined(folder, entry.name);
      const kind = await kindOf(entry, path);
      if (kind !== null) entries.push({ kind, name: entry.name, path });
    }
    return ok(entries.sort((a, b) => Buffer.compare(sortKey(a), sortKey(b))));
  } catch (error) {
    return refuse(intakeErrorOf(folder.toString(), error));
  }
}

/** @returns null for sockets, devices and pipes; a link that leads nowhere is a file, so that reading it says so */
async function kindOf(entry: Dirent<Buffer>, path: Buffer): Promise<Entry['kind'] | null> {
  const found = entry.isSymbolicLink() ? await stat(path).catch(() => 'dangling' as const) : entry;
  if (found === 'dangling' || found.isFile()) return 'file';
  return found.isDirectory() ? 'folder' : null;
}

/** With its slash a folder sorts where the paths below it do: `a-b/x` comes before `a/x`. */
function sortKey({ kind, name }: Entry): Buffer {
  return kind === 'folder' ? Buffer.concat([name, SLASH]) : name;
}

function isMail(name: Buffer, inMaildir: boolean): boolean {
  const text = name.toString('latin1');
  return inMaildir ? !text.startsWith('.') : text.toLowerCase().endsWith('.eml');
}

function isNamed(name: Buffer, ...names: readonly string[]): boolean {
  return names.includes(name.toString('latin1'));
}

function joined(folder: Buffer, name: Buffer): Buffer {
  return folder.at(-1) === SLASH[0] ? Buffer.concat([folder, name]) : Buffer.concat([folder, SLASH, name]);
}
