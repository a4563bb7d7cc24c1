import { fc } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { fetchedAhead, inChunks } from '../../../src/pipeline/poll-chunks.ts';

const MEBIBYTE = 1024 * 1024;

test('chunks hold every message once, in order, and are bounded in count and bytes', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 12 * MEBIBYTE }), { maxLength: 300 }), (sizes) => {
      const all = sizes.map((sizeBytes, index) => ({ id: index, uid: index + 1, submittedAt: null, sizeBytes, attempts: 0 }));
      const chunks = [...inChunks(all)];
      expect(chunks.flat()).toEqual(all);
      for (const chunk of chunks) {
        const bytes = chunk.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
        expect(chunk.length).toBeGreaterThan(0);
        expect(chunk.length).toBeLessThanOrEqual(50);
        expect(chunk.length === 1 || bytes <= 8 * MEBIBYTE).toBe(true);
      }
    }),
  );
});

const messages = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ id: n, uid: n + 1, submittedAt: null, sizeBytes: 1, attempts: 0 }));

test('while a chunk is worked on the next one is on its way, and none after it', async () => {
  const asked: number[] = [];
  const seen: string[] = [];
  for await (const [[first], fetched] of fetchedAhead(inChunks(messages(150)), async ([message]) => asked.push(message?.uid ?? 0)))
    seen.push(`${first?.uid} (${fetched}), asked for ${asked.length}`);
  expect(asked).toEqual([1, 51, 101]);
  expect(seen).toEqual(['1 (1), asked for 2', '51 (2), asked for 3', '101 (3), asked for 3']);
});

test('a chunk that cannot be fetched fails in its turn, after the ones before it', async () => {
  const seen: unknown[] = [];
  const work = async () => {
    const fetch = ([message]: readonly { readonly uid: number }[]) =>
      message?.uid === 51 ? Promise.reject(new Error('cut')) : Promise.resolve();
    for await (const [[first]] of fetchedAhead(inChunks(messages(150)), fetch)) seen.push(first?.uid);
  };
  await expect(work()).rejects.toThrow('cut');
  expect(seen).toEqual([1]);
});
