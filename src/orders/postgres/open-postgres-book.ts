import pg from 'pg';
import type { Finding } from '../../domain/finding.ts';
import { ok } from '../../domain/result.ts';
import { type FoundRecord, matchCandidates, numbersStillUnasked, unusableOf, type Wanted, wantedOf } from '../match-candidates.ts';
import type { OpenedBook, OrderBookOptions } from '../opened-book.ts';
import { steadySource } from '../steady-source.ts';
import type { TableMapping } from '../table-columns.ts';
import { examineDatabase } from './examine-database.ts';
import { type Client, type OrderQuery, ownQuery, queryOnTable, runOrderQuery } from './order-query.ts';
import type { PostgresAddress } from './postgres-address.ts';
import { explainFault } from './postgres-faults.ts';

/** A shop's database serves customers first. */
const CONNECTIONS = 4;
const CONNECT_TIMEOUT_MS = 5_000;
/** A connection nobody needs is given back soon. */
const IDLE_TIMEOUT_MS = 10_000;
/** Beyond the server's own limit only a dead connection is silent. */
const SILENCE_MS = 3_000;
/** The second because a pooled connection may have died since it was used. */
const ATTEMPTS = 2;

export interface PostgresSettings {
  readonly mapping: TableMapping;
  /** SQL; null: a query on the mapped table. */
  readonly query: string | null;
  readonly timeoutMs: number;
}

/**
 * The shop's database, in read-only sessions.
 * @throws UnusableInput where a person must mend something; a database that is down is no reason, it may be up when the first mail is read
 */
export async function openPostgresBook(
  address: PostgresAddress,
  settings: PostgresSettings,
  { onUnusable, signal: opening }: OrderBookOptions,
): Promise<OpenedBook> {
  const pool = openPool(address, settings.timeoutMs);
  const own = settings.query === null ? null : ownQuery(settings.query, settings.mapping);
  let onTable: OrderQuery | null = null;
  const attempt = async <T>(work: (client: Client, query: OrderQuery) => Promise<T>): Promise<T> => {
    const client = await connect(pool, address);
    let fault: unknown;
    try {
      const query = own ?? onTable ?? (await queryOnTable(client, settings.mapping, address.shown));
      if (own === null) onTable = query;
      return await work(client, query);
    } catch (error) {
      fault = explainFault(error, own?.place ?? onTable?.place ?? address.shown);
      // The table may have other columns by now.
      onTable = null;
      throw fault;
    } finally {
      // A connection that failed once is not trusted again.
      client.release(fault !== undefined);
    }
  };
  const ask = steadySource(ATTEMPTS);
  const run = <T>(work: (client: Client, query: OrderQuery) => Promise<T>, signal: AbortSignal) =>
    ask(() => withSignal(attempt(work), signal), signal);
  try {
    await run((client, query) => runOrderQuery(client, query, { orderIds: [], transactionIds: [] }, null), opening);
  } catch (error) {
    await pool.end();
    throw error;
  }
  return {
    find: async ({ candidates, account }, signal) => {
      const found = await run(async (client, query) => {
        const asOf = new Date();
        return { asOf, records: await findRecords(client, query, wantedOf(candidates), account) };
      }, signal);
      if (!found.ok) return found;
      const { asOf, records } = found.value;
      const matches = matchCandidates(candidates, records);
      for (const entry of unusableOf(matches)) onUnusable(entry);
      return ok({ matches, asOf });
    },
    examine: async (signal): Promise<readonly Finding[]> => {
      const found = await run((client, query) => examineDatabase(client, query, address.shown), signal);
      return found.ok ? found.value : [{ check: 'order book', state: 'wrong', what: `does not answer: ${found.error.why}` }];
    },
    close: async () => {
      if (!pool.ended) await pool.end();
    },
  };
}

/** All candidates in one round trip; a second one only where a payment reference led to a number that further records may share. */
async function findRecords(client: Client, query: OrderQuery, wanted: Wanted, account: string | null): Promise<readonly FoundRecord[]> {
  if (wanted.orderIds.length === 0 && wanted.transactionIds.length === 0) return [];
  const records = await runOrderQuery(client, query, wanted, account);
  const sharing = numbersStillUnasked(records, wanted);
  if (sharing.length === 0) return records;
  const shared = await runOrderQuery(client, query, { orderIds: sharing, transactionIds: [] }, account);
  return [...records.filter(({ key }) => key === null || !sharing.includes(key)), ...shared];
}

function openPool({ config, options }: PostgresAddress, timeoutMs: number): pg.Pool {
  const session = [
    `-c default_transaction_read_only=on -c statement_timeout=${timeoutMs} -c idle_in_transaction_session_timeout=${timeoutMs}`,
    '-c DateStyle=ISO -c TimeZone=UTC -c client_encoding=UTF8',
  ];
  const pool = new pg.Pool({
    ...config,
    options: [options, ...session].join(' ').trim(),
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    query_timeout: timeoutMs + SILENCE_MS,
    keepAlive: true,
    allowExitOnIdle: true,
  });
  // An idle connection that the server ends is replaced at the next look-up; without a listener it would end the process.
  pool.on('error', () => {});
  // The same for one in use: its query is told, and an event that nobody listens to would end the process.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

async function connect(pool: pg.Pool, address: PostgresAddress): Promise<pg.PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw explainFault(error, address.shown);
  }
}

/** The server ends what it is at by its own time limit; nobody waits for that. */
async function withSignal<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason as Error);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
