import { fc } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../../src/domain/canonical-json.ts';
import { type CaseEvent, CHAIN_START, type ChainedEvent, chainHash, linkHolds } from '../../../src/domain/case-event.ts';

const text = fc.string({ maxLength: 12 });
const content = fc.record({
  at: fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  actor: fc.constantFrom('poll', 'person:ann'),
  what: text,
  why: fc.option(text),
  messageRowId: fc.option(fc.nat()),
  caseId: fc.option(text),
  policyVersion: fc.option(text),
  inputsHash: fc.option(text),
  detail: fc.dictionary(text, fc.oneof(text, fc.integer(), fc.constant(null)), { maxKeys: 3 }),
});
const chains = fc.array(content, { minLength: 1, maxLength: 8 }).map(chained);

function firstBrokenLink(events: readonly ChainedEvent[]): ChainedEvent | null {
  return events.find((event, index) => !linkHolds(events[index - 1] ?? { id: 0, hash: CHAIN_START }, event)) ?? null;
}

function chained(contents: readonly Omit<CaseEvent, 'id'>[]): ChainedEvent[] {
  let hash = CHAIN_START;
  return contents.map((each, index) => {
    const event = { id: index + 1, ...each };
    hash = chainHash(hash, event);
    return { ...event, hash };
  });
}

describe('the chain of events', () => {
  test('holds as it was written', () => {
    fc.assert(fc.property(chains, (chain) => firstBrokenLink(chain) === null));
    expect(firstBrokenLink([])).toBeNull();
  });

  test('any change of any one field of any one event breaks it there', () => {
    const law = fc.property(chains, fc.nat(), fc.nat(), (chain, at, which) => {
      const index = at % chain.length;
      const event = chain[index];
      if (event === undefined) throw new Error('the index is inside');
      const keys = Object.keys(event);
      const key = keys[which % keys.length] ?? 'at';
      const changed = chain.with(index, { ...event, [key]: otherThan(Reflect.get(event, key)) });
      expect(firstBrokenLink(changed)?.what).toBe(changed[index]?.what);
      expect(firstBrokenLink(changed)).toBe(changed[index]);
    });
    fc.assert(law);
  });

  test('an event removed, doubled or moved breaks it', () => {
    const law = fc.property(fc.array(content, { minLength: 2, maxLength: 8 }).map(chained), fc.nat(), (chain, at) => {
      const index = at % (chain.length - 1);
      expect(firstBrokenLink(chain.toSpliced(index, 1))).not.toBeNull();
      expect(firstBrokenLink(chain.toSpliced(index, 0, ...chain.slice(index, index + 1)))).not.toBeNull();
      expect(firstBrokenLink(chain.toSpliced(index, 2, ...chain.slice(index, index + 2).reverse()))).not.toBeNull();
    });
    fc.assert(law);
  });

  test('a rewritten event is not saved by a fresh hash of its own: the next link no longer holds', () => {
    const [first, second] = chained(fc.sample(content, 2));
    if (!first || !second) throw new Error('two were made');
    const forged = { ...first, what: `${first.what}!` };
    expect(firstBrokenLink([{ ...forged, hash: chainHash(CHAIN_START, forged) }, second])).toBe(second);
  });
});

describe('canonical JSON', () => {
  test('is the same text for the same value, in whatever order its keys were set', () => {
    expect(canonicalJson({ b: [{ d: 1, c: null }], a: new Date(0) })).toBe('{"a":"1970-01-01T00:00:00.000Z","b":[{"c":null,"d":1}]}');
    expect(canonicalJson({ a: new Date(0), b: [{ c: null, d: 1 }] })).toBe(canonicalJson({ b: [{ d: 1, c: null }], a: new Date(0) }));
  });
});

function otherThan(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'string') return `${value}.`;
  return value === null ? 'x' : { changed: 1, again: 2 };
}
