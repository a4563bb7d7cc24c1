import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ImapServer, PASSWORD } from '../servers/server-process.ts';

export type Settings = Readonly<Record<string, string>>;

/** How the program reaches the mailbox of `user` on a server of the tests. */
export function mailboxSettings({ host, port }: Pick<ImapServer, 'host' | 'port'>, user: string): Settings {
  return { IMAP_HOST: host, IMAP_PORT: String(port), IMAP_TLS: 'none', IMAP_USER: user, IMAP_PASSWORD: PASSWORD };
}

/** Writes the settings as the README has them written: a `.env` file in the working directory of the program, in place of one that is there. */
export function writeSettingsFile(directory: string, settings: Settings): void {
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${/[\s#]/.test(value) ? `"${value}"` : value}\n`);
  writeFileSync(join(directory, '.env'), lines.join(''));
}
