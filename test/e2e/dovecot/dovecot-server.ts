import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  answersOrThrow,
  freePort,
  HOST,
  type ImapServer,
  makeFolder,
  type Owner,
  PASSWORD,
  readIfThere,
  serverOwner,
  startServerProcess,
  stopServerProcess,
} from '../servers/server-process.ts';
import { bringDovecot, type DovecotInstall } from './bring-dovecot.ts';

/** Signed by itself, valid for a hundred years, for `localhost` only. Its key lies beside it and protects nothing. */
export const CERTIFICATE = fileURLToPath(new URL('tls/cert.pem', import.meta.url));

/** A Dovecot of this test's own: loopback, a free port, any user name with {@link PASSWORD}, Maildirs below `root`. */
export interface DovecotServer extends ImapServer {
  /** TLS from the first byte, and `port` with STARTTLS. The certificate is {@link CERTIFICATE}, for `localhost`. */
  readonly tlsPort: number;
  /** The Maildir of a user; made on first use. */
  maildir(user: string): string;
}

export async function startDovecot(): Promise<DovecotServer> {
  const found = bringDovecot();
  // Not TMPDIR: the path must stay short, for sockets and for relocateModules().
  const root = mkdtempSync('/tmp/dovecot-');
  const install = relocateModules(found, root);
  chmodSync(root, 0o755);
  const port = await freePort();
  const tlsPort = await freePort();
  const owner = serverOwner();
  const own = (path: string) => makeFolder(path, owner);
  for (const dir of ['run', 'state', 'mail']) own(join(root, dir));
  // Copied, because the project may lie where the server's user cannot read.
  for (const file of ['cert.pem', 'key.pem']) {
    copyFileSync(join(dirname(CERTIFICATE), file), join(root, file));
    chmodSync(join(root, file), 0o644);
  }
  const logFile = join(root, 'run/log');
  const config = join(root, 'dovecot.conf');
  writeFileSync(config, configure({ root, port, tlsPort, owner, install, logFile }), { mode: 0o644 });
  const env: Record<string, string> = install.unpacked ? { LD_LIBRARY_PATH: install.unpacked.libraryPath } : {};
  const child = startServerProcess({ binary: install.binary, args: ['-F', '-c', config], env, owner });
  const log = () => readIfThere(logFile);
  await answersOrThrow(child, 'Dovecot', port, log);
  return {
    host: HOST,
    port,
    tlsPort,
    log,
    account: (user) => user,
    maildir: (user) => {
      const path = join(root, 'mail', user, 'Maildir');
      for (const dir of [join(root, 'mail', user), path, ...['cur', 'new', 'tmp'].map((name) => join(path, name))]) own(dir);
      return path;
    },
    stop: async () => {
      await stopServerProcess(child);
      rmSync(root, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/**
 * Dovecot looks for its TLS module in a folder whose name is compiled in. One that is unpacked elsewhere gets a copy of its library
 * that names a link below `root` instead, which must not be longer.
 */
function relocateModules(install: DovecotInstall, root: string): DovecotInstall {
  if (!install.unpacked) return install;
  const { libraryPath, moduleDir } = install.unpacked;
  const link = join(root, 'mod');
  symlinkSync(moduleDir, link);
  const compiledIn = Buffer.from('/usr/lib/dovecot/modules\0');
  const library = readFileSync(join(install.libexecDir, 'libdovecot.so.0'));
  const replacement = Buffer.alloc(compiledIn.length);
  replacement.write(link);
  for (let at = library.indexOf(compiledIn); at !== -1; at = library.indexOf(compiledIn, at)) replacement.copy(library, at);
  mkdirSync(join(root, 'lib'));
  writeFileSync(join(root, 'lib/libdovecot.so.0'), library);
  return { ...install, unpacked: { libraryPath: `${join(root, 'lib')}:${libraryPath}`, moduleDir } };
}

interface Settings {
  readonly root: string;
  readonly port: number;
  readonly tlsPort: number;
  readonly owner: Owner;
  readonly install: DovecotInstall;
  readonly logFile: string;
}

/** Dovecot 2.3 as in Debian 12: no root needed, nothing outside `root`, no process limit that a mailbox of 50,000 would meet. */
function configure({ root, port, tlsPort, owner, install, logFile }: Settings): string {
  return `
protocols = imap
listen = ${HOST}
base_dir = ${root}/run
state_dir = ${root}/state
log_path = ${logFile}
libexec_dir = ${install.libexecDir}
${install.unpacked ? `import_environment = LD_LIBRARY_PATH=${install.unpacked.libraryPath}\nmail_plugin_dir = ${install.unpacked.moduleDir}` : ''}
ssl = yes
ssl_cert = <${root}/cert.pem
ssl_key = <${root}/key.pem
disable_plaintext_auth = no
default_internal_user = ${owner.name}
default_login_user = ${owner.name}
default_internal_group = ${owner.group}
first_valid_uid = 1
first_valid_gid = 1
mail_home = ${root}/mail/%u
mail_location = maildir:~/Maildir
mail_fsync = never
# Without the listener Dovecot does not slow logins down after a wrong password, which one test gives on purpose.
service anvil {
  chroot =
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service stats {
  chroot =
}
service imap-login {
  chroot =
  inet_listener imap {
    address = ${HOST}
    port = ${port}
  }
  inet_listener imaps {
    address = ${HOST}
    port = ${tlsPort}
    ssl = yes
  }
}
passdb {
  driver = static
  args = password=${PASSWORD}
}
userdb {
  driver = static
  args = uid=${owner.name} gid=${owner.group}
}
namespace inbox {
  inbox = yes
  mailbox Drafts {
    special_use = \\Drafts
    auto = subscribe
  }
  mailbox Sent {
    special_use = \\Sent
    auto = subscribe
  }
}
`;
}
