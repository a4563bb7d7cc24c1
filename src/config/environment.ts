import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Problem, UnusableInput } from '../domain/problem.ts';
import { parseEnvFile } from './env-file.ts';

/** One setting as written, and the directory its relative paths start from. */
interface Setting {
  readonly value: string;
  readonly baseDir: string;
  /** `.env` or `environment`, for messages. */
  readonly origin: string;
}

export type Environment = ReadonlyMap<string, Setting>;

export interface EnvironmentSources {
  readonly processEnv: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Named with `--env-file`; else `.env` is looked for in `cwd`, then in `projectRoot`. */
  readonly envFile: string | null;
  readonly projectRoot: string;
}

/** Joins the process's environment with the `.env` file; what the process has wins. An empty value counts as not set, in either. */
export function readEnvironment(sources: EnvironmentSources): Environment {
  const settings = new Map<string, Setting>();
  const file = findEnvFile(sources);
  if (file !== null) {
    const parsed = parseEnvFile(readText(file), file);
    if (!parsed.ok) throw new UnusableInput(parsed.error);
    for (const [name, value] of parsed.value) settings.set(name, { value, baseDir: dirname(file), origin: file });
  }
  for (const [name, value] of Object.entries(sources.processEnv)) {
    if (value !== undefined && value.trim() !== '') settings.set(name, { value, baseDir: sources.cwd, origin: 'environment' });
  }
  for (const [name, setting] of settings) if (setting.value.trim() === '') settings.delete(name);
  return settings;
}

function findEnvFile(sources: EnvironmentSources): string | null {
  if (sources.envFile !== null) return resolve(sources.cwd, sources.envFile);
  return [join(sources.cwd, '.env'), join(sources.projectRoot, '.env')].find((file) => existsSync(file)) ?? null;
}

function readText(file: string): string {
  return readOrExplain(file, (path) => readFileSync(path, 'utf8'));
}

/** @throws UnusableInput where `read` fails */
export function readOrExplain<T>(path: string, read: (path: string) => T): T {
  try {
    return read(path);
  } catch (error) {
    throw new UnusableInput([unreadable(path, error)]);
  }
}

/** The problem to show where a file that a setting or an option names cannot be read. */
export function unreadable(place: string, error: unknown): Problem {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return { place, what: 'no such file', mend: 'check the path' };
  if (code === 'EACCES' || code === 'EPERM') return { place, what: 'may not be read', mend: "check the file's permissions" };
  if (code === 'EISDIR') return { place, what: 'is a directory, a file was expected' };
  return { place, what: `could not be read (${String(code ?? error)})` };
}
