import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where a Dovecot lies: in the system, or unpacked below `root` with its libraries beside it. */
export interface DovecotInstall {
  readonly binary: string;
  readonly libexecDir: string;
  /** Undefined for the system's own, which finds its plugins and libraries by itself. */
  readonly unpacked?: { readonly libraryPath: string; readonly moduleDir: string };
}

const CACHE = fileURLToPath(new URL('../../../.cache/dovecot', import.meta.url));
const SYSTEM_PATH = `${process.env['PATH'] ?? ''}:/usr/local/sbin:/usr/sbin:/sbin`;
/** Unpacking takes half a minute on a slow line; the tests of one run start side by side. */
const LOCK_WAIT_MS = 300_000;
const POLICY = '/usr/sbin/policy-rc.d';

/**
 * Finds Dovecot in the system or in the project's cache, else brings it: as root by apt, otherwise unpacked from its packages.
 * @throws Error that names what is missing and what was therefore not tested
 */
export function bringDovecot(): DovecotInstall {
  return findDovecot() ?? withLock(() => findDovecot() ?? install());
}

function findDovecot(): DovecotInstall | undefined {
  const binary = SYSTEM_PATH.split(':')
    .map((dir) => join(dir, 'dovecot'))
    .find((path) => existsSync(path));
  const imap = ['/usr/lib/dovecot', '/usr/libexec/dovecot', '/usr/local/libexec/dovecot'].find((dir) => existsSync(join(dir, 'imap')));
  return binary && imap ? { binary, libexecDir: imap } : findUnpacked();
}

function findUnpacked(): DovecotInstall | undefined {
  const root = join(CACHE, 'root');
  if (!existsSync(join(CACHE, 'complete'))) return undefined;
  const lib = join(root, 'usr/lib');
  const triplets = existsSync(lib) ? readdirSync(lib).filter((name) => name.includes('-linux-')) : [];
  const libraryPath = [
    join(lib, 'dovecot'),
    join(lib, 'dovecot/modules/old-stats'),
    ...triplets.flatMap((name) => [join(lib, name), join(root, 'lib', name)]),
  ].join(':');
  const moduleDir = join(lib, 'dovecot/modules');
  return { binary: join(root, 'usr/sbin/dovecot'), libexecDir: join(lib, 'dovecot'), unpacked: { libraryPath, moduleDir } };
}

function install(): DovecotInstall {
  const isRoot = process.getuid?.() === 0;
  try {
    if (isRoot) installByApt();
    else unpackFromPackages();
  } catch (error) {
    throw notTested(error instanceof Error ? error.message : String(error));
  }
  const found = findDovecot();
  if (!found) throw notTested('the packages came without the programs dovecot and imap');
  return found;
}

function notTested(why: string): Error {
  return new Error(
    `No Dovecot: ${why.trim()}\nMissing: the package dovecot-imapd (Debian, Ubuntu), or dovecot on PATH.\n` +
      'Not tested: everything that needs a real IMAP server (poll: drafts, doubles, UIDVALIDITY, two at once, kill and resume).',
  );
}

/** Keeps the package's service from being started: a running Dovecot would outlive the tests. */
function installByApt(): void {
  const isOurs = !existsSync(POLICY);
  if (isOurs) {
    writeFileSync(POLICY, '#!/bin/sh\nexit 101\n');
    chmodSync(POLICY, 0o755);
  }
  const parameters = ['-o', 'DPkg::Lock::Timeout=120', 'install', '-y', '--no-install-recommends', 'dovecot-imapd'];
  try {
    if (!tryRun('apt-get', parameters)) {
      run('apt-get', ['update']);
      run('apt-get', parameters);
    }
  } finally {
    if (isOurs) rmSync(POLICY, { force: true });
  }
}

/** Without root: apt resolves and downloads with a state and a cache of its own, dpkg unpacks. Only what the system lacks is brought. */
function unpackFromPackages(): void {
  const dirs = { state: join(CACHE, 'state'), cache: join(CACHE, 'cache'), packages: join(CACHE, 'packages'), root: join(CACHE, 'root') };
  for (const dir of [join(dirs.state, 'lists/partial'), join(dirs.cache, 'archives/partial'), dirs.packages, dirs.root]) {
    mkdirSync(dir, { recursive: true });
  }
  const own = ['-o', `Dir::State=${dirs.state}`, '-o', 'Dir::State::status=/var/lib/dpkg/status', '-o', `Dir::Cache=${dirs.cache}`];
  run('apt-get', [...own, 'update']);
  const plan = run('apt-get', [
    ...own,
    '-o',
    'Debug::NoLocking=1',
    'install',
    '--print-uris',
    '-qq',
    '--no-install-recommends',
    'dovecot-imapd',
  ]);
  const names = plan.split('\n').flatMap((line) => / ([^ _]+)_[^ ]*\.deb /.exec(line)?.[1] ?? []);
  run('apt-get', [...own, 'download', ...names], dirs.packages);
  for (const file of readdirSync(dirs.packages).filter((name) => name.endsWith('.deb'))) {
    run('dpkg', ['-x', join(dirs.packages, file), dirs.root]);
  }
  writeFileSync(join(CACHE, 'complete'), '');
}

function run(command: string, parameters: readonly string[], cwd?: string): string {
  const env = { ...process.env, PATH: SYSTEM_PATH, DEBIAN_FRONTEND: 'noninteractive' };
  return execFileSync(command, parameters, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], ...(cwd ? { cwd } : {}) });
}

function tryRun(command: string, parameters: readonly string[]): boolean {
  const env = { ...process.env, PATH: SYSTEM_PATH, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(command, parameters, { env, stdio: 'ignore' }).status === 0;
}

/** A directory is made by one process only; test files run side by side. */
function withLock<T>(work: () => T): T {
  mkdirSync(CACHE, { recursive: true });
  const lock = join(CACHE, 'lock');
  const deadline = Date.now() + LOCK_WAIT_MS;
  while (!tryMakeDirectory(lock)) {
    if (Date.now() > deadline) throw notTested(`${lock} is held by another run; remove it if none is running`);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
  try {
    return work();
  } finally {
    rmdirSync(lock);
  }
}

function tryMakeDirectory(path: string): boolean {
  try {
    mkdirSync(path);
    return true;
  } catch {
    return false;
  }
}
