import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bringServer, SYSTEM_PATH } from '../../support/debian-packages.ts';

/** Where a Dovecot lies: in the system, or unpacked below `root` with its libraries beside it. */
export interface DovecotInstall {
  readonly binary: string;
  readonly libexecDir: string;
  /** Undefined for the system's own, which finds its plugins and libraries by itself. */
  readonly unpacked?: { readonly libraryPath: string; readonly moduleDir: string };
}

export function bringDovecot(): DovecotInstall {
  return bringServer({
    name: 'Dovecot',
    folder: 'dovecot',
    packages: ['dovecot-imapd'],
    untested: 'everything that needs a real IMAP server (poll: drafts, doubles, UIDVALIDITY, two at once, kill and resume)',
    findInstalled,
    findUnpacked,
  });
}

function findInstalled(): DovecotInstall | undefined {
  const binary = SYSTEM_PATH.split(':')
    .map((dir) => join(dir, 'dovecot'))
    .find((path) => existsSync(path));
  const imap = ['/usr/lib/dovecot', '/usr/libexec/dovecot', '/usr/local/libexec/dovecot'].find((dir) => existsSync(join(dir, 'imap')));
  return binary && imap ? { binary, libexecDir: imap } : undefined;
}

function findUnpacked(root: string, libraryDirs: readonly string[]): DovecotInstall | undefined {
  const lib = join(root, 'usr/lib');
  const binary = join(root, 'usr/sbin/dovecot');
  if (!existsSync(binary) || !existsSync(join(lib, 'dovecot/imap'))) return undefined;
  const libraryPath = [join(lib, 'dovecot'), join(lib, 'dovecot/modules/old-stats'), ...libraryDirs].join(':');
  return { binary, libexecDir: join(lib, 'dovecot'), unpacked: { libraryPath, moduleDir: join(lib, 'dovecot/modules') } };
}
