import { createHash } from 'node:crypto';
import { appendFileSync, chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bringServer } from '../../support/debian-packages.ts';
import {
  answersOrThrow,
  freePort,
  HOST,
  type ImapServer,
  makeFolder,
  PASSWORD,
  serverOwner,
  startServerProcess,
  stopServerProcess,
} from './server-process.ts';

const DOMAIN = 'shop.test';

/** GNU Mailutils' imap4d: no UIDPLUS, no SPECIAL-USE, no keywords, no CONDSTORE. */
export async function startImap4d(): Promise<ImapServer> {
  const { root, libraryPath } = bring();
  const home = mkdtempSync('/tmp/imap4d-');
  chmodSync(home, 0o755);
  const owner = serverOwner();
  for (const dir of ['users', 'mail']) makeFolder(join(home, dir), owner);
  const port = await freePort();
  const passwords = join(home, 'users', DOMAIN);
  writeFileSync(passwords, '');
  writeFileSync(join(home, 'conf'), configure(home, port));
  const args = [`--config-file=${join(home, 'conf')}`, '--foreground', '--daemon=50'];
  const env = { LD_LIBRARY_PATH: `${libraryPath}:${join(root, 'usr/lib')}` };
  const child = startServerProcess({ binary: join(root, 'usr/sbin/imap4d'), args, env, owner });
  await answersOrThrow(child, 'imap4d', port, () => '(it keeps none)');
  const known = new Set<string>();
  return {
    host: HOST,
    port,
    account: (user) => {
      const hash = createHash('sha1').update(PASSWORD).digest('base64');
      if (!known.has(user))
        appendFileSync(passwords, `${user}:{SHA}${hash}:${owner.uid}:${owner.gid}:${user}:${home}/mail/${user}:/bin/sh\n`);
      known.add(user);
      return `${user}@${DOMAIN}`;
    },
    log: () => '(it keeps none)',
    stop: async () => {
      await stopServerProcess(child);
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Of its ways to check a password, the one that is not set up here leaves it to the file at once; the default asks PAM first, which takes two seconds to refuse. */
function configure(home: string, port: number): string {
  return `
auth { authentication ldap; authorization virtdomain; };
virtdomain { passwd-dir "${home}/users"; };
mailbox { mailbox-type mbox; };
create-home-dir yes;
logging { syslog no; };
mode daemon;
pidfile "${home}/mail/pid";
server ${HOST}:${port} { transcript no; };
`;
}

function bring(): { readonly root: string; readonly libraryPath: string } {
  return bringServer({
    name: 'GNU imap4d',
    folder: 'imap4d',
    packages: ['mailutils-imap4d'],
    untested: 'mailboxes and drafts on GNU imap4d',
    findUnpacked: (root, libraryDirs) => ({ root, libraryPath: libraryDirs.join(':') }),
  });
}
