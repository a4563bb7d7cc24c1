import type { ReplyToCount } from '../domain/ledger.ts';
import type { ReplyCounts } from '../domain/sending.ts';
import { isSimilarPrint } from '../domain/word-print.ts';
import type { Database } from './schema.ts';

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A flood of more is no more of a flood, and each one is compared with all of these. */
const MOST_PRINTS = 2_000;

/** What the caps and breakers look at. Read from the ledger each time, so that a restart forgets nothing. */
export async function countReplies(database: Database, about: ReplyToCount, now: Date): Promise<ReplyCounts> {
  const since = (ms: number) => new Date(now.getTime() - ms).toISOString();
  const toAddress = await counted(database).where('recipient', '=', about.recipient).where('intended_at', '>', since(DAY_MS)).execute();
  const inCase = await counted(database).where('case_id', '=', about.caseId).execute();
  // By channel first: the drafts of a first poll are many, and are not asked about.
  const inHour = await counted(database).where('channel', '=', 'send').where('intended_at', '>', since(HOUR_MS)).execute();
  return {
    sendsToAddressInDay: sendsOf(toAddress),
    repliesToAddressInDay: repliesOf(toAddress),
    sendsInCase: sendsOf(inCase),
    repliesInCase: repliesOf(inCase),
    uncertainInCase: sendsOf(await counted(database).where('case_id', '=', about.caseId).where('state', '=', 'uncertain').execute()),
    refundsOfOrder: await countRefunds(database, about.orderKey),
    sendsInHour: sendsOf(inHour),
    ...(await countSimilar(database, about)),
    secondsSinceOurReply: await secondsSinceOurReply(database, about),
  };
}

interface Count {
  readonly channel: string;
  readonly count: number;
}

/** Those that left, may have left, or wait to leave. */
function counted(database: Database) {
  return database
    .selectFrom('replies')
    .select((e) => ['channel', e.fn.countAll<number>().as('count')])
    .where('state', 'not in', ['refused', 'withdrawn'])
    .groupBy('channel');
}

function sendsOf(counts: readonly Count[]): number {
  return counts.find(({ channel }) => channel === 'send')?.count ?? 0;
}

function repliesOf(counts: readonly Count[]): number {
  return counts.reduce((sum, { count }) => sum + count, 0);
}

/** The newest word on each case's money counts. */
async function countRefunds(database: Database, orderKey: string | null): Promise<number> {
  if (orderKey === null) return 0;
  const rows = await database
    .selectFrom('events')
    .innerJoin('cases', 'cases.id', 'events.case_id')
    .select(['cases.id', 'events.what'])
    .where('cases.order_key', '=', orderKey)
    .where('events.what', 'in', ['case-refund-handed-over', 'case-paid', 'case-failed'])
    .orderBy('events.id')
    .execute();
  const newest = new Map(rows.map(({ id, what }) => [id, what]));
  return [...newest.values()].filter((what) => what !== 'case-failed').length;
}

/** By the time at which mails came in, not at which they were read: a mailbox that is read after a week is no flood. */
async function countSimilar(database: Database, { recipient, receivedAt, wordPrint }: ReplyToCount) {
  if (wordPrint === null) return { similarInHour: 0, similarFromAddressInHour: 0 };
  const rows = await database
    .selectFrom('word_prints')
    .select(['sender', 'print'])
    .where('received_at', '>', new Date(receivedAt.getTime() - HOUR_MS).toISOString())
    .where('received_at', '<=', receivedAt.toISOString())
    .orderBy('received_at', 'desc')
    .limit(MOST_PRINTS)
    .execute();
  const similar = rows.filter(({ print }) => isSimilarPrint(print, wordPrint));
  return { similarInHour: similar.length, similarFromAddressInHour: similar.filter(({ sender }) => sender === recipient).length };
}

/** In whole seconds, as INTERNALDATE has them: else an answer in the same second would seem to have come before. */
async function secondsSinceOurReply(database: Database, { recipient, receivedAt }: ReplyToCount): Promise<number | null> {
  const { latest } = await database
    .selectFrom('replies')
    .select((e) => e.fn.max('sent_at').as('latest'))
    .where('recipient', '=', recipient)
    .executeTakeFirstOrThrow();
  if (latest === null) return null;
  return Math.floor(receivedAt.getTime() / SECOND_MS) - Math.floor(new Date(latest).getTime() / SECOND_MS);
}
