import type { TogetherFailures } from '../domain/ledger.ts';
import type { Database, Write } from './schema.ts';

export async function togetherFailures(database: Database, account: string): Promise<TogetherFailures | null> {
  const row = await database
    .selectFrom('together_failures')
    .select(['failures', 'not_before'])
    .where('account', '=', account)
    .executeTakeFirst();
  return row ? { failures: row.failures, notBefore: row.not_before === null ? null : new Date(row.not_before) } : null;
}

export async function noteTogether(write: Write, account: string, failed: TogetherFailures | null): Promise<void> {
  await write.deleteFrom('together_failures').where('account', '=', account).execute();
  if (failed === null) return;
  await write
    .insertInto('together_failures')
    .values({ account, failures: failed.failures, not_before: failed.notBefore?.toISOString() ?? null })
    .execute();
}
