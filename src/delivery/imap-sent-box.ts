import type { ImapFlow } from 'imapflow';
import { ok, refuse } from '../domain/result.ts';
import type { DraftPlace, SentBox } from '../ports/drafts.ts';
import { type DraftFolders, findDraftFolders, lookIn, toDraftError } from './imap-draft-box.ts';

/** Created where a server has none. */
const DEFAULT_SENT = 'Sent';

/** The Sent folder of an IMAP account, listed when it is first needed. */
export function imapSentBox(client: ImapFlow, configured: DraftFolders): SentBox {
  let known: Promise<string | null> | undefined;
  const folder = () => (known ??= findDraftFolders(client, configured).then(({ sent }) => sent));
  const findIn = async (sent: string | null, messageIds: readonly string[]): Promise<DraftPlace | null> => {
    if (sent === null) return null;
    for (const messageId of messageIds) {
      const place = await lookIn(client, sent, messageId);
      if (place !== null) return place;
    }
    return null;
  };
  return {
    find: async (messageIds) => {
      try {
        return ok(await findIn(await folder(), messageIds));
      } catch (error) {
        known = undefined;
        return refuse(toDraftError(error, 'sent mail could not be searched'));
      }
    },
    keep: async (messageId, raw) => {
      try {
        const sent = await folder();
        const there = await findIn(sent, [messageId]);
        if (there !== null) return ok(there);
        const path = sent ?? (await client.mailboxCreate(configured.sent ?? DEFAULT_SENT)).path;
        known = Promise.resolve(path);
        const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
        const placed = await client.append(path, bytes, ['\\Seen']);
        // imapflow answers undefined or false where it did not even ask the server.
        if (!placed) return refuse({ kind: 'unclear', what: `the connection was not ready for a copy in ${path}` });
        return ok({ folder: placed.destination, uid: placed.uid ?? null });
      } catch (error) {
        known = undefined;
        return refuse(toDraftError(error, 'the copy was not taken into sent mail'));
      }
    },
  };
}
