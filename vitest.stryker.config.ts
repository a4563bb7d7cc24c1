import { defineConfig } from 'vitest/config';

/**
 * For mutation testing: the tables alone must kill every mutant that matters. The laws draw new cases in each run, so they could kill one by luck.
 * A process keeps its own zone in the threads that mutants run in, so the test that changes it is left out too.
 */
export default defineConfig({
  test: { include: ['test/unit/policy/**/*.test.ts'], exclude: ['test/unit/policy/laws.test.ts', 'test/unit/policy/machine-zone.test.ts'] },
});
