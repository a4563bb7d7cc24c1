import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { bringServer } from '../../support/debian-packages.ts';
import { CERTIFICATE } from '../dovecot/dovecot-server.ts';
import { answersOrThrow, freePort, HOST, type Owner, startServerProcess, stopServerProcess } from '../servers/server-process.ts';

const DELIVERY_DEADLINE_MS = 30_000;
/** Postfix gives up its rights itself, program by program. */
const ROOT: Owner = { name: 'root', group: 'root', uid: 0, gid: 0, spawn: {} };
/** Delivers mail; Debian's `nobody` owns nothing else. */
const NOBODY = 65534;
const DAEMONS = '/usr/lib/postfix/sbin';

/** A Postfix of this test's own, on loopback, behind a line that can be cut. `mira@example.com` has a mailbox. */
export interface PostfixServer {
  readonly host: string;
  /** Cleartext, and STARTTLS with a certificate for `localhost`. No login is asked for. */
  readonly port: number;
  /** Ends the connection, once, instead of handing on what the server says when it says this. */
  cutBeforeAnswer(pattern: RegExp): void;
  /** Whole mails in Mira's mailbox. */
  delivered(): readonly string[];
  /** When as many mails as this have come. */
  whenDelivered(count: number): Promise<readonly string[]>;
  log(): string;
  stop(): Promise<void>;
}

/** Postfix begins as root and cannot be had otherwise. */
export const CAN_RUN_POSTFIX = process.getuid?.() === 0;

export async function startPostfix(): Promise<PostfixServer> {
  bringServer({
    name: 'Postfix',
    folder: 'postfix',
    packages: ['postfix'],
    untested: 'sending through Postfix',
    findInstalled: () => (existsSync(join(DAEMONS, 'master')) ? DAEMONS : undefined),
    findUnpacked: () => undefined,
  });
  const root = mkdtempSync('/tmp/postfix-');
  chmodSync(root, 0o755);
  const port = await freePort();
  const logFile = join(root, 'log');
  layOut(root, port, logFile);
  // Not by the `postfix` command, which takes /etc/postfix for granted.
  const child = startServerProcess({ binary: join(DAEMONS, 'master'), args: ['-c', join(root, 'etc')], env: {}, owner: ROOT });
  const log = () => (existsSync(logFile) ? readFileSync(logFile, 'utf8') : '(none)');
  await answersOrThrow(child, 'Postfix', port, log);
  const line = await startLine(port);
  const mailbox = join(root, 'mail/mira/new');
  const delivered = () => (existsSync(mailbox) ? readdirSync(mailbox).map((name) => readFileSync(join(mailbox, name), 'latin1')) : []);
  return {
    host: HOST,
    port: line.port,
    cutBeforeAnswer: line.cutBeforeAnswer,
    delivered,
    whenDelivered: async (count) => {
      const deadline = Date.now() + DELIVERY_DEADLINE_MS;
      while (delivered().length < count) {
        if (Date.now() > deadline) throw new Error(`${delivered().length} of ${count} mails were delivered; the log says:\n${log()}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return delivered();
    },
    log,
    stop: async () => {
      await line.stop();
      await stopServerProcess(child);
      rmSync(root, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function layOut(root: string, port: number, logFile: string): void {
  const postfix = idOf('/etc/passwd', 'postfix');
  const postdrop = idOf('/etc/group', 'postdrop');
  const queue = join(root, 'queue');
  const make = (path: string, mode: number, uid: number, gid = uid) => {
    mkdirSync(path, { recursive: true });
    chownSync(path, uid, gid);
    chmodSync(path, mode);
  };
  make(queue, 0o755, 0);
  make(join(queue, 'pid'), 0o755, 0);
  for (const name of ['active', 'bounce', 'corrupt', 'defer', 'deferred', 'flush', 'hold', 'incoming', 'private', 'saved', 'trace']) {
    make(join(queue, name), 0o700, postfix);
  }
  make(join(queue, 'public'), 0o710, postfix, postdrop);
  make(join(queue, 'maildrop'), 0o1730, postfix, postdrop);
  make(join(root, 'data'), 0o700, postfix);
  make(join(root, 'mail'), 0o700, NOBODY);
  make(join(root, 'etc'), 0o755, 0);
  const write = (name: string, text: string) => writeFileSync(join(root, 'etc', name), text);
  write('mailboxes', 'mira@example.com mira/\nlater@example.com mira/\n');
  write('recipients', 'later@example.com 450 4.2.0 greylisted, try again\n');
  write('headers', '/^X-Refused: yes/ REJECT this mail is not taken\n');
  for (const file of ['cert.pem', 'key.pem']) write(file, readFileSync(join(dirname(CERTIFICATE), file), 'utf8'));
  chmodSync(join(root, 'etc/key.pem'), 0o600);
  write('main.cf', mainSettings(root, logFile));
  write('master.cf', services(port));
}

function mainSettings(root: string, logFile: string): string {
  return `
compatibility_level = 3.6
queue_directory = ${root}/queue
data_directory = ${root}/data
daemon_directory = ${DAEMONS}
command_directory = /usr/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = ${logFile}
maillog_file_prefixes = ${root}
inet_interfaces = ${HOST}
inet_protocols = ipv4
myhostname = mx.shop.test
mydestination =
mynetworks = 127.0.0.0/8
smtpd_recipient_restrictions = check_recipient_access texthash:${root}/etc/recipients, permit_mynetworks, reject
header_checks = regexp:${root}/etc/headers
smtpd_tls_security_level = may
smtpd_tls_received_header = yes
smtpd_tls_cert_file = ${root}/etc/cert.pem
smtpd_tls_key_file = ${root}/etc/key.pem
virtual_mailbox_domains = example.com
virtual_mailbox_base = ${root}/mail
virtual_mailbox_maps = texthash:${root}/etc/mailboxes
virtual_uid_maps = static:${NOBODY}
virtual_gid_maps = static:${NOBODY}
# Nothing ever leaves this machine.
default_transport = error:no mail leaves this machine
relay_transport = error:no mail leaves this machine
message_size_limit = 1000000
mailbox_size_limit = 0
virtual_mailbox_limit = 0
`;
}

function services(port: number): string {
  return `
${HOST}:${port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
proxymap unix - - n - - proxymap
postlog unix-dgram n - n - 1 postlogd
`;
}

function idOf(file: string, name: string): number {
  const line = readFileSync(file, 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  if (line === undefined) throw new Error(`${file} has no ${name}: the package postfix makes it`);
  return Number(line.split(':')[2]);
}

/** A proxy that hands everything on, until it is told to cut. */
async function startLine(port: number) {
  const open = new Set<Socket>();
  let cut: RegExp | undefined;
  const proxy = createServer((client) => {
    const upstream = connect(port, HOST);
    const end = () => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('error', end).on('close', () => {
        open.delete(socket);
        end();
      });
    }
    client.on('data', (chunk) => upstream.write(chunk));
    upstream.on('data', (chunk) => {
      if (cut?.test(chunk.toString('latin1')) !== true) {
        client.write(chunk);
        return;
      }
      cut = undefined;
      end();
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, HOST, resolve));
  return {
    port: portOf(proxy),
    cutBeforeAnswer: (pattern: RegExp) => {
      cut = pattern;
    },
    stop: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
