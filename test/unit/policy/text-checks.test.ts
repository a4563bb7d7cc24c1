import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { QuotablePolicy } from '../../../src/domain/policy.ts';
import { parsePolicy } from '../../../src/policy/policy-file.ts';
import { checkTexts } from '../../../src/policy/text-checks.ts';

const shipped = readFileSync('fixtures/sample/policy.json', 'utf8');
const [version] = (JSON.parse(shipped) as { versions: [Record<string, unknown>] }).versions;

function policyWith(differs: object): QuotablePolicy {
  return parsePolicy(JSON.stringify({ versions: [{ ...version, ...differs }] }), 'policy.json');
}

function complaints(differs: object): string[] {
  return checkTexts(policyWith(differs), 'policy.json').map(({ place, what }) => `${place}: ${what}`);
}

describe('the shipped policy file', () => {
  const { texts } = parsePolicy(shipped, 'policy.json');
  const sections = texts.get(policyWith({}).versions[0].effectiveFrom);

  test('quotes the published text word for word', () => {
    const published = readFileSync('docs/refund-policy.md', 'utf8');
    const quoted = Object.entries(sections ?? {}).map(([number, { title, text }]) => `${number}. ${title}\n${text}`);
    expect(quoted).toHaveLength(7);
    expect(published.slice(published.indexOf('1. Full Refund'))).toBe(quoted.join('\n'));
  });

  test('agrees with it in window, percentage, example and business days', () => {
    expect(complaints({})).toEqual([]);
    expect(sections?.['5']?.text).toContain('rounded to two decimal places');
    expect(policyWith({}).versions[0].rounding.decimals).toBe(2);
  });
});

describe('words and numbers that disagree are named', () => {
  test.each([
    [
      'another window',
      { windowDays: 14 },
      ['1', '2', '3'].map((s) => `policy.json: version 2026-02-04, section ${s}: the published words do not name 14, which is windowDays`),
    ],
    [
      'another percentage',
      { fullRefundMaxUsedPercent: '15' },
      ['1', '2'].map(
        (s) => `policy.json: version 2026-02-04, section ${s}: the published words do not name 15, which is fullRefundMaxUsedPercent`,
      ),
    ],
    [
      'other business days',
      { reviewBusinessDays: 3, processingBusinessDays: [5, 14] },
      [
        'policy.json: version 2026-02-04, section 5: the published words do not name 3, which is reviewBusinessDays',
        'policy.json: version 2026-02-04, section 5: the published words do not name 14, which is processingBusinessDays',
      ],
    ],
    [
      'an example that does not come out',
      { sections: { '2': { title: '7, 10', text: '29.90 ÷ 400 × 300 = $22.42' } } },
      ['policy.json: version 2026-02-04, section 2: the worked example 29.90 ÷ 400 × 300 = $22.42 comes to 22.43'],
    ],
    [
      'a number inside another one is not that number',
      { sections: { '3': { title: '17', text: '7.5 and 70' } } },
      ['policy.json: version 2026-02-04, section 3: the published words do not name 7, which is windowDays'],
    ],
    ['words are no duty', { sections: undefined, windowDays: 30 }, []],
  ])('%s', (_, differs, expected) => {
    expect(complaints(differs)).toEqual(expected);
  });
});
