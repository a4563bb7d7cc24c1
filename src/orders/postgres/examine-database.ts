import type { Finding } from '../../domain/finding.ts';
import { boundQuery, type Client, type OrderQuery } from './order-query.ts';

/** Below this a table is read through in a blink, and a planner rightly leaves its index alone. */
const LARGE_TABLE_ROWS = 50_000;

/** What one session sees of itself, and of the largest table that the query reads in whole. */
interface Session {
  readonly who: string;
  readonly version: string;
  readonly is_superuser: string;
  readonly tls: boolean | null;
}

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly PlanNode[];
}

/** For `doctor`: the query has run already. */
export async function examineDatabase(client: Client, query: OrderQuery, shown: string): Promise<readonly Finding[]> {
  const { rows } = await client.query<Session>(
    `SELECT current_user AS who, current_setting('server_version') AS version, current_setting('is_superuser') AS is_superuser,
       (SELECT ssl FROM pg_catalog.pg_stat_ssl WHERE pid = pg_backend_pid()) AS tls`,
  );
  const [session] = rows;
  const tls = session?.tls === true ? 'TLS' : 'no TLS';
  const what = `${shown}: PostgreSQL ${session?.version} as ${session?.who}, ${tls}, read-only session; ${query.place} gives every column`;
  return [{ check: 'order book', state: 'ok', what }, ...superuserFinding(session), ...(await planFindings(client, query))];
}

function superuserFinding(session: Session | undefined): readonly Finding[] {
  if (session?.is_superuser !== 'on') return [];
  const mend = 'CREATE ROLE refund_triage LOGIN; GRANT SELECT ON what the query reads TO refund_triage';
  return [{ check: 'order book', state: 'note', what: `${session.who} is a superuser; a role that may only read is enough`, mend }];
}

async function planFindings(client: Client, query: OrderQuery): Promise<readonly Finding[]> {
  const bound = boundQuery(query, { orderIds: ['no-such-order'], transactionIds: ['no-such-reference'] }, null);
  const { rows } = await client.query<Record<string, string>>({ ...bound, text: `EXPLAIN (FORMAT JSON) ${query.text}` });
  const [plan] = JSON.parse(String(rows[0]?.['QUERY PLAN'])) as readonly [{ readonly Plan: PlanNode }];
  const scanned = [...new Set(sequentialScans(plan.Plan))];
  const { rows: large } = await client.query<{ readonly relname: string; readonly rows: string }>(
    'SELECT relname, max(reltuples)::bigint AS rows FROM pg_catalog.pg_class WHERE relname = ANY ($1) AND reltuples > $2 GROUP BY relname',
    [scanned, LARGE_TABLE_ROWS],
  );
  return large.map(({ relname, rows: count }) => ({
    check: 'order book',
    state: 'note' as const,
    what: `every look-up reads ${relname} whole, some ${count} rows`,
    mend: `CREATE INDEX ON ${relname} (lower("orderId")); and for payment references a GIN index on a text[] or jsonb column`,
  }));
}

function sequentialScans(node: PlanNode): readonly string[] {
  const own = node['Node Type'] === 'Seq Scan' && node['Relation Name'] !== undefined ? [node['Relation Name']] : [];
  return [...own, ...(node.Plans ?? []).flatMap(sequentialScans)];
}
