import { Kysely } from 'kysely';
import type { Quarantine } from '../ports/quarantine.ts';
import { nodeSqliteDialect } from './node-sqlite-dialect.ts';
import { openDatabase } from './open-database.ts';
import { dropQuarantined, quarantinedBytes, readQuarantine, replaceQuarantined, retryQuarantined } from './quarantine-rows.ts';
import type { Database, Schema, Write } from './schema.ts';

/** Opens the ledger's SQLite file for whoever looks after what was set aside. */
export function openQuarantine(path: string): Quarantine {
  const database: Database = new Kysely<Schema>({ dialect: nodeSqliteDialect(openDatabase(path)) });
  const write = <T>(work: (write: Write) => Promise<T>): Promise<T> => database.transaction().execute(work);
  return {
    list: () => readQuarantine(database, null),
    find: async (id) => (await readQuarantine(database, id))[0] ?? null,
    bytes: (id) => quarantinedBytes(database, id),
    retry: (id, maxMailBytes, by) => write((w) => retryQuarantined(w, id, maxMailBytes, by)),
    replace: (id, edited, by) => write((w) => replaceQuarantined(w, id, edited, by)),
    drop: (id, by) => write((w) => dropQuarantined(w, id, by)),
    dispose: () => database.destroy(),
  };
}
