import { connectImap, disconnectImap, type ImapSettings } from './connect-imap.ts';

/** A connection that waits for the server to tell of new mail. */
export interface Listening {
  /** True once there is news; false where the server cannot be listened to, or drops the line. Never rejects. */
  readonly told: Promise<boolean>;
  stop(): Promise<void>;
}

const DEAF: Listening = { told: Promise.resolve(false), stop: async () => {} };

/**
 * Listens from the moment it is returned. A hint and nothing more: IDLE (RFC 2177) dies silently, so a server that tells nothing,
 * refuses the connection or drops it costs a wait and no mail. Never throws.
 */
export async function listenForMail(settings: ImapSettings, path: string): Promise<Listening> {
  const connected = await connectImap(settings);
  if (!connected.ok) return DEAF;
  const client = connected.value;
  const stop = () => disconnectImap(client);
  try {
    await client.mailboxOpen(path, { readOnly: true });
  } catch {
    await stop();
    return DEAF;
  }
  const told = new Promise<boolean>((resolve) => {
    client.on('exists', ({ count, prevCount }) => {
      if (count > prevCount) resolve(true);
    });
    client.on('close', () => resolve(false));
    client.idle().catch(() => resolve(false));
  });
  return { told, stop };
}
