import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';

/** A shop's writer holds the lock for milliseconds. Waiting blocks the whole process, so it is short; after it the request is held. */
const BUSY_TIMEOUT_MS = 2000;
/** A file that changed so lately may change again within one tick of its clock, unseen. Filesystems count in steps of 1 to 10 ms, some of 1 s. */
const SETTLED_AFTER_MS = 2000;
const ATTEMPTS = 3;
/** "File format version numbers", https://www.sqlite.org/fileformat2.html#file_format_version_numbers: 2 in byte 18 for a database in WAL mode. */
const WRITE_VERSION_AT = 18;
const WAL = 2;

/** What stands at the path right now. */
interface Look {
  readonly fingerprint: string;
  readonly settled: boolean;
  /** In WAL mode, and nobody has it open: there is no log beside it. */
  readonly quiet: boolean;
}

/**
 * A SQLite file of somebody else's, read without leaving a trace.
 *
 * A database in WAL mode that nobody has open would get a `-wal` and a `-shm` file from any reader, owned by this process's user, and its
 * own writer could then be shut out. It is opened as immutable instead, which makes no file and takes no lock, for one read; and
 * what was read counts only where file and surroundings are the same after it. All else is opened read-only in the ordinary way.
 */
export class SqliteFile {
  readonly path: string;
  #live: { readonly database: DatabaseSync; readonly fingerprint: string; readonly serial: number } | null = null;
  #opened = 0;

  constructor(path: string) {
    this.path = path;
  }

  /**
   * Runs `work` on one state of the file, which no writer changes meanwhile. Keep it short: in rollback mode a writer waits for it.
   * @param work gets a name for that state; null where it may change without another name
   * @throws what the file system and SQLite throw
   */
  read<T>(work: (database: DatabaseSync, state: string | null) => T): T {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const before = lookAt(this.path);
      if (!before.quiet) return this.#readLive(before, work);
      const answer = readQuiet(this.path, before, work);
      const after = lookAt(this.path);
      if (after.quiet && after.fingerprint === before.fingerprint) return answer;
    }
    return this.#readLive(lookAt(this.path), work);
  }

  close(): void {
    this.#live?.database.close();
    this.#live = null;
  }

  #readLive<T>({ fingerprint }: Look, work: (database: DatabaseSync, state: string | null) => T): T {
    // Another file may lie there now, and one that was overwritten in place can look unchanged from within.
    if (this.#live?.fingerprint !== fingerprint) {
      this.close();
      this.#opened += 1;
      const database = new DatabaseSync(this.path, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
      this.#live = { database, fingerprint, serial: this.#opened };
    }
    const { database, serial } = this.#live;
    return inTransaction(database, () => {
      const { data_version } = database.prepare('PRAGMA data_version').get() as { readonly data_version: number };
      return work(database, `${serial} ${data_version}`);
    });
  }
}

function readQuiet<T>(path: string, { fingerprint, settled }: Look, work: (database: DatabaseSync, state: string | null) => T): T {
  const database = new DatabaseSync(`${pathToFileURL(path).href}?immutable=1`, { readOnly: true });
  try {
    return inTransaction(database, () => work(database, settled ? fingerprint : null));
  } finally {
    database.close();
  }
}

function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN');
  try {
    return work();
  } finally {
    if (database.isTransaction) database.exec('ROLLBACK');
  }
}

function lookAt(path: string): Look {
  const { dev, ino, size, mtimeNs } = statSync(path, { bigint: true });
  const settled = Date.now() - Number(mtimeNs / 1_000_000n) > SETTLED_AFTER_MS;
  return { fingerprint: [dev, ino, size, mtimeNs].join(' '), settled, quiet: isInWalMode(path) && !existsSync(`${path}-wal`) };
}

function isInWalMode(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    const byte = Buffer.alloc(1);
    return readSync(file, byte, 0, 1, WRITE_VERSION_AT) === 1 && byte[0] === WAL;
  } finally {
    closeSync(file);
  }
}
