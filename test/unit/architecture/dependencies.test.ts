import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
  readonly link?: boolean;
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, Record<string, string> | undefined>;
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Locked> };
const LOCKED = Object.entries(packages).filter(([path]) => path !== '');

/** Packages that may run code of theirs while they are installed, each with its reason. None needs to. */
const MAY_RUN_ON_INSTALL: readonly string[] = [];

const REGISTRY = 'https://registry.npmjs.org/';

function pathsWhere(isWrong: (locked: Locked, path: string) => boolean): readonly string[] {
  return LOCKED.filter(([path, locked]) => isWrong(locked, path)).map(([path]) => path);
}

describe('what is installed beside us', () => {
  test('is locked by the SHA-512 of its bytes', () => {
    expect(pathsWhere(({ integrity }) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? ''))).toEqual([]);
    expect(LOCKED.length).toBeGreaterThan(100);
  });

  test('comes from the registry, never from a repository, an address or a folder', () => {
    const isElsewhere = ({ resolved, version, link }: Locked) =>
      link === true ||
      !/^\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/.test(version ?? '') ||
      (resolved !== undefined && !resolved.startsWith(REGISTRY));
    expect(pathsWhere(isElsewhere)).toEqual([]);
  });

  test('runs no code of its own while it is installed', () => {
    expect(pathsWhere(({ hasInstallScript }, path) => hasInstallScript === true && !MAY_RUN_ON_INSTALL.includes(path))).toEqual([]);
  });

  test.each(['dependencies', 'devDependencies', 'optionalDependencies'])('is asked for in one exact version: %s', (kind) => {
    const loose = Object.entries(manifest[kind] ?? {}).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
    expect(loose).toEqual([]);
  });

  test('is what was asked for', () => {
    const asked = { ...manifest['dependencies'], ...manifest['devDependencies'] };
    const others = Object.entries(asked).filter(([name, version]) => packages[`node_modules/${name}`]?.version !== version);
    expect(others).toEqual([]);
  });
});
