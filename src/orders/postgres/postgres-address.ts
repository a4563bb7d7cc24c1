import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import type { PoolConfig } from 'pg';
import { type Problem, UnusableInput } from '../../domain/problem.ts';
import type { Secret } from '../../domain/secret.ts';

const MEND = 'write it like postgres://user@host:5432/database?sslmode=verify-full';
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/;

/** As libpq names them; those that fall back to no TLS at all protect nothing and are not among them. */
const SSL_MODES = ['disable', 'require', 'verify-ca', 'verify-full'] as const;
type SslMode = (typeof SSL_MODES)[number];

/** Of libpq's parameters, what concerns a reader. */
const PARAMETERS = ['sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'host', 'options', 'application_name'];

export interface PostgresAddress {
  /** Without user and password, for messages. */
  readonly shown: string;
  readonly config: Pick<PoolConfig, 'host' | 'port' | 'user' | 'password' | 'database' | 'ssl' | 'application_name'>;
  /** Command-line options for the session, as the address has them. */
  readonly options: string;
}

/**
 * A database's address, as PostgreSQL's own tools take it. TLS is by `sslmode`; without one a server elsewhere must prove who it is.
 * @param password where the address has none
 * @throws UnusableInput that shows no more of the address than scheme, host and database
 * @see https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS
 */
export function parsePostgresAddress(uri: string, password: Secret | null): PostgresAddress {
  const url = URL.parse(uri);
  if (url === null) throw refuse('ORDERS', 'is no address of a database', MEND);
  const host = url.searchParams.get('host') ?? url.hostname.replace(/^\[(.*)\]$/, '$1');
  const database = decode(url.pathname.slice(1));
  const shown = `postgres://${url.host}/${database}`;
  const unknown = [...url.searchParams.keys()].filter((name) => !PARAMETERS.includes(name));
  if (unknown.length > 0)
    throw new UnusableInput(
      unknown.map((name) => ({
        place: shown,
        what: `has the parameter ${name}, which is not known here`,
        mend: `known are ${PARAMETERS.join(', ')}`,
      })),
    );
  if (database === '') throw refuse(shown, 'names no database', MEND);
  const isHere = host === '' || host.startsWith('/') || LOOPBACK.test(host);
  return {
    shown,
    config: {
      host: decode(host) || '/var/run/postgresql',
      port: url.port === '' ? 5432 : Number(url.port),
      ...(url.username === '' ? {} : { user: decode(url.username) }),
      ...passwordOf(url, password),
      database,
      ssl: tlsOf(url.searchParams, isHere, host, shown),
      application_name: url.searchParams.get('application_name') ?? 'refund-triage',
    },
    options: url.searchParams.get('options') ?? '',
  };
}

function passwordOf(url: URL, password: Secret | null): { password?: string } {
  if (url.password !== '') return { password: decode(url.password) };
  return password === null ? {} : { password: password.reveal() };
}

function tlsOf(parameters: URLSearchParams, isHere: boolean, host: string, shown: string): false | ConnectionOptions {
  const mode = parameters.get('sslmode') ?? (isHere ? 'disable' : 'verify-full');
  if (!isSslMode(mode)) throw refuse(`${shown} sslmode`, `is ${mode}`, `expected one of ${SSL_MODES.join(', ')}`);
  if (mode === 'disable') return false;
  const files = { ca: parameters.get('sslrootcert'), cert: parameters.get('sslcert'), key: parameters.get('sslkey') };
  const read = Object.entries(files).flatMap(([name, file]) => (file === null ? [] : [[name, readPem(file)] as const]));
  const servername = LOOPBACK.test(host) || host.startsWith('/') ? {} : { servername: host };
  const options: ConnectionOptions = { ...Object.fromEntries(read), ...servername };
  // libpq: `require` with a root certificate is `verify-ca`.
  if (mode === 'require' && files.ca === null) return { ...options, rejectUnauthorized: false };
  return mode === 'verify-full' ? options : { ...options, checkServerIdentity: () => undefined };
}

function isSslMode(mode: string): mode is SslMode {
  return (SSL_MODES as readonly string[]).includes(mode);
}

function readPem(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw refuse(file, `could not be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`, 'check the path in ORDERS');
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw refuse('ORDERS', 'has a % that escapes nothing', 'write %25 for a % in a user name or password');
  }
}

function refuse(place: string, what: string, mend: string): UnusableInput {
  return new UnusableInput([{ place, what, mend } satisfies Problem]);
}
