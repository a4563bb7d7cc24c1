import { randomBytes } from 'node:crypto';
import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { UnusableInput } from '../domain/problem.ts';
import { asLedgerFault } from './ledger-fault.ts';
import { MIGRATIONS } from './migrations.ts';

/** Another process may hold the write lock for one transaction, never for a network round trip. */
const BUSY_TIMEOUT_MS = 5_000;
const SQLITE_BUSY = 5;
/** Turning a fresh file to WAL answers busy without waiting when two processes do it at once. */
const WAL_TRIES = 200;
const OWNER_ONLY = 0o600;

/**
 * Opens the ledger's file, made with mode 0600 if it is not there, and brings it to the newest version.
 * @throws UnusableInput where the file cannot be opened, is no ledger, or is newer than this program
 */
export function openDatabase(path: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    createOwnerOnly(path);
    database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: true });
    useWriteAheadLog(database);
    // What is forgotten is overwritten, not only left in free pages.
    database.exec('pragma synchronous = normal; pragma trusted_schema = off; pragma secure_delete = on');
    migrate(database, path);
    return database;
  } catch (error) {
    database?.close();
    throw asUnusable(error, path);
  }
}

/**
 * Runs a transaction that must outlive a power cut: an intent, which precedes an act that cannot be taken back.
 * Every other one outlives the death of the process; if the machine dies as well, it is done again and comes to the same.
 */
export async function durably<T>(database: DatabaseSync, transaction: () => Promise<T>): Promise<T> {
  database.exec('pragma synchronous = full');
  try {
    return await transaction();
  } finally {
    database.exec('pragma synchronous = normal');
  }
}

/** A copy of the ledger in memory, for a pass that must leave no trace. The file itself is only read. */
export function openScratchCopy(path: string): DatabaseSync {
  const scratch = new DatabaseSync(':memory:');
  try {
    if (existsSync(path)) copyInto(scratch, path);
    migrate(scratch, path);
    return scratch;
  } catch (error) {
    scratch.close();
    throw asUnusable(error, path);
  }
}

/** The scratch takes the ledger's own version first; what this program has added since is added to the copy alone. */
function copyInto(scratch: DatabaseSync, path: string): void {
  // Without a log beside it nobody has the file open, and reading it must not create one.
  const mode = existsSync(`${path}-wal`) ? 'mode=ro' : 'immutable=1';
  scratch.prepare('attach ? as ledger').run(`${pathToFileURL(path).href}?${mode}`);
  const version = versionOf(scratch, 'ledger');
  if (version > MIGRATIONS.length) throw newer(path);
  // Table by table, in no order that foreign keys would like.
  scratch.exec('pragma foreign_keys = off');
  migrateTo(scratch, version);
  const tables = scratch.prepare("select name from ledger.sqlite_schema where type = 'table' and name not like 'sqlite_%'").all();
  for (const { name } of tables) scratch.exec(`insert into main."${String(name)}" select * from ledger."${String(name)}"`);
  scratch.exec('pragma foreign_keys = on; detach ledger');
}

/** Makes the file, and the folders above it, for this user alone; what is there already keeps its mode. */
export function createOwnerOnly(path: string): void {
  if (existsSync(path)) return;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(path, 'a', OWNER_ONLY));
  chmodSync(path, OWNER_ONLY);
}

function useWriteAheadLog(database: DatabaseSync): void {
  for (let tries = 1; ; tries++) {
    try {
      if (database.prepare('pragma journal_mode').get()?.['journal_mode'] !== 'wal') database.exec('pragma journal_mode = wal');
      return;
    } catch (error) {
      if (!isBusy(error) || tries >= WAL_TRIES) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5 + (tries % 20));
    }
  }
}

function migrate(database: DatabaseSync, path: string): void {
  if (versionOf(database) === MIGRATIONS.length) return;
  // A table that is rebuilt is gone for a moment. Inside a transaction the pragma does nothing (https://sqlite.org/lang_altertable.html).
  database.exec('pragma foreign_keys = off; begin immediate');
  const version = versionOf(database);
  if (version > MIGRATIONS.length) throw newer(path);
  migrateTo(database, MIGRATIONS.length);
  if (version === 0) database.prepare('insert into settings values (?, ?)').run('secret', randomBytes(32).toString('base64'));
  database.exec('commit; pragma foreign_keys = on');
}

function migrateTo(database: DatabaseSync, version: number): void {
  for (const migration of MIGRATIONS.slice(versionOf(database), version)) {
    if (typeof migration === 'string') database.exec(migration);
    else migration(database);
  }
  const dangling = database.prepare('pragma foreign_key_check').all();
  if (dangling.length > 0) throw new Error(`${dangling.length} rows refer to others that are not there`);
  database.exec(`pragma user_version = ${version}`);
}

function versionOf(database: DatabaseSync, schema = 'main'): number {
  return Number(database.prepare(`pragma ${schema}.user_version`).get()?.['user_version']);
}

export function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
}

function newer(path: string): UnusableInput {
  const what = 'the ledger is of a newer version than this program';
  return new UnusableInput([{ place: path, what, mend: 'use the newest refund-triage, or name another LEDGER' }]);
}

function asUnusable(error: unknown, path: string): unknown {
  const fault = asLedgerFault(error, path);
  if (fault instanceof UnusableInput || !(fault instanceof Error)) return fault;
  const mend = 'name a file in a folder that this user may write, made by refund-triage or not there yet';
  return new UnusableInput([{ place: path, what: `the ledger cannot be opened: ${fault.message}`, mend }]);
}
