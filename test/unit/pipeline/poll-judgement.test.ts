import { describe, expect, test } from 'vitest';
import { LARGE_BODY_BYTES, type RawMessage } from '../../../src/domain/message.ts';
import type { Verdict } from '../../../src/domain/verdict.ts';
import { judgementOf } from '../../../src/pipeline/poll-judgement.ts';
import { judgeSimply } from '../../support/simple-judge.ts';

const BYTES = Buffer.from('From: stranger@example.com\nSubject: Refund\n\nOrder: QI-1\n');
const RAW: RawMessage = { source: 'a', bytes: BYTES, internalDate: null, fileModifiedAt: null };

async function keyFor(change: (verdict: Verdict) => Partial<Verdict>) {
  const judged = await judgeSimply(RAW, { hasCase: async () => false, findThread: async () => null });
  if (!judged.ok) throw new Error(judged.error.message);
  const verdict = { ...judged.value, ...change(judged.value) };
  return judgementOf(verdict, RAW, null, null).caseFacts?.caseKey;
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

describe('without a Message-ID', () => {
  const header = 'From: mira@example.com\r\nSubject: Refund\r\nX-Trace: 1\r\n\r\n';
  const copyKeyOf = async (raw: RawMessage) => {
    const judged = await judgeSimply(raw, { hasCase: async () => false, findThread: async () => null });
    if (!judged.ok) throw new Error(judged.error.message);
    const { mail } = judged.value;
    return judgementOf({ ...judged.value, mail: { ...mail, contentHash: 'the same text' } }, raw, null, null).copyKey;
  };
  const rawOf = (text: string): RawMessage => ({ ...RAW, bytes: Buffer.from(text) });

  test('only the same bytes are the same mail', async () => {
    expect(await copyKeyOf(rawOf(`${header}a`))).toBe(await copyKeyOf(rawOf(`${header}a`)));
    expect(await copyKeyOf(rawOf(`${header}a`))).not.toBe(await copyKeyOf(rawOf(`${header}b`)));
  });

  test('a large one is the same with and without its attachments, and another under another header', async () => {
    const large = 'x'.repeat(LARGE_BODY_BYTES + 1);
    const lean = { ...rawOf(`${header}text`), leftOut: [] };
    expect(await copyKeyOf(rawOf(header + large))).toBe(await copyKeyOf(lean));
    expect(await copyKeyOf(rawOf(header.replace('Trace: 1', 'Trace: 2') + large))).not.toBe(await copyKeyOf(lean));
  });
});
