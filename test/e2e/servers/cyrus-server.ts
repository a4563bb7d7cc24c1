import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { bringServer } from '../../support/debian-packages.ts';
import {
  answersOrThrow,
  freePort,
  HOST,
  type ImapServer,
  makeFolder,
  PASSWORD,
  readIfThere,
  serverOwner,
  startServerProcess,
  stopServerProcess,
} from './server-process.ts';

/** A Cyrus IMAP server: SPECIAL-USE, CONDSTORE, MULTIAPPEND, and no patience with bare LF. */
export async function startCyrus(): Promise<ImapServer> {
  const { root, libraryPath } = bring();
  const home = mkdtempSync('/tmp/cyrus-');
  chmodSync(home, 0o755);
  const owner = serverOwner();
  for (const dir of ['db', 'socket', 'proc', 'lock', '../mail', '../run']) makeFolder(join(home, 'conf', dir), owner);
  makeFolder(join(home, 'conf'), owner);
  const port = await freePort();
  const bin = join(root, 'usr/lib/cyrus/bin');
  writeFileSync(join(home, 'imapd.conf'), configure(home, owner.name));
  writeFileSync(join(home, 'cyrus.conf'), services(bin, home, port));
  const saslauthd = await answerPasswords(join(home, 'mux'));
  const log = join(home, 'run/log');
  const args = ['-D', '-C', join(home, 'imapd.conf'), '-M', join(home, 'cyrus.conf'), '-p', join(home, 'run/pid'), '-L', log];
  const child = startServerProcess({ binary: join(bin, 'master'), args, env: { LD_LIBRARY_PATH: libraryPath }, owner });
  await answersOrThrow(child, 'Cyrus', port, () => readIfThere(log));
  return {
    host: HOST,
    port,
    account: (user) => user,
    log: () => readIfThere(log),
    stop: async () => {
      await stopServerProcess(child);
      await new Promise((resolve) => saslauthd.close(resolve));
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function configure(home: string, user: string): string {
  return `
configdirectory: ${home}/conf
proc_path: ${home}/conf/proc
mboxname_lockpath: ${home}/conf/lock
defaultpartition: default
partition-default: ${home}/mail
cyrus_user: ${user}
altnamespace: yes
unixhierarchysep: yes
allowplaintext: yes
sasl_pwcheck_method: saslauthd
sasl_saslauthd_path: ${home}/mux
sasl_mech_list: PLAIN LOGIN
autocreate_quota: 0
autocreate_inbox_folders: Drafts | Sent
autocreate_subscribe_folders: Drafts | Sent
xlist-drafts: Drafts
xlist-sent: Sent
maxlogins_per_host: 0
`;
}

function services(bin: string, home: string, port: number): string {
  return `
START {
  recover cmd="${bin}/ctl_cyrusdb -C ${home}/imapd.conf -r"
}
SERVICES {
  imap cmd="${bin}/imapd -C ${home}/imapd.conf -U 30" listen="${HOST}:${port}" prefork=0 maxchild=100
}
EVENTS {
}
`;
}

/** What saslauthd does: four strings, each behind its length (user, password, service, realm), answered with OK or NO. */
function answerPasswords(path: string): Promise<Server> {
  const server = createServer((socket) => {
    let asked = Buffer.alloc(0);
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      asked = Buffer.concat([asked, chunk]);
      const [, password, , realm] = readStrings(asked);
      if (realm === undefined) return;
      const answer = Buffer.from(password === PASSWORD ? '\0\x02OK' : '\0\x02NO');
      socket.end(answer);
    });
  });
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(path, () => {
      chmodSync(path, 0o777);
      resolve(server);
    });
  });
}

function readStrings(bytes: Buffer): string[] {
  const strings: string[] = [];
  for (let at = 0; at + 2 <= bytes.length; ) {
    const end = at + 2 + bytes.readUInt16BE(at);
    if (end > bytes.length) break;
    strings.push(bytes.toString('utf8', at + 2, end));
    at = end;
  }
  return strings;
}

function bring(): { readonly root: string; readonly libraryPath: string } {
  return bringServer({
    name: 'Cyrus',
    folder: 'cyrus',
    packages: ['cyrus-imapd'],
    without: /^(exim4|db-util|db5)/,
    untested: 'mailboxes and drafts on Cyrus',
    findUnpacked: (root, libraryDirs) => ({ root, libraryPath: libraryDirs.join(':') }),
  });
}
