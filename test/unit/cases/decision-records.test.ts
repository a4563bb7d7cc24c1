import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fc } from '@fast-check/vitest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCaseArchive } from '../../../src/cases/case-archive.ts';
import { openCaseStore } from '../../../src/cases/case-store.ts';
import { hashOf } from '../../../src/domain/canonical-json.ts';
import type { DecisionInput } from '../../../src/domain/decision-input.ts';
import { decide } from '../../../src/policy/decide.ts';
import type { CaseArchive } from '../../../src/ports/case-archive.ts';
import type { CaseStore } from '../../../src/ports/case-store.ts';
import { type Differs, day, inputOf, policyOf } from '../policy/eligible.ts';

const NOW = new Date('2026-03-05T10:00:00Z');

let folder: string;
let store: CaseStore;
let archive: CaseArchive;
let uid = 0;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  const path = join(folder, 'ledger.sqlite');
  store = openCaseStore({ path, messageIdDomain: 'shop.test' });
  archive = openCaseArchive(path);
});
afterAll(async () => {
  await store.dispose();
  await archive.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const money = fc.integer({ min: 0, max: 9_999 }).map((cents) => (cents / 100).toFixed(2));
const text = fc.string({ maxLength: 20 });

/** Requests of every kind: found and not, unusable, forged, before the policy, with dates read two ways. */
const inputs: fc.Arbitrary<DecisionInput> = fc
  .record<Differs>(
    {
      order: fc.record({
        total: money,
        tax: money,
        creditsUsed: fc.nat(500),
        purchasedAt: fc.constantFrom('2026-03-01', '2026-02-20', 'never'),
      }),
      claim: fc.record(
        {
          accountEmail: fc.constantFrom('mira@example.com', 'noor@example.com', null),
          reason: fc.option(text),
          script: fc.constantFrom('Hans', 'Hant', null),
          evidence: fc.record(
            { orderId: fc.record({ text, by: text }), reason: fc.record({ text, by: text, mail: text }) },
            { requiredKeys: [] },
          ),
        },
        { requiredKeys: [] },
      ),
      sender: fc.record({ authentication: fc.constantFrom('pass', 'fail', 'none'), replyToDiffers: fc.boolean() }),
      facts: fc.constantFrom(
        { kind: 'none-named' },
        { kind: 'not-found' },
        { kind: 'unavailable', why: 'timeout' },
        {
          kind: 'found',
          candidate: 'QI-1',
          entry: { kind: 'unusable', orderId: 'QI-1', accountEmail: null, problems: [{ place: 'orders[0]', what: 'no total' }] },
          otherOrderIds: ['QI-2'],
        },
      ),
      submittedAt: fc.constantFrom('2026-01-01T00:00:00Z', '2026-03-05T09:30:00Z', '2026-03-09T23:59:59.999Z'),
      hasCase: fc.boolean(),
      autoSendMaxAmount: fc.constantFrom('10.00', '50'),
    },
    { requiredKeys: [] },
  )
  .map(inputOf);

describe('a recorded decision', () => {
  test('comes back whole, and decided again from what was recorded it comes to the same', async () => {
    const policy = policyOf({}, { effectiveFrom: day('2026-03-08'), windowDays: 14 });
    const law = fc.asyncProperty(inputs, async (input) => {
      const { decision, version } = decide(policy, input);
      const caseId = await record(input, { decision, version });
      const [found, ...others] = await archive.decisions(caseId);
      if (!found) throw new Error('it was recorded');
      expect(others).toEqual([]);
      expect(found).toMatchObject({ caseId, revision: 1, at: NOW, input, policy: version, decision });
      expect(decide({ versions: [found.policy] }, found.input).decision).toEqual(decision);
      expect(found.inputsHash).toBe(hashOf({ schema: 1, input: found.input, policy: found.policy }));
      const event = (await Array.fromAsync(archive.events(caseId))).find(({ what }) => what === 'decided');
      expect(event).toMatchObject({ inputsHash: found.inputsHash, policyVersion: version.effectiveFrom });
      expect(event?.detail['decisionHash']).toBe(hashOf(found.decision));
    });
    await fc.assert(law, { numRuns: 60 });
  });
});

test('the newest decision of each case is read page by page, oldest first', async () => {
  const before = (await archive.decisions(null)).length;
  const input = inputOf({});
  const made: string[] = [];
  // One page and a bit.
  for (let index = 0; index < 205; index++) made.push(await record(input, decide(policyOf({}), input)));
  const read: string[] = [];
  for await (const { caseId } of archive.newestDecisions(null)) read.push(caseId);
  expect(read).toHaveLength(before + made.length);
  expect(read.slice(before)).toEqual(made);
  for await (const { caseId } of archive.newestDecisions(new Date(NOW.getTime() + 1))) throw new Error(`${caseId} is older`);
});

async function record(
  input: DecisionInput,
  { decision, version }: Pick<ReturnType<typeof decide>, 'decision' | 'version'>,
): Promise<string> {
  const mailbox = { account: 'support@imap.shop.test', path: 'INBOX', uidValidity: String(++uid) };
  const { mailboxId } = await store.register(mailbox, { entries: [{ uid: 1, internalDate: NOW, sizeBytes: 1 }], listedTo: 1 }, NOW);
  const [message] = await store.dueMessages(mailboxId, NOW);
  if (!message) throw new Error('it was listed');
  const names = await store.nameCase(message.id);
  const caseFacts = {
    caseKey: null,
    orderKey: null,
    sender: 'mira@example.com',
    receivedAt: NOW,
    decision,
    basis: { input, policy: version },
    followUp: null,
  };
  const judgement = { messageId: null, contentHash: '', copyKey: names.caseId, kind: 'refund-request', why: '', caseFacts } as const;
  expect(await store.file(message.id, judgement, names, null, NOW)).toEqual({ kind: 'held', caseId: names.caseId });
  return names.caseId;
}
