import type { ClientBase, FieldDef, QueryConfig, QueryResult } from 'pg';
import { lowerAscii } from '../../domain/address.ts';
import { UnusableInput } from '../../domain/problem.ts';
import type { FoundRecord, Wanted } from '../match-candidates.ts';
import { readOrder } from '../read-order.ts';
import { fieldsOfRow, findColumns, type TableColumns, type TableMapping } from '../table-columns.ts';
import { EXACT_TYPES } from './exact-types.ts';

export type Client = Pick<ClientBase, 'query'>;
type Row = Readonly<Record<string, unknown>>;

/** `$1`: order numbers, `$2`: transaction IDs, both text[]; `$3`: the account, text or null. */
const MOST_PARAMETERS = 3;

/** A query for the orders that candidates may name: one round trip for all of them. */
export interface OrderQuery {
  readonly text: string;
  readonly parameters: number;
  /** For messages: `ORDERS_QUERY`, or the database and its table. */
  readonly place: string;
  readonly mapping: TableMapping;
}

/** The shop's own query. What it gives back beyond what was asked does no harm. */
export function ownQuery(text: string, mapping: TableMapping): OrderQuery {
  const used = [...text.matchAll(/\$(\d{1,4})/g)].map(([, number]) => Number(number));
  const parameters = Math.max(0, ...used);
  if (!used.includes(1) || parameters > MOST_PARAMETERS) {
    const what = used.includes(1) ? `uses $${parameters}` : 'does not use $1';
    const mend = '$1 stands for the order numbers and $2 for the payment references, both text[], $3 for the account';
    throw new UnusableInput([{ place: 'ORDERS_QUERY', what, mend }]);
  }
  return { text, parameters, place: 'ORDERS_QUERY', mapping };
}

/** The columns of a table or view as the catalogue has them. */
const COLUMNS = `SELECT to_regclass($1)::text AS "table", attname AS name, format_type(atttypid, NULL) AS type
  FROM pg_catalog.pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped ORDER BY attnum`;

interface CatalogueColumn {
  readonly table: string;
  readonly name: string;
  readonly type: string;
}

/** A query on the mapped table, by the names and types that its columns have. */
export async function queryOnTable(client: Client, mapping: TableMapping, place: string): Promise<OrderQuery> {
  const { rows } = await client.query<CatalogueColumn>(COLUMNS, [mapping.table]);
  const [first] = rows;
  if (first === undefined) {
    const mend = 'name the table in ORDERS_MAPPING, grant this user access to it, or write a query of your own into ORDERS_QUERY';
    throw new UnusableInput([{ place, what: `has no table ${mapping.table}`, mend }]);
  }
  const table = `${place}: ${first.table}`;
  const { columns } = findColumns(
    rows.map(({ name }) => name),
    mapping,
    table,
  );
  const orderId = quote(columns.get('orderId') ?? 'orderId');
  const references = columns.get('transactionIds');
  const referenceType = rows.find(({ name }) => name === references)?.type ?? '';
  const referred = references === undefined ? '$2::text[] IS NULL' : referenceCondition(quote(references), referenceType);
  const selected = [...new Set(columns.values())].map(quote).join(', ');
  const text = `SELECT ${selected} FROM ${first.table} WHERE lower(${orderId}::text) = ANY ($1::text[]) OR ${referred}`;
  return { text, parameters: 2, place: table, mapping };
}

/** Each in the form that an index of its type serves; where there is no such form, more rows pass than are meant. */
function referenceCondition(column: string, type: string): string {
  if (type === 'text[]') return `${column} && $2::text[]`;
  if (type.endsWith('[]')) return `${column}::text[] && $2::text[]`;
  if (type === 'jsonb') return `${column} ?| $2::text[]`;
  if (type === 'json') return `${column}::jsonb ?| $2::text[]`;
  if (type === 'text' || type === 'character varying') {
    const inText = `EXISTS (SELECT FROM unnest($2::text[]) AS wanted WHERE position(wanted IN ${column}) > 0 OR position('\\' IN ${column}) > 0)`;
    return `${column} = ANY ($2::text[]) OR left(${column}, 1) = '[' AND ${inText}`;
  }
  return `${column}::text = ANY ($2::text[])`;
}

/** The instant of the answer is that of its question: everything in it was so then. */
export async function runOrderQuery(
  client: Client,
  query: OrderQuery,
  wanted: Wanted,
  account: string | null,
): Promise<readonly FoundRecord[]> {
  const result: QueryResult<Row> = await client.query<Row>(boundQuery(query, wanted, account));
  const columns = columnsOfAnswer(result.fields, query);
  return result.rows.map((row) => recordOf(row, columns, query.place));
}

export function boundQuery({ text, parameters }: OrderQuery, { orderIds, transactionIds }: Wanted, account: string | null): QueryConfig {
  const values = [orderIds.flatMap(writtenForms), transactionIds, account].slice(0, parameters);
  return { text, values, types: EXACT_TYPES };
}

/** A server lowers other scripts' letters as well, or not, by its locale; and a number may stand with its `#`. */
function writtenForms(orderId: string): readonly string[] {
  const forms = [lowerAscii(orderId), orderId.toLowerCase()];
  return [...new Set(forms.flatMap((form) => [form, `#${form}`]))];
}

function columnsOfAnswer(fields: readonly FieldDef[], { mapping, place }: OrderQuery): TableColumns {
  return findColumns(
    fields.map(({ name }) => name),
    mapping,
    place,
  );
}

function recordOf(row: Row, columns: TableColumns, place: string): FoundRecord {
  const fields = fieldsOfRow(row, columns);
  const here = `${place}, order ${JSON.stringify(fields['orderId'] ?? null)}`;
  const read = readOrder({ position: 0, fields, problems: [] }, (field) => (field === undefined ? here : `${here}: ${field}`));
  return { ...read, place: here };
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
