import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { bringServer } from '../../support/debian-packages.ts';
import {
  HOST,
  type ImapServer,
  makeFolder,
  type Owner,
  PASSWORD,
  serverOwner,
  startServerProcess,
  stopServerProcess,
} from './server-process.ts';

const CAPABILITY = 'IMAP4rev1 UIDPLUS CHILDREN NAMESPACE THREAD=ORDEREDSUBJECT THREAD=REFERENCES SORT QUOTA IDLE';

interface Install {
  readonly root: string;
  readonly libraryPath: string;
  readonly home: string;
  readonly owner: Owner;
}

/**
 * Courier's imapd: folders below INBOX, `.` between them, no SPECIAL-USE, no CONDSTORE.
 * Its login programs look for their settings in places that are compiled in; a login of our own stands before it and, like Courier's,
 * loses what was sent behind LOGIN without waiting. Everything after that is said by the real server.
 */
export async function startCourier(): Promise<ImapServer> {
  const unpacked = bring();
  const home = mkdtempSync('/tmp/courier-');
  chmodSync(home, 0o755);
  const owner = serverOwner();
  const install = { root: unpacked.root, libraryPath: `${unpacked.libraryPath}:${join(unpacked.root, 'usr/lib/courier')}`, home, owner };
  // Without it Courier waits a second and more on each command for a file watcher that is not there.
  const watcher = startServerProcess({
    binary: join(install.root, 'usr/libexec/gam_server'),
    args: ['--notimeout', watcherName(home)],
    env: { LD_LIBRARY_PATH: install.libraryPath },
    owner,
  });
  const sessions = new Set<ChildProcess>();
  const server = createServer((socket) => logIn(socket, (tag, user) => hand(socket, tag, user, install, sessions)));
  await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port for Courier');
  return {
    host: HOST,
    port: address.port,
    account: (user) => user,
    log: () => '(it keeps none)',
    stop: async () => {
      for (const session of sessions) session.kill();
      await new Promise((resolve) => {
        server.close(resolve);
      });
      await stopServerProcess(watcher);
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function watcherName(home: string): string {
  return home.replaceAll('/', '-');
}

/** Speaks IMAP up to a LOGIN with the right password. */
function logIn(socket: Socket, done: (tag: string, user: string) => void): void {
  socket.on('error', () => socket.destroy());
  socket.write(`* OK [CAPABILITY ${CAPABILITY}] Courier-IMAP ready.\r\n`);
  let said = '';
  const listen = (chunk: Buffer) => {
    said += chunk.toString('latin1');
    for (let end = said.indexOf('\r\n'); end !== -1; end = said.indexOf('\r\n')) {
      const [tag = '*', verb = '', ...args] = said.slice(0, end).split(' ');
      said = said.slice(end + 2);
      const [user = '', password = ''] = args.map((arg) => arg.replace(/^"|"$/g, ''));
      if (verb.toUpperCase() === 'CAPABILITY') socket.write(`* CAPABILITY ${CAPABILITY}\r\n${tag} OK CAPABILITY completed\r\n`);
      else if (verb.toUpperCase() === 'LOGOUT') socket.end(`* BYE bye\r\n${tag} OK LOGOUT completed\r\n`);
      else if (verb.toUpperCase() !== 'LOGIN') socket.write(`${tag} BAD Invalid command.\r\n`);
      else if (password !== PASSWORD) socket.write(`${tag} NO Login failed.\r\n`);
      else {
        socket.off('data', listen);
        done(tag, user);
        return;
      }
    }
  };
  socket.on('data', listen);
}

/** Hands the connection to a process of the real server, which answers the LOGIN. */
function hand(socket: Socket, tag: string, user: string, { root, libraryPath, home, owner }: Install, sessions: Set<ChildProcess>): void {
  const folder = join(home, user);
  for (const dir of ['', 'Maildir', 'Maildir/cur', 'Maildir/new', 'Maildir/tmp']) makeFolder(join(folder, dir), owner);
  const env = {
    HOME: folder,
    LD_LIBRARY_PATH: libraryPath,
    GAM_CLIENT_ID: watcherName(home),
    TCPREMOTEIP: HOST,
    TCPREMOTEPORT: String(socket.remotePort),
    PROTOCOL: 'IMAP',
    IMAPLOGINTAG: tag,
    AUTHENTICATED: user,
    AUTHADDR: user,
    IMAP_CAPABILITY: CAPABILITY,
    IMAP_KEYWORDS: '1',
    IMAP_ACL: '1',
    IMAP_IDLE_TIMEOUT: '60',
  };
  const session = spawn(join(root, 'usr/bin/imapd'), ['Maildir'], { cwd: folder, env, stdio: ['pipe', 'pipe', 'ignore'], ...owner.spawn });
  sessions.add(session);
  session.on('close', () => sessions.delete(session));
  session.stdin.on('error', () => socket.destroy());
  socket.on('close', () => session.stdin.end());
  socket.pipe(session.stdin);
  session.stdout.pipe(socket);
}

function bring(): { readonly root: string; readonly libraryPath: string } {
  return bringServer({
    name: 'Courier',
    folder: 'courier',
    packages: ['courier-imap'],
    without: /^(exim4|gnutls-bin|libgnutls28-dev)/,
    untested: 'mailboxes and drafts on Courier',
    findUnpacked: (root, libraryDirs) => ({ root, libraryPath: libraryDirs.join(':') }),
  });
}
