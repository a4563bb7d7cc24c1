import { z } from 'zod';
import { ledgerFileSchema } from '../orders/ledger/ledger-schema.ts';
import { orderBookFile } from '../orders/order-schema.ts';
import { mappingSchema } from '../orders/table-columns.ts';
import { policyFile } from '../policy/policy-schema.ts';

/** The files that the program reads, as the code that reads them checks them. */
const READ = {
  'order-book': { schema: orderBookFile, title: 'An order book: totals for each order' },
  ledger: { schema: ledgerFileSchema, title: 'A ledger: purchases and what happened to their credits, one event each' },
  'orders-mapping': { schema: mappingSchema, title: 'Which table and columns of a database hold the orders' },
  policy: { schema: policyFile, title: 'A refund policy: one or more versions with the day from which each is in force' },
} as const satisfies Record<string, { readonly schema: z.ZodType; readonly title: string }>;

/** JSON Schema 2020-12 of every file that is read, by name. What JSON Schema cannot say (a sum, a real time zone) is checked all the same. */
export function schemasOfFiles(): ReadonlyMap<string, object> {
  return new Map(Object.entries(READ).map(([name, { schema, title }]) => [name, jsonSchemaOf(schema, title)]));
}

export function jsonSchemaOf(schema: z.ZodType, title: string): object {
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input', unrepresentable: 'any' });
  return { $schema, title, ...rest };
}
