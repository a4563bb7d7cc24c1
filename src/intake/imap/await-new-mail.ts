import { setTimeout as delay } from 'node:timers/promises';
import { connectImap, disconnectImap, type ImapSettings } from './connect-imap.ts';

/**
 * Waits until the server tells of new mail, at most `ms`. A hint and nothing more: IDLE (RFC 2177) dies silently, so a server that tells nothing,
 * refuses the connection or drops it costs the wait and no mail. Never throws.
 */
export async function awaitNewMail(settings: ImapSettings, path: string, ms: number, signal: AbortSignal): Promise<void> {
  const over = new AbortController();
  const waiting = AbortSignal.any([signal, over.signal]);
  const timer = delay(ms, undefined, { signal: waiting }).catch(() => undefined);
  const told = listen(settings, path, waiting);
  await Promise.race([timer, told.then((isNews) => (isNews ? undefined : timer))]);
  over.abort();
  await told;
}

/** @returns true where the server told of new mail; false where it cannot be listened to, or the wait is over */
async function listen(settings: ImapSettings, path: string, over: AbortSignal): Promise<boolean> {
  const connected = await connectImap(settings);
  if (!connected.ok) return false;
  const client = connected.value;
  try {
    await client.mailboxOpen(path, { readOnly: true });
    return await new Promise<boolean>((resolve) => {
      client.on('exists', ({ count, prevCount }) => {
        if (count > prevCount) resolve(true);
      });
      client.on('close', () => resolve(false));
      over.addEventListener('abort', () => resolve(false), { once: true });
      if (over.aborted) resolve(false);
      else client.idle().catch(() => resolve(false));
    });
  } catch {
    return false;
  } finally {
    await disconnectImap(client);
  }
}
