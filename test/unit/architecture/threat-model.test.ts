import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const TEXT = readFileSync('docs/security.md', 'utf8');

/** `test/unit/x.test.ts`: “name of a test” */
const NAMED = [...TEXT.matchAll(/`(test\/[\w./-]{1,120}\.ts)`: “([^”\n]{1,200})”/g)].map(
  ([, file = '', name = '']) => [file, name] as const,
);

describe('the threat model', () => {
  test('names a test for every mitigation', () => {
    const rows = TEXT.split('\n').filter((line) => /^\| (?!---|Attack)/.test(line));
    expect(rows.length).toBeGreaterThan(30);
    expect(rows.filter((row) => !/`test\//.test(row))).toEqual([]);
    expect(NAMED.length).toBeGreaterThanOrEqual(rows.length);
  });

  test.each(NAMED)('%s holds “%s”', (file, name) => {
    expect(existsSync(file)).toBe(true);
    expect(readFileSync(file, 'utf8').replaceAll("\\'", "'")).toContain(name);
  });
});
