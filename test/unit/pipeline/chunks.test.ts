import { fc } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { inChunks } from '../../../src/pipeline/poll-chunks.ts';

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
