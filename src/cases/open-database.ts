import { randomBytes } from 'node:crypto';
import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { UnusableInput } from '../domain/problem.ts';
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
    database.exec('pragma synchronous = normal; pragma trusted_schema = off');
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
    migrate(scratch, path);
    if (!existsSync(path)) return scratch;
    // Without a log beside it nobody has the file open, and reading it must not create one.
    const mode = existsSync(`${path}-wal`) ? 'mode=ro' : 'immutable=1';
    scratch.prepare('attach ? as ledger').run(`${pathToFileURL(path).href}?${mode}`);
    if (versionOf(scratch, 'ledger') !== MIGRATIONS.length) throw newerOrOlder(path);
    copyTables(scratch);
    scratch.exec('detach ledger');
    return scratch;
  } catch (error) {
    scratch.close();
    throw asUnusable(error, path);
  }
}

function copyTables(scratch: DatabaseSync): void {
  // Table by table, in no order that foreign keys would like.
  scratch.exec('pragma foreign_keys = off; delete from settings');
  const tables = scratch.prepare("select name from ledger.sqlite_schema where type = 'table' and name not like 'sqlite_%'").all();
  for (const { name } of tables) scratch.exec(`insert into main."${String(name)}" select * from ledger."${String(name)}"`);
  scratch.exec('pragma foreign_keys = on');
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
  database.exec('begin immediate');
  const version = versionOf(database);
  if (version > MIGRATIONS.length) throw newerOrOlder(path);
  for (const sql of MIGRATIONS.slice(version)) database.exec(sql);
  if (version === 0) database.prepare('insert into settings values (?, ?)').run('secret', randomBytes(32).toString('base64'));
  database.exec(`pragma user_version = ${MIGRATIONS.length}; commit`);
}

function versionOf(database: DatabaseSync, schema = 'main'): number {
  return Number(database.prepare(`pragma ${schema}.user_version`).get()?.['user_version']);
}

export function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
}

function newerOrOlder(path: string): UnusableInput {
  const what = 'the ledger is of another version than this program';
  return new UnusableInput([{ place: path, what, mend: 'run a poll with the newest refund-triage, or name another LEDGER' }]);
}

function asUnusable(error: unknown, path: string): unknown {
  if (error instanceof UnusableInput || !(error instanceof Error)) return error;
  const mend = 'name a file in a folder that this user may write, made by refund-triage or not there yet';
  return new UnusableInput([{ place: path, what: `the ledger cannot be opened: ${error.message}`, mend }]);
}
