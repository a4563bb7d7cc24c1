import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Config, MailboxConfig, ServerConfig } from '../config/config.ts';
import { readOrExplain } from '../config/environment.ts';
import { PROJECT_ROOT } from '../config/project-root.ts';
import { UnusableInput } from '../domain/problem.ts';

// Nothing heavy is imported above: what a command does not need must not cost it a start.

const SAMPLE = join(PROJECT_ROOT, 'fixtures', 'sample');

/** What comes with the program. */
export const SHIPPED = {
  mailbox: join(SAMPLE, 'mailbox'),
  orders: join(SAMPLE, 'orders.json'),
  policy: join(SAMPLE, 'policy.json'),
  templates: join(PROJECT_ROOT, 'templates'),
} as const;

/** What a command's options put in place of the configuration, relative to where the command was given. */
export interface Overrides {
  readonly orders?: string;
  readonly policy?: string;
  readonly templates?: string;
}

/** Where a command was given, and how it tells of what it set aside. */
export interface Surroundings {
  readonly cwd: string;
  readonly warn: (line: string) => void;
}

export function orderBookUri(config: Config, overrides: Overrides, around: Surroundings): string {
  const given = overrides.orders;
  if (given === undefined) return config.orders ?? SHIPPED.orders;
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(given) ? given : resolve(around.cwd, given);
}

export function policyFile(config: Config, overrides: Overrides, around: Pick<Surroundings, 'cwd'>): string {
  return overrides.policy === undefined ? (config.policyFile ?? SHIPPED.policy) : resolve(around.cwd, overrides.policy);
}

export async function readPolicy(config: Config, overrides: Overrides, around: Pick<Surroundings, 'cwd'>) {
  const file = policyFile(config, overrides, around);
  const { parsePolicy } = await import('../policy/policy-file.ts');
  return parsePolicy(
    readOrExplain(file, (path) => readFileSync(path, 'utf8')),
    file,
  );
}

export function templatesFolder(config: Config, overrides: Overrides, around: Pick<Surroundings, 'cwd'>): string {
  return overrides.templates === undefined ? (config.templatesDir ?? SHIPPED.templates) : resolve(around.cwd, overrides.templates);
}

export function requireMailbox(config: Config): MailboxConfig {
  if (config.mailbox !== null) return config.mailbox;
  throw new UnusableInput([
    { place: 'IMAP_HOST', what: 'no mailbox is set', mend: 'copy .env.example to .env and fill in the IMAP settings' },
  ]);
}

/** Real customers are never judged by the embedded sample. */
export function requireOrders(config: Config): string {
  if (config.orders !== null) return config.orders;
  throw new UnusableInput([
    { place: 'ORDERS', what: 'no order book is set', mend: 'name a file or a database in ORDERS (README, "Order books")' },
  ]);
}

/** Null is: found by what the server marks. */
export function configuredFolders({ drafts, sent }: MailboxConfig) {
  return { ...(drafts === null ? {} : { drafts }), ...(sent === null ? {} : { sent }) };
}

export function serverSettings(server: ServerConfig) {
  const { host, port, tls, user, password, caFile } = server;
  const ca = caFile === null ? {} : { ca: readOrExplain(caFile, (path) => readFileSync(path, 'utf8')) };
  return { host, port, tls, user, password: password.reveal(), ...ca };
}

/** Whether a poll checks senders by DNS: as set, else where no receiving host of ours has a say. */
export function pollChecks(set: 'dns' | 'off' | null, authservIds: readonly string[]): 'dns' | 'off' {
  return set ?? (authservIds.length === 0 ? 'dns' : 'off');
}
