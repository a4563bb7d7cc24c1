import { describe, expect, test } from 'vitest';
import { loadFixtures } from './fixtures.ts';
import { judge } from './judge.ts';

const fixtures = await loadFixtures();

test('at least 150 mails in at least 12 languages', () => {
  expect(fixtures.length).toBeGreaterThanOrEqual(150);
  expect(new Set(fixtures.map((fixture) => fixture.expected.language)).size).toBeGreaterThanOrEqual(12);
});

describe('reads every mail as an attentive person would', () => {
  test.each(fixtures.map((fixture) => [fixture.name, fixture.expected.note, fixture] as const))('%s: %s', async (_name, _note, fixture) => {
    const findings = await judge(fixture);
    const read = Object.fromEntries(findings.map(({ field, actual }) => [field, actual]));
    const wanted = Object.fromEntries(findings.map(({ field, expected }) => [field, expected]));
    expect(read).toEqual(wanted);
  });
});
