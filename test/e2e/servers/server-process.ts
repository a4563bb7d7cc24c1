import { type ChildProcess, spawn } from 'node:child_process';
import { chownSync, mkdirSync, readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { userInfo } from 'node:os';

export const HOST = '127.0.0.1';
export const PASSWORD = 'open-sesame';
/** For the hook that starts a server: on a fresh machine it is brought first. */
export const START_TIMEOUT_MS = 600_000;
const START_DEADLINE_MS = 15_000;
const STOP_DEADLINE_MS = 5_000;
/** Mail servers refuse to serve mail as root; Debian's `nobody` owns nothing else. */
const NOBODY = 65534;

/** A mail server of a test's own, on loopback, with any user it is asked for and {@link PASSWORD}. */
export interface ImapServer {
  readonly host: string;
  /** Cleartext. */
  readonly port: number;
  /** The name to log in with; the account is made on first use. */
  account(user: string): string;
  log(): string;
  stop(): Promise<void>;
}

/** Whom a server runs as: this user, but never root. */
export interface Owner {
  readonly name: string;
  readonly group: string;
  readonly uid: number;
  readonly gid: number;
  /** Options for `spawn`. */
  readonly spawn: { readonly uid?: number; readonly gid?: number };
}

export function serverOwner(): Owner {
  const { uid, gid, username } = userInfo();
  if (uid === 0) return { name: 'nobody', group: groupOf(NOBODY), uid: NOBODY, gid: NOBODY, spawn: { uid: NOBODY, gid: NOBODY } };
  return { name: username, group: groupOf(gid), uid, gid, spawn: {} };
}

function groupOf(gid: number): string {
  const line = readFileSync('/etc/group', 'utf8')
    .split('\n')
    .find((entry) => entry.split(':')[2] === String(gid));
  return line?.split(':')[0] ?? String(gid);
}

/** Makes a folder that the server may write. */
export function makeFolder(path: string, owner: Owner): void {
  mkdirSync(path, { recursive: true });
  if (process.getuid?.() === 0) chownSync(path, owner.uid, owner.gid);
}

export interface ServerProcess {
  readonly binary: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly owner: Owner;
}

/** Starts a server as the leader of a group of its own, so that stopping it ends what it forked as well. */
export function startServerProcess({ binary, args, env, owner }: ServerProcess): ChildProcess {
  const child = spawn(binary, args, { stdio: 'ignore', detached: true, env: { PATH: process.env['PATH'] ?? '', ...env }, ...owner.spawn });
  // A test that dies before it can stop its server takes it along.
  process.once('exit', () => signalGroup(child, 'SIGKILL'));
  return child;
}

export async function stopServerProcess(child: ChildProcess): Promise<void> {
  const ended =
    child.exitCode !== null || child.signalCode !== null ? Promise.resolve() : new Promise((resolve) => child.once('exit', resolve));
  signalGroup(child, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), STOP_DEADLINE_MS);
  await ended;
  clearTimeout(timer);
  // What it had forked may outlive its leader by a moment.
  signalGroup(child, 'SIGKILL');
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Ended already.
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, HOST, () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}

/** Waits for the server's greeting. */
export async function answersOrThrow(child: ChildProcess, name: string, port: number, log: () => string): Promise<void> {
  const deadline = Date.now() + START_DEADLINE_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) break;
    if (await greets(port)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await stopServerProcess(child);
  throw new Error(`${name} did not come up on port ${port}; its log says:\n${log()}`);
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

export function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '(none)';
  }
}
