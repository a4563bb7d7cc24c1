import { expect, test } from 'vitest';
import type { Verdict } from '../../../src/domain/verdict.ts';
import { judgementOf } from '../../../src/pipeline/poll-judgement.ts';
import { judgeSimply } from '../../support/simple-judge.ts';

const BYTES = Buffer.from('From: stranger@example.com\nSubject: Refund\n\nOrder: QI-1\n');

async function keyFor(change: (verdict: Verdict) => Partial<Verdict>) {
  const judged = await judgeSimply(
    { source: 'a', bytes: BYTES, internalDate: null, fileModifiedAt: null },
    { hasCase: async () => false, findThread: async () => null },
  );
  if (!judged.ok) throw new Error(judged.error.message);
  const verdict = { ...judged.value, ...change(judged.value) };
  return judgementOf(verdict, BYTES, null).caseFacts?.caseKey;
}

const naming = (verdict: Verdict, ...orderIds: string[]) => ({ claim: verdict.claim && { ...verdict.claim, orderIds } });

test('the owner of an order opens its case, and attaches to it', async () => {
  const owner = await keyFor(() => ({ sender: { address: 'mira@example.com', authentication: 'none', matchesAccount: true } }));
  expect(owner).toBe('order:qi-1');
});

test("a forged mail of the owner's is a stranger's", async () => {
  const forged = await keyFor(() => ({ sender: { address: 'mira@example.com', authentication: 'fail', matchesAccount: true } }));
  expect(forged).toBe('claim:mira@example.com:qi-1');
});

test.each<[string, string[]]>([
  ['one number', ['QI-1']],
  ['another spelling', ['qi-1']],
  ['the payment as well', ['ch_1', 'QI-1']],
  ['put in another order because the book knows one of them', ['QI-1', 'ch_1']],
])("a stranger's case is named by his words alone, whether the order exists or not: %s", async (_, orderIds) => {
  const known = await keyFor((verdict) => naming(verdict, ...orderIds));
  const unknown = await keyFor((verdict) => ({ ...naming(verdict, ...orderIds.toReversed()), order: null }));
  expect(known).toBe(unknown);
  expect(known).toMatch(/^claim:/);
});
