import { ImapFlow } from 'imapflow';
import { type ImapServer, PASSWORD } from '../servers/server-process.ts';

/** A person's mail program, or a delivery agent: logged in for as long as `work` takes. */
export async function asPerson<T>(
  { host, port }: Pick<ImapServer, 'host' | 'port'>,
  user: string,
  work: (client: ImapFlow) => Promise<T>,
): Promise<T> {
  const auth = { user, pass: PASSWORD };
  // Uncompressed, so that a proxy in between can read along.
  const client = new ImapFlow({ host, port, secure: false, doSTARTTLS: false, auth, logger: false, disableCompression: true });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.logout();
  }
}
