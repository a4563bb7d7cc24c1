import { z } from 'zod';
import { type Problem, UnusableInput } from '../domain/problem.ts';
import { isOrderField, type OrderField, readCell } from './cell.ts';
import { ORDER_FIELDS, REQUIRED_FIELDS } from './order-schema.ts';

const TABLE = 'the name of a table or view';
const COLUMN = 'the name of a column';
const CONSTANT = 'text, or a whole number';

const fieldName = z.enum(ORDER_FIELDS, `a field of the order book: ${ORDER_FIELDS.join(', ')}`);

/** Where a shop's own table has the fields of an order: an optional JSON file, named in `ORDERS_MAPPING`. */
export const mappingSchema = z.strictObject(
  {
    table: z.string(TABLE).min(1, TABLE).default('orders'),
    columns: z.partialRecord(fieldName, z.string(COLUMN).min(1, COLUMN)).default({}),
    constants: z.partialRecord(fieldName, z.union([z.string(), z.int()], CONSTANT)).default({}),
  },
  'an object with "table", "columns" and "constants"',
);

export type TableMapping = z.infer<typeof mappingSchema>;

export const PLAIN_MAPPING: TableMapping = { table: 'orders', columns: {}, constants: {} };

/** Which column of a table, or of an answer, holds which field; and what is the same for every order. */
export interface TableColumns {
  readonly columns: ReadonlyMap<OrderField, string>;
  readonly constants: Readonly<Partial<Record<OrderField, unknown>>>;
}

/** @throws UnusableInput with every problem of the file */
export function parseMapping(text: string, file: string): TableMapping {
  const parsed = mappingSchema.safeParse(parseJson(text, file));
  if (parsed.success) return parsed.data;
  throw new UnusableInput(
    parsed.error.issues.flatMap((issue): Problem[] => {
      const path = issue.path.map(String).join('.');
      if (issue.code === 'unrecognized_keys' || issue.code === 'invalid_key')
        return [{ place: `${file}: ${path || 'mapping'}`, what: 'has a key that is none', mend: `expected ${keysExpected(path)}` }];
      return [{ place: path === '' ? file : `${file}: ${path}`, what: 'cannot be used', mend: `expected ${issue.message}` }];
    }),
  );
}

function keysExpected(path: string): string {
  return path === '' ? 'table, columns and constants' : `the names ${ORDER_FIELDS.join(', ')}`;
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new UnusableInput([{ place: file, what: `is no JSON: ${(error as Error).message}` }]);
  }
}

/**
 * Fields by their mapped names, else by the contract's own; `order_id` and `ORDERID` are `orderId` too.
 * @param place the table or query, for messages
 * @throws UnusableInput where a mapped or a required column is not there
 */
export function findColumns(available: readonly string[], mapping: TableMapping, place: string): TableColumns {
  const columns = new Map<OrderField, string>();
  const problems: Problem[] = [];
  for (const field of ORDER_FIELDS) {
    if (mapping.constants[field] !== undefined) continue;
    const mapped = mapping.columns[field];
    const column = mapped === undefined ? likeliest(field, available) : exactly(mapped, available);
    if (column !== undefined) columns.set(field, column);
    else if (mapped !== undefined) problems.push(missing(place, field, `has no column ${mapped}`, available));
    else if (REQUIRED_FIELDS.includes(field)) problems.push(missing(place, field, `has no column for ${field}`, available));
  }
  if (problems.length > 0) throw new UnusableInput(problems);
  return { columns, constants: mapping.constants };
}

function missing(place: string, field: OrderField, what: string, available: readonly string[]): Problem {
  const there = available.length === 0 ? 'it has none' : `it has ${available.join(', ')}`;
  return { place, what: `${what} (${there})`, mend: `name the column of ${field} in ORDERS_MAPPING, or give it that name` };
}

function exactly(column: string, available: readonly string[]): string | undefined {
  return available.find((name) => name === column) ?? available.find((name) => name.toLowerCase() === column.toLowerCase());
}

function likeliest(field: OrderField, available: readonly string[]): string | undefined {
  return available.find((name) => name === field) ?? available.find((name) => plain(name) === plain(field));
}

function plain(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}

/** The fields of one row, as the schema takes them. */
export function fieldsOfRow(row: Readonly<Record<string, unknown>>, { columns, constants }: TableColumns): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [field, column] of columns) {
    const value = field === 'transactionIds' ? transactionList(row[column]) : readCell(field, row[column]);
    if (value !== undefined) fields[field] = value;
  }
  for (const [field, constant] of Object.entries(constants)) {
    const value = isOrderField(field) ? readCell(field, constant) : undefined;
    if (value !== undefined) fields[field] = value;
  }
  return fields;
}

/** A list, as JSON text or as the database's own; a shop with one reference for each order has just that. */
export function transactionList(cell: unknown): unknown {
  if (typeof cell === 'bigint') return [String(cell)];
  const isPlain = typeof cell === 'string' && cell.trim() !== '' && !cell.trimStart().startsWith('[');
  return isPlain ? [cell] : readCell('transactionIds', cell);
}
