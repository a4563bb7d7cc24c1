import { describe, expect, test } from 'vitest';
import { UnusableInput } from '../../../src/domain/problem.ts';
import { parsePolicy } from '../../../src/policy/policy-file.ts';
import { published, readContract } from './eligible.ts';

/** The problems, one line each. */
function complaints(text: string): string[] {
  try {
    parsePolicy(text, 'policy.json');
  } catch (error) {
    if (error instanceof UnusableInput) return error.message.split('\n');
    throw error;
  }
  return [];
}

function fileOf(...differs: object[]): string {
  return JSON.stringify({ versions: differs.map((differ) => ({ ...published, ...differ })) });
}

describe('a policy file that can be used', () => {
  test('the published policy, word for word', () => {
    const { versions, texts } = parsePolicy(readContract('policy.example.json'), 'p');
    expect({ versions }).toEqual(JSON.parse(readContract('policy.example.json')));
    expect([...texts]).toEqual([['2026-02-04', {}]]);
  });

  test('versions come oldest first, however they stand in the file', () => {
    const days = ['2026-05-01', '2026-02-04', '2027-01-01', '2026-12-31'];
    const { versions } = parsePolicy(fileOf(...days.map((effectiveFrom) => ({ effectiveFrom }))), 'p');
    expect(versions.map((version) => version.effectiveFrom)).toEqual(days.toSorted());
  });

  test('a byte order mark is no fault of the policy', () => {
    expect(parsePolicy(`\uFEFF${fileOf({})}`, 'p').versions).toHaveLength(1);
  });

  test.each([
    ['no days at all', { windowDays: 0 }],
    ['ten years', { windowDays: 3650 }],
    ['no use allowed', { fullRefundMaxUsedPercent: '0' }],
    ['any use allowed', { fullRefundMaxUsedPercent: '100' }],
    ['and with decimals', { fullRefundMaxUsedPercent: '100.00' }],
    ['a fraction of a per cent', { fullRefundMaxUsedPercent: '33.3333333333' }],
    ['the other order of consumption', { creditConsumption: 'purchased-first' }],
    ['whole units', { rounding: { decimals: 0, mode: 'half-up' } }],
    ['everything that section 5 names', { requiredFields: ['accountEmail', 'orderId', 'purchaseDate', 'reason'] }],
    ['nothing required', { requiredFields: [], nonRefundable: [], weekend: [] }],
    ['one business day a week', { weekend: [1, 2, 3, 4, 5, 6] }],
    ['at once', { reviewBusinessDays: 0, processingBusinessDays: [0, 0] }],
    ['a leap day off', { holidays: ['2028-02-29'] }],
    ['a zone of half hours', { timezone: 'Asia/Kolkata' }],
  ])('%s', (_, differs) => {
    expect(complaints(fileOf(differs))).toEqual([]);
  });
});

describe('a value that cannot be used is named with its place, what was expected and how to mend it', () => {
  test.each([
    [
      'effectiveFrom',
      '2026-02-30',
      'expected a day of the calendar as "YYYY-MM-DD", found "2026-02-30"; as published on 2026-02-04: "effectiveFrom": "2026-02-04"',
    ],
    [
      'effectiveFrom',
      20260204,
      'expected a day of the calendar as "YYYY-MM-DD", found 20260204; as published on 2026-02-04: "effectiveFrom": "2026-02-04"',
    ],
    [
      'timezone',
      'Mars/Olympus',
      'expected the IANA name of a time zone, found "Mars/Olympus"; as published on 2026-02-04: "timezone": "UTC"',
    ],
    ['timezone', '+01:00', 'expected the IANA name of a time zone, found "+01:00"; as published on 2026-02-04: "timezone": "UTC"'],
    ['timezone', 1, 'expected the IANA name of a time zone, found 1; as published on 2026-02-04: "timezone": "UTC"'],
    ['windowDays', -1, 'expected a whole number from 0 to 3650, found -1; as published on 2026-02-04: "windowDays": 7'],
    ['windowDays', 3651, 'expected a whole number from 0 to 3650, found 3651; as published on 2026-02-04: "windowDays": 7'],
    ['windowDays', 7.5, 'expected a whole number from 0 to 3650, found 7.5; as published on 2026-02-04: "windowDays": 7'],
    ['windowDays', '7', 'expected a whole number from 0 to 3650, found "7"; as published on 2026-02-04: "windowDays": 7'],
    [
      'fullRefundMaxUsedPercent',
      10,
      'expected a percentage from 0 to 100, a decimal number in quotes, found 10; as published on 2026-02-04: "fullRefundMaxUsedPercent": "10"',
    ],
    [
      'fullRefundMaxUsedPercent',
      '100.1',
      'expected a percentage from 0 to 100, a decimal number in quotes, found "100.1"; as published on 2026-02-04: "fullRefundMaxUsedPercent": "10"',
    ],
    [
      'fullRefundMaxUsedPercent',
      '10%',
      'expected a percentage from 0 to 100, a decimal number in quotes, found "10%"; as published on 2026-02-04: "fullRefundMaxUsedPercent": "10"',
    ],
    [
      'fullRefundMaxUsedPercent',
      '-1',
      'expected a percentage from 0 to 100, a decimal number in quotes, found "-1"; as published on 2026-02-04: "fullRefundMaxUsedPercent": "10"',
    ],
    [
      'creditConsumption',
      'fair',
      'expected "bonus-first" or "purchased-first", found "fair"; as published on 2026-02-04: "creditConsumption": "bonus-first"',
    ],
    [
      'nonRefundable',
      ['tax', 'tax'],
      'expected each entry only once, found ["tax","tax"]; as published on 2026-02-04: "nonRefundable": ["tax", "processingFee", "conversionDifference"]',
    ],
    ['rounding', 2, 'expected an object, found 2; as published on 2026-02-04: "rounding": { "decimals": 2, "mode": "half-up" }'],
    ['reviewBusinessDays', 261, 'expected a whole number from 0 to 260, found 261; as published on 2026-02-04: "reviewBusinessDays": 2'],
    [
      'processingBusinessDays',
      [10, 5],
      'expected the earliest before the latest, found [10,5]; as published on 2026-02-04: "processingBusinessDays": [5, 10]',
    ],
    [
      'processingBusinessDays',
      5,
      'expected a list of two whole numbers, the earliest and the latest, found 5; as published on 2026-02-04: "processingBusinessDays": [5, 10]',
    ],
    [
      'weekend',
      [1, 2, 3, 4, 5, 6, 7],
      'expected at least one weekday left for business, found [1,2,3,4,5,6,7]; as published on 2026-02-04: "weekend": [6, 7]',
    ],
    ['weekend', 'Sunday', 'expected a list, found "Sunday"; as published on 2026-02-04: "weekend": [6, 7]'],
    [
      'holidays',
      ['2026-01-01', '2026-01-01'],
      'expected each entry only once, found ["2026-01-01","2026-01-01"]; as published on 2026-02-04: "holidays": []',
    ],
  ])('%s: %j', (field, value, complaint) => {
    expect(complaints(fileOf({ [field]: value }))).toEqual([`policy.json: versions[0].${field}: ${complaint}`]);
  });

  test.each([
    ['reviewBusinessDays', { reviewBusinessDays: 1e9 }, 'expected a whole number from 0 to 260, found 1000000000'],
    ['weekend[1]', { weekend: [6, 8] }, 'expected an ISO weekday, 1 for Monday to 7 for Sunday, found 8'],
    ['weekend[0]', { weekend: [0] }, 'expected an ISO weekday, 1 for Monday to 7 for Sunday, found 0'],
    ['weekend[0]', { weekend: ['Sun'] }, 'expected an ISO weekday, 1 for Monday to 7 for Sunday, found "Sun"'],
    ['holidays[1]', { holidays: ['2026-12-24', '25.12.2026'] }, 'expected a day of the calendar as "YYYY-MM-DD", found "25.12.2026"'],
    ['nonRefundable[0]', { nonRefundable: ['VAT'] }, 'expected "tax" or "processingFee" or "conversionDifference", found "VAT"'],
    ['requiredFields[0]', { requiredFields: ['name'] }, 'expected "accountEmail" or "orderId" or "purchaseDate" or "reason", found "name"'],
    ['rounding.decimals', { rounding: { decimals: 3, mode: 'half-up' } }, 'expected a whole number from 0 to 2, found 3'],
    ['rounding.mode', { rounding: { decimals: 2, mode: 'half-even' } }, 'expected "half-up", found "half-even"'],
    ['processingBusinessDays[1]', { processingBusinessDays: [5] }, 'expected a list of two whole numbers, the earliest and the latest'],
  ])('%s', (place, differs, complaint) => {
    expect(complaints(fileOf(differs))[0]).toContain(
      `policy.json: versions[0].${place.startsWith('processing') ? 'processingBusinessDays' : place}: ${complaint}`,
    );
  });

  test('a field that is missing', () => {
    const { windowDays: _, ...rest } = published;
    expect(complaints(JSON.stringify({ versions: [rest] }))).toEqual([
      'policy.json: versions[0].windowDays: expected a whole number from 0 to 3650, but it is missing; as published on 2026-02-04: "windowDays": 7',
    ]);
  });

  test('keys that nobody knows, at every level, with those that are known', () => {
    const text = JSON.stringify({ $schema: 'x', versions: [{ ...published, note: 1, rounding: { decimals: 2, mode: 'half-up', to: 1 } }] });
    expect(complaints(text)).toEqual([
      'policy.json: versions[0].rounding.to: unknown key; remove it, or correct it to one of decimals, mode',
      `policy.json: versions[0].note: unknown key; remove it, or correct it to one of ${Object.keys(published).join(', ')}, sections`,
      'policy.json: $schema: unknown key; remove it, or correct it to one of versions',
    ]);
  });

  test('two versions that begin on one day, whatever else is wrong', () => {
    const text = fileOf({}, { effectiveFrom: '2026-05-01' }, { windowDays: 'x' });
    expect(complaints(text)).toEqual([
      'policy.json: versions[2].windowDays: expected a whole number from 0 to 3650, found "x"; as published on 2026-02-04: "windowDays": 7',
      'policy.json: versions[2].effectiveFrom: begins on the same day as versions[0], "2026-02-04"; give each version a day of its own',
    ]);
  });

  test.each([
    ['a list', '[]', 'policy.json: expected an object, found []'],
    ['nothing', 'null', 'policy.json: expected an object, found null'],
    ['no versions', '{}', 'policy.json: versions: expected a list, but it is missing'],
    ['an empty list', '{"versions":[]}', 'policy.json: versions: expected at least one version, found []'],
    ['a version that is none', '{"versions":[7]}', 'policy.json: versions[0]: expected an object, found 7'],
  ])('the whole file is %s', (_, text, complaint) => {
    expect(complaints(text)).toEqual([`${complaint}; write { "versions": [ … ] } with one object for each version`]);
  });

  test('two versions without a day do not share one', () => {
    const { effectiveFrom: _, ...rest } = published;
    expect(complaints(JSON.stringify({ versions: [rest, rest] }))).toHaveLength(2);
  });

  test('what requires fields is offered the published list', () => {
    expect(complaints(fileOf({ requiredFields: 1 }))[0]).toMatch(/"requiredFields": \["accountEmail", "orderId"\]$/);
  });

  test('a long wrong value is not repeated whole', () => {
    expect(complaints(fileOf({ timezone: 'x'.repeat(500) }))[0]).toContain(`found "${'x'.repeat(59)}…; as`);
  });
});

describe('a file that is no JSON', () => {
  test.each([
    ['empty', '', 'line 1, column 1: is no JSON: expected a value, found the end of the text'],
    ['a comma too many', '{\n  "versions": [],\n}', 'line 3, column 1: is no JSON: expected a key in double quotes, found "}"'],
    [
      'a comma too few',
      '{\n  "versions": []\n  "x": 1 }',
      'line 3, column 3: is no JSON: expected a comma or the closing bracket, found "\\"x\\": 1 }"',
    ],
    ['a byte order mark in the middle', '{\uFEFF}', 'line 1, column 2: is no JSON: expected a key in double quotes or }, found "\uFEFF}"'],
    ['text below', '{}\nthe end', 'line 2, column 1: is no JSON: expected nothing more, found "the end"'],
  ])('%s', (_, text, complaint) => {
    expect(complaints(text)).toEqual([`policy.json: ${complaint}; correct the text there`]);
  });
});

test.each([
  ['a thousand holidays are taken', 1000, []],
  [
    'one more would make the search for a deadline long',
    1001,
    [expect.stringContaining('versions[0].holidays: expected at most 1000 days')],
  ],
])('%s', (_, count, expected) => {
  const holidays = Array.from({ length: count }, (_day, at) => new Date(Date.UTC(2026, 0, 1 + at)).toISOString().slice(0, 10));
  expect(complaints(fileOf({ holidays }))).toEqual(expected);
});
