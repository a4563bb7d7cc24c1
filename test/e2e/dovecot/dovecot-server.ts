import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, chownSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bringDovecot, type DovecotInstall } from './bring-dovecot.ts';

/** Signed by itself, valid for a hundred years, for `localhost` only. Its key lies beside it and protects nothing. */
export const CERTIFICATE = fileURLToPath(new URL('tls/cert.pem', import.meta.url));
/** For the hook that starts the server: on a fresh machine Dovecot is brought first. */
export const START_TIMEOUT_MS = 600_000;
export const PASSWORD = 'open-sesame';
const HOST = '127.0.0.1';
const START_DEADLINE_MS = 15_000;
const STOP_DEADLINE_MS = 5_000;
/** Dovecot refuses to serve mail as root; Debian's `nobody` owns nothing else. */
const NOBODY = 65534;

/** A Dovecot of this test's own: loopback, a free port, any user name with {@link PASSWORD}, Maildirs below `root`. */
export interface DovecotServer {
  readonly host: string;
  /** Cleartext, and STARTTLS. */
  readonly port: number;
  /** TLS from the first byte. The certificate is {@link CERTIFICATE}, for `localhost`. */
  readonly tlsPort: number;
  /** The Maildir of a user; made on first use. */
  maildir(user: string): string;
  log(): string;
  stop(): Promise<void>;
}

export async function startDovecot(): Promise<DovecotServer> {
  const found = bringDovecot();
  // Not TMPDIR: the path must stay short, for sockets and for relocateModules().
  const root = mkdtempSync('/tmp/dovecot-');
  const install = relocateModules(found, root);
  chmodSync(root, 0o755);
  const port = await freePort();
  const tlsPort = await freePort();
  const isRoot = process.getuid?.() === 0;
  const owner = isRoot ? 'nobody' : userInfo().username;
  const own = (path: string) => {
    mkdirSync(path, { recursive: true });
    if (isRoot) chownSync(path, NOBODY, NOBODY);
  };
  for (const dir of ['run', 'state', 'mail']) own(join(root, dir));
  // Copied, because the project may lie where the server's user cannot read.
  for (const file of ['cert.pem', 'key.pem']) {
    copyFileSync(join(dirname(CERTIFICATE), file), join(root, file));
    chmodSync(join(root, file), 0o644);
  }
  const logFile = join(root, 'run/log');
  const config = join(root, 'dovecot.conf');
  writeFileSync(config, configure({ root, port, tlsPort, owner, install, logFile }), { mode: 0o644 });
  const child = spawn(install.binary, ['-F', '-c', config], {
    stdio: 'ignore',
    env: { PATH: process.env['PATH'] ?? '', ...(install.unpacked ? { LD_LIBRARY_PATH: install.unpacked.libraryPath } : {}) },
    ...(isRoot ? { uid: NOBODY, gid: NOBODY } : {}),
  });
  const log = () => readIfThere(logFile);
  // A test that dies before it can stop its server takes it along.
  process.once('exit', () => child.kill());
  await answersOrThrow(child, port, log);
  return {
    host: HOST,
    port,
    tlsPort,
    log,
    maildir: (user) => {
      const path = join(root, 'mail', user, 'Maildir');
      for (const dir of [join(root, 'mail', user), path, ...['cur', 'new', 'tmp'].map((name) => join(path, name))]) own(dir);
      return path;
    },
    stop: async () => {
      await endProcess(child);
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
  readonly owner: string;
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
default_internal_user = ${owner}
default_login_user = ${owner}
default_internal_group = ${owner === 'nobody' ? 'nogroup' : userGroup()}
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
  args = uid=${owner} gid=${owner === 'nobody' ? 'nogroup' : userGroup()}
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

function userGroup(): string {
  const gid = String(userInfo().gid);
  const line = readFileSync('/etc/group', 'utf8')
    .split('\n')
    .find((entry) => entry.split(':')[2] === gid);
  return line?.split(':')[0] ?? gid;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, HOST, () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}

async function answersOrThrow(child: ChildProcess, port: number, log: () => string): Promise<void> {
  const deadline = Date.now() + START_DEADLINE_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) break;
    if (await greets(port)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await endProcess(child);
  throw new Error(`Dovecot did not come up on port ${port}; its log says:\n${log()}`);
}

function greets(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, HOST);
    socket.setTimeout(2000, () => socket.destroy());
    socket.once('data', () => {
      resolve(true);
      socket.destroy();
    });
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
  });
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE_MS);
  await ended;
  clearTimeout(timer);
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '(none)';
  }
}
