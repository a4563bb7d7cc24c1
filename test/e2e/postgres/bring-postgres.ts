import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { bringServer } from '../../support/debian-packages.ts';

/** Where PostgreSQL's programs lie: in the system, or unpacked with their libraries beside them. */
export interface PostgresInstall {
  readonly binDir: string;
  /** Empty for the system's own. */
  readonly libraryPath: string;
}

export function bringPostgres(): PostgresInstall {
  return bringServer({
    name: 'PostgreSQL',
    folder: 'postgres',
    packages: ['postgresql'],
    untested: 'everything that needs a real PostgreSQL (order book: exact types, read-only sessions, TLS, kill and restart)',
    findInstalled: () => findBelow('/usr/lib/postgresql', ''),
    findUnpacked: (root, libraryDirs) => findBelow(join(root, 'usr/lib/postgresql'), libraryDirs.join(':')),
  });
}

/** The newest version that has both programs. */
function findBelow(folder: string, libraryPath: string): PostgresInstall | undefined {
  if (!existsSync(folder)) return undefined;
  const binDir = readdirSync(folder)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(folder, version, 'bin'))
    .find((dir) => existsSync(join(dir, 'initdb')) && existsSync(join(dir, 'postgres')));
  return binDir === undefined ? undefined : { binDir, libraryPath };
}
