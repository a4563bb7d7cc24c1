import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { bringPostgres, type PostgresInstall } from './bring-postgres.ts';

/** Signed by itself, for `localhost` only; shared with the mail server of these tests. */
export const CERTIFICATE = fileURLToPath(new URL('../dovecot/tls/cert.pem', import.meta.url));
export const PASSWORD = 'open-sesame';
const HOST = '127.0.0.1';
const START_DEADLINE_MS = 60_000;
/** PostgreSQL refuses to run as root; Debian's `nobody` owns nothing else. */
const NOBODY = 65534;

/** A PostgreSQL of this test's own: loopback, a free port, the superuser `postgres` with {@link PASSWORD}, TLS offered. */
export interface PostgresServer {
  readonly port: number;
  /** @param user default: the superuser */
  address(database: string, user?: string): string;
  /** Runs SQL as the superuser. */
  execute(database: string, sql: string, values?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
  /** Ends it as a crash would: every connection is cut, nothing is tidied up. */
  crash(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export async function startPostgres(): Promise<PostgresServer> {
  const install = bringPostgres();
  const root = mkdtempSync('/tmp/postgres-');
  const isRoot = process.getuid?.() === 0;
  const own = (path: string) => {
    if (isRoot) chownSync(path, NOBODY, NOBODY);
  };
  chmodSync(root, 0o700);
  own(root);
  const data = join(root, 'data');
  const passwordFile = join(root, 'password');
  writeFileSync(passwordFile, `${PASSWORD}\n`);
  const key = join(root, 'key.pem');
  copyFileSync(join(CERTIFICATE, '../key.pem'), key);
  const certificate = join(root, 'cert.pem');
  copyFileSync(CERTIFICATE, certificate);
  chmodSync(key, 0o600);
  mkdirSync(join(root, 'run'));
  for (const path of [passwordFile, key, certificate, join(root, 'run')]) own(path);
  const asServer = { cwd: root, env: environment(install), ...(isRoot ? { uid: NOBODY, gid: NOBODY } : {}) };
  const init = ['-D', data, '-U', 'postgres', '-A', 'scram-sha-256', '--pwfile', passwordFile, '-E', 'UTF8', '--locale=C.UTF-8', '-N'];
  execFileSync(join(install.binDir, 'initdb'), init, { ...asServer, stdio: 'pipe' });
  const port = await freePort();
  const log = join(root, 'log');
  const settings = {
    listen_addresses: HOST,
    unix_socket_directories: join(root, 'run'),
    ssl: 'on',
    ssl_cert_file: certificate,
    ssl_key_file: key,
    fsync: 'off',
    log_min_messages: 'fatal',
  };
  const parameters = ['-D', data, '-p', String(port), ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  let child: ChildProcess | null = null;
  process.once('exit', () => child?.kill('SIGQUIT'));

  const connectionTo = (database: string) => new pg.Client({ host: HOST, port, user: 'postgres', password: PASSWORD, database });
  const start = async () => {
    child = spawn(join(install.binDir, 'postgres'), parameters, { ...asServer, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-10_000);
      writeFileSync(log, said);
    });
    const deadline = Date.now() + START_DEADLINE_MS;
    while (!(await answers(connectionTo('postgres')))) {
      if (child.exitCode !== null || Date.now() > deadline)
        throw new Error(`PostgreSQL did not come up on port ${port}:\n${readIfThere(log)}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  const end = async (signal: NodeJS.Signals) => {
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child?.once('exit', resolve));
    child.kill(signal);
    await ended;
  };
  await start();
  return {
    port,
    address: (database, user = 'postgres') => `postgres://${user}:${PASSWORD}@${HOST}:${port}/${database}`,
    execute: async (database, sql, values = []) => {
      const client = connectionTo(database);
      await client.connect();
      try {
        const result = await client.query<Record<string, unknown>>(sql, [...values]);
        return result.rows;
      } finally {
        await client.end();
      }
    },
    crash: () => end('SIGQUIT'),
    start,
    stop: async () => {
      await end('SIGINT');
      rmSync(root, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function environment({ libraryPath }: PostgresInstall): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '', LANG: 'C.UTF-8', ...(libraryPath === '' ? {} : { LD_LIBRARY_PATH: libraryPath }) };
}

async function answers(client: pg.Client): Promise<boolean> {
  client.on('error', () => {});
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '(nothing)';
  }
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
