import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      // A unit test is never about time: the limit only ends what hangs, on a busy machine too.
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts', 'test/quality/*.test.ts'], testTimeout: 60_000 } },
      { test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 120_000 } },
    ],
  },
});
