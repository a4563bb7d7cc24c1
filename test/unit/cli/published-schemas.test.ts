import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { answerSchema } from '../../../src/cli/answer-schema.ts';
import { publishedSchemas } from '../../../src/cli/published-schemas.ts';

const FOLDER = 'docs/schemas';
const schemas = publishedSchemas();
const example = (name: string): unknown => JSON.parse(readFileSync(`fixtures/contract/${name}`, 'utf8'));

const EVENT = {
  id: 1,
  at: '2026-03-05T10:00:00.000Z',
  actor: 'poll',
  what: 'decided',
  why: null,
  messageRowId: 1,
  caseId: 'C-1',
  policyVersion: '2026-02-04',
  inputsHash: 'a'.repeat(64),
  detail: { revision: 1, amount: '22.43', currency: null },
  hash: 'b'.repeat(64),
};

describe('docs/schemas', () => {
  test('has each published schema and nothing else', () => {
    expect(readdirSync(FOLDER).sort()).toEqual([...schemas.keys()].map((name) => `${name}.schema.json`).sort());
  });

  test.each([...schemas])('%s is as the code has it (npm run schemas)', (name, text) => {
    expect(readFileSync(`${FOLDER}/${name}.schema.json`, 'utf8')).toBe(text);
  });

  // What a reader's validator would say, with zod's own reading of JSON Schema in its place.
  const validate = (name: string, value: unknown) =>
    z.fromJSONSchema(JSON.parse(schemas.get(name) ?? '{}') as z.core.JSONSchema.JSONSchema).safeParse(value).success;

  const [order] = (example('orders.example.json') as { readonly orders: readonly object[] }).orders;
  const purchase = {
    orderId: 'A',
    accountEmail: 'a@example.com',
    purchasedAt: '2026-03-01',
    currency: 'USD',
    total: '9.90',
    creditsPurchased: 20,
  };
  test.each([
    ['order-book', example('orders.example.json'), true],
    ['order-book', { orders: [{ ...order, total: 29.9 }] }, false],
    ['order-book', { orders: [{ ...order, orderId: undefined }] }, false],
    ['order-book', { purchases: [] }, false],
    ['policy', example('policy.example.json'), true],
    ['policy', { versions: [] }, false],
    [
      'policy',
      { versions: [{ ...(example('policy.example.json') as { versions: readonly object[] }).versions[0], effectiveFrom: 7 }] },
      false,
    ],
    ['ledger', { purchases: [purchase], usage: [{ accountEmail: 'a@example.com', at: '2026-03-02T00:00:00Z', credits: 3 }] }, true],
    ['ledger', { purchases: [purchase], usage: [{ accountEmail: 'a@example.com', at: '2026-03-02T00:00:00Z', credits: -3 }] }, false],
    ['orders-mapping', { table: 'sales', columns: { orderId: 'number' }, constants: { currency: 'USD' } }, true],
    ['orders-mapping', { tables: 'sales' }, false],
    ['event', { ...EVENT, what: 'case-opened' }, true],
    ['event', { ...EVENT, what: 'Case opened' }, false],
    ['event', { ...EVENT, actor: 'somebody' }, false],
    ['answer', { source: 'a.eml', error: { code: 'timeout', message: 'took too long' } }, true],
    ['answer', { source: 'a.eml', error: { code: 'tired', message: '' } }, false],
  ])('%s takes what it should, and nothing else (%#)', (name, value, expected) => {
    expect(validate(name, value)).toBe(expected);
  });

  test('the contract’s example is an answer, but for what came since', () => {
    const answer = example('triage.example.json') as { readonly sender: object };
    const today = { ...answer, sender: { ...answer.sender, checkedBy: 'nobody', checks: [] } };
    expect(answerSchema.parse(today)).toEqual(today);
    expect(validate('answer', today)).toBe(true);
  });
});
