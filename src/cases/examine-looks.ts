import { Kysely } from 'kysely';
import { UnusableInput } from '../domain/problem.ts';
import { failingLooks, whyDraftsAreUnseen } from './looks.ts';
import { nodeSqliteDialect } from './node-sqlite-dialect.ts';
import { openScratchCopy } from './open-database.ts';
import type { Database, Schema } from './schema.ts';

/** What passes cannot look after at present. */
export interface FailingLooks {
  /** Cases with a reply of which it is not known whether it lies in Drafts or was sent. */
  readonly replies: number;
  /** Why Drafts and Sent cannot be looked through; null: they can. */
  readonly drafts: string | null;
}

/** Null where the ledger is unusable. Changes nothing. */
export async function readFailingLooks(path: string): Promise<FailingLooks | null> {
  try {
    const database: Database = new Kysely<Schema>({ dialect: nodeSqliteDialect(openScratchCopy(path)) });
    try {
      return { replies: (await failingLooks(database)).size, drafts: await whyDraftsAreUnseen(database) };
    } finally {
      await database.destroy();
    }
  } catch (error) {
    if (error instanceof UnusableInput) return null;
    throw error;
  }
}
