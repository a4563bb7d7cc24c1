import type { ImapFlow } from 'imapflow';
import type { DraftPlace } from '../ports/drafts.ts';
import { makingFolder, type TaggedResponse } from './imap-make-folder.ts';

/** What imapflow's own commands are made of. No documented interface: the mailbox contract fails should an upgrade change it. */
interface CommandLine {
  exec(command: string, attributes: readonly unknown[]): Promise<{ readonly response: TaggedResponse; readonly next: () => void }>;
}

export function canAppendTogether(client: ImapFlow): boolean {
  return client.capabilities.has('MULTIAPPEND');
}

/**
 * Appends several drafts in one command: the server takes all of them or none (RFC 3502).
 * @throws Error as imapflow's `append` does; after any other than the server's NO or BAD it is open whether they lie there
 */
export async function appendTogether(client: ImapFlow, folder: string, messages: readonly Buffer[]): Promise<readonly DraftPlace[]> {
  const limit = client.capabilities.get('APPENDLIMIT');
  // Else the server refuses all of them, after all have been sent (RFC 7889).
  if (typeof limit === 'number' && messages.some(({ length }) => length > limit)) throw new Refused(`one is larger than ${limit} bytes`);
  const path = await pathOnTheWire(client, folder);
  const draft = [{ type: 'ATOM', value: '\\Draft' }];
  const attributes = messages.flatMap((value) => [draft, { type: 'LITERAL', value }]);
  const append = () => commandLineOf(client).exec('APPEND', [{ type: 'ATOM', value: path.encoded }, ...attributes]);
  const { response, next } = await makingFolder(client, folder, append);
  next();
  const uids = appendedUids(response, messages.length);
  return messages.map((_, index) => ({ folder: path.path, uid: uids[index] ?? null }));
}

/** Not even asked for. Has the field by which an error of imapflow's tells that the server said no. */
class Refused extends Error {
  readonly responseStatus = 'NO';
}

/** Printable ASCII without `&`, which stands for itself in every encoding of folder names (RFC 3501 section 5.1.3, RFC 9755). */
const PLAIN_NAME = /^[\x20-\x25\x27-\x7e]+$/;

/** Completed by the namespace's prefix as imapflow does, and encoded as the server itself lists it. */
async function pathOnTheWire(client: ImapFlow, folder: string): Promise<{ readonly path: string; readonly encoded: string }> {
  const prefix = client.namespace?.prefix ?? '';
  const path = folder.startsWith(prefix) ? folder : prefix + folder;
  if (PLAIN_NAME.test(path)) return { path, encoded: path };
  const find = async () => (await client.list()).find((each) => each.path === path);
  let listed = await find();
  if (!listed) {
    await client.mailboxCreate(folder);
    listed = await find();
  }
  if (!listed) throw new Refused(`${path} is not among the folders`);
  return { path, encoded: listed.pathAsListed };
}

function commandLineOf(client: ImapFlow): CommandLine {
  return client as unknown as CommandLine;
}

/** `[APPENDUID 38505 3955,3957:3958]`: in the order of the messages (RFC 4315 section 3). Empty where the server does not say, or says something else. */
function appendedUids(response: TaggedResponse, count: number): readonly number[] {
  const [code, , set] = response.attributes?.[0]?.section ?? [];
  if (typeof code?.value !== 'string' || code.value.toUpperCase() !== 'APPENDUID' || typeof set?.value !== 'string') return [];
  const uids = set.value.split(',').flatMap((range) => {
    const [from = Number.NaN, to = from] = range.split(':').map(Number);
    return to - from < count ? Array.from({ length: to - from + 1 }, (_, index) => from + index) : [];
  });
  return uids.length === count ? uids : [];
}
