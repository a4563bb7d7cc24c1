import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Servers' programs lie where a user's PATH does not look. */
export const SYSTEM_PATH = `${process.env['PATH'] ?? ''}:/usr/local/sbin:/usr/sbin:/sbin`;
/** Unpacking takes half a minute on a slow line; the tests of one run start side by side. */
const LOCK_WAIT_MS = 300_000;
const POLICY = '/usr/sbin/policy-rc.d';

/** A server that tests need, and how it is had on Debian and Ubuntu. */
export interface Needed<Install> {
  /** As people call it. */
  readonly name: string;
  /** Names its folder in the project's cache. */
  readonly folder: string;
  readonly packages: readonly string[];
  /** What goes untested without it. */
  readonly untested: string;
  /** Packages that these depend on and never call here, by name. */
  readonly without?: RegExp;
  /** Looks in the system; left out for a server that is always unpacked beside the project, because it would get in the way of others. */
  readonly findInstalled?: () => Install | undefined;
  /** Looks below a folder into which the packages were unpacked. */
  readonly findUnpacked: (root: string, libraryDirs: readonly string[]) => Install | undefined;
}

/**
 * Finds a server in the system or in the project's cache, else brings it: as root by apt, otherwise unpacked from its packages.
 * @throws Error that names what is missing and what was therefore not tested
 */
export function bringServer<Install>(needed: Needed<Install>): Install {
  const cache = fileURLToPath(new URL(`../../.cache/${needed.folder}`, import.meta.url));
  const find = () => needed.findInstalled?.() ?? unpackedIn(cache, needed);
  return find() ?? withLock(cache, needed, () => find() ?? install(cache, needed, find));
}

function unpackedIn<Install>(cache: string, { findUnpacked }: Needed<Install>): Install | undefined {
  if (!existsSync(join(cache, 'complete'))) return undefined;
  const root = join(cache, 'root');
  const lib = join(root, 'usr/lib');
  const triplets = existsSync(lib) ? readdirSync(lib).filter((name) => name.includes('-linux-')) : [];
  return findUnpacked(root, [...triplets.flatMap((name) => [join(lib, name), join(root, 'lib', name)]), lib]);
}

function install<Install>(cache: string, needed: Needed<Install>, find: () => Install | undefined): Install {
  const isRoot = process.getuid?.() === 0;
  try {
    if (isRoot && needed.findInstalled) installByApt(needed.packages);
    else unpackFromPackages(cache, needed);
  } catch (error) {
    throw notTested(needed, error instanceof Error ? error.message : String(error));
  }
  const found = find();
  if (!found) throw notTested(needed, 'the packages came without its programs');
  return found;
}

function notTested({ name, packages, untested }: Needed<unknown>, why: string): Error {
  return new Error(`No ${name}: ${why.trim()}\nMissing: ${packages.join(', ')} (Debian, Ubuntu).\nNot tested: ${untested}.`);
}

/** Keeps the package's service from being started: a running server would outlive the tests. */
function installByApt(packages: readonly string[]): void {
  const isOurs = !existsSync(POLICY);
  if (isOurs) {
    writeFileSync(POLICY, '#!/bin/sh\nexit 101\n');
    chmodSync(POLICY, 0o755);
  }
  const parameters = ['-o', 'DPkg::Lock::Timeout=120', 'install', '-y', '--no-install-recommends', ...packages];
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
function unpackFromPackages(cache: string, needed: Needed<unknown>): void {
  const dirs = { state: join(cache, 'state'), cache: join(cache, 'cache'), packages: join(cache, 'packages'), root: join(cache, 'root') };
  for (const dir of [join(dirs.state, 'lists/partial'), join(dirs.cache, 'archives/partial'), dirs.packages, dirs.root]) {
    mkdirSync(dir, { recursive: true });
  }
  // A cache of its own: apt leaves out of its plan what lies in its cache already.
  const own = ['-o', 'Dir::State::status=/var/lib/dpkg/status', '-o', `Dir::Cache=${dirs.cache}`, '-o', 'Debug::NoLocking=1'];
  const ownLists = [...own, '-o', `Dir::State=${dirs.state}`];
  try {
    download(own, dirs.packages, needed);
  } catch {
    // The system's lists are missing or out of date.
    run('apt-get', [...ownLists, 'update']);
    download(ownLists, dirs.packages, needed);
  }
  for (const file of readdirSync(dirs.packages).filter((name) => name.endsWith('.deb'))) {
    run('dpkg', ['-x', join(dirs.packages, file), dirs.root]);
  }
  writeFileSync(join(cache, 'complete'), '');
}

function download(options: readonly string[], into: string, { packages, without }: Needed<unknown>): void {
  const plan = run('apt-get', [...options, 'install', '--print-uris', '-qq', '--no-install-recommends', ...packages]);
  const names = plan
    .split('\n')
    .flatMap((line) => / ([^ _]+)_[^ ]*\.deb /.exec(line)?.[1] ?? [])
    .filter((name) => !without?.test(name));
  run('apt-get', [...options, '-qq', 'download', ...names], into);
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
function withLock<T>(cache: string, needed: Needed<unknown>, work: () => T): T {
  mkdirSync(cache, { recursive: true });
  const lock = join(cache, 'lock');
  const deadline = Date.now() + LOCK_WAIT_MS;
  while (!tryMakeDirectory(lock)) {
    if (Date.now() > deadline) throw notTested(needed, `${lock} is held by another run; remove it if none is running`);
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
